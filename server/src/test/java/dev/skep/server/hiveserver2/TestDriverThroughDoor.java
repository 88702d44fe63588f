package dev.skep.server.hiveserver2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import dev.skep.jdbc.SkepStatement;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.HiveTypeParser;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.VarcharType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our driver and the door, over a real socket. */
@Timeout(60)
class TestDriverThroughDoor {
    private static final ResultColumn N = new ResultColumn("n", PrimitiveType.INT);
    private static final ResultColumn TEXT = new ResultColumn("text", PrimitiveType.STRING);

    @TempDir
    static Path folder;

    private static Door door;

    @BeforeAll
    static void openDoor() {
        door = Door.open(folder);
    }

    @AfterAll
    static void closeDoor() {
        door.close();
    }

    private static ResultColumn column(String name, String type) {
        return new ResultColumn(name, HiveTypeParser.parse(type));
    }

    private static void answer(String sql, List<ResultColumn> columns,
            List<? extends List<? extends @Nullable Object>> rows) {
        door.engine().on(sql, () -> FakeQuery.rows(columns, FakeQuery.batch(columns, rows)));
    }

    private static final List<ResultColumn> ALL_TYPES = List.of(column("b", "boolean"), column("t", "tinyint"),
            column("s", "smallint"), column("i", "int"), column("l", "bigint"), column("f", "float"),
            column("d", "double"), column("str", "string"), column("v", "varchar(10)"), column("c", "char(5)"),
            column("bin", "binary"), column("dt", "date"), column("ts", "timestamp"), column("d9", "decimal(9,2)"),
            column("d38", "decimal(38,10)"), column("a", "array<int>"), column("m", "map<string,decimal(4,1)>"),
            column("st", "struct<x:int,y:string,z:array<date>>"));

    private static final List<@Nullable Object> VALUES = List.of(true, (byte) -1, (short) 300, 70_000, 1L << 40, 1.1f,
            -2.5e100, "it's \"ü\"\n", "vü", "ab", new byte[]{0, (byte) 0xff}, LocalDate.of(1969, 12, 31),
            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 5_000), new BigDecimal("-0.05"),
            new BigDecimal("-1234567890123456789012345678.0000000001"), Arrays.asList(1, null, 3),
            orderedMap("k\"1", new BigDecimal("1.5"), "k2", null),
            Arrays.asList(7, "a,b", List.of(LocalDate.of(2000, 2, 29))));

    private static Map<String, @Nullable Object> orderedMap(String k1, Object v1, String k2, @Nullable Object v2) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(k1, v1);
        map.put(k2, v2);
        return map;
    }

    @Test
    void everyTypeArrivesAsItWas() throws SQLException {
        List<@Nullable Object> nulls = Arrays.asList(new Object[VALUES.size()]);
        answer("SELECT all_types", ALL_TYPES, List.of(VALUES, nulls, VALUES));
        try (Connection connection = door.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT all_types")) {
            assertThat(row.next()).isTrue();
            assertValues(row);
            assertThat(row.next()).isTrue();
            for (int i = 1; i <= ALL_TYPES.size(); i++) {
                assertThat(row.getObject(i)).as(ALL_TYPES.get(i - 1).name()).isNull();
                assertThat(row.wasNull()).isTrue();
                assertThat(row.getString(i)).isNull();
            }
            assertThat(row.getInt("i")).isZero();
            assertThat(row.wasNull()).isTrue();
            assertThat(row.next()).isTrue();
            assertValues(row);
            assertThat(row.next()).isFalse();
        }
    }

    private static void assertValues(ResultSet row) throws SQLException {
        assertThat(row.getObject("b")).isEqualTo(true);
        assertThat(row.getObject("t")).isEqualTo(-1);
        assertThat(row.getShort("s")).isEqualTo((short) 300);
        assertThat(row.getObject("i")).isEqualTo(70_000);
        assertThat(row.getLong("l")).isEqualTo(1L << 40);
        assertThat(row.getObject("f")).isEqualTo(1.1f);
        assertThat(row.getString("f")).isEqualTo("1.1");
        assertThat(row.getDouble("d")).isEqualTo(-2.5e100);
        assertThat(row.getString("str")).isEqualTo("it's \"ü\"\n");
        assertThat(row.getString("v")).isEqualTo("vü");
        assertThat(row.getString("c")).isEqualTo("ab   ");
        assertThat(row.getBytes("bin")).containsExactly(0, 0xff);
        assertThat(row.getString("bin")).isEqualTo("00ff");
        assertThat(row.getObject("dt", LocalDate.class)).isEqualTo(LocalDate.of(1969, 12, 31));
        assertThat(row.getDate("dt")).isEqualTo(java.sql.Date.valueOf("1969-12-31"));
        assertThat(row.getObject("ts", LocalDateTime.class))
                .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 5_000));
        assertThat(row.getString("ts")).isEqualTo("1969-12-31 23:59:59.000005");
        assertThat(row.getBigDecimal("d9")).isEqualTo(new BigDecimal("-0.05"));
        assertThat(row.getObject("d38")).isEqualTo(new BigDecimal("-1234567890123456789012345678.0000000001"));
        assertThat(row.getString("a")).isEqualTo("[1,null,3]");
        assertThat((Object[]) row.getArray("a").getArray()).containsExactly(1, null, 3);
        assertThat(((Array) row.getObject("a")).getBaseType()).isEqualTo(Types.INTEGER);
        assertThat(row.getString("m")).isEqualTo("{\"k\\\"1\":1.5,\"k2\":null}");
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put("k\"1", new BigDecimal("1.5"));
        map.put("k2", null);
        assertThat(row.getObject("m", Map.class)).isEqualTo(map);
        assertThat(row.getString("st")).isEqualTo("{\"x\":7,\"y\":\"a,b\",\"z\":[\"2000-02-29\"]}");
        assertThat(row.getObject("st", Map.class)).isEqualTo(
                Map.of("x", 7, "y", "a,b", "z", List.of(LocalDate.of(2000, 2, 29))));
    }

    @Test
    void describesColumns() throws SQLException {
        answer("SELECT types", ALL_TYPES, List.of());
        try (Connection connection = door.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT types")) {
            ResultSetMetaData meta = result.getMetaData();
            assertThat(meta.getColumnCount()).isEqualTo(ALL_TYPES.size());
            for (int i = 1; i <= ALL_TYPES.size(); i++) {
                assertThat(meta.getColumnTypeName(i)).isEqualTo(ALL_TYPES.get(i - 1).type().hiveName());
                assertThat(meta.getColumnLabel(i)).isEqualTo(ALL_TYPES.get(i - 1).name());
            }
            int decimal = result.findColumn("D38");
            assertThat(meta.getPrecision(decimal)).isEqualTo(38);
            assertThat(meta.getScale(decimal)).isEqualTo(10);
            assertThat(meta.getColumnType(decimal)).isEqualTo(Types.DECIMAL);
            assertThat(meta.getPrecision(result.findColumn("v"))).isEqualTo(10);
            assertThat(result.next()).isFalse();
        }
    }

    @Test
    void readsTimestampsInTheZoneOfACalendar() throws SQLException {
        answer("SELECT ts", List.of(column("ts", "timestamp")), List.of(List.of(LocalDateTime.of(2026, 1, 1, 0, 0))));
        try (Connection connection = door.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ts")) {
            row.next();
            Timestamp tokyo = row.getTimestamp(1, Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo")));
            assertThat(tokyo.toInstant()).hasToString("2025-12-31T15:00:00Z");
        }
    }

    /** NullAway does not see in class files that a vector's null array may be null. */
    @SuppressWarnings("NullAway")
    @Test
    void writesDictionariesAndConstants() throws SQLException {
        BytesVector words = new BytesVector(2, "onetwo".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                new int[]{0, 3, 6}, null);
        List<ResultColumn> columns = List.of(TEXT, N, column("k", "decimal(5,2)"), column("none", "void"),
                column("x", "date"));
        ColumnBatch batch = new ColumnBatch(3, List.of(
                new DictionaryVector(3, words, new int[]{1, 99, 0}, new boolean[]{false, true, false}),
                new ConstantVector(3, new IntVector(1, new int[]{42}, null)),
                new ConstantVector(3, new DictionaryVector(1, new LongVector(2, new long[]{5, -123}, null),
                        new int[]{1}, null)),
                new ConstantVector(3, Values.vector(PrimitiveType.UNKNOWN, null)),
                new ConstantVector(3, Values.vector(PrimitiveType.DATE, null))));
        door.engine().on("SELECT dictionary", () -> FakeQuery.rows(columns, batch));
        try (Connection connection = door.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT dictionary")) {
            for (String word : new @Nullable String[]{"two", null, "one"}) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo(word);
                assertThat(row.getInt(2)).isEqualTo(42);
                assertThat(row.getString(3)).isEqualTo("-1.23");
                assertThat(row.getObject(4)).isNull();
                assertThat(row.getDate(5)).isNull();
            }
            assertThat(row.next()).isFalse();
        }
    }

    @SuppressWarnings("NullAway")
    private static Iterator<ColumnBatch> numbers(int batches, int rows) {
        return IntStream.range(0, batches).mapToObj(batch -> {
            int[] values = new int[rows];
            for (int i = 0; i < rows; i++) {
                values[i] = batch * rows + i;
            }
            return new ColumnBatch(rows, List.of(new IntVector(rows, values, null)));
        }).iterator();
    }

    @Test
    void streamsAMillionRowsInFetchesOfAnySize() throws SQLException {
        door.engine().on("SELECT million", () -> FakeQuery.streaming(List.of(N), numbers(250, 4000)));
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            statement.setFetchSize(7001);
            try (ResultSet row = statement.executeQuery("SELECT million")) {
                int expected = 0;
                while (row.next()) {
                    if (row.getInt(1) != expected++) {
                        assertThat(row.getInt(1)).isEqualTo(expected - 1);
                    }
                }
                assertThat(expected).isEqualTo(1_000_000);
            }
        }
    }

    @Test
    void stopsAtMaxRows() throws SQLException {
        door.engine().on("SELECT some", () -> FakeQuery.streaming(List.of(N), numbers(100, 10)));
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            statement.setMaxRows(25);
            statement.setFetchSize(10);
            try (ResultSet row = statement.executeQuery("SELECT some")) {
                int rows = 0;
                while (row.next()) {
                    rows++;
                }
                assertThat(rows).isEqualTo(25);
            }
        }
        assertThat(last("SELECT some").isClosed()).isTrue();
    }

    private static FakeQuery last(String sql) {
        List<FakeQuery> all = door.engine().queries().stream().filter(query -> query.sql().equals(sql)).toList();
        return all.get(all.size() - 1);
    }

    @Test
    void tellsUpdateCountsAndNoResultForOtherStatements() throws SQLException {
        door.engine().on("INSERT 17", () -> FakeQuery.statement(17));
        door.engine().on("CREATE t", () -> FakeQuery.statement(-1));
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            assertThat(statement.executeLargeUpdate("INSERT 17")).isEqualTo(17);
            assertThat(statement.execute("CREATE t")).isFalse();
            assertThat(statement.getUpdateCount()).isZero();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThatThrownBy(() -> statement.executeQuery("CREATE t")).isInstanceOf(SQLException.class)
                    .hasMessage("Cannot query: the statement has no result");
        }
    }

    @Test
    void syntaxErrorsCarryTheirPlace() throws SQLException {
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELEKT 1")).isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessage("line 1:1: unexpected 'SELEKT'").extracting("SQLState").isEqualTo("42601");
        }
    }

    @Test
    void failuresOfEachReasonHaveAStateOfTheirOwn() throws SQLException {
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            for (Reason reason : Reason.values()) {
                String sql = "FAIL " + reason;
                door.engine().on(sql, () -> FakeQuery.failing(new QueryException(reason, "no " + reason)));
                assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class)
                        .hasMessage("no " + reason)
                        .satisfies(e -> assertThat(((SQLException) e).getSQLState()).hasSize(5))
                        .satisfies(e -> assertThat(((SQLException) e).getErrorCode()).isPositive());
            }
        }
    }

    @Test
    void aFailureAmongTheRowsEndsTheResult() throws SQLException {
        door.engine().on("SELECT 1/0", () -> FakeQuery.streaming(List.of(N), numbers(3, 100))
                .failAfterRows(new QueryException(Reason.DATA, "Cannot divide 1 by 0")));
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            statement.setFetchSize(50);
            try (ResultSet row = statement.executeQuery("SELECT 1/0")) {
                assertThatThrownBy(() -> {
                    while (row.next()) {
                        assertThat(row.getInt(1)).isLessThan(300);
                    }
                }).isInstanceOf(SQLDataException.class).hasMessage("Cannot divide 1 by 0");
            }
            answer("SELECT after", List.of(N), List.of(List.of(1)));
            assertThat(statement.executeQuery("SELECT after").next()).isTrue();
        }
    }

    @Test
    void anotherThreadCancelsAWaitingStatement() throws Exception {
        door.engine().on("SELECT hang", () -> FakeQuery.hanging(N));
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            CompletableFuture<Void> canceller = CompletableFuture.runAsync(() -> cancelWhenRunning(statement));
            assertThatThrownBy(() -> statement.executeQuery("SELECT hang")).isInstanceOf(SQLException.class)
                    .hasMessageEndingWith("was cancelled").extracting("SQLState").isEqualTo("57014");
            canceller.get(10, TimeUnit.SECONDS);
            answer("SELECT again", List.of(N), List.of(List.of(5)));
            assertThat(statement.executeQuery("SELECT again").next()).isTrue();
        }
    }

    /** Cancels until the statement has noticed: before it runs there is nothing to cancel. */
    private static void cancelWhenRunning(Statement statement) {
        try {
            while (door.engine().queries().stream()
                    .noneMatch(query -> query.sql().equals("SELECT hang") && query.state().isDone())) {
                statement.cancel();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCancelThatComesTooLateIsNoError() throws Exception {
        door.engine().on("INSERT quick", () -> FakeQuery.statement(1));
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            AtomicBoolean isOver = new AtomicBoolean();
            CompletableFuture<Void> canceller = CompletableFuture.runAsync(() -> {
                try {
                    while (!isOver.get()) {
                        statement.cancel();
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int round = 0; round < 1000 && !canceller.isDone(); round++) {
                assertThat(statement.executeUpdate("INSERT quick")).isEqualTo(1);
            }
            isOver.set(true);
            canceller.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aCancelThatComesAfterTheEndOfTheConnectionIsNoError() throws SQLException {
        answer("SELECT one", List.of(N), List.of(List.of(1)));
        Connection connection = door.connect();
        Statement statement = connection.createStatement();
        assertThat(statement.execute("SELECT one")).isTrue();
        connection.close();
        statement.cancel();
        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void aStatementEndsWhenItsTimeIsOver() throws SQLException {
        door.engine().on("SELECT slow", () -> FakeQuery.hanging(N));
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.executeQuery("SELECT slow")).isInstanceOf(SQLTimeoutException.class)
                    .hasMessage("Cannot finish statement: it took longer than 1 seconds");
        }
    }

    @Test
    void tellsProgressAndLog() throws SQLException {
        answer("SELECT progress", List.of(N), List.of(List.of(1)));
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            SkepStatement skep = statement.unwrap(SkepStatement.class);
            try (ResultSet row = statement.executeQuery("SELECT progress")) {
                assertThat(row.next()).isTrue();
                assertThat(skep.newLogLines().get(0)).matches("Query q\\d+ submitted");
                assertThat(row.next()).isFalse();
                assertThat(skep.progress().rowsRead()).hasValue(1234);
                assertThat(skep.progress().fraction()).isEqualTo(1);
                assertThat(skep.progress()).hasToString("1,234 rows and 56.8 kB read, 7 of 9 row groups skipped, "
                        + "2 partitions, 0.01 s CPU, 1.0 MB memory");
            }
        }
    }

    @Test
    void waitsForTheRowsOfACommand() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        door.engine().on("SHOW slowly",
                () -> FakeQuery.command(List.of(N), FakeQuery.batch(List.of(N), List.of(List.of(3))), done));
        try (Connection connection = door.connect(); Statement statement = connection.createStatement()) {
            CompletableFuture<Boolean> result = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.execute("SHOW slowly");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (statement.unwrap(SkepStatement.class).progress().rowsRead().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(result).isNotDone();
            done.countDown();
            assertThat(result.get(10, TimeUnit.SECONDS)).isTrue();
            ResultSet rows = statement.getResultSet();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(3);
        }
    }

    @Test
    void fillsParametersInAsLiterals() throws SQLException {
        String sql = "SELECT '?', \"a?\", `b?` -- ?\n, /* ? */ ? , x-? WHERE s = ? AND d = ?";
        String filled = "SELECT '?', \"a?\", `b?` -- ?\n, /* ? */ 5 , x-(-7) WHERE s = 'it''s' AND d = DATE '2026-01-31'";
        answer(filled, List.of(N), List.of(List.of(1)));
        try (Connection connection = door.connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(4);
            statement.setInt(1, 5);
            statement.setLong(2, -7);
            statement.setString(3, "it's");
            assertThatThrownBy(statement::executeQuery).hasMessage("Cannot run statement: parameter 4 has no value");
            statement.setObject(4, LocalDate.of(2026, 1, 31));
            assertThat(statement.executeQuery().next()).isTrue();
        }
    }

    @Test
    void followsTheCurrentDatabase() throws SQLException {
        try (Connection connection = door.connect()) {
            assertThat(connection.getSchema()).isEqualTo("default");
            connection.setSchema("sales");
            assertThat(connection.getSchema()).isEqualTo("sales");
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void aMissingDatabaseRefusesTheConnection() {
        assertThatThrownBy(() -> java.sql.DriverManager
                .getConnection("jdbc:skep://127.0.0.1:" + door.port() + "/missing"))
                .hasMessage("Cannot use database missing: it does not exist");
    }

    @Test
    void takesTheUserFromTheSignInOrFromTheSession() throws SQLException {
        try (Connection signedIn = door.connect(";user=bob;password=secret");
                Connection claimed = door.connect(";user=eve;auth=none");
                Connection nobody = door.connect("")) {
            List<String> users = door.engine().sessions().stream().map(session -> session.identity().user()).toList();
            assertThat(users).contains("bob", "eve", "anonymous");
            assertThat(signedIn.getMetaData().getUserName()).isEqualTo("bob");
            assertThat(claimed.isClosed()).isFalse();
            assertThat(nobody.isClosed()).isFalse();
        }
        assertThatThrownBy(() -> door.connect(";user=bob;password=wrong"))
                .isInstanceOf(SQLInvalidAuthorizationSpecException.class).hasMessageContaining("wrong password");
    }

    @Test
    void ignoresSettingsOfHiveAndRefusesOtherUnknownOnes() throws SQLException {
        try (Connection connection = door.connect(";session.hive.exec.parallel=true;session.query.threads=5")) {
            assertThat(connection.isClosed()).isFalse();
            List<FakeEngine.Session> sessions = door.engine().sessions();
            assertThat(sessions.get(sessions.size() - 1).properties()).isEqualTo(Map.of("query.threads", "5"));
        }
        assertThatThrownBy(() -> door.connect(";session.query.treads=5"))
                .hasMessage("Invalid setting: 'query.treads' (did you mean 'query.threads'?)");
    }

    @Test
    void namesUnsupportedFeatures() throws SQLException {
        try (Connection connection = door.connect()) {
            assertThatThrownBy(() -> connection.prepareCall("call x()"))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessage("Cannot do call procedures: not supported");
            assertThatThrownBy(() -> connection.setAutoCommit(false))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    @Test
    void refusesValuesThatDoNotFit() throws SQLException {
        answer("SELECT big", List.of(column("l", "bigint"), TEXT), List.of(List.of(1L << 40, "x")));
        try (Connection connection = door.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT big")) {
            row.next();
            assertThatThrownBy(() -> row.getInt(1)).isInstanceOf(SQLDataException.class)
                    .hasMessage("Cannot read column 'l': 1099511627776 is out of range");
            assertThatThrownBy(() -> row.getInt("text")).isInstanceOf(SQLDataException.class)
                    .hasMessage("Cannot read column 'text' of type string as decimal: the value is 'x'");
            assertThatThrownBy(() -> row.getInt("other")).hasMessage("Invalid column: 'other' is not in the result");
        }
    }

    @Test
    void theEndOfAConnectionClosesWhatItOpened() throws Exception {
        door.engine().on("SELECT left open", () -> FakeQuery.hanging(N));
        Connection connection = door.connect(";user=leaver");
        FakeEngine.Session session = door.engine().sessions().stream()
                .filter(one -> one.identity().user().equals("leaver")).findFirst().orElseThrow();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery("SELECT left open");
            } catch (SQLException e) {
                // The connection ends under it.
            }
        });
        while (door.engine().queries().stream().noneMatch(query -> query.sql().equals("SELECT left open"))) {
            Thread.onSpinWait();
        }
        connection.abort(Runnable::run);
        running.get(10, TimeUnit.SECONDS);
        while (!session.isClosed() || !last("SELECT left open").isClosed()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void typesKeepTheirQualifiers() throws SQLException {
        List<DataType> types = List.of(new VarcharType(7), new CharType(3), new DecimalType(12, 4));
        List<ResultColumn> columns = types.stream().map(type -> new ResultColumn(type.hiveName(), type)).toList();
        answer("SELECT qualified", columns, List.of());
        try (Connection connection = door.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT qualified")) {
            assertThat(result.getMetaData().getPrecision(1)).isEqualTo(7);
            assertThat(result.getMetaData().getColumnDisplaySize(2)).isEqualTo(3);
            assertThat(result.getMetaData().getScale(3)).isEqualTo(4);
        }
    }
}

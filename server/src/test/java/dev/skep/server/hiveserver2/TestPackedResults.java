package dev.skep.server.hiveserver2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.IntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packed rows between our driver and the door, against Hive's form; and what happens around fetching ahead. */
@Timeout(120)
class TestPackedResults {
    private static final ResultColumn N = new ResultColumn("n", PrimitiveType.INT);
    private static final List<String> FORMS = List.of("", ";compression=lz4", ";compression=zstd",
            ";fetchBytes=1024", ";readAheadBytes=0;fetchSize=100", ";compression=lz4;fetchBytes=20000;fetchSize=777");

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

    @FunctionalInterface
    private interface Getter {
        @Nullable
        Object get(ResultSet row, int column) throws SQLException;
    }

    private static final List<Getter> GETTERS = List.of(ResultSet::getObject, ResultSet::getString,
            ResultSet::getBoolean, ResultSet::getByte, ResultSet::getShort, ResultSet::getInt, ResultSet::getLong,
            ResultSet::getFloat, ResultSet::getDouble, ResultSet::getBigDecimal, ResultSet::getBytes,
            ResultSet::getDate, ResultSet::getTime, ResultSet::getTimestamp,
            (row, column) -> row.getObject(column, LocalDate.class),
            (row, column) -> row.getObject(column, LocalDateTime.class),
            (row, column) -> row.getObject(column, java.math.BigInteger.class));

    private static String seen(Getter getter, ResultSet row, int column) {
        try {
            Object value = getter.get(row, column);
            return (value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value)) + row.wasNull();
        } catch (SQLException e) {
            return e.getSQLState() + e.getMessage();
        }
    }

    /** What every getter says of every cell; objects of the driver's own classes by their text. */
    private static List<String> read(String keys, String sql) throws SQLException {
        List<String> seen = new ArrayList<>();
        try (Connection connection = door.connect(";user=ann" + keys);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                for (int column = 1; column <= columns; column++) {
                    StringBuilder cell = new StringBuilder().append(row.getRow()).append(' ').append(column);
                    for (Getter getter : GETTERS) {
                        cell.append('|').append(seen(getter, row, column).replaceAll("@[0-9a-f]+", ""));
                    }
                    seen.add(cell.toString());
                }
            }
        }
        return seen;
    }

    @Test
    void everyGetterSeesInPackedRowsWhatItSeesInHivesForm() throws SQLException {
        long seed = new Random().nextLong();
        System.out.println("TestPackedResults seed " + seed);
        TimeZone before = TimeZone.getDefault();
        List<String> zones = List.of("UTC", "America/Sao_Paulo", "Europe/Berlin", "Pacific/Apia");
        try {
            for (int i = 0; i < 3; i++) {
                TimeZone.setDefault(TimeZone.getTimeZone(zones.get((int) Math.floorMod(seed + i, 4L))));
                long own = seed + i;
                String sql = "SELECT random " + own;
                door.engine().on(sql, () -> {
                    RandomBatches batches = new RandomBatches(own);
                    return FakeQuery.streaming(RandomBatches.COLUMNS,
                            Stream.generate(batches::next).limit(5).iterator());
                });
                List<String> expected = read(";packedRows=false", sql);
                assertThat(expected).isNotEmpty();
                for (String form : FORMS) {
                    assertThat(read(form, sql)).as("seed %s form '%s'", own, form).isEqualTo(expected);
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    /** NullAway does not see in class files that a vector's null array may be null. */
    @SuppressWarnings("NullAway")
    private static ColumnBatch numbers(int first, int rows) {
        return new ColumnBatch(rows,
                List.of(new IntVector(rows, IntStream.range(first, first + rows).toArray(), null)));
    }

    @Test
    void aFailureComesAfterTheRowsBeforeIt() throws SQLException {
        for (String form : FORMS) {
            door.engine().on("SELECT then fail", () -> FakeQuery
                    .streaming(List.of(N), IntStream.range(0, 5).mapToObj(i -> numbers(1000 * i, 1000)).iterator())
                    .failAfterRows(new QueryException(Reason.DATA, "Cannot divide 1 by 0")));
            try (Connection connection = door.connect(";user=ann" + form);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT then fail")) {
                for (int i = 0; i < 5000; i++) {
                    assertThat(row.next()).as(form).isTrue();
                    assertThat(row.getInt(1)).isEqualTo(i);
                }
                assertThatThrownBy(row::next).isInstanceOf(SQLDataException.class).hasMessage("Cannot divide 1 by 0");
            }
        }
    }

    @Test
    void aStatementIsClosedWhileRowsAreFetchedAhead() throws SQLException {
        for (String form : FORMS) {
            AtomicInteger made = new AtomicInteger();
            door.engine().on("SELECT endless", () -> FakeQuery.streaming(List.of(N),
                    Stream.generate(() -> numbers(1000 * made.getAndIncrement(), 1000)).iterator()));
            try (Connection connection = door.connect(";user=ann" + form)) {
                for (int i = 0; i < 20; i++) {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery("SELECT endless")) {
                        assertThat(row.next()).isTrue();
                    }
                }
                door.engine().on("SELECT one", () -> FakeQuery.rows(List.of(N), numbers(7, 1)));
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT one")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1)).isEqualTo(7);
                    assertThat(row.next()).isFalse();
                }
            }
        }
    }

    @Test
    void aCancelledStatementSaysSoToItsReader() throws SQLException {
        door.engine().on("SELECT endless too",
                () -> FakeQuery.streaming(List.of(N), Stream.generate(() -> numbers(0, 1000)).iterator()));
        try (Connection connection = door.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT endless too")) {
            assertThat(row.next()).isTrue();
            statement.cancel();
            assertThatThrownBy(() -> {
                while (row.next()) {
                    assertThat(row.getInt(1)).isLessThan(1000);
                }
            }).isInstanceOf(SQLException.class).extracting("SQLState").isEqualTo("57014");
        }
    }

    @Test
    void aReaderThatStopsMakesTheServerStop() throws SQLException {
        AtomicInteger made = new AtomicInteger();
        door.engine().on("SELECT unread", () -> FakeQuery.streaming(List.of(N),
                Stream.generate(() -> numbers(1000 * made.getAndIncrement(), 1000)).iterator()));
        try (Connection connection = door.connect(";user=ann;fetchBytes=16384;readAheadBytes=65536");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT unread")) {
            for (int i = 0; i < 200_000; i++) {
                assertThat(row.next()).isTrue();
                // A batch of 1,000 packed ints has some 2,000 bytes, a fetch two batches: what is ahead of the reader never is more than the limits.
                assertThat(made.get() - i / 1000).isLessThan(60);
            }
        }
    }

    @Test
    void wideRowsComeAloneAndWhole() throws SQLException {
        ResultColumn text = new ResultColumn("t", PrimitiveType.STRING);
        String wide = "wide ".repeat(600_000);
        door.engine().on("SELECT wide", () -> FakeQuery.rows(List.of(text),
                FakeQuery.batch(List.of(text), List.of(List.of(wide), List.of("x"), List.of(wide)))));
        for (String form : FORMS) {
            try (Connection connection = door.connect(";user=ann" + form);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT wide")) {
                for (String expected : List.of(wide, "x", wide)) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo(expected);
                }
                assertThat(row.next()).isFalse();
            }
        }
    }

    @Test
    void refusesAWishThatItCannotRead() {
        assertThatThrownBy(() -> door.connect(
                ";user=ann;packedRows=false;session.hivevar:skep.rows=packed-1;session.hivevar:skep.rows.bytes=x"))
                .isInstanceOf(SQLException.class).hasMessage("Invalid skep.rows.bytes: 'x' (expected a number)");
    }
}

package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.conformance.clients.StoreKind;
import dev.skep.thrift.hms.AlreadyExistsException;
import dev.skep.thrift.hms.InvalidObjectException;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Names, types, partition values and requests that nobody should send: they are taken as they are or refused by a declared exception, and the connection goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestBadInput {
    private static final List<String> BAD_NAMES = List.of("a'b", "a\"b", "a`b", "a/b", "a\\b", "a b", "a.b", "a;b",
            "ä", "表", "\ud83d\ude00", "a\nb", "a\u0000b", "", " ", "..", "-", "a".repeat(5_000), "a%b", "a=b", "a@b",
            "a#b", "a\u202eb");
    private static final List<String> VALUES = List.of("plain", "a=b", "a/b", "50%", "%3D", "%", "a b", " lead", "ü",
            "日本", "\ud83d\ude00", "it's", "\"dq\"", "x\\y", "a:b", "?", "#", "a,b", "{}", "[1]", "..", ".", "a;b",
            "new\nline", "tab\t", "%2F", "*", "__HIVE_DEFAULT_PARTITION__");

    private TwoServers servers;

    @BeforeAll
    void start(@TempDir Path folder) {
        servers = TwoServers.start(folder, StoreKind.POSTGRESQL.settings());
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    private static void assertAlive(ThriftHiveMetastore.Client client) throws TException {
        assertThat(client.get_all_databases()).contains("default");
    }

    @Test
    void namesAreTakenOrRefusedAndTheConnectionGoesOn() throws Exception {
        ThriftHiveMetastore.Client client = servers.connect(0);
        for (String name : BAD_NAMES) {
            try {
                client.create_table(Structs.table("default", name, "m"));
                assertThat(client.get_table("default", name).getParameters()).containsEntry(Structs.MARK, "m");
                client.drop_table("default", name, true);
            } catch (InvalidObjectException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            assertThatThrownBy(() -> client.create_database(Structs.database(name, "m")))
                    .isInstanceOf(InvalidObjectException.class);
            assertAlive(client);
        }
        assertThat(client.get_all_databases()).containsOnly("default");
        assertThat(client.get_all_tables("default")).isEmpty();
        Table columns = Structs.table("default", "columns", "m");
        BAD_NAMES.stream().filter(name -> !name.isBlank() && !name.contains("\u0000") && name.length() < 100)
                .forEach(name -> columns.getSd().addToCols(Structs.field(name, "int")));
        client.create_table(columns);
        assertThat(client.get_table("default", "columns").getSd().getCols()).hasSameSizeAs(columns.getSd().getCols());
        try (Connection connection = servers.sql(1, "ann"); Statement sql = connection.createStatement()) {
            try (ResultSet rows = sql.executeQuery("SELECT \"a'b\", \"a b\", \"表\" FROM columns")) {
                assertThat(rows.next()).isFalse();
            }
        }
        client.drop_table("default", "columns", true);
    }

    private static String nested(String open, String close, int levels) {
        return open.repeat(levels) + "int" + close.repeat(levels);
    }

    @Test
    void typesOfAThousandLevelsEndNoConnection() throws Exception {
        ThriftHiveMetastore.Client client = servers.connect(0);
        for (int levels : List.of(100, 1_000, 20_000)) {
            for (String type : List.of(nested("array<", ">", levels), nested("struct<a:", ">", levels),
                    nested("map<int,", ">", levels), "array<".repeat(levels), nested("uniontype<", ">", levels))) {
                String name = "deep";
                Table table = Structs.table("default", name, "m");
                table.getSd().addToCols(Structs.field("c", type));
                boolean isThere = false;
                try {
                    client.create_table(table);
                    isThere = true;
                    assertThat(client.get_table("default", name).getSd().getCols().getLast().getType())
                            .isEqualTo(type);
                } catch (InvalidObjectException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
                assertAlive(client);
                try (Connection connection = servers.sql(1, "ann"); Statement sql = connection.createStatement()) {
                    for (String text : List.of("DESCRIBE deep", "SHOW CREATE TABLE deep", "SELECT id FROM deep",
                            "SELECT c FROM deep", "CREATE TABLE deeper (c " + type + ")", "DROP TABLE IF EXISTS deeper",
                            "SELECT " + "(".repeat(levels) + "1" + ")".repeat(levels))) {
                        try {
                            sql.execute(text);
                        } catch (SQLException e) {
                            assertThat(e.getMessage()).as(text.substring(0, Math.min(40, text.length())))
                                    .isNotBlank().doesNotContain("StackOverflow");
                        }
                    }
                    try (ResultSet one = sql.executeQuery("SELECT 1")) {
                        assertThat(one.next()).isTrue();
                    }
                }
                if (isThere) {
                    client.drop_table("default", name, true);
                }
            }
        }
    }

    @Test
    void partitionValuesGoInAndOutAsTheyAre() throws Exception {
        ThriftHiveMetastore.Client client = servers.connect(0);
        ThriftHiveMetastore.Client other = servers.connect(1);
        client.create_table(Structs.table("default", "odd", "m"));
        for (String value : VALUES) {
            client.add_partition(Structs.partition("default", "odd", value, value));
            Partition found = other.get_partition("default", "odd", List.of(value));
            assertThat(found.getValues()).containsExactly(value);
            assertThat(found.getParameters()).containsEntry(Structs.MARK, value);
            assertThatThrownBy(() -> client.add_partition(Structs.partition("default", "odd", value, value)))
                    .isInstanceOf(AlreadyExistsException.class);
        }
        Set<String> found = new TreeSet<>();
        for (String name : other.get_partition_names("default", "odd", (short) -1)) {
            Partition partition = other.get_partition_by_name("default", "odd", name);
            found.add(partition.getValues().getFirst());
            assertThat(other.partition_name_to_vals(name)).isEqualTo(partition.getValues());
            Path place = Path.of(partition.getSd().getLocation().substring("file:".length()));
            assertThat(place).as(name).isDirectory().hasParent(servers.warehouse().resolve("odd"));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(VALUES);
        // No value is the value that stands for none.
        assertThatThrownBy(() -> client.add_partition(Structs.partition("default", "odd", "", "empty")))
                .isInstanceOfAny(AlreadyExistsException.class, TException.class);
        assertThatThrownBy(() -> client.add_partition(Structs.partition("default", "odd", "a\u0000b", "zero")))
                .isInstanceOf(TException.class).isNotInstanceOf(TTransportException.class);
        assertAlive(client);
        for (String value : VALUES) {
            assertThat(client.drop_partition("default", "odd", List.of(value), true)).isTrue();
        }
        assertThat(other.get_partition_names("default", "odd", (short) -1)).isEmpty();
        client.drop_table("default", "odd", true);
    }

    @Test
    void partitionValuesBySqlAreThoseOfTheWire() throws Exception {
        ThriftHiveMetastore.Client client = servers.connect(0);
        try (Connection connection = servers.sql(1, "ann"); Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE odd_sql (a int) PARTITIONED BY (p string) STORED AS PARQUET");
            List<String> values = VALUES.stream().filter(value -> !value.startsWith("__HIVE")).toList();
            int number = 0;
            for (String value : values) {
                sql.execute("INSERT INTO odd_sql VALUES (" + number++ + ", " + literal(value) + ")");
            }
            sql.execute("INSERT INTO odd_sql VALUES (" + number + ", NULL)");
            List<String> read = new ArrayList<>();
            try (ResultSet rows = sql.executeQuery("SELECT p FROM odd_sql ORDER BY a")) {
                while (rows.next()) {
                    read.add(String.valueOf(rows.getString(1)));
                }
            }
            List<String> expected = new ArrayList<>(values);
            expected.add("null");
            assertThat(read).isEqualTo(expected);
            Set<String> wire = new TreeSet<>();
            for (Partition partition : client.get_partitions("default", "odd_sql", (short) -1)) {
                wire.add(partition.getValues().getFirst());
            }
            assertThat(wire).containsExactlyInAnyOrderElementsOf(VALUES);
            for (String value : values) {
                try (ResultSet rows = sql
                        .executeQuery("SELECT count(*) FROM odd_sql WHERE p = " + literal(value))) {
                    rows.next();
                    assertThat(rows.getInt(1)).as(value).isEqualTo(1);
                }
            }
            sql.execute("DROP TABLE odd_sql");
        }
    }

    private static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** Hive's own client tests want the connection ended by these. */
    private static final Set<String> ENDED_BY_NULL = Set.of("add_partitions", "add_partitions_pspec",
            "alter_function", "create_function", "drop_function", "get_partition_names", "get_partition_names_ps",
            "get_partition_with_auth", "get_partitions", "get_partitions_by_filter", "get_partitions_by_names",
            "get_partitions_ps_with_auth", "get_partitions_pspec", "get_partition_values");

    /** Every call with nothing in it: no struct, empty names, zeros. A request that lacks what its struct requires may end its connection, after its answer, but no other. */
    @Test
    void callsWithNothingInThemAreAnswered() throws Exception {
        List<String> findings = new ArrayList<>();
        Method[] methods = ThriftHiveMetastore.Iface.class.getMethods();
        Arrays.sort(methods, Comparator.comparing(Method::getName));
        ThriftHiveMetastore.Client bystander = servers.connect(0);
        for (Method method : methods) {
            if (method.getName().equals("shutdown")) {
                continue;
            }
            ThriftHiveMetastore.Client client = servers.connect(0);
            try {
                method.invoke(client, Arrays.stream(method.getParameterTypes()).map(TestBadInput::nothing).toArray());
            } catch (InvocationTargetException e) {
                boolean isDeclared = Arrays.stream(method.getExceptionTypes())
                        .anyMatch(type -> type != TException.class && type.isInstance(e.getCause()));
                boolean endsConnection = e.getCause() instanceof TTransportException
                        && ENDED_BY_NULL.contains(method.getName());
                if (!isDeclared && !endsConnection && !(e.getCause() instanceof TApplicationException)) {
                    findings.add(method.getName() + ": " + e.getCause());
                }
            } finally {
                client.getInputProtocol().getTransport().close();
            }
        }
        assertAlive(bystander);
        assertThat(findings).isEmpty();
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        } else if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        } else if (type == short.class) {
            return (short) 0;
        }
        if (type == byte.class) {
            return (byte) 0;
        }
        return null;
    }

    /** A method of no generation, and a known one whose fields have other types. */
    @Test
    void requestsOfNoGenerationAreAnswered() throws Exception {
        ThriftHiveMetastore.Client client = servers.connect(0);
        TProtocol out = client.getOutputProtocol();
        for (String method : List.of("get_table_of_tomorrow", "", "get_table")) {
            out.writeMessageBegin(new TMessage(method, TMessageType.CALL, 7));
            out.writeStructBegin(new TStruct("args"));
            out.writeFieldBegin(new org.apache.thrift.protocol.TField("x", TType.I64, (short) 1));
            out.writeI64(5);
            out.writeFieldEnd();
            out.writeFieldBegin(new org.apache.thrift.protocol.TField("y", TType.LIST, (short) 99));
            out.writeListBegin(new org.apache.thrift.protocol.TList(TType.STRING, 1));
            out.writeString("z");
            out.writeListEnd();
            out.writeFieldEnd();
            out.writeFieldStop();
            out.writeStructEnd();
            out.writeMessageEnd();
            out.getTransport().flush();
            TMessage answer = client.getInputProtocol().readMessageBegin();
            assertThat(answer.type).isIn(TMessageType.EXCEPTION, TMessageType.REPLY);
            TProtocolUtil.skip(client.getInputProtocol(), TType.STRUCT);
            client.getInputProtocol().readMessageEnd();
            assertAlive(client);
        }
    }
}

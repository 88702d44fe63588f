package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.skep.thrift.hms.Function;
import dev.skep.thrift.hms.FunctionType;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.PrincipalType;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged by one server is what the other one says at once, to whoever asks. */
final class TestFreshness {
    private static final int PAIRS = Integer.getInteger("skep.freshness.pairs", 3_000);
    private static final String DATABASE = "fresh";

    @TempDir
    Path folder;

    private static Function function(String name, String className) {
        Function function = new Function();
        function.setDbName(DATABASE);
        function.setFunctionName(name);
        function.setClassName(className);
        function.setOwnerName("ann");
        function.setOwnerType(PrincipalType.USER);
        function.setFunctionType(FunctionType.JAVA);
        function.setResourceUris(new ArrayList<>());
        return function;
    }

    @Test
    void whatOneServerAcknowledgedTheOtherSaysAtOnce() throws Exception {
        long seed = Long.getLong("skep.freshness.seed", System.nanoTime());
        System.out.println("freshness: seed " + seed);
        Random random = new Random(seed);
        try (TwoServers servers = TwoServers.start(folder)) {
            List<ThriftHiveMetastore.Client> clients = List.of(servers.connect(0), servers.connect(1));
            clients.getFirst().create_database(Structs.database(DATABASE, "begin"));
            int pairs = 0;
            for (int life = 0; pairs < PAIRS; life++) {
                pairs += tableLife(clients, random, life);
                pairs += otherLife(clients, random, life);
            }
            System.out.printf("freshness: %d writes through one server read at once through the other%n", pairs);
        }
    }

    /** A table from its creation to its drop. Each write goes through one server, its read through the other. */
    private static int tableLife(List<ThriftHiveMetastore.Client> clients, Random random, int life) throws TException {
        String name = "t" + life % 20;
        int writer = random.nextInt(2);
        clients.get(writer).create_table(Structs.table(DATABASE, name, "m0"));
        ThriftHiveMetastore.Client reader = clients.get(1 - writer);
        Table table = reader.get_table(DATABASE, name);
        assertThat(table.getParameters()).containsEntry(Structs.MARK, "m0");
        assertThat(reader.get_all_tables(DATABASE)).contains(name);
        int pairs = 2;
        List<String> partitions = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            writer = random.nextInt(2);
            ThriftHiveMetastore.Client one = clients.get(writer);
            ThriftHiveMetastore.Client other = clients.get(1 - writer);
            String mark = "m" + i;
            switch (random.nextInt(6)) {
                case 0 -> {
                    table.putToParameters(Structs.MARK, mark);
                    table.getSd().addToCols(Structs.field("c" + i, "int"));
                    one.alter_table(DATABASE, name, table);
                    Table read = other.get_table(DATABASE, name);
                    assertThat(read.getParameters()).containsEntry(Structs.MARK, mark);
                    assertThat(read.getSd().getCols()).isEqualTo(table.getSd().getCols());
                }
                case 1 -> {
                    one.add_partition(Structs.partition(DATABASE, name, mark, mark));
                    partitions.add(mark);
                    assertThat(other.get_partition_names(DATABASE, name, (short) -1)).hasSameSizeAs(partitions);
                }
                case 2 -> {
                    if (!partitions.isEmpty()) {
                        String value = partitions.get(random.nextInt(partitions.size()));
                        one.alter_partition(DATABASE, name, Structs.partition(DATABASE, name, value, mark + "x"));
                        assertThat(other.get_partition(DATABASE, name, List.of(value)).getParameters())
                                .containsEntry(Structs.MARK, mark + "x");
                    }
                }
                case 3 -> {
                    if (!partitions.isEmpty()) {
                        String value = partitions.removeLast();
                        one.drop_partition(DATABASE, name, List.of(value), true);
                        assertThatThrownBy(() -> other.get_partition(DATABASE, name, List.of(value)))
                                .isInstanceOf(NoSuchObjectException.class);
                    }
                }
                case 4 -> {
                    long distinct = 1 + random.nextInt(1_000);
                    one.update_table_column_statistics(Structs.statistics(DATABASE, name, distinct));
                    assertThat(other.get_table_column_statistics(DATABASE, name, "id").getStatsObj().getFirst()
                            .getStatsData().getLongStats().getNumDVs()).isEqualTo(distinct);
                }
                default -> {
                    one.alter_database(DATABASE, Structs.database(DATABASE, mark + life));
                    assertThat(other.get_database(DATABASE).getParameters()).containsEntry(Structs.MARK, mark + life);
                }
            }
            pairs++;
        }
        ThriftHiveMetastore.Client one = clients.get(writer);
        ThriftHiveMetastore.Client other = clients.get(1 - writer);
        Table renamed = one.get_table(DATABASE, name);
        renamed.setTableName(name + "r");
        one.alter_table(DATABASE, name, renamed);
        assertThatThrownBy(() -> other.get_table(DATABASE, name)).isInstanceOf(NoSuchObjectException.class);
        assertThat(other.get_table_objects_by_name(DATABASE, List.of(name, name + "r"))).hasSize(1);
        other.drop_table(DATABASE, name + "r", true);
        assertThatThrownBy(() -> one.get_table(DATABASE, name + "r")).isInstanceOf(NoSuchObjectException.class);
        return pairs + 3;
    }

    private static int otherLife(List<ThriftHiveMetastore.Client> clients, Random random, int life) throws TException {
        int writer = random.nextInt(2);
        ThriftHiveMetastore.Client one = clients.get(writer);
        ThriftHiveMetastore.Client other = clients.get(1 - writer);
        String name = "f" + life % 5;
        one.create_function(function(name, "a.B" + life));
        assertThat(other.get_function(DATABASE, name).getClassName()).isEqualTo("a.B" + life);
        other.alter_function(DATABASE, name, function(name, "a.C" + life));
        assertThat(one.get_function(DATABASE, name).getClassName()).isEqualTo("a.C" + life);
        one.drop_function(DATABASE, name);
        assertThat(other.get_functions(DATABASE, "*")).isEmpty();
        String database = "d" + life % 5;
        other.create_database(Structs.database(database, "m"));
        assertThat(one.get_all_databases()).contains(database);
        one.drop_database(database, true, false);
        assertThat(other.get_all_databases()).doesNotContain(database);
        return 5;
    }

    @Test
    void aPolicyIsInForceAtTheNextStatementOfTheOtherServer() throws Exception {
        try (TwoServers servers = TwoServers.start(folder);
                Connection one = servers.sql(0, "ann");
                Connection other = servers.sql(1, "bob");
                Statement ann = one.createStatement();
                Statement bob = other.createStatement()) {
            ann.execute("CREATE TABLE seen (a int)");
            ann.execute("INSERT INTO seen VALUES (1), (2), (3)");
            for (int i = 0; i < 50; i++) {
                assertThat(count(bob)).isEqualTo(3);
                ann.execute("CREATE ROW FILTER few ON TABLE seen AS (a < " + (1 + i % 3) + ") TO USER bob");
                assertThat(count(bob)).isEqualTo(i % 3);
                ann.execute("DROP ROW FILTER few");
                ann.execute("DENY SELECT ON TABLE seen TO USER bob");
                assertThatThrownBy(() -> count(bob)).isInstanceOf(SQLException.class);
                ann.execute("REVOKE DENY SELECT ON TABLE seen FROM USER bob");
            }
        }
    }

    private static int count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT a FROM seen")) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }
}

package dev.skep.conformance.access;

import java.util.List;
import java.util.Map;

import dev.skep.thrift.hms.ColumnStatistics;
import dev.skep.thrift.hms.ColumnStatisticsData;
import dev.skep.thrift.hms.ColumnStatisticsDesc;
import dev.skep.thrift.hms.ColumnStatisticsObj;
import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.Function;
import dev.skep.thrift.hms.FunctionType;
import dev.skep.thrift.hms.LongColumnStatsData;
import dev.skep.thrift.hms.PrincipalType;
import dev.skep.thrift.hms.SerDeInfo;
import dev.skep.thrift.hms.StorageDescriptor;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** What is written over the metastore's wire: in whose name, and over what the writer does not see. */
final class LeakWireWrites {
    private final LeakServer server;
    private final LeakSuite suite;

    LeakWireWrites(LeakServer server, LeakSuite suite) {
        this.server = server;
        this.suite = suite;
    }

    void run() {
        server.run(LeakWorld.ADMIN, "GRANT CREATE ON CATALOG hive TO USER ulf");
        server.run(LeakWorld.ADMIN, "GRANT ANALYZE ON TABLE shop.customers TO USER ann");
        try {
            nobodyMakesThingsInTheNameOfOthers(server.wire("ulf"));
        } catch (TException e) {
            suite.check("ulf cannot make what he may: " + e);
        }
        whoSeesNotAllWritesNoStatistics(server.wire("ann"));
        nobodyExchangesAwayWhatHeMayNotDelete(server.wire("pam"));
        server.run(LeakWorld.ADMIN, "REVOKE CREATE ON CATALOG hive FROM USER ulf");
        server.run(LeakWorld.ADMIN, "REVOKE ANALYZE ON TABLE shop.customers FROM USER ann");
    }

    private void nobodyMakesThingsInTheNameOfOthers(ThriftHiveMetastore.Client client) throws TException {
        Database database = new Database("claimed", null, null, Map.of());
        database.setOwnerName(LeakWorld.ADMIN);
        database.setOwnerType(PrincipalType.USER);
        client.create_database(database);
        owned("database", client.get_database("claimed").getOwnerName());
        StorageDescriptor storage = new StorageDescriptor();
        storage.setCols(List.of(new FieldSchema("id", "int", null)));
        storage.setSerdeInfo(new SerDeInfo(null, "org.apache.hadoop.hive.ql.io.orc.OrcSerde", Map.of()));
        storage.setInputFormat("org.apache.hadoop.hive.ql.io.orc.OrcInputFormat");
        storage.setOutputFormat("org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat");
        Table table = new Table();
        table.setDbName("lab");
        table.setTableName("claimed");
        table.setTableType("MANAGED_TABLE");
        table.setOwner(LeakWorld.ADMIN);
        table.setSd(storage);
        table.setPartitionKeys(List.of());
        table.setParameters(Map.of());
        client.create_table(table);
        owned("table", client.get_table("lab", "claimed").getOwner());
        client.create_function(new Function("claimed", "lab", "a.B", LeakWorld.ADMIN, PrincipalType.USER, 0,
                FunctionType.JAVA, List.of()));
        owned("function", client.get_function("lab", "claimed").getOwnerName());
    }

    private void owned(String what, String owner) {
        suite.check(owner.equals("ulf") ? null : "ulf made a %s in the name of %s".formatted(what, owner));
    }

    private void nobodyExchangesAwayWhatHeMayNotDelete(ThriftHiveMetastore.Client client) {
        server.run(LeakWorld.ADMIN, "CREATE TABLE lab.taken LIKE shop.orders");
        server.run(LeakWorld.ADMIN, "GRANT ALL ON TABLE lab.taken TO USER pam");
        try {
            client.exchange_partition(Map.of("day", "2026-01-02", "tier", "plain"), "shop", "orders", "lab", "taken");
            suite.check("pam takes a partition of shop.orders");
        } catch (TException e) {
            suite.check(null);
        }
        server.run(LeakWorld.ADMIN, "DROP TABLE lab.taken");
    }

    private void whoSeesNotAllWritesNoStatistics(ThriftHiveMetastore.Client client) {
        ColumnStatisticsObj one = new ColumnStatisticsObj("id", "int",
                ColumnStatisticsData.longStats(new LongColumnStatsData(0, 1)));
        try {
            client.update_table_column_statistics(
                    new ColumnStatistics(new ColumnStatisticsDesc(true, "shop", "customers"), List.of(one)));
            suite.check("ann writes statistics of shop.customers, of which she sees a part");
        } catch (TException e) {
            suite.check(null);
        }
    }
}

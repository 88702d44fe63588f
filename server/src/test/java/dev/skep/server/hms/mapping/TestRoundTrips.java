package dev.skep.server.hms.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.thrift.hms.CreateDatabaseRequest;
import dev.skep.thrift.hms.PartitionSpec;
import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

/** A record that goes over the wire and comes back is the same record. */
class TestRoundTrips {
    private RandomRecords records = new RandomRecords(0);

    @BeforeEach
    void seed() {
        long seed = new Random().nextLong();
        System.out.println("TestRoundTrips seed " + seed);
        records = new RandomRecords(seed);
    }

    private static <T extends TBase<?, ?>> T wire(T struct, T empty) throws TException {
        byte[] bytes = new TSerializer(new TBinaryProtocol.Factory()).serialize(struct);
        new TDeserializer(new TBinaryProtocol.Factory()).deserialize(empty, bytes);
        return empty;
    }

    @RepeatedTest(30)
    void keepsDatabases() throws TException {
        Database database = records.database();
        assertThat(DatabaseMapping
                .fromThrift(wire(DatabaseMapping.toThrift(database), new dev.skep.thrift.hms.Database())))
                .isEqualTo(database);
    }

    @RepeatedTest(30)
    void keepsDatabasesOfRequests() throws TException {
        Database database = records.database();
        dev.skep.thrift.hms.Database struct = DatabaseMapping.toThrift(database);
        CreateDatabaseRequest request = new CreateDatabaseRequest(struct.getName());
        request.setCatalogName(struct.getCatalogName());
        request.setDescription(struct.getDescription());
        request.setLocationUri(struct.getLocationUri());
        request.setManagedLocationUri(struct.getManagedLocationUri());
        request.setParameters(struct.getParameters());
        request.setOwnerName(struct.getOwnerName());
        request.setOwnerType(struct.getOwnerType());
        request.setCreateTime(struct.getCreateTime());
        request.setType(struct.getType());
        request.setDataConnectorName(struct.getConnector_name());
        request.setRemote_dbname(struct.getRemote_dbname());
        assertThat(DatabaseMapping.fromThrift(wire(request, new CreateDatabaseRequest()))).isEqualTo(database);
    }

    @RepeatedTest(100)
    void keepsTables() throws TException {
        Table table = records.table();
        assertThat(TableMapping.fromThrift(wire(TableMapping.toThrift(table), new dev.skep.thrift.hms.Table())))
                .isEqualTo(table);
    }

    @RepeatedTest(100)
    void keepsPartitions() throws TException {
        Partition partition = records.partition();
        dev.skep.thrift.hms.Partition struct = wire(PartitionMapping.toThrift(partition),
                new dev.skep.thrift.hms.Partition());
        assertThat(PartitionMapping.tableOf(struct)).isEqualTo(partition.table());
        assertThat(PartitionMapping.fromThrift(partition.table(), struct)).isEqualTo(partition);
    }

    @RepeatedTest(30)
    void keepsPartitionsInSpecs() throws TException {
        Partition partition = records.partition();
        PartitionSpec spec = wire(
                PartitionMapping.toSpec(partition.table(), "file:/t", PartitionMapping.toThrift(List.of(partition))),
                new PartitionSpec());
        assertThat(PartitionMapping.tableOf(spec)).isEqualTo(partition.table());
        assertThat(PartitionMapping.fromSpec(partition.table(), spec)).containsExactly(partition);
    }

    @RepeatedTest(30)
    void keepsFunctions() throws TException {
        Function function = records.function();
        assertThat(FunctionMapping
                .fromThrift(wire(FunctionMapping.toThrift(function), new dev.skep.thrift.hms.Function())))
                .isEqualTo(function);
    }

    @RepeatedTest(100)
    void keepsColumnStatistics() throws TException {
        TableName table = records.tableName();
        List<ColumnStatistics> statistics = records.statistics("impala", 1234);
        dev.skep.thrift.hms.ColumnStatistics struct = wire(
                StatisticsMapping.toThrift(table, "a=1", statistics, "impala"),
                new dev.skep.thrift.hms.ColumnStatistics());
        assertThat(struct.getStatsDesc().isIsTblLevel()).isFalse();
        assertThat(struct.getStatsDesc().getPartName()).isEqualTo("a=1");
        assertThat(StatisticsMapping.fromThrift(struct, null)).usingRecursiveComparison().isEqualTo(statistics);
    }
}

package dev.skep.server.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.PrincipalType;
import dev.skep.thrift.hms.SerDeInfo;
import dev.skep.thrift.hms.StorageDescriptor;
import dev.skep.thrift.hms.Table;
import org.jspecify.annotations.Nullable;

/**
 * The objects that the load is made of: external tables of eight columns, partitioned by {@code day string, slot int} with a thousand slots a day.
 *
 * @param folder where the database and its tables are; both the measured server and this process see it
 */
record MetastoreObjects(String database, Path folder) {
    static final int SLOTS = 1_000;
    private static final String ORC = "org.apache.hadoop.hive.ql.io.orc.";

    Database made() {
        Database made = new Database();
        made.setName(database);
        made.setLocationUri("file:" + folder);
        made.setParameters(new HashMap<>());
        made.setOwnerName("bench");
        made.setOwnerType(PrincipalType.USER);
        return made;
    }

    Table table(String name, boolean isPartitioned) {
        Table table = new Table();
        table.setDbName(database);
        table.setTableName(name);
        table.setOwner("bench");
        table.setTableType("EXTERNAL_TABLE");
        table.setSd(storage(null));
        table.setPartitionKeys(isPartitioned ? List.of(field("day", "string"), field("slot", "int")) : List.of());
        table.setParameters(new HashMap<>(Map.of("EXTERNAL", "TRUE", "comment", "made by skep bench metastore")));
        return table;
    }

    /** As the others, with a leading key {@code region string}: ten regions of 100 days each. */
    Table regionTable(String name) {
        Table table = table(name, true);
        table.setPartitionKeys(List.of(field("region", "string"), field("day", "string"), field("slot", "int")));
        return table;
    }

    private static FieldSchema field(String name, String type) {
        FieldSchema field = new FieldSchema();
        field.setName(name);
        field.setType(type);
        return field;
    }

    private static StorageDescriptor storage(@Nullable String location) {
        StorageDescriptor storage = new StorageDescriptor();
        storage.setCols(new ArrayList<>(List.of(field("id", "bigint"), field("customer", "string"),
                field("product", "string"), field("quantity", "int"), field("price", "decimal(12,2)"),
                field("ordered_at", "timestamp"), field("note", "string"), field("active", "boolean"))));
        storage.setLocation(location);
        storage.setInputFormat(ORC + "OrcInputFormat");
        storage.setOutputFormat(ORC + "OrcOutputFormat");
        SerDeInfo serDe = new SerDeInfo();
        serDe.setSerializationLib(ORC + "OrcSerde");
        serDe.setParameters(new HashMap<>(Map.of("serialization.format", "1")));
        storage.setSerdeInfo(serDe);
        storage.setNumBuckets(-1);
        storage.setBucketCols(new ArrayList<>());
        storage.setSortCols(new ArrayList<>());
        storage.setParameters(new HashMap<>());
        return storage;
    }

    static String day(int number) {
        return "d%05d".formatted(number);
    }

    static List<String> values(int number) {
        return List.of(day(number / SLOTS), Integer.toString(number % SLOTS));
    }

    static String name(int number) {
        return "day=%s/slot=%d".formatted(day(number / SLOTS), number % SLOTS);
    }

    /** Partitions from number {@code first} on, each in a folder of its own that the server is to make. */
    List<Partition> partitions(String table, int first, int count) {
        return partitions(table, first, count, null);
    }

    /** As the other, all over the database's folder, which is there, so that large tables are not a measurement of the file system. */
    List<Partition> partitionsInOneFolder(String table, int first, int count) {
        return partitions(table, first, count, "file:" + folder);
    }

    /** As {@link #partitionsInOneFolder}, of a table by region. */
    List<Partition> regionPartitions(String table, int first, int count) {
        List<Partition> partitions = partitionsInOneFolder(table, first, count);
        for (int i = 0; i < count; i++) {
            partitions.get(i).getValues().addFirst("r" + (first + i) / (100 * SLOTS));
        }
        return partitions;
    }

    private List<Partition> partitions(String table, int first, int count,
            @Nullable String location) {
        List<Partition> partitions = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            Partition partition = new Partition();
            partition.setDbName(database);
            partition.setTableName(table);
            partition.setValues(new ArrayList<>(values(i)));
            partition.setSd(storage(location));
            partition.setParameters(new HashMap<>(Map.of("numRows", "1000", "totalSize", "123456")));
            partitions.add(partition);
        }
        return partitions;
    }
}

package dev.skep.server.hms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.SerDeInfo;
import dev.skep.thrift.hms.StorageDescriptor;
import dev.skep.thrift.hms.Table;

/** Small structs as clients send them. */
final class Structs {
    private Structs() {}

    static Database database(String name) {
        Database database = new Database();
        database.setName(name);
        return database;
    }

    static FieldSchema field(String name, String type) {
        FieldSchema field = new FieldSchema();
        field.setName(name);
        field.setType(type);
        return field;
    }

    static StorageDescriptor storage() {
        SerDeInfo serde = new SerDeInfo();
        serde.setSerializationLib("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
        serde.setParameters(Map.of("serialization.format", "1"));
        StorageDescriptor storage = new StorageDescriptor();
        storage.setCols(List.of(field("id", "int"), field("name", "string")));
        storage.setInputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat");
        storage.setOutputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat");
        storage.setSerdeInfo(serde);
        storage.setNumBuckets(-1);
        return storage;
    }

    static Table table(String database, String name, FieldSchema... keys) {
        Table table = new Table();
        table.setDbName(database);
        table.setTableName(name);
        table.setTableType("MANAGED_TABLE");
        table.setOwner("ann");
        table.setSd(storage());
        table.setPartitionKeys(List.of(keys));
        table.setParameters(new HashMap<>());
        return table;
    }

    static Partition partition(Table table, String... values) {
        Partition partition = new Partition();
        partition.setDbName(table.getDbName());
        partition.setTableName(table.getTableName());
        partition.setValues(new ArrayList<>(List.of(values)));
        partition.setSd(storage());
        partition.setParameters(new HashMap<>());
        return partition;
    }
}

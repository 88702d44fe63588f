package dev.skep.conformance.kills;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.thrift.hms.ColumnStatistics;
import dev.skep.thrift.hms.ColumnStatisticsData;
import dev.skep.thrift.hms.ColumnStatisticsDesc;
import dev.skep.thrift.hms.ColumnStatisticsObj;
import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.LongColumnStatsData;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.SerDeInfo;
import dev.skep.thrift.hms.StorageDescriptor;
import dev.skep.thrift.hms.Table;

/** Structs as clients send them. */
final class Structs {
    /** The parameter that says which call made an object what it is. */
    static final String MARK = "mark";

    private Structs() {}

    static Database database(String name, String mark) {
        Database database = new Database();
        database.setName(name);
        database.setParameters(new HashMap<>(Map.of(MARK, mark)));
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
        serde.setParameters(new HashMap<>(Map.of("serialization.format", "1")));
        StorageDescriptor storage = new StorageDescriptor();
        storage.setCols(new ArrayList<>(List.of(field("id", "bigint"), field("name", "string"))));
        storage.setInputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat");
        storage.setOutputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat");
        storage.setSerdeInfo(serde);
        storage.setNumBuckets(-1);
        return storage;
    }

    /** A managed table with one key {@code p}. */
    static Table table(String database, String name, String mark) {
        Table table = new Table();
        table.setDbName(database);
        table.setTableName(name);
        table.setTableType("MANAGED_TABLE");
        table.setOwner("ann");
        table.setSd(storage());
        table.setPartitionKeys(new ArrayList<>(List.of(field("p", "string"))));
        table.setParameters(new HashMap<>(Map.of(MARK, mark)));
        return table;
    }

    static Partition partition(String database, String table, String value, String mark) {
        Partition partition = new Partition();
        partition.setDbName(database);
        partition.setTableName(table);
        partition.setValues(new ArrayList<>(List.of(value)));
        partition.setSd(storage());
        partition.setParameters(new HashMap<>(Map.of(MARK, mark)));
        return partition;
    }

    static ColumnStatistics statistics(String database, String table, long distinct) {
        ColumnStatisticsDesc of = new ColumnStatisticsDesc();
        of.setIsTblLevel(true);
        of.setDbName(database);
        of.setTableName(table);
        LongColumnStatsData figures = new LongColumnStatsData();
        figures.setNumNulls(0);
        figures.setNumDVs(distinct);
        ColumnStatisticsObj column = new ColumnStatisticsObj();
        column.setColName("id");
        column.setColType("bigint");
        column.setStatsData(ColumnStatisticsData.longStats(figures));
        ColumnStatistics statistics = new ColumnStatistics();
        statistics.setStatsDesc(of);
        statistics.setStatsObj(new ArrayList<>(List.of(column)));
        return statistics;
    }
}

package dev.skep.metastore.store;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Table;

/** Column statistics of tables and partitions. An empty list of columns means all. */
public interface StatisticsStore {

    List<ColumnStatistics> ofTable(Table table, List<String> columns, String engine);

    /** Returns, by partition name, those of the named partitions that have any; one bulk read. */
    Map<String, List<ColumnStatistics>> ofPartitions(Table table, List<String> names, List<String> columns,
            String engine);

    /** Replaces the statistics of these columns and engines. */
    void replaceOfTable(Table table, List<ColumnStatistics> statistics);

    /** Replaces the statistics of these columns and engines, by the names of partitions, which exist. */
    void replaceOfPartitions(Table table, Map<String, List<ColumnStatistics>> statistics);

    /** Forgets one column or all (null), of one engine or all (null). Returns how many entries there were. */
    int deleteOfTable(Table table, @Nullable String column, @Nullable String engine);

    int deleteOfPartition(Table table, String name, @Nullable String column, @Nullable String engine);

    /** Forgets these columns in the table and all its partitions. */
    void deleteColumns(Table table, Set<String> columns);
}

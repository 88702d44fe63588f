package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Column statistics of tables and partitions. Those that tell values or rows that are kept from the caller are absent; writing them needs ANALYZE and a table of which
 * nothing is kept from the caller, forgetting them one of the privileges that change rows or statistics. {@code engine} as in {@link ColumnStatistics#engine}.
 */
public interface Statistics {

    /** Returns what is known of the named columns of the table. */
    List<ColumnStatistics> ofTable(TableName table, List<String> columns, String engine);

    /** Returns what is known of the named columns of the named partitions, by partition name; partitions without any are absent. */
    Map<String, List<ColumnStatistics>> ofPartitions(TableName table, List<String> partitionNames, List<String> columns,
            String engine);

    /** Replaces the statistics of the columns given. */
    void updateTable(TableName table, List<ColumnStatistics> statistics);

    /** Replaces, in one transaction, the statistics of the columns given, by partition name. */
    void updatePartitions(TableName table, Map<String, List<ColumnStatistics>> statistics);

    /** Puts statistics of rows that were added together with what is known of the columns given; figures that cannot be put together are taken as for several partitions. */
    void mergeTable(TableName table, List<ColumnStatistics> added);

    /** As {@link #mergeTable}, in one transaction, by partition name. */
    void mergePartitions(TableName table, Map<String, List<ColumnStatistics>> added);

    /** Forgets the statistics of one column, or of all columns where it is null. */
    void deleteOfTable(TableName table, @Nullable String column, @Nullable String engine);

    void deleteOfPartition(TableName table, String partitionName, @Nullable String column, @Nullable String engine);

    /** Returns the statistics of the columns over all the named partitions together, and how many of the partitions had them. */
    Aggregate aggregate(TableName table, List<String> partitionNames, List<String> columns, String engine);

    /** Statistics over several partitions. */
    record Aggregate(List<ColumnStatistics> statistics, long partitionsFound) {}
}

package dev.skep.metastore.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * A partition of a table: one value for each partition key, as text ({@link #DEFAULT_VALUE} stands for null).
 *
 * @param createTime seconds since 1970
 * @param lastAccessTime seconds since 1970, 0 where unknown
 */
public record Partition(TableName table, List<String> values, long createTime, long lastAccessTime,
        StorageDescriptor storage,
        Map<String, String> parameters, long writeId) {
    /** The text that stands for a null partition value in names and folders. */
    public static final String DEFAULT_VALUE = "__HIVE_DEFAULT_PARTITION__";

    public Partition {
        requireNonNull(table, "table is null");
        requireNonNull(storage, "storage is null");
        values = List.copyOf(values);
        parameters = Map.copyOf(parameters);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Invalid partition of %s: no values".formatted(table));
        }
    }

    public Partition withParameters(Map<String, String> newParameters) {
        return new Partition(table, values, createTime, lastAccessTime, storage, newParameters, writeId);
    }
}

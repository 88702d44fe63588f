package dev.skep.metastore.model;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An index of a table, as Hive up to 2.3 has them: a second table that the engine fills.
 *
 * @param handler the class that keeps the index in Hive
 * @param createTime seconds since 1970
 * @param lastAccessTime seconds since 1970, 0 where unknown
 * @param indexTable the table with the index's rows
 * @param storage its columns are those of the table that are indexed
 */
public record TableIndex(TableName table, String name, @Nullable String handler, long createTime, long lastAccessTime,
        TableName indexTable, StorageDescriptor storage, Map<String, String> parameters, boolean deferredRebuild) {
    public TableIndex {
        requireNonNull(table, "table is null");
        requireNonNull(indexTable, "indexTable is null");
        requireNonNull(storage, "storage is null");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Invalid index name: ''");
        }
        name = name.toLowerCase(Locale.ROOT);
        parameters = Map.copyOf(parameters);
    }

    public TableIndex withParameters(Map<String, String> newParameters) {
        return new TableIndex(table, name, handler, createTime, lastAccessTime, indexTable, storage, newParameters,
                deferredRebuild);
    }

    public TableIndex withCreateTime(long newCreateTime) {
        return new TableIndex(table, name, handler, newCreateTime, lastAccessTime, indexTable, storage, parameters,
                deferredRebuild);
    }
}

package dev.skep.metastore.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A table or view.
 *
 * @param id the store's number for it, -1 before it is stored; never reused, so that a table dropped and made again differs
 * @param createTime seconds since 1970
 * @param lastAccessTime seconds since 1970, 0 where unknown
 * @param storage for a view, columns without a location
 * @param writeId the last write of a transactional table, -1 where there is none
 */
public record Table(long id, TableName name, TableType type, @Nullable String owner, PrincipalType ownerType,
        long createTime,
        long lastAccessTime, int retention, StorageDescriptor storage, List<Column> partitionKeys,
        Map<String, String> parameters,
        @Nullable String viewOriginalText, @Nullable String viewExpandedText, boolean rewriteEnabled,
        @Nullable CreationMetadata creationMetadata, long writeId) {
    public Table {
        requireNonNull(name, "name is null");
        requireNonNull(storage, "storage is null");
        partitionKeys = List.copyOf(partitionKeys);
        parameters = Map.copyOf(parameters);
    }

    /**
     * What a materialized view was made from.
     *
     * @param changes what has changed in its sources since; nothing for those in which nothing has. Kept by the store, not with the view
     */
    public record CreationMetadata(List<TableName> sources, @Nullable String validTransactions,
            long materializationTime, Map<TableName, SourceChanges> changes) {
        public CreationMetadata {
            sources = List.copyOf(sources);
            changes = Map.copyOf(changes);
        }

        public CreationMetadata(List<TableName> sources, @Nullable String validTransactions,
                long materializationTime) {
            this(sources, validTransactions, materializationTime, Map.of());
        }

        public CreationMetadata withChanges(Map<TableName, SourceChanges> counted) {
            return new CreationMetadata(sources, validTransactions, materializationTime, counted);
        }
    }

    public boolean isPartitioned() {
        return !partitionKeys.isEmpty();
    }

    /** All columns: data columns first, then partition keys. */
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>(storage.columns());
        columns.addAll(partitionKeys);
        return List.copyOf(columns);
    }

    public Table withId(long newId) {
        return new Table(newId, name, type, owner, ownerType, createTime, lastAccessTime, retention, storage,
                partitionKeys,
                parameters, viewOriginalText, viewExpandedText, rewriteEnabled, creationMetadata, writeId);
    }

    public Table withName(TableName newName) {
        return new Table(id, newName, type, owner, ownerType, createTime, lastAccessTime, retention, storage,
                partitionKeys,
                parameters, viewOriginalText, viewExpandedText, rewriteEnabled, creationMetadata, writeId);
    }

    public Table withStorage(StorageDescriptor newStorage) {
        return new Table(id, name, type, owner, ownerType, createTime, lastAccessTime, retention, newStorage,
                partitionKeys,
                parameters, viewOriginalText, viewExpandedText, rewriteEnabled, creationMetadata, writeId);
    }

    public Table withCreationMetadata(@Nullable CreationMetadata changed) {
        return new Table(id, name, type, owner, ownerType, createTime, lastAccessTime, retention, storage,
                partitionKeys, parameters, viewOriginalText, viewExpandedText, rewriteEnabled, changed, writeId);
    }

    public Table withParameters(Map<String, String> newParameters) {
        return new Table(id, name, type, owner, ownerType, createTime, lastAccessTime, retention, storage,
                partitionKeys,
                newParameters, viewOriginalText, viewExpandedText, rewriteEnabled, creationMetadata, writeId);
    }
}

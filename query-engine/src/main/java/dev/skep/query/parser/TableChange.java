package dev.skep.query.parser;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Principal;
import org.jspecify.annotations.Nullable;

/** What an ALTER TABLE or ALTER VIEW changes. */
public sealed interface TableChange {

    record Rename(Name newName) implements TableChange {}

    record RenamePartition(List<PartitionTerm> newValues) implements TableChange {}

    record RenameColumn(String from, String to) implements TableChange {}

    record AddColumns(List<ColumnDefinition> columns, boolean cascade) implements TableChange {}

    record ReplaceColumns(List<ColumnDefinition> columns, boolean cascade) implements TableChange {}

    /** {@code after} is null where the column stays or becomes the first. */
    record ChangeColumn(String from, ColumnDefinition to, boolean first, @Nullable String after,
            boolean cascade) implements TableChange {}

    record DropColumn(String name) implements TableChange {}

    record AddPartitions(boolean ifNotExists, List<NewPartition> partitions) implements TableChange {}

    record NewPartition(List<PartitionTerm> values, @Nullable String location) {}

    record DropPartitions(boolean ifExists, List<List<PartitionTerm>> partitions,
            boolean purge) implements TableChange {}

    record SetProperties(Map<String, String> properties) implements TableChange {}

    record UnsetProperties(List<String> keys, boolean ifExists) implements TableChange {}

    /** {@code library} is null where only properties change. */
    record SetSerDe(@Nullable String library, Map<String, String> properties) implements TableChange {}

    record SetLocation(String location) implements TableChange {}

    record SetFormat(String format) implements TableChange {}

    record SetOwner(Principal owner) implements TableChange {}

    /** @param type as written. @param pool the workers that are to do it; null for any */
    record Compact(String type, @Nullable String pool, Map<String, String> properties) implements TableChange {}
}

package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.parser.ColumnDefinition;
import dev.skep.query.parser.TableChange;
import org.jspecify.annotations.Nullable;

/** Changes of a table's or partition's columns and of how its rows are kept. */
final class ColumnChanges {
    private ColumnChanges() {}

    static StorageDescriptor add(Table table, StorageDescriptor storage, List<ColumnDefinition> added) {
        List<Column> columns = new ArrayList<>(storage.columns());
        for (Column column : TableDefinition.columns(added)) {
            checkNew(table.name(), columns, column.name());
            checkNew(table.name(), table.partitionKeys(), column.name());
            columns.add(column);
        }
        return storage.withColumns(columns);
    }

    private static void checkNew(TableName table, List<Column> columns, String name) {
        if (columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name))) {
            throw new QueryException(Reason.ALREADY_EXISTS,
                    "Cannot name a column of %s '%s': there is one".formatted(table, name));
        }
    }

    static StorageDescriptor rename(TableName table, StorageDescriptor storage, String from, String to) {
        List<Column> columns = new ArrayList<>(storage.columns());
        int index = index(table, columns, from);
        Column before = columns.get(index);
        if (!before.name().equalsIgnoreCase(to)) {
            checkNew(table, columns, to);
        }
        columns.set(index, new Column(to, before.type(), before.comment()));
        return storage.withColumns(columns);
    }

    static StorageDescriptor change(TableName table, StorageDescriptor storage, TableChange.ChangeColumn change) {
        List<Column> columns = new ArrayList<>(storage.columns());
        int index = index(table, columns, change.from());
        Column before = columns.remove(index);
        Column given = TableDefinition.column(change.to());
        checkNew(table, columns, given.name());
        Column after = new Column(given.name(), given.type(),
                given.comment() == null ? before.comment() : given.comment());
        String neighbour = change.after();
        if (change.first()) {
            columns.addFirst(after);
        } else if (neighbour != null) {
            columns.add(index(table, columns, neighbour) + 1, after);
        } else {
            columns.add(index, after);
        }
        return storage.withColumns(columns);
    }

    static StorageDescriptor drop(TableName table, StorageDescriptor storage, String name) {
        List<Column> columns = new ArrayList<>(storage.columns());
        columns.remove(index(table, columns, name));
        if (columns.isEmpty()) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot drop column '%s' of %s: it is the only one".formatted(name, table));
        }
        return storage.withColumns(columns);
    }

    private static int index(TableName table, List<Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw new QueryException(Reason.NOT_FOUND,
                "Cannot find column '%s' of %s: it has %s".formatted(name, table,
                        columns.stream().map(Column::name).toList()));
    }

    static StorageDescriptor withSerDe(StorageDescriptor storage, @Nullable String library,
            Map<String, String> properties) {
        SerDe before = storage.serDe();
        Map<String, String> parameters = new HashMap<>(before.parameters());
        parameters.putAll(properties);
        SerDe after = new SerDe(before.name(), library == null ? before.library() : library, parameters,
                before.description(), before.serializerClass(), before.deserializerClass(), before.serdeType());
        return with(storage, storage.inputFormat(), storage.outputFormat(), after);
    }

    static StorageDescriptor withFormat(StorageDescriptor storage, TableFormats format) {
        StorageDescriptor changed = withSerDe(storage, format.library(), Map.of());
        return with(changed, format.inputFormat(), format.outputFormat(), changed.serDe());
    }

    private static StorageDescriptor with(StorageDescriptor storage, @Nullable String input, @Nullable String output,
            SerDe serDe) {
        return new StorageDescriptor(storage.columns(), storage.location(), input, output, storage.compressed(),
                storage.buckets(), serDe, storage.bucketColumns(), storage.sortColumns(), storage.parameters(),
                storage.skew(), storage.storedAsSubDirectories());
    }
}

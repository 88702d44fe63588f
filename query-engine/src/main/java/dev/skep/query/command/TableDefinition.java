package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.Skew;
import dev.skep.metastore.model.StorageDescriptor.SortColumn;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.parser.ColumnDefinition;
import dev.skep.query.parser.TableOptions;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Makes the catalog's record of a table from the text of its CREATE TABLE. A table whose text names no format is PARQUET; one with ROW FORMAT alone
 * is TEXTFILE, as in Hive.
 */
final class TableDefinition {
    private static final String EXTERNAL = "EXTERNAL";

    private TableDefinition() {}

    /** Returns the table of a statement that gives all columns itself. */
    static Table of(TableName name, boolean external, List<ColumnDefinition> columns, TableOptions options,
            String owner) {
        WithProperties with = WithProperties.of(options.with());
        List<Column> data = new ArrayList<>(columns(columns));
        List<Column> keys = new ArrayList<>();
        for (ColumnDefinition key : options.partitionedBy()) {
            keys.add(key.type() == null ? moved(data, key.name(), name) : column(key));
        }
        for (String key : with.partitionedBy()) {
            keys.add(moved(data, key, name));
        }
        if (data.isEmpty()) {
            throw new QueryException(Reason.ANALYSIS, "Cannot create table %s: it has no columns besides partition keys"
                    .formatted(name));
        }
        return table(name, external, data, keys, options, with, owner);
    }

    private static Column moved(List<Column> data, String key, TableName table) {
        for (Column column : data) {
            if (column.name().equalsIgnoreCase(key)) {
                data.remove(column);
                return column;
            }
        }
        throw new QueryException(Reason.ANALYSIS,
                "Cannot create table %s: partition key '%s' is not one of its columns".formatted(table, key));
    }

    /** Returns the table of a CREATE TABLE AS; the columns are those of its query, in its order, by their final names. */
    static Table ofQuery(TableName name, boolean external, List<Field> columns, List<ColumnDefinition> definitions,
            TableOptions options, String owner) {
        List<ColumnDefinition> complete = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnDefinition given = definitions.isEmpty() ? null : definitions.get(i);
            complete.add(new ColumnDefinition(columns.get(i).name(), columns.get(i).type(),
                    given == null ? null : given.comment(), 0, 0));
        }
        for (ColumnDefinition key : options.partitionedBy()) {
            if (key.type() != null) {
                throw new QueryException(Reason.ANALYSIS,
                        "line %d:%d: Cannot give partition key '%s' a type: the query gives it".formatted(key.line(),
                                key.column(), key.name()),
                        key.line(), key.column(), null);
            }
        }
        return of(name, external, complete, options, owner);
    }

    private static Table table(TableName name, boolean external, List<Column> data, List<Column> keys,
            TableOptions options, WithProperties with, String owner) {
        for (Column key : keys) {
            checkKey(name, key);
        }
        boolean isExternal = external || with.isExternal();
        Map<String, String> parameters = new HashMap<>(options.properties());
        parameters.putAll(with.parameters());
        if (isExternal) {
            parameters.put(EXTERNAL, "TRUE");
        }
        if (options.comment() != null) {
            parameters.put("comment", options.comment());
        }
        String location = options.location() == null ? with.location() : options.location();
        return new Table(-1, name, isExternal ? TableType.EXTERNAL_TABLE : TableType.MANAGED_TABLE, owner,
                PrincipalType.USER, 0, 0, 0, storage(name, data, location, options, with), keys, parameters, null, null,
                false, null, -1);
    }

    private static void checkKey(TableName table, Column key) {
        DataType type = key.dataType();
        if (!(type instanceof PrimitiveType) && !type.isNumeric() && !type.isText() || type == PrimitiveType.BINARY) {
            throw new QueryException(Reason.ANALYSIS, "Cannot create table %s: partition key '%s' has type %s"
                    .formatted(table, key.name(), type.sqlName()));
        }
    }

    private static StorageDescriptor storage(TableName name, List<Column> columns, @Nullable String location,
            TableOptions options, WithProperties with) {
        TableFormats format = format(options, with);
        String library = options.serde();
        String input = options.inputFormat();
        String output = options.outputFormat();
        Map<String, String> serde = new HashMap<>(options.serdeProperties());
        serde.putAll(with.serdeProperties());
        serde.putIfAbsent("serialization.format", "1");
        List<String> buckets = options.bucketColumns().isEmpty() ? with.bucketedBy() : options.bucketColumns();
        List<SortColumn> sorted = options.sortColumns().stream()
                .map(column -> new SortColumn(column.name(), column.ascending() ? 1 : 0)).toList();
        int count = options.bucketColumns().isEmpty() ? with.bucketCount() : options.buckets();
        for (String bucket : buckets) {
            if (columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(bucket))) {
                throw new QueryException(Reason.ANALYSIS,
                        "Cannot create table %s: bucket column '%s' is not one of its columns".formatted(name, bucket));
            }
        }
        return new StorageDescriptor(columns, location, input == null ? format.inputFormat() : input,
                output == null ? format.outputFormat() : output, false, count,
                SerDe.of(library == null ? format.library() : library, serde), buckets, sorted, Map.of(), Skew.NONE,
                false);
    }

    private static TableFormats format(TableOptions options, WithProperties with) {
        String named = options.storedAs() == null ? with.format() : options.storedAs();
        if (named != null) {
            return TableFormats.named(named);
        }
        TableFormats ofSerDe = TableFormats.ofLibrary(options.serde());
        if (ofSerDe != null) {
            return ofSerDe;
        }
        boolean isText = options.delimited() || options.serde() != null || options.inputFormat() != null;
        return isText ? TableFormats.TEXTFILE : TableFormats.PARQUET;
    }

    static List<Column> columns(List<ColumnDefinition> definitions) {
        return definitions.stream().map(TableDefinition::column).toList();
    }

    static Column column(ColumnDefinition definition) {
        DataType type = definition.type();
        if (type == null) {
            throw new QueryException(Reason.ANALYSIS,
                    "line %d:%d: Column '%s' has no type".formatted(definition.line(), definition.column(),
                            definition.name()),
                    definition.line(), definition.column(), null);
        }
        return new Column(definition.name(), type.hiveName(), definition.comment());
    }

    /** Returns the table's own comment. */
    static Optional<String> comment(Table table) {
        return Optional.ofNullable(table.parameters().get("comment"));
    }
}

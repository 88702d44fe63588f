package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
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

/** Makes the catalog's record of a table from what a CREATE TABLE says, in Hive's form or Trino's. */
public final class TableDefinitions {
    private static final String BUCKETING_VERSION = "bucketing_version";

    private TableDefinitions() {}

    /** Returns the table that {@code CREATE [EXTERNAL] TABLE name (columns) options} defines. */
    static Table table(TableName name, boolean external, List<ColumnDefinition> columns, TableOptions options, String owner) {
        List<Column> data = new ArrayList<>();
        List<String> keyNames = new ArrayList<>();
        With with = with(options);
        List<Column> keys = new ArrayList<>();
        for (ColumnDefinition key : options.partitionedBy()) {
            if (key.type() == null) {
                keyNames.add(key.name());
            } else {
                keys.add(column(key));
            }
        }
        keyNames.addAll(with.partitionedBy());
        for (ColumnDefinition definition : columns) {
            (keyNames.contains(definition.name()) ? keys : data).add(column(definition));
        }
        checkNames(data, keys, keyNames);
        return build(name, external || with.external(), data, keys, options, with, owner, null);
    }

    /** Returns the table that a CREATE TABLE AS makes of the query's columns; a partition key is one of them, and stands last. */
    public static Table tableAs(TableName name, boolean external, List<ColumnDefinition> columns, TableOptions options,
            List<Field> query, String owner) {
        With with = with(options);
        Set<String> keyNames = new java.util.LinkedHashSet<>(with.partitionedBy());
        for (ColumnDefinition key : options.partitionedBy()) {
            keyNames.add(key.name());
        }
        if (!columns.isEmpty() && columns.size() != query.size()) {
            throw new QueryException(Reason.ANALYSIS, "Cannot create table %s: it names %d columns, the query has %d"
                    .formatted(name, columns.size(), query.size()));
        }
        Map<String, Column> byName = new HashMap<>();
        List<Column> data = new ArrayList<>();
        for (int i = 0; i < query.size(); i++) {
            String columnName = columns.isEmpty() ? query.get(i).name() : columns.get(i).name();
            DataType type = query.get(i).type() == PrimitiveType.UNKNOWN ? PrimitiveType.STRING : query.get(i).type();
            Column column = new Column(columnName, type.hiveName(), columns.isEmpty() ? null : columns.get(i).comment());
            byName.put(column.name(), column);
            if (!keyNames.contains(column.name())) {
                data.add(column);
            }
        }
        List<Column> keys = new ArrayList<>();
        for (String key : keyNames) {
            Column column = byName.get(key);
            if (column == null) {
                throw new QueryException(Reason.ANALYSIS,
                        "Cannot create table %s: the query has no column '%s' to partition by".formatted(name, key));
            }
            keys.add(column);
        }
        checkNames(data, keys, List.copyOf(keyNames));
        return build(name, external || with.external(), data, keys, options, with, owner, TableFormats.PARQUET);
    }

    private static Column column(ColumnDefinition definition) {
        if (definition.type() == null) {
            throw new QueryException(Reason.ANALYSIS, "line %d:%d: Column '%s' has no type".formatted(definition.line(),
                    definition.column(), definition.name()), definition.line(), definition.column(), null);
        }
        return new Column(definition.name(), definition.type().hiveName(), definition.comment());
    }

    static List<Column> columns(List<ColumnDefinition> definitions) {
        return definitions.stream().map(TableDefinitions::column).toList();
    }

    private static void checkNames(List<Column> data, List<Column> keys, List<String> keyNames) {
        Set<String> seen = new HashSet<>();
        List<Column> all = new ArrayList<>(data);
        all.addAll(keys);
        for (Column column : all) {
            if (!seen.add(column.name())) {
                throw new QueryException(Reason.ANALYSIS, "Column '%s' is defined twice".formatted(column.name()));
            }
        }
        for (String key : keyNames) {
            if (!seen.contains(key)) {
                throw new QueryException(Reason.ANALYSIS, "Partition column '%s' is not a column of the table".formatted(key));
            }
        }
        if (data.isEmpty()) {
            throw new QueryException(Reason.ANALYSIS, "A table needs at least one column that is not a partition column");
        }
    }

    private record With(@Nullable String format, @Nullable String location, boolean external, List<String> partitionedBy,
            List<String> bucketedBy, int buckets, Map<String, String> properties) {}

    /** Trino's and Athena's properties in Hive's terms. */
    private static With with(TableOptions options) {
        String format = null;
        String location = null;
        boolean external = false;
        List<String> partitionedBy = List.of();
        List<String> bucketedBy = List.of();
        int buckets = -1;
        Map<String, String> properties = new HashMap<>();
        for (TableOptions.WithProperty property : options.with()) {
            String value = property.values().isEmpty() ? "" : property.values().getFirst();
            switch (property.name()) {
                case "format" -> format = value;
                case "external_location" -> {
                    location = value;
                    external = true;
                }
                case "location" -> location = value;
                case "is_external" -> external = Boolean.parseBoolean(value);
                case "partitioned_by" -> partitionedBy = property.values().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
                case "bucketed_by" -> bucketedBy = property.values();
                case "bucket_count" -> buckets = Integer.parseInt(value);
                case "write_compression", "parquet_compression", "orc_compression" -> {
                    properties.put("parquet.compression", value);
                    properties.put("orc.compress", value);
                }
                case "field_delimiter", "textfile_field_separator" -> properties.put("field.delim", value);
                case "table_type" -> {
                    if (!value.equalsIgnoreCase("hive")) {
                        throw unsupported(property, value + " tables");
                    }
                }
                default -> throw unsupported(property, "the table property '" + property.name() + "'");
            }
        }
        return new With(format, location, external, partitionedBy, bucketedBy, buckets, properties);
    }

    private static QueryException unsupported(TableOptions.WithProperty property, String what) {
        return new QueryException(Reason.UNSUPPORTED,
                "line %d:%d: Cannot create the table: Skep does not have %s".formatted(property.line(), property.column(), what),
                property.line(), property.column(), null);
    }

    private static Table build(TableName name, boolean external, List<Column> data, List<Column> keys, TableOptions options,
            With with, String owner, @Nullable TableFormats defaultFormat) {
        Map<String, String> parameters = new HashMap<>(options.properties());
        Map<String, String> serdeProperties = new HashMap<>(options.serdeProperties());
        with.properties().forEach((key, value) -> (key.equals("field.delim") ? serdeProperties : parameters).put(key, value));
        if (options.comment() != null) {
            parameters.put("comment", options.comment());
        }
        if (external) {
            parameters.put("EXTERNAL", "TRUE");
        }
        parameters.putIfAbsent(BUCKETING_VERSION, "2");
        StorageDescriptor storage = storage(data, options, with, serdeProperties, defaultFormat);
        return new Table(-1, name, external ? TableType.EXTERNAL_TABLE : TableType.MANAGED_TABLE, owner, PrincipalType.USER,
                CommandContext.now(), 0, 0, storage, keys, parameters, null, null, false, null, -1);
    }

    private static StorageDescriptor storage(List<Column> data, TableOptions options, With with,
            Map<String, String> serdeProperties, @Nullable TableFormats defaultFormat) {
        TableFormats format = defaultFormat == null || options.delimited() ? TableFormats.TEXTFILE : defaultFormat;
        String named = with.format() == null ? options.storedAs() : with.format();
        if (named != null) {
            format = TableFormats.named(named);
        } else if (options.serde() != null && TableFormats.ofLibrary(options.serde()) != null) {
            format = known(options.serde());
        }
        String library = options.serde() == null ? format.library() : options.serde();
        String input = options.inputFormat() == null ? format.inputFormat() : options.inputFormat();
        String output = options.outputFormat() == null ? format.outputFormat() : options.outputFormat();
        serdeProperties.putIfAbsent("serialization.format", "1");
        List<StorageDescriptor.SortColumn> sorted = options.sortColumns().stream()
                .map(column -> new StorageDescriptor.SortColumn(column.name(), column.ascending() ? 1 : 0)).toList();
        String location = with.location() == null ? options.location() : with.location();
        List<String> buckets = options.bucketColumns().isEmpty() ? with.bucketedBy() : options.bucketColumns();
        return new StorageDescriptor(data, location, input, output, false, options.buckets() > 0 ? options.buckets() : with.buckets(),
                SerDe.of(library, serdeProperties), buckets, sorted, Map.of(), StorageDescriptor.Skew.NONE, false);
    }

    private static TableFormats known(String library) {
        TableFormats format = TableFormats.ofLibrary(library);
        return format == null ? TableFormats.TEXTFILE : format;
    }
}

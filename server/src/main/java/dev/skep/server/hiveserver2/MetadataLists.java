package dev.skep.server.hiveserver2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.Tables.TableSummary;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableType;
import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The results of the metadata calls, with the columns that JDBC prescribes. SQL has no name for catalogs, so theirs is null. */
final class MetadataLists {
    private final CatalogSession catalog;

    MetadataLists(CatalogSession catalog) {
        this.catalog = catalog;
    }

    /** Names between blanks; {@code :i} int, {@code :s} smallint, {@code :t} tinyint, {@code :b} boolean, else string. */
    static List<ResultColumn> columns(String text) {
        List<ResultColumn> columns = new ArrayList<>();
        for (String part : text.split(" ")) {
            int colon = part.indexOf(':');
            char letter = colon < 0 ? ' ' : part.charAt(colon + 1);
            columns.add(new ResultColumn(colon < 0 ? part : part.substring(0, colon), switch (letter) {
                case 'i' -> PrimitiveType.INT;
                case 's' -> PrimitiveType.SMALLINT;
                case 't' -> PrimitiveType.TINYINT;
                case 'b' -> PrimitiveType.BOOLEAN;
                default -> PrimitiveType.STRING;
            }));
        }
        return columns;
    }

    Listing catalogs() {
        return new Listing(columns("TABLE_CAT"));
    }

    Listing schemas(@Nullable String schemaPattern) {
        Listing listing = new Listing(columns("TABLE_SCHEM TABLE_CATALOG"));
        for (String name : databases(SearchPattern.of(schemaPattern))) {
            listing.add(name, null);
        }
        return listing;
    }

    private List<String> databases(SearchPattern pattern) {
        return catalog.databases().names(CatalogName.HIVE, pattern.coarse()).stream().filter(pattern::matches)
                .toList();
    }

    Listing tableTypes() {
        return new Listing(columns("TABLE_TYPE")).add("MATERIALIZED_VIEW").add("TABLE").add("VIEW");
    }

    Listing tables(@Nullable String schemaPattern, @Nullable String tablePattern, @Nullable List<String> types) {
        Listing listing = new Listing(columns("TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT "
                + "TYPE_SCHEM TYPE_NAME SELF_REFERENCING_COL_NAME REF_GENERATION"));
        Set<TableType> wanted = tableTypes(types);
        if (types == null || types.isEmpty() || !wanted.isEmpty()) {
            List<TableSummary> found = new ArrayList<>(
                    summaries(SearchPattern.of(schemaPattern), SearchPattern.of(tablePattern), wanted));
            found.sort(Comparator.comparing((TableSummary table) -> typeName(table.type()))
                    .thenComparing(table -> table.name().database().name())
                    .thenComparing(table -> table.name().name()));
            for (TableSummary table : found) {
                listing.add(null, table.name().database().name(), table.name().name(), typeName(table.type()),
                        table.comment(), null, null, null, null, null);
            }
        }
        return listing;
    }

    private List<TableSummary> summaries(SearchPattern schemas, SearchPattern tables, Set<TableType> types) {
        return catalog.tables().summaries(CatalogName.HIVE, schemas.coarse(), tables.coarse(), types).stream()
                .filter(table -> schemas.matches(table.name().database().name())
                        && tables.matches(table.name().name()))
                .toList();
    }

    /** The kinds that clients ask for, under JDBC's and under Hive's names; unknown ones match nothing. */
    private static Set<TableType> tableTypes(@Nullable List<String> names) {
        Set<TableType> types = EnumSet.noneOf(TableType.class);
        for (String name : names == null ? List.<String>of() : names) {
            switch (name.toUpperCase(Locale.ROOT)) {
                case "TABLE" -> {
                    types.add(TableType.MANAGED_TABLE);
                    types.add(TableType.EXTERNAL_TABLE);
                }
                case "MANAGED_TABLE" -> types.add(TableType.MANAGED_TABLE);
                case "EXTERNAL_TABLE", "EXTERNAL TABLE" -> types.add(TableType.EXTERNAL_TABLE);
                case "VIEW", "VIRTUAL_VIEW" -> types.add(TableType.VIRTUAL_VIEW);
                case "MATERIALIZED_VIEW", "MATERIALIZED VIEW" -> types.add(TableType.MATERIALIZED_VIEW);
                default -> {
                }
            }
        }
        return types;
    }

    private static String typeName(TableType type) {
        return switch (type) {
            case MANAGED_TABLE, EXTERNAL_TABLE -> "TABLE";
            case VIRTUAL_VIEW -> "VIEW";
            case MATERIALIZED_VIEW -> "MATERIALIZED_VIEW";
        };
    }

    Listing tableColumns(@Nullable String schemaPattern, @Nullable String tablePattern,
            @Nullable String columnPattern) {
        Listing listing = new Listing(columns("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i TYPE_NAME "
                + "COLUMN_SIZE:i BUFFER_LENGTH:t DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i REMARKS COLUMN_DEF "
                + "SQL_DATA_TYPE:i SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE "
                + "SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE:s IS_AUTOINCREMENT IS_GENERATEDCOLUMN"));
        SearchPattern schemas = SearchPattern.of(schemaPattern);
        SearchPattern tables = SearchPattern.of(tablePattern);
        SearchPattern wanted = SearchPattern.of(columnPattern);
        // By one list of all, in which remote databases have no tables; asking for those of one would be refused.
        Map<String, List<String>> byDatabase = new TreeMap<>();
        for (TableSummary table : summaries(schemas, tables, Set.of())) {
            byDatabase.computeIfAbsent(table.name().database().name(), name -> new ArrayList<>())
                    .add(table.name().name());
        }
        byDatabase.forEach((schema, names) -> {
            for (AuthorizedTable table : catalog.tables().tables(DatabaseName.of(schema),
                    names.stream().sorted().toList())) {
                addColumns(listing, schema, table, wanted);
            }
        });
        return listing;
    }

    private static void addColumns(Listing listing, String schema, AuthorizedTable table, SearchPattern wanted) {
        int ordinal = 0;
        for (Column column : table.visibleColumns()) {
            ordinal++;
            if (wanted.matches(column.name())) {
                JdbcType type = JdbcType.of(column);
                listing.add(null, schema, table.name().name(), column.name(), type.code(), column.type(), type.size(),
                        null, type.decimalDigits(), type.radix(), 1, column.comment(), null, null, null, null,
                        ordinal, "YES", null, null, null, null, "NO", "NO");
            }
        }
    }

    Listing functions(@Nullable String schemaPattern, @Nullable String functionPattern) {
        Listing listing = new Listing(columns("FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE:i "
                + "SPECIFIC_NAME"));
        SearchPattern functions = SearchPattern.of(functionPattern);
        for (String schema : databases(SearchPattern.of(schemaPattern))) {
            for (String name : catalog.functions().names(DatabaseName.of(schema), functions.coarse())) {
                if (functions.matches(name)) {
                    // 1: the function returns no table.
                    listing.add(null, schema, name, null, 1, schema + "." + name);
                }
            }
        }
        return listing;
    }

    static Listing primaryKeys() {
        return new Listing(columns("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:i PK_NAME"));
    }

    static Listing crossReference() {
        return new Listing(columns("PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM "
                + "FKTABLE_NAME FKCOLUMN_NAME KEY_SEQ:i UPDATE_RULE:i DELETE_RULE:i FK_NAME PK_NAME DEFERRABILITY:i"));
    }

    static Listing typeInfo() {
        Listing listing = new Listing(columns("TYPE_NAME DATA_TYPE:i PRECISION:i LITERAL_PREFIX LITERAL_SUFFIX "
                + "CREATE_PARAMS NULLABLE:s CASE_SENSITIVE:b SEARCHABLE:s UNSIGNED_ATTRIBUTE:b FIXED_PREC_SCALE:b "
                + "AUTO_INCREMENT:b LOCAL_TYPE_NAME MINIMUM_SCALE:s MAXIMUM_SCALE:s SQL_DATA_TYPE:i "
                + "SQL_DATETIME_SUB:i NUM_PREC_RADIX:i"));
        for (JdbcType.Described info : JdbcType.all()) {
            JdbcType type = info.type();
            // NULLABLE 1: may be null; SEARCHABLE 3: in every condition, 0: in none.
            listing.add(info.name(), type.code(), type.size(), info.prefix(), info.suffix(), info.parameters(),
                    (short) 1, info.caseSensitive(), (short) (info.searchable() ? 3 : 0), type.radix() == null,
                    info.name().equals("decimal"), false, null, (short) 0, (short) info.maxScale(), null, null,
                    type.radix());
        }
        return listing;
    }
}

package dev.skep.metastore.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableType;

/** What holds for every table, as Hive's metastore has it. */
final class TableRules {
    /** When the definition last changed, in seconds since 1970. */
    static final String DDL_TIME = "transient_lastDdlTime";
    private static final String AUTO_PURGE = "auto.purge";
    private static final String EXTERNAL = "EXTERNAL";
    private static final String PURGE = "external.table.purge";
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_]+");
    private static final int MAX_NAME = 256;
    private static final int MAX_COLUMN_NAME = 512;

    private TableRules() {}

    /** Fails with INVALID_OBJECT unless the name has only letters, digits and underscores. */
    static void checkName(String name, String what) {
        if (!NAMES.matcher(name).matches() || name.length() > MAX_NAME) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Invalid %s name: '%s' (letters, digits and underscores, at most %d)".formatted(what, name,
                            MAX_NAME));
        }
    }

    static void check(Table table) {
        checkName(table.name().name(), "table");
        Set<String> names = new HashSet<>();
        for (Column column : table.columns()) {
            if (!names.add(column.name())) {
                throw new CatalogException(Reason.INVALID_OBJECT, "Invalid table %s: two columns are named '%s'"
                        .formatted(table.name(), column.name()));
            }
            if (column.type().isBlank()) {
                throw new CatalogException(Reason.INVALID_OBJECT,
                        "Invalid table %s: column '%s' has no type".formatted(table.name(), column.name()));
            }
            if (column.name().length() > MAX_COLUMN_NAME) {
                throw new CatalogException(Reason.INVALID_OBJECT,
                        "Invalid table %s: a column name is longer than %d".formatted(table.name(), MAX_COLUMN_NAME));
            }
        }
    }

    /**
     * Makes type and parameter agree on what is external. As in Hive the parameter wins; other than in Hive an external table without the
     * parameter stays external, as the opposite would let a drop delete files that are not ours.
     */
    static Table withAgreedType(Table table) {
        String external = table.parameters().get(EXTERNAL);
        if (table.type() == TableType.EXTERNAL_TABLE && external == null) {
            return table.withParameters(with(table.parameters(), EXTERNAL, "TRUE"));
        }
        if (table.type() == TableType.MANAGED_TABLE && "true".equalsIgnoreCase(external)) {
            return withType(table, TableType.EXTERNAL_TABLE);
        }
        if (table.type() == TableType.EXTERNAL_TABLE && !"true".equalsIgnoreCase(external)) {
            return withType(table, TableType.MANAGED_TABLE);
        }
        return table;
    }

    static boolean isExternal(Table table) {
        return table.type() == TableType.EXTERNAL_TABLE;
    }

    /** True if dropping rows, partitions or the table deletes files. */
    static boolean ownsFiles(Table table) {
        return switch (table.type()) {
            case MANAGED_TABLE, MATERIALIZED_VIEW -> true;
            case EXTERNAL_TABLE -> "true".equalsIgnoreCase(table.parameters().get(PURGE));
            case VIRTUAL_VIEW -> false;
        };
    }

    /** What a drop does with files: a table may ask for them to be purged always. */
    static DataRemoval removal(Table table, DataRemoval asked) {
        return asked == DataRemoval.DELETE && "true".equalsIgnoreCase(table.parameters().get(AUTO_PURGE))
                ? DataRemoval.PURGE
                : asked;
    }

    static Map<String, String> withDdlTime(Map<String, String> parameters, long now) {
        return parameters.containsKey(DDL_TIME) ? parameters : with(parameters, DDL_TIME, Long.toString(now));
    }

    static Map<String, String> with(Map<String, String> parameters, String key, String value) {
        Map<String, String> changed = new HashMap<>(parameters);
        changed.put(key, value);
        return changed;
    }

    static Table withType(Table table, TableType type) {
        return new Table(table.id(), table.name(), type, table.owner(), table.ownerType(), table.createTime(),
                table.lastAccessTime(), table.retention(), table.storage(), table.partitionKeys(), table.parameters(),
                table.viewOriginalText(), table.viewExpandedText(), table.rewriteEnabled(), table.creationMetadata(),
                table.writeId());
    }

    static Table withCreateTime(Table table, long createTime) {
        return new Table(table.id(), table.name(), table.type(), table.owner(), table.ownerType(), createTime,
                table.lastAccessTime(), table.retention(), table.storage(), table.partitionKeys(), table.parameters(),
                table.viewOriginalText(), table.viewExpandedText(), table.rewriteEnabled(), table.creationMetadata(),
                table.writeId());
    }

    /** Fails with INVALID_OPERATION if the keys' names or number differ; their types and comments may change. */
    static void checkSameKeys(Table before, Table after) {
        List<String> old = before.partitionKeys().stream().map(Column::name).toList();
        List<String> changed = after.partitionKeys().stream().map(Column::name).toList();
        if (!old.equals(changed) && !before.type().isView()) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot change table %s: partition keys can not be changed (they are %s, not %s)"
                            .formatted(before.name(), old, changed));
        }
    }
}

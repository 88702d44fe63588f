package dev.skep.server.hms.compat;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.TableType;
import dev.skep.server.hms.mapping.MissingArgumentException;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.StorageDescriptor;
import dev.skep.thrift.hms.Table;

/** What Hive's server (3.1.3) requires of the tables and partitions that clients give it: where rows are, how they are written, and types that it can read. */
public final class TableRequests {
    private static final Pattern ONE_WORD = Pattern.compile("[a-z_0-9]+");
    private static final Set<String> WORDS = Set.of("tinyint", "smallint", "int", "integer", "bigint", "boolean",
            "float", "double", "decimal", "numeric", "string", "char", "varchar", "binary", "date", "datetime",
            "timestamp", "timestamptz", "timestamp_ntz", "timestamp_ltz", "timestamplocaltz", "interval_year_month",
            "interval_day_time", "void", "null", "unknown", "variant", "time", "uuid");

    private TableRequests() {}

    /** A type of one word must be one that there is; what is composed is read only by engines. */
    private static boolean isReadable(String type) {
        String text = type.strip().toLowerCase(Locale.ROOT);
        return !ONE_WORD.matcher(text).matches() || WORDS.contains(text);
    }

    /** Returns the table of a create. Fails with INVALID_INPUT or INVALID_OBJECT. */
    public static Table complete(@Nullable Table table) {
        if (table == null) {
            throw new MissingArgumentException("table");
        }
        if (table.getTableName() == null) {
            throw missing("table", "name");
        }
        if (table.getDbName() == null || table.getTableName().isEmpty()) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Invalid table %s.%s: it has no whole name".formatted(table.getDbName(), table.getTableName()));
        }
        if (hasRows(table)) {
            check("table " + table.getTableName(), table.getSd(), true);
        }
        return table;
    }

    /** Returns the table of a change, which also says where its rows are. */
    public static Table completeWithLocation(@Nullable Table table) {
        if (table == null) {
            throw new MissingArgumentException("table");
        }
        if (hasRows(table)) {
            check("table " + table.getTableName(), table.getSd(), true);
            if (table.getSd().getLocation() == null) {
                throw missing("table " + table.getTableName(), "location");
            }
        }
        return table;
    }

    /** Returns the partition of an addition. */
    public static Partition complete(@Nullable Partition partition) {
        if (partition == null) {
            throw new MissingArgumentException("partition");
        }
        check("partition " + partition.getValues(), partition.getSd(), false);
        return partition;
    }

    private static boolean hasRows(Table table) {
        String type = table.getTableType();
        return !TableType.VIRTUAL_VIEW.name().equalsIgnoreCase(type);
    }

    /** Fails unless there is a storage descriptor with a serde. */
    public static void checkStorage(String of, @Nullable StorageDescriptor storage) {
        check(of, storage, false);
    }

    private static void check(String of, @Nullable StorageDescriptor storage, boolean withColumns) {
        if (storage == null) {
            throw missing(of, "storage descriptor");
        }
        if (storage.getSerdeInfo() == null) {
            throw missing(of, "serde");
        }
        if (withColumns && storage.getCols() == null) {
            throw missing(of, "columns");
        }
        if (withColumns) {
            for (FieldSchema column : storage.getCols()) {
                if (column != null && column.getType() != null && !isReadable(column.getType())) {
                    throw new CatalogException(Reason.INVALID_OBJECT,
                            "Invalid %s: column '%s' has the type '%s', which cannot be read".formatted(of,
                                    column.getName(), column.getType()));
                }
            }
        }
    }

    private static CatalogException missing(String of, String what) {
        return new CatalogException(Reason.INVALID_INPUT, "Invalid %s: it has no %s".formatted(of, what));
    }
}

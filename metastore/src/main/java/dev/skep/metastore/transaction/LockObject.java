package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What is locked or written: a database, a table or a partition. It need not exist.
 *
 * @param table null for the whole database
 * @param partition a partition's name, {@code ds=1/hr=2}; null for the whole table
 */
public record LockObject(DatabaseName database, @Nullable String table, @Nullable String partition) {
    public LockObject {
        requireNonNull(database, "database is null");
        if (table == null && partition != null) {
            throw new IllegalArgumentException("Invalid lock: partition '%s' of no table".formatted(partition));
        }
        if (table != null && table.isEmpty() || partition != null && partition.isEmpty()) {
            throw new IllegalArgumentException("Invalid lock: a name is empty");
        }
        table = table == null ? null : table.toLowerCase(Locale.ROOT);
    }

    public static LockObject of(DatabaseName database) {
        return new LockObject(database, null, null);
    }

    public static LockObject of(TableName table) {
        return new LockObject(table.database(), table.name(), null);
    }

    public static LockObject of(TableName table, String partition) {
        return new LockObject(table.database(), table.name(), partition);
    }

    /** The table that it is or is in; null for a database. */
    public @Nullable TableName tableName() {
        return table == null ? null : database.table(table);
    }

    /** True if one holds the other, or they are the same. */
    public boolean overlaps(LockObject other) {
        return database.equals(other.database)
                && (table == null || other.table == null || table.equals(other.table)
                        && (partition == null || other.partition == null || partition.equals(other.partition)));
    }

    /** How far down it is: 0 for a database, 1 for a table, 2 for a partition. */
    int depth() {
        return table == null ? 0 : partition == null ? 1 : 2;
    }

    @Override
    public String toString() {
        TableName name = tableName();
        return name == null
                ? "database " + database
                : partition == null ? "table " + name : "partition " + partition + " of table " + name;
    }
}

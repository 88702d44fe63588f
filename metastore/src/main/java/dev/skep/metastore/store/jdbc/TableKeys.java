package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.LockObject;

/** The columns CATALOG_NAME, DATABASE_NAME, TABLE_NAME and PARTITION_NAME, in which transactions, locks and compactions name what they are about. */
final class TableKeys {
    /** A condition with the arguments of {@link #of}. */
    static final String IS_TABLE = "CATALOG_NAME = ? AND DATABASE_NAME = ? AND TABLE_NAME = ?";
    static final String IS_DATABASE = "CATALOG_NAME = ? AND DATABASE_NAME = ?";

    private TableKeys() {}

    static Object[] of(TableName table, Object... before) {
        Object[] all = new Object[before.length + 3];
        System.arraycopy(before, 0, all, 0, before.length);
        all[before.length] = table.database().catalog().name();
        all[before.length + 1] = table.database().name();
        all[before.length + 2] = table.name();
        return all;
    }

    static Object[] of(DatabaseName database) {
        return new Object[]{database.catalog().name(), database.name()};
    }

    /** Reads the four columns from the one at {@code first}. */
    static LockObject read(ResultSet row, int first) throws SQLException {
        DatabaseName database = new DatabaseName(new CatalogName(row.getString(first)), row.getString(first + 1));
        String table = row.getString(first + 2);
        String partition = row.getString(first + 3);
        return new LockObject(database, table.isEmpty() ? null : table, partition.isEmpty() ? null : partition);
    }

    static String tableColumn(LockObject object) {
        return object.table() == null ? "" : object.table();
    }

    static String partitionColumn(LockObject object) {
        return object.partition() == null ? "" : object.partition();
    }

    /** Gives the rows of a table another one's name. */
    static void rename(Statements statements, String rows, TableName from, TableName to) {
        statements.update(
                "UPDATE " + rows + " SET CATALOG_NAME = ?, DATABASE_NAME = ?, TABLE_NAME = ? WHERE " + IS_TABLE,
                of(from, of(to)));
    }
}

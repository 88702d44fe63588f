package dev.skep.metastore.store.jdbc;

import java.util.List;
import java.util.Locale;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.KeyType;

/** Where the values of a table's partition keys are: the first keys in columns of the row {@code P}, the others in PARTITION_VALUES. */
final class KeyColumns {
    /** How many keys have columns of their own. */
    static final int IN_ROW = 4;

    private final Table table;
    private final List<KeyType> types;

    KeyColumns(Table table) {
        this.table = table;
        this.types = table.partitionKeys().stream().map(key -> KeyType.of(key.type())).toList();
    }

    Table table() {
        return table;
    }

    int size() {
        return types.size();
    }

    KeyType type(int key) {
        return types.get(key);
    }

    /** Returns the number of the key of that name. Fails with INVALID_INPUT if the table has none. */
    int key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < size(); i++) {
            if (table.partitionKeys().get(i).name().equals(lower)) {
                return i;
            }
        }
        throw new CatalogException(Reason.INVALID_INPUT,
                "Invalid partition filter: '%s' is not a partition key of %s (its keys are %s)".formatted(name,
                        table.name(), table.partitionKeys().stream().map(Column::name).toList()));
    }

    /** The SQL for the form of a key's value. */
    String form(int key) {
        return key < IN_ROW ? "P.KEY" + (key + 1) : overflow("KEY_VALUE", key);
    }

    /** The SQL for the text of a key's value, null for null. */
    String text(int key) {
        if (types.get(key) == KeyType.TEXT) {
            return form(key);
        }
        return key < IN_ROW ? "P.TEXT" + (key + 1) : overflow("TEXT_VALUE", key);
    }

    private static String overflow(String column, int key) {
        return "(SELECT V." + column + " FROM PARTITION_VALUES V WHERE V.PARTITION_ID = P.ID AND V.KEY_INDEX = " + key
                + ")";
    }
}

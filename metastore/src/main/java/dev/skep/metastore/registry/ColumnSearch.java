package dev.skep.metastore.registry;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a column of a schema version must be to be found; null where it does not matter.
 *
 * @param namespace compared with the column's comment, which is where Hive's registry keeps it
 */
public record ColumnSearch(@Nullable String name, @Nullable String namespace, @Nullable String type) {
    public ColumnSearch {
        if (name == null && namespace == null) {
            throw new IllegalArgumentException(
                    "Invalid search for columns: it names neither a column nor a namespace");
        }
        name = name == null ? null : name.toLowerCase(Locale.ROOT);
        type = type == null ? null : type.toLowerCase(Locale.ROOT);
    }
}

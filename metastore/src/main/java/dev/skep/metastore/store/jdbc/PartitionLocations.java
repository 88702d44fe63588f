package dev.skep.metastore.store.jdbc;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.Table;

/** The short form of partition locations: null for the table's location followed by the name, {@code ./x} for what else lies below the table's. */
final class PartitionLocations {
    private PartitionLocations() {}

    static @Nullable String shorten(Table table, String name, @Nullable String location) {
        String base = table.storage().location();
        if (location == null || base == null) {
            return location;
        }
        String prefix = withoutSlash(base) + "/";
        if (!location.startsWith(prefix)) {
            return location;
        }
        String below = location.substring(prefix.length());
        return below.equals(name) ? null : "./" + below;
    }

    static @Nullable String complete(Table table, String name, @Nullable String location) {
        String base = table.storage().location();
        if (base == null) {
            return location;
        }
        if (location == null) {
            return withoutSlash(base) + "/" + name;
        }
        return location.startsWith("./") ? withoutSlash(base) + location.substring(1) : location;
    }

    static String withoutSlash(String location) {
        int end = location.length();
        while (end > 1 && location.charAt(end - 1) == '/') {
            end--;
        }
        return location.substring(0, end);
    }
}

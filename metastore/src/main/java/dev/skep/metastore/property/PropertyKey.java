package dev.skep.metastore.property;

import java.util.Arrays;
import java.util.List;

/**
 * The place of one property: of a map, and in it a name. In the namespace {@code hms} a key {@code p} is of the cluster's map, {@code db.p} of the map of a database,
 * {@code db.table.p} of that of a table; a map has at most three parts, the first then a catalog, and all after them is the name.
 *
 * @param map the map's parts; none for the cluster's
 */
public record PropertyKey(List<String> map, String name) {
    /** The only namespace, as in Hive's server. */
    public static final String NAMESPACE = "hms";
    private static final int MAX_MAP_PARTS = 3;
    private static final int MAX_MAP_NAME = 800;
    private static final int MAX_NAME = 256;

    public PropertyKey {
        map = List.copyOf(map);
        if (name.isEmpty() || map.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("Invalid property: '%s' has an empty part".formatted(text(map, name)));
        }
        if (name.length() > MAX_NAME || String.join(".", map).length() > MAX_MAP_NAME) {
            throw new IllegalArgumentException(
                    "Invalid property: '%s...' is too long (at most %d for the map and %d for the name)"
                            .formatted(text(map, name).substring(0, 100), MAX_MAP_NAME, MAX_NAME));
        }
    }

    private static String text(List<String> map, String name) {
        return map.isEmpty() ? name : String.join(".", map) + "." + name;
    }

    /** Reads a key; a dot after a backslash does not part it. */
    public static PropertyKey parse(String text) {
        List<String> parts = Arrays.asList(text.split("(?<!\\\\)\\.", -1));
        int size = Math.min(MAX_MAP_PARTS, parts.size() - 1);
        return new PropertyKey(parts.subList(0, size), String.join(".", parts.subList(size, parts.size())));
    }

    /** The map's name: its parts, or empty for the cluster's. */
    public String mapName() {
        return String.join(".", map);
    }

    @Override
    public String toString() {
        return text(map, name);
    }
}

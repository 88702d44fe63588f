package dev.skep.metastore.store.jdbc;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.skep.metastore.property.PropertyKey;
import dev.skep.metastore.store.PropertyStore;

/** Each property is a row. Changes are made in the order of their keys, so that two of them do not wait for each other. */
final class JdbcProperties implements PropertyStore {
    private static final String SEPARATOR = ".";

    private final Statements statements;

    JdbcProperties(Statements statements) {
        this.statements = statements;
    }

    @Override
    public void set(Map<PropertyKey, String> values) {
        Map<String, PropertyKey> ordered = new TreeMap<>();
        values.keySet().forEach(key -> ordered.put(key.toString(), key));
        for (PropertyKey key : ordered.values()) {
            String value = values.get(key);
            int changed = statements.update("UPDATE PROPERTIES SET PROPERTY_VALUE = ? WHERE MAP_NAME = ? AND NAME = ?",
                    value, mapName(key), key.name());
            if (changed == 0) {
                statements.update("INSERT INTO PROPERTIES (MAP_NAME, NAME, PROPERTY_VALUE) VALUES (?, ?, ?)",
                        mapName(key), key.name(), value);
            }
        }
    }

    /** The cluster's map has the empty name, which some databases take for null: every name is kept with a dot before it. */
    private static String mapName(PropertyKey key) {
        return SEPARATOR + key.mapName();
    }

    @Override
    public List<Property> list(String prefix) {
        String from = SEPARATOR + prefix;
        return statements.list(
                """
                        SELECT MAP_NAME, NAME, PROPERTY_VALUE FROM PROPERTIES WHERE SUBSTRING(MAP_NAME FROM 1 FOR ?) = ?
                        ORDER BY MAP_NAME, NAME""",
                row -> {
                    String map = row.getString(1).substring(SEPARATOR.length());
                    return new Property(new PropertyKey(map.isEmpty()
                            ? List.of()
                            : List.of(map.split("(?<!\\\\)\\.")), row.getString(2)), row.getString(3));
                }, from.length(), from);
    }
}

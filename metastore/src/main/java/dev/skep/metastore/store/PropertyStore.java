package dev.skep.metastore.store;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.property.PropertyKey;

/** Properties beside the definitions of databases and tables. */
public interface PropertyStore {

    /** Sets properties; those that are not named stay. */
    void set(Map<PropertyKey, String> values);

    /** Returns the properties of the maps whose name begins with {@code prefix}, sorted by map and name. */
    List<Property> list(String prefix);

    /** A property with its value. */
    record Property(PropertyKey key, String value) {}
}

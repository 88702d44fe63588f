package dev.skep.metastore.catalog;

import java.util.Map;

import dev.skep.metastore.property.PropertyKey;
import dev.skep.metastore.property.PropertySelection;

/**
 * Properties of the cluster, of databases and of tables beside their definitions. Who MANAGEs the catalog {@code hive} sees and sets all; others see those of objects that they
 * may know of, and set those of objects that they may ALTER, for which such an object must exist.
 */
public interface PropertyMaps {

    /** Sets properties, all or none of them; others stay. */
    void set(Map<PropertyKey, String> values);

    /** Returns what is selected of the maps whose names begin with {@code prefix}, by their names; the cluster's map is named {@link PropertyKey#NAMESPACE}. */
    Map<String, Map<String, String>> select(String prefix, PropertySelection selection);
}

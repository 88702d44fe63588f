package dev.skep.metastore.catalog;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.skep.metastore.connector.DataConnector;

/**
 * Data connectors. Everyone who may know of the catalog {@code hive} knows of them; what they sign in with is told to their owners and to those who MANAGE that catalog,
 * who may also change and drop them.
 */
public interface Connectors {

    /** Adds a connector. Needs MANAGE on the catalog {@code hive}. */
    void create(DataConnector connector);

    /** Returns a connector; where the caller may not sign in through it, {@linkplain DataConnector#redacted without secrets}. */
    DataConnector connector(String name);

    /** Changes a connector in one step; name and time of making stay. */
    void alter(String name, UnaryOperator<DataConnector> change);

    /** Removes a connector. Fails with INVALID_OPERATION if databases name it. */
    void drop(String name);

    /** Removes a connector even if databases name it: they stay, and can only be dropped. */
    void dropUnchecked(String name);

    List<String> names();
}

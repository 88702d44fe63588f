package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.connector.DataConnector;
import dev.skep.metastore.model.Database;

/** Data connectors, which belong to no catalog. */
public interface ConnectorStore {

    Optional<DataConnector> find(String name);

    /** As {@link #find}, and keeps others from changing it, or databases from beginning to name it, until the transaction ends. */
    Optional<DataConnector> lock(String name);

    /** Returns all connectors, sorted by name. */
    List<DataConnector> all();

    /** Adds a connector. Fails with ALREADY_EXISTS. */
    void insert(DataConnector connector);

    /** Replaces the one of that name. */
    void update(DataConnector changed);

    void delete(String name);

    /** Returns the remote databases of all catalogs that name the connector. */
    List<Database> databasesOf(String name);
}

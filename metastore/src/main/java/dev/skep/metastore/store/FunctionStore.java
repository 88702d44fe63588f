package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.FunctionName;

/** Functions that engines load by class name. */
public interface FunctionStore {

    Optional<Stored<Function>> find(FunctionName name);

    List<Function> all(CatalogName catalog);

    /** Returns all functions of a database, sorted by name. */
    List<Function> all(DatabaseName database);

    /** Returns all names of a database, sorted. */
    List<String> names(DatabaseName database);

    /** Adds a function. Fails with ALREADY_EXISTS. */
    void insert(long databaseId, Function function);

    /** Replaces the function of that number. */
    void update(long id, long databaseId, Function changed);

    void delete(long id);

    /** Removes all functions of a database. */
    void deleteAll(long databaseId);
}

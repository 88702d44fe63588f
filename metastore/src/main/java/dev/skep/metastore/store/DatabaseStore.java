package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import org.jspecify.annotations.Nullable;

/** The databases of all catalogs. */
public interface DatabaseStore {

    Optional<Stored<Database>> find(DatabaseName name);

    /** As {@link #find}, and keeps others from changing the database or what it holds until the transaction ends. */
    Optional<Stored<Database>> lock(DatabaseName name);

    /** Returns all names, sorted. */
    List<String> names(CatalogName catalog);

    /** Returns what lists need of all databases, sorted by name. */
    List<Listed> list(CatalogName catalog);

    /** Returns each owner of tables, functions, routines or schemas once for each database that holds some of his. */
    List<Listed> ownersInside(CatalogName catalog);

    /** A name with its owner. */
    record Listed(DatabaseName name, @Nullable String owner, PrincipalType ownerType) {}

    /** Adds a database to the catalog of that number. Fails with ALREADY_EXISTS. Returns its number. */
    long insert(long catalogId, Database database);

    /** Replaces all but the name. */
    void update(long id, Database changed);

    /** Removes a database without tables and functions. Fails with CONFLICT if there are any. */
    void delete(long id);
}

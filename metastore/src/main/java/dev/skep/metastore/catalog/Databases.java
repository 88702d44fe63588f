package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;

/** Catalogs and databases. */
public interface Databases {

    List<Catalog> catalogs();

    /** Returns the catalog, or fails with NOT_FOUND. */
    Catalog catalog(CatalogName name);

    void createCatalog(Catalog catalog);

    void alterCatalog(CatalogName name, Catalog changed);

    /** Drops a catalog without databases other than an empty {@code default}; fails with NOT_EMPTY otherwise. */
    void dropCatalog(CatalogName name);

    Optional<Database> find(DatabaseName name);

    /** Returns the database, or fails with NOT_FOUND. */
    Database database(DatabaseName name);

    /** Returns the names that match {@code pattern}, sorted. */
    List<String> names(CatalogName catalog, NamePattern pattern);

    /** Creates the database and its folder; a location of null is chosen by the warehouse. Fails with ALREADY_EXISTS. */
    void create(Database database);

    /** Changes comment, parameters, owner, and locations for tables to come. */
    void alter(DatabaseName name, Database changed);

    /** Drops an empty database. Fails with NOT_EMPTY if tables or functions are in it. */
    void drop(DatabaseName name, DataRemoval data);

    /** Drops a database and everything in it. */
    void dropCascade(DatabaseName name, DataRemoval data);
}

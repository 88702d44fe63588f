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

    /**
     * Creates the database and its folder; a location of null is chosen by the warehouse, another one needs READ and WRITE on it. It is made in the name given if
     * the caller MANAGEs it, else in the caller's. Fails with ALREADY_EXISTS, or where the caller may not see what has the name with the same ACCESS_DENIED as
     * for one who may not create it.
     */
    void create(Database database);

    /** Changes comment, parameters, owner (which needs MANAGE), and locations for tables to come (which need READ and WRITE on them). */
    void alter(DatabaseName name, Database changed);

    /** Drops an empty database. Fails with NOT_EMPTY if tables or functions are in it, with ACCESS_DENIED if the caller may see none of them. */
    void drop(DatabaseName name, DataRemoval data);

    /** Drops a database and everything in it. Fails with ACCESS_DENIED if the caller may not DROP, or not see, something in it; what is not seen is not named. */
    void dropCascade(DatabaseName name, DataRemoval data);
}

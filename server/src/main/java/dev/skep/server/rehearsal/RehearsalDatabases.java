package dev.skep.server.rehearsal;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.Databases;
import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;

/** The one database of the rehearsal. */
record RehearsalDatabases(Database only) implements Databases {
    @Override
    public List<Catalog> catalogs() {
        throw RehearsalSession.absent("catalogs");
    }

    @Override
    public Catalog catalog(CatalogName name) {
        throw RehearsalSession.absent("catalog");
    }

    @Override
    public void createCatalog(Catalog catalog) {
        throw RehearsalSession.absent("createCatalog");
    }

    @Override
    public void alterCatalog(CatalogName name, Catalog changed) {
        throw RehearsalSession.absent("alterCatalog");
    }

    @Override
    public void dropCatalog(CatalogName name) {
        throw RehearsalSession.absent("dropCatalog");
    }

    @Override
    public Optional<Database> find(DatabaseName name) {
        return only.name().equals(name) ? Optional.of(only) : Optional.empty();
    }

    @Override
    public Database database(DatabaseName name) {
        return only;
    }

    @Override
    public List<String> names(CatalogName catalog, NamePattern pattern) {
        throw RehearsalSession.absent("names");
    }

    @Override
    public void create(Database database) {
        throw RehearsalSession.absent("create");
    }

    @Override
    public void alter(DatabaseName name, Database changed) {
        throw RehearsalSession.absent("alter");
    }

    @Override
    public void drop(DatabaseName name, DataRemoval data) {
        throw RehearsalSession.absent("drop");
    }

    @Override
    public void dropCascade(DatabaseName name, DataRemoval data) {
        throw RehearsalSession.absent("dropCascade");
    }
}

package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;

/** The catalogs: the level above databases. */
public interface CatalogStore {

    List<Catalog> all();

    Optional<Stored<Catalog>> find(CatalogName name);

    /** Adds a catalog. Fails with ALREADY_EXISTS. */
    void insert(Catalog catalog);

    /** Replaces description and location. */
    void update(long id, Catalog changed);

    /** The store's own name; empty before {@link #nameStore}. */
    Optional<UUID> storeId();

    /** Names the store, once and for good. Fails with ALREADY_EXISTS. */
    void nameStore(UUID id);

    /** Removes a catalog without databases. Fails with CONFLICT if there are any. */
    void delete(long id);
}

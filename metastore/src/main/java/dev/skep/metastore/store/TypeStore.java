package dev.skep.metastore.store;

import java.util.Optional;

import dev.skep.metastore.model.TypeDefinition;

/** Types that clients keep under a name. */
public interface TypeStore {

    Optional<TypeDefinition> find(String name);

    /** Adds a type. Fails with ALREADY_EXISTS if there is one of its name. */
    void insert(TypeDefinition type);

    /** Returns false if there was none. */
    boolean delete(String name);
}

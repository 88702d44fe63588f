package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.TypeDefinition;

/** Types that clients keep under a name, for all in the catalog {@code hive}. What they are made of need not be kept here. */
public interface Types {

    /** Keeps a type. Needs CREATE on the catalog; fails with ALREADY_EXISTS. */
    void create(TypeDefinition type);

    /** Returns a type to those who see the catalog. */
    Optional<TypeDefinition> find(String name);

    /** Returns the type and all kept ones that it is made of, however deep, itself first; empty if it is not there. */
    List<TypeDefinition> withParts(String name);

    /** Removes a type, of which others may be made. Needs DROP on the catalog. Returns false if there was none. */
    boolean drop(String name);
}

package dev.skep.query.analyzer;

import java.util.Optional;

import dev.skep.query.plan.SystemTable;

/** Tables of the database {@code sys} that the server adds to those that the catalog itself fills, such as its audit. */
@FunctionalInterface
public interface SystemTables {
    SystemTables NONE = name -> Optional.empty();

    /** @param name within {@code sys}, in lower case */
    Optional<SystemTable> find(String name);
}

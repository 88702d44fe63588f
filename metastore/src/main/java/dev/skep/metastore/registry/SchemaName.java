package dev.skep.metastore.registry;

import java.util.Locale;

import dev.skep.metastore.model.DatabaseName;

/** The name of a schema of the registry in a database; compared without regard to case. */
public record SchemaName(DatabaseName database, String name) {
    public SchemaName {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Invalid schema name: ''");
        }
        name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return database + "." + name;
    }
}

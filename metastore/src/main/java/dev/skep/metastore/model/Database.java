package dev.skep.metastore.model;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A set of tables, views and functions.
 *
 * @param location the folder of external tables, and of all tables where {@code managedLocation} is null; null in a request lets the warehouse choose
 * @param createTime seconds since 1970
 * @param connector for a remote database (Hive 4): the data connector and the database's name there; else null
 */
public record Database(DatabaseName name, @Nullable String comment, @Nullable String location,
        @Nullable String managedLocation,
        Map<String, String> parameters, @Nullable String owner, PrincipalType ownerType, long createTime,
        @Nullable RemoteDatabase connector) {
    /** The database that always exists. */
    public static final String DEFAULT = "default";

    public Database {
        parameters = Map.copyOf(parameters);
    }

    public Database withParameters(Map<String, String> newParameters) {
        return new Database(name, comment, location, managedLocation, newParameters, owner, ownerType, createTime,
                connector);
    }

    /** Where a remote database is. */
    public record RemoteDatabase(String connector, String name) {}
}

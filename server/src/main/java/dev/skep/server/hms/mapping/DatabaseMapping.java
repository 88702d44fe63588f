package dev.skep.server.hms.mapping;

import dev.skep.metastore.model.DatabaseName;
import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.required;
import static dev.skep.server.hms.mapping.Requests.seconds;

import java.util.HashMap;

import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Database.RemoteDatabase;
import dev.skep.thrift.hms.CreateDatabaseRequest;
import dev.skep.thrift.hms.DatabaseType;
import org.jspecify.annotations.Nullable;

/** Catalogs and databases. Not kept: a catalog's parameters (4.2), the privileges that a database may carry. */
public final class DatabaseMapping {
    private DatabaseMapping() {}

    public static Catalog fromThrift(dev.skep.thrift.hms.@Nullable Catalog catalog) {
        dev.skep.thrift.hms.Catalog given = required(catalog, "catalog");
        return new Catalog(new CatalogName(required(given.getName(), "catalog name")), given.getDescription(),
                required(given.getLocationUri(), "location of the catalog"), given.getCreateTime());
    }

    public static dev.skep.thrift.hms.Catalog toThrift(Catalog catalog) {
        dev.skep.thrift.hms.Catalog answer = new dev.skep.thrift.hms.Catalog();
        answer.setName(catalog.name().name());
        answer.setDescription(catalog.description());
        answer.setLocationUri(catalog.location());
        answer.setCreateTime(seconds(catalog.createTime()));
        return answer;
    }

    public static Database fromThrift(dev.skep.thrift.hms.@Nullable Database database) {
        dev.skep.thrift.hms.Database given = required(database, "database");
        return fromThrift(NameMapping.database(given.getCatalogName(), given.getName()), given);
    }

    /** The database of that name as a request describes it: databases keep their names, whatever the struct says, as in Hive's server. */
    public static Database fromThrift(DatabaseName name, dev.skep.thrift.hms.@Nullable Database database) {
        dev.skep.thrift.hms.Database given = required(database, "database");
        return new Database(name, given.getDescription(),
                WireLocations.complete(given.getLocationUri()), WireLocations.complete(given.getManagedLocationUri()),
                mapOf(given.getParameters()),
                given.getOwnerName(), PrincipalMapping.fromThrift(given.getOwnerType()), given.getCreateTime(),
                remote(given.getType(), given.getConnector_name(), given.getRemote_dbname()));
    }

    /** A database as a request changes it: description and kind of owner that the request leaves out stay, as in Hive's server. */
    public static Database changed(Database before, dev.skep.thrift.hms.@Nullable Database database) {
        dev.skep.thrift.hms.Database given = required(database, "database");
        Database after = fromThrift(before.name(), given);
        return new Database(before.name(), given.getDescription() == null ? before.comment() : after.comment(),
                after.location(), after.managedLocation(),
                after.parameters(),
                after.owner(), given.getOwnerType() == null ? before.ownerType() : after.ownerType(),
                after.createTime(),
                after.connector());
    }

    public static Database fromThrift(CreateDatabaseRequest request) {
        return new Database(NameMapping.database(request.getCatalogName(), request.getDatabaseName()),
                request.getDescription(),
                WireLocations.complete(request.getLocationUri()),
                WireLocations.complete(request.getManagedLocationUri()),
                mapOf(request.getParameters()),
                request.getOwnerName(), PrincipalMapping.fromThrift(request.getOwnerType()), request.getCreateTime(),
                remote(request.getType(), request.getDataConnectorName(), request.getRemote_dbname()));
    }

    private static @Nullable RemoteDatabase remote(@Nullable DatabaseType type, @Nullable String connector,
            @Nullable String name) {
        if (type != DatabaseType.REMOTE) {
            return null;
        }
        return new RemoteDatabase(required(connector, "data connector of the remote database"),
                required(name, "name of the remote database at its source"));
    }

    public static dev.skep.thrift.hms.Database toThrift(Database database) {
        dev.skep.thrift.hms.Database answer = new dev.skep.thrift.hms.Database();
        answer.setName(database.name().name());
        answer.setDescription(database.comment());
        answer.setLocationUri(database.location());
        answer.setParameters(new HashMap<>(database.parameters()));
        answer.setOwnerName(database.owner());
        answer.setOwnerType(PrincipalMapping.toThrift(database.ownerType()));
        answer.setCatalogName(database.name().catalog().name());
        answer.setCreateTime(seconds(database.createTime()));
        answer.setManagedLocationUri(database.managedLocation());
        RemoteDatabase remote = database.connector();
        answer.setType(remote == null ? DatabaseType.NATIVE : DatabaseType.REMOTE);
        if (remote != null) {
            answer.setConnector_name(remote.connector());
            answer.setRemote_dbname(remote.name());
        }
        return answer;
    }
}

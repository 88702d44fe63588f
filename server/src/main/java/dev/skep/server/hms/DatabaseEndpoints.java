package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.removal;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.server.hms.compat.DefaultDatabase;
import dev.skep.server.hms.mapping.DatabaseMapping;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.NameMapping.DatabasePattern;
import dev.skep.thrift.hms.AlterDatabaseRequest;
import dev.skep.thrift.hms.CreateDatabaseRequest;
import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.DropDatabaseRequest;
import dev.skep.thrift.hms.GetDatabaseObjectsRequest;
import dev.skep.thrift.hms.GetDatabaseObjectsResponse;
import dev.skep.thrift.hms.GetDatabaseRequest;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Databases. */
interface DatabaseEndpoints extends Endpoints {

    @Override
    default void create_database(Database database) throws TException {
        run("create_database", session -> session.databases().create(DatabaseMapping.fromThrift(database)));
    }

    @Override
    default void create_database_req(CreateDatabaseRequest request) throws TException {
        run("create_database_req", session -> session.databases().create(DatabaseMapping.fromThrift(request)));
    }

    @Override
    default Database get_database(@Nullable String name) throws TException {
        return call("get_database",
                session -> DefaultDatabase.get(session, NameMapping.database(name)));
    }

    @Override
    default Database get_database_req(GetDatabaseRequest request) throws TException {
        return call("get_database_req", session -> DefaultDatabase.get(session,
                NameMapping.database(request.getCatalogName(), request.getName())));
    }

    @Override
    default List<String> get_databases(@Nullable String pattern) throws TException {
        return call("get_databases", session -> names(session, NameMapping.databases(pattern)));
    }

    private static List<String> names(CatalogSession session, DatabasePattern wanted) {
        return session.databases().names(wanted.catalog(), wanted.pattern());
    }

    @Override
    default GetDatabaseObjectsResponse get_databases_req(GetDatabaseObjectsRequest request) throws TException {
        return call("get_databases_req", session -> {
            DatabasePattern wanted = NameMapping.databases(request.getCatalogName(), request.getPattern());
            List<Database> databases = new ArrayList<>();
            for (String name : names(session, wanted)) {
                // One that was dropped since the names were read is left out.
                session.databases().find(new DatabaseName(wanted.catalog(), name)).map(DatabaseMapping::toThrift)
                        .ifPresent(databases::add);
            }
            return new GetDatabaseObjectsResponse(databases);
        });
    }

    @Override
    default List<String> get_all_databases() throws TException {
        return call("get_all_databases",
                session -> names(session, new DatabasePattern(CatalogName.HIVE, NameMapping.pattern(null))));
    }

    @Override
    default void alter_database(@Nullable String name, Database database) throws TException {
        run("alter_database",
                session -> session.databases().alter(NameMapping.database(name), DatabaseMapping.fromThrift(database)));
    }

    @Override
    default void alter_database_req(AlterDatabaseRequest request) throws TException {
        run("alter_database_req", session -> session.databases().alter(
                NameMapping.database(request.getNewDb().getCatalogName(), request.getOldDbName()),
                DatabaseMapping.fromThrift(request.getNewDb())));
    }

    @Override
    default void drop_database(@Nullable String name, boolean deleteData, boolean cascade) throws TException {
        run("drop_database", session -> drop(session, NameMapping.database(name), removal(deleteData, null), cascade));
    }

    @Override
    default void drop_database_req(DropDatabaseRequest request) throws TException {
        run("drop_database_req", session -> {
            if (request.isSoftDelete()) {
                throw new CatalogException(Reason.UNSUPPORTED,
                        "Cannot drop database %s: a soft delete is not supported by Skep".formatted(request.getName()));
            }
            try {
                drop(session, NameMapping.database(request.getCatalogName(), request.getName()),
                        removal(request.isDeleteData(), null),
                        request.isCascade());
            } catch (CatalogException e) {
                if (!(isAbsence(e.reason()) && request.isIgnoreUnknownDb())) {
                    throw e;
                }
            }
        });
    }

    private static boolean isAbsence(Reason reason) {
        return reason == Reason.NOT_FOUND || reason == Reason.DATABASE_NOT_FOUND;
    }

    private static void drop(CatalogSession session, DatabaseName name, DataRemoval data, boolean cascade) {
        if (cascade) {
            session.databases().dropCascade(name, data);
        } else {
            session.databases().drop(name, data);
        }
    }
}

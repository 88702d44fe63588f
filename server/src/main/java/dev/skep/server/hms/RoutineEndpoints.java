package dev.skep.server.hms;

import java.util.List;

import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.routine.RoutineKind;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.RoutineMapping;
import dev.skep.thrift.hms.AddPackageRequest;
import dev.skep.thrift.hms.DropPackageRequest;
import dev.skep.thrift.hms.GetPackageRequest;
import dev.skep.thrift.hms.ListPackageRequest;
import dev.skep.thrift.hms.ListStoredProcedureRequest;
import dev.skep.thrift.hms.Package;
import dev.skep.thrift.hms.StoredProcedure;
import dev.skep.thrift.hms.StoredProcedureRequest;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Stored procedures and packages of Hive 4's HPL/SQL. */
interface RoutineEndpoints extends Endpoints {

    @Override
    default void create_stored_procedure(StoredProcedure procedure) throws TException {
        run("create_stored_procedure", session -> session.routines().put(RoutineMapping.fromThrift(procedure)));
    }

    @Override
    default StoredProcedure get_stored_procedure(StoredProcedureRequest request) throws TException {
        return call("get_stored_procedure",
                session -> RoutineMapping.procedure(session.routines().routine(
                        RoutineMapping.name(RoutineKind.PROCEDURE, request.getCatName(), request.getDbName(),
                                request.getProcName()))));
    }

    @Override
    default void drop_stored_procedure(StoredProcedureRequest request) throws TException {
        run("drop_stored_procedure", session -> session.routines().drop(RoutineMapping.name(RoutineKind.PROCEDURE,
                request.getCatName(), request.getDbName(), request.getProcName())));
    }

    @Override
    default List<String> get_all_stored_procedures(ListStoredProcedureRequest request) throws TException {
        return call("get_all_stored_procedures",
                session -> names(session, RoutineKind.PROCEDURE, request.getCatName(), request.getDbName()));
    }

    private static List<String> names(CatalogSession session, RoutineKind kind, @Nullable String catalog,
            @Nullable String database) {
        return session.routines().names(kind, NameMapping.catalog(catalog),
                database == null ? null : NameMapping.database(catalog, database));
    }

    @Override
    default void add_package(AddPackageRequest request) throws TException {
        run("add_package", session -> session.routines().put(RoutineMapping.fromThrift(request)));
    }

    @Override
    default Package find_package(GetPackageRequest request) throws TException {
        return call("find_package",
                session -> RoutineMapping.packageOf(session.routines().routine(RoutineMapping.name(
                        RoutineKind.PACKAGE, request.getCatName(), request.getDbName(), request.getPackageName()))));
    }

    @Override
    default void drop_package(DropPackageRequest request) throws TException {
        run("drop_package", session -> session.routines().drop(RoutineMapping.name(RoutineKind.PACKAGE,
                request.getCatName(), request.getDbName(), request.getPackageName())));
    }

    @Override
    default List<String> get_all_packages(ListPackageRequest request) throws TException {
        return call("get_all_packages",
                session -> names(session, RoutineKind.PACKAGE, request.getCatName(), request.getDbName()));
    }
}

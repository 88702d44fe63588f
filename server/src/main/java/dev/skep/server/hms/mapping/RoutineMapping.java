package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.required;

import dev.skep.metastore.routine.Routine;
import dev.skep.metastore.routine.RoutineKind;
import dev.skep.metastore.routine.RoutineName;
import dev.skep.thrift.hms.AddPackageRequest;
import dev.skep.thrift.hms.Package;
import dev.skep.thrift.hms.StoredProcedure;
import org.jspecify.annotations.Nullable;

/** Stored procedures and packages. */
public final class RoutineMapping {
    private RoutineMapping() {}

    public static RoutineName name(RoutineKind kind, @Nullable String catalog, @Nullable String database,
            @Nullable String name) {
        return new RoutineName(kind, NameMapping.database(catalog, database), required(name, kind.word() + " name"));
    }

    public static Routine fromThrift(@Nullable StoredProcedure procedure) {
        StoredProcedure given = required(procedure, "stored procedure");
        return new Routine(
                name(RoutineKind.PROCEDURE, given.getCatName(), given.getDbName(), given.getName()),
                given.getOwnerName(), null, required(given.getSource(), "source of the stored procedure"));
    }

    public static Routine fromThrift(AddPackageRequest request) {
        return new Routine(
                name(RoutineKind.PACKAGE, request.getCatName(), request.getDbName(), request.getPackageName()),
                request.getOwnerName(), required(request.getHeader(), "header of the package"),
                required(request.getBody(), "body of the package"));
    }

    public static StoredProcedure procedure(Routine routine) {
        StoredProcedure answer = new StoredProcedure();
        answer.setName(routine.name().name());
        answer.setDbName(routine.name().database().name());
        answer.setCatName(routine.name().database().catalog().name());
        answer.setOwnerName(routine.owner());
        answer.setSource(routine.body());
        return answer;
    }

    public static Package packageOf(Routine routine) {
        Package answer = new Package();
        answer.setPackageName(routine.name().name());
        answer.setDbName(routine.name().database().name());
        answer.setCatName(routine.name().database().catalog().name());
        answer.setOwnerName(routine.owner());
        answer.setHeader(routine.header());
        answer.setBody(routine.body());
        return answer;
    }
}

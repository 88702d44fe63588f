package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.routine.Routine;
import dev.skep.metastore.routine.RoutineKind;
import dev.skep.metastore.routine.RoutineName;
import org.jspecify.annotations.Nullable;

/** Stored procedures and packages. */
public interface RoutineStore {

    Optional<Stored<Routine>> find(RoutineName name);

    /** Returns what lists need of all routines of a kind, sorted by database and name. */
    List<Listed> list(RoutineKind kind, CatalogName catalog);

    /** A name with the user who owns it. */
    record Listed(RoutineName name, @Nullable String owner) {}

    /** Adds a routine. Fails with ALREADY_EXISTS. */
    void insert(long databaseId, Routine routine);

    /** Replaces all but the name. */
    void update(long id, Routine changed);

    void delete(long id);

    /** Removes all routines of a database. */
    void deleteAll(long databaseId);
}

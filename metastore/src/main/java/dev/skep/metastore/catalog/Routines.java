package dev.skep.metastore.catalog;

import java.util.List;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.routine.Routine;
import dev.skep.metastore.routine.RoutineKind;
import dev.skep.metastore.routine.RoutineName;
import org.jspecify.annotations.Nullable;

/** Stored procedures and packages, which engines run. What the caller may not see is absent. */
public interface Routines {

    /**
     * Makes a routine, or replaces it, as in Hive: the first needs CREATE in its database, the second ALTER. It belongs to the caller unless he may make or change
     * things in another's name.
     */
    void put(Routine routine);

    Routine routine(RoutineName name);

    /** Removes a routine; as in Hive, none is also well. */
    void drop(RoutineName name);

    /** Returns the names in a database, or with null in all of the catalog, sorted. */
    List<String> names(RoutineKind kind, CatalogName catalog, @Nullable DatabaseName database);
}

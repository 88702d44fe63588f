package dev.skep.metastore.routine;

import dev.skep.metastore.model.DatabaseName;

/** The name of a routine in a database. As in Hive it is kept as it is given, and compared with regard to case. */
public record RoutineName(RoutineKind kind, DatabaseName database, String name) {
    public RoutineName {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Invalid %s name: ''".formatted(kind.word()));
        }
    }

    @Override
    public String toString() {
        return database + "." + name;
    }
}

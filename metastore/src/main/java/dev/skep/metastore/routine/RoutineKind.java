package dev.skep.metastore.routine;

import java.util.Locale;

/** What a routine is. Procedures and packages of one database may have the same name. */
public enum RoutineKind {
    PROCEDURE, PACKAGE;

    /** The word for it in messages. */
    public String word() {
        return this == PROCEDURE ? "stored procedure" : name().toLowerCase(Locale.ROOT);
    }
}

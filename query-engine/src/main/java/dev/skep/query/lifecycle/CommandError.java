package dev.skep.query.lifecycle;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Name;

/** Failures at the place of a name. */
final class CommandError {
    private CommandError() {}

    static QueryException at(Name name, String message) {
        return new QueryException(Reason.ANALYSIS, "line %d:%d: %s".formatted(name.line(), name.column(), message),
                name.line(), name.column(), null);
    }
}

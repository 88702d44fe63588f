package dev.skep.metastore.routine;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A stored procedure or package.
 *
 * @param owner null where its maker gave none and none is known
 * @param header the declarations of a package; null for a procedure
 * @param body the text of a procedure, or of a package's bodies
 */
public record Routine(RoutineName name, @Nullable String owner, @Nullable String header, String body) {
    public Routine {
        requireNonNull(name, "name is null");
        requireNonNull(body, "body is null");
    }

    public Routine withOwner(@Nullable String newOwner) {
        return new Routine(name, newOwner, header, body);
    }
}

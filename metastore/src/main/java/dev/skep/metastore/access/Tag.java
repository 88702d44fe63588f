package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/** A tag on one database, table or column; what is in a tagged object carries the tag too, unless it has a value of its own. {@code object} is exact. */
public record Tag(String name, String value, Scope object) {
    public Tag {
        name = name.toLowerCase(Locale.ROOT);
        requireNonNull(value, "value is null");
        requireNonNull(object, "object is null");
        if (!(object instanceof Scope.OfDatabase || object instanceof Scope.OfTable
                || object instanceof Scope.OfColumn) || !Scopes.isExact(object)) {
            throw new IllegalArgumentException(
                    "Invalid tag %s: it is not on one database, table or column".formatted(name));
        }
    }
}

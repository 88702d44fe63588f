package dev.skep.storage.type;

import static java.util.Objects.requireNonNull;

/** A named column of a schema. */
public record Field(String name, DataType type) {
    public Field {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
    }
}

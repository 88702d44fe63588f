package dev.skep.metastore.store;

import static java.util.Objects.requireNonNull;

/** An object together with the store's number for it, which is never given to another object. */
public record Stored<T>(long id, T value) {
    public Stored {
        requireNonNull(value, "value is null");
    }
}

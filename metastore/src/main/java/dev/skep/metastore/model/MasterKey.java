package dev.skep.metastore.model;

import static java.util.Objects.requireNonNull;

/** A key that delegation tokens are signed with, under the number that the store gave it. */
public record MasterKey(int id, String key) {
    public MasterKey {
        requireNonNull(key, "key is null");
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "MasterKey[id=" + id + "]";
    }
}

package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

/** Who calls, and from where; what every decision is made about. */
public record Caller(Identity identity, Origin origin) {
    public Caller {
        requireNonNull(identity, "identity is null");
        requireNonNull(origin, "origin is null");
    }

    /** The server's own work in the name of {@code identity}. */
    public static Caller internal(Identity identity) {
        return new Caller(identity, Origin.INTERNAL);
    }

    public String user() {
        return identity.user();
    }
}

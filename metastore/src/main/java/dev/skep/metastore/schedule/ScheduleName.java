package dev.skep.metastore.schedule;

import static java.util.Objects.requireNonNull;

/** The name of a scheduled query in the namespace of a cluster, as the client wrote both: Hive tells upper from lower case here. */
public record ScheduleName(String namespace, String name) {
    private static final int MAX_LENGTH = 256;

    public ScheduleName {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        if (name.isEmpty() || name.length() > MAX_LENGTH || namespace.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "Invalid scheduled query: '%s' in '%s' (expected 1 to %d characters)".formatted(name, namespace,
                            MAX_LENGTH));
        }
    }

    @Override
    public String toString() {
        return name + "@" + namespace;
    }
}

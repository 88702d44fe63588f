package dev.skep.metastore.workload;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The name of a resource plan, in the namespace of a cluster; both without regard to case. */
public record PlanName(String namespace, String name) {
    /** The namespace of clients that name none: those before Hive 4. */
    public static final String DEFAULT_NAMESPACE = "default";
    private static final int MAX_LENGTH = 256;

    public PlanName {
        namespace = normalized(namespace);
        name = normalized(name);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Invalid resource plan: its name is empty");
        }
        if (name.length() > MAX_LENGTH || namespace.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("Invalid resource plan: '%s' is too long (at most %d)".formatted(
                    name.length() > MAX_LENGTH ? name : namespace, MAX_LENGTH));
        }
    }

    /** @param namespace null for the default one */
    public static PlanName of(@Nullable String namespace, String name) {
        return new PlanName(namespaceOrDefault(namespace), name);
    }

    public static String namespaceOrDefault(@Nullable String namespace) {
        return normalized(namespace == null ? DEFAULT_NAMESPACE : namespace);
    }

    public PlanName named(String other) {
        return new PlanName(namespace, other);
    }

    /** A name as plans keep those of pools, triggers and entities. */
    static String normalized(String name) {
        return name.trim().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name + " in " + namespace;
    }
}

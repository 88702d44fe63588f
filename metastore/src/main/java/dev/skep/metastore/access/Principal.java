package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import dev.skep.metastore.model.PrincipalType;

/** Whom a policy speaks of. Names are compared exactly, but those of roles without regard to case. */
public record Principal(PrincipalType type, String name) {
    /** The role that everyone has. */
    public static final Principal PUBLIC = new Principal(PrincipalType.ROLE, "public");
    /** The role that may do everything, but is not exempt from row filters and masks. */
    public static final Principal ADMIN = new Principal(PrincipalType.ROLE, "admin");

    public Principal {
        requireNonNull(type, "type is null");
        requireNonNull(name, "name is null");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Invalid principal: its name is empty");
        }
        if (type == PrincipalType.ROLE) {
            name = name.toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static Principal user(String name) {
        return new Principal(PrincipalType.USER, name);
    }

    public static Principal group(String name) {
        return new Principal(PrincipalType.GROUP, name);
    }

    public static Principal role(String name) {
        return new Principal(PrincipalType.ROLE, name);
    }

    @Override
    public String toString() {
        return type.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
    }
}

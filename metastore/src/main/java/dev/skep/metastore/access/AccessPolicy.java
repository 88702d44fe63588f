package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A rule about access, as it is kept in the catalog. */
public sealed interface AccessPolicy {

    /** The store's number for it, -1 before it is stored; never used again. */
    long id();

    /** The name that explanations and the audit log call it by, unique among the policies of its kind; a grant's is made of its number. */
    String name();

    Scope scope();

    Provenance made();

    /** Who made a policy, and when. */
    record Provenance(String by, Instant at) {
        public Provenance {
            requireNonNull(by, "by is null");
            requireNonNull(at, "at is null");
        }
    }

    /** Whether a grant gives or forbids. */
    enum Effect {
        ALLOW,
        /** Wins over every grant that allows. */
        DENY
    }

    /**
     * Gives or denies privileges.
     *
     * @param grantOption whether the grantee may hand the privileges on
     * @param conditions all must hold for the grant to count
     */
    record Grant(long id, Effect effect, Set<Privilege> privileges, Scope scope, Principal to, boolean grantOption,
            List<Condition> conditions, Provenance made) implements AccessPolicy {
        public Grant {
            requireNonNull(effect, "effect is null");
            privileges = Set.copyOf(privileges);
            requireNonNull(scope, "scope is null");
            requireNonNull(to, "to is null");
            conditions = List.copyOf(conditions);
            requireNonNull(made, "made is null");
            if (privileges.isEmpty()) {
                throw new IllegalArgumentException("Invalid grant to %s: it names no privilege".formatted(to));
            }
        }

        @Override
        public String name() {
            return (effect == Effect.ALLOW ? "grant-" : "deny-") + id;
        }

        /** True if all conditions hold. One that is not understood never holds for what allows, and always for what denies. */
        public boolean isInForce(Origin origin, Instant now) {
            for (Condition condition : conditions) {
                if (!condition.holds(effect, origin, now)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Whom a filter or mask is for.
     *
     * @param to those it is for; empty means everyone
     * @param except those it is not for, even if they are in {@code to}
     */
    record Audience(Set<Principal> to, Set<Principal> except) {
        public static final Audience EVERYONE = new Audience(Set.of(), Set.of());

        public Audience {
            to = Set.copyOf(to);
            except = Set.copyOf(except);
        }
    }

    /**
     * Shows only rows that meet a condition.
     *
     * @param scope tables or tagged objects
     * @param condition a boolean expression in SQL over the table's own columns, hidden ones too
     */
    record RowFilterPolicy(long id, String name, Scope scope, String condition, Audience audience, Provenance made)
            implements
                AccessPolicy {
        public RowFilterPolicy {
            requireNonNull(name, "name is null");
            requireNonNull(scope, "scope is null");
            requireNonNull(condition, "condition is null");
            requireNonNull(audience, "audience is null");
            requireNonNull(made, "made is null");
        }
    }

    /** Shows something else in place of a column's values. {@code scope}: columns or tagged objects. */
    record ColumnMaskPolicy(long id, String name, Scope scope, Mask mask, Audience audience, Provenance made)
            implements
                AccessPolicy {
        public ColumnMaskPolicy {
            requireNonNull(name, "name is null");
            requireNonNull(scope, "scope is null");
            requireNonNull(mask, "mask is null");
            requireNonNull(audience, "audience is null");
            requireNonNull(made, "made is null");
        }
    }
}

package dev.skep.metastore.catalog;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessLog.Event;
import dev.skep.metastore.access.AccessLog.Outcome;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.PolicyStore;
import dev.skep.metastore.store.StoreTransaction;

/** The way a change of rules goes: one transaction, in which changes wait for each other, and after it a line in the log. */
final class RuleChanges {
    private static final int MAX_NAME = 256;

    private final MetastoreStore store;
    private final Caller caller;
    private final AccessSettings settings;
    private final Policies policies;
    private final Clock clock;
    private final RuleRights rights;

    RuleChanges(MetastoreStore store, Guard guard, AccessSettings settings, Policies policies, Clock clock) {
        this.store = store;
        this.caller = guard.caller();
        this.settings = settings;
        this.policies = policies;
        this.clock = clock;
        this.rights = new RuleRights(guard, settings, clock);
    }

    RuleRights rights() {
        return rights;
    }

    Caller caller() {
        return caller;
    }

    /** A change in its transaction. */
    final class Change {
        private final StoreTransaction tx;
        private final RuleObjects objects;
        private @Nullable PolicySet known;

        private Change(StoreTransaction tx) {
            this.tx = tx;
            this.objects = new RuleObjects(tx);
        }

        RuleObjects objects() {
            return objects;
        }

        PolicyStore store() {
            return tx.policies();
        }

        /** The rules as they are before this change, which nobody else changes any more; databases and tables are locked before. */
        PolicySet rules() {
            if (known == null) {
                known = policies.lock(tx);
            }
            return known;
        }

        Provenance made() {
            return RuleChanges.this.made();
        }

        Role role(String name) {
            return RuleChanges.role(rules(), name);
        }

        /** Fails with NOT_FOUND if it is a role that does not exist. */
        void checkExists(Principal principal) {
            if (principal.type() == PrincipalType.ROLE) {
                role(principal.name());
            }
        }
    }

    /**
     * What a change has done.
     *
     * @param policies the names of the policies that were changed
     * @param detail a sentence for the log, empty if nothing was changed
     */
    record Done<T>(T result, List<String> policies, String detail) {
        static <T> Done<T> nothing(T result) {
            return new Done<>(result, List.of(), "");
        }
    }

    /** Runs a change. {@code operation} and {@code object} are for the log. */
    <T> T run(String operation, String object, Function<Change, Done<T>> work) {
        Done<T> done = store.inTransaction(tx -> work.apply(new Change(tx)));
        log(new Entry(operation, object, done));
        return done.result();
    }

    /** One of several changes that are made together, for the log. */
    record Entry(String operation, String object, Done<?> done) {}

    /** Runs several changes in one transaction: all are made or none. */
    void runAll(Function<Change, List<Entry>> work) {
        List<Entry> entries = store.inTransaction(tx -> work.apply(new Change(tx)));
        entries.forEach(this::log);
    }

    /** Changes that are a part of another one's transaction, in which databases and tables are locked already; their entries are to be logged after it. */
    Change within(StoreTransaction tx) {
        return new Change(tx);
    }

    void log(Entry entry) {
        if (!entry.done().detail().isEmpty()) {
            settings.log().record(new Event(caller, Outcome.CHANGED, entry.operation(), entry.object(),
                    entry.done().policies(), entry.done().detail()));
        }
    }

    /** The rules of this moment. */
    PolicySet newest() {
        return policies.current().policies();
    }

    <T> T read(Function<RuleObjects, T> work) {
        return store.read(tx -> work.apply(new RuleObjects(tx)));
    }

    /** Now, as the store keeps it. */
    Provenance made() {
        return new Provenance(caller.user(), Instant.ofEpochMilli(clock.instant().toEpochMilli()));
    }

    static Role role(PolicySet rules, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Role role : rules.roles()) {
            if (role.name().equals(lower)) {
                return role;
            }
        }
        for (Role role : BUILT_IN) {
            if (role.name().equals(lower)) {
                return role;
            }
        }
        throw new CatalogException(Reason.NOT_FOUND, "Cannot find role %s: it does not exist".formatted(lower));
    }

    static final List<Role> BUILT_IN = List.of(new Role(Principal.ADMIN.name(), "skep", 0),
            new Role(Principal.PUBLIC.name(), "skep", 0));
    private static final Set<String> RESERVED = Set.of("all", "none", "default");

    static void checkRoleName(String name) {
        checkName(name, "role");
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid role name: '%s' (SET ROLE gives it a meaning of its own)".formatted(name));
        }
    }

    /** Fails with INVALID_INPUT for names that are empty, too long or hold control characters. */
    static void checkName(String name, String what) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid %s name: '%s' (expected 1 to %d characters, no control characters)".formatted(what, name,
                            MAX_NAME));
        }
    }

    static CatalogException invalid(String message) {
        return new CatalogException(Reason.INVALID_INPUT, message);
    }
}

package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessLog.Event;
import dev.skep.metastore.access.AccessLog.Outcome;

/**
 * Every call of a session passes here, with what it wants to do to which object. What the caller may not see is answered as if it did not exist;
 * what it sees but may not do, with ACCESS_DENIED. Refusals are logged.
 */
public final class Guard {
    private final Caller caller;
    private final FileReader reader;
    private final PolicyIndex policies;
    private final Entitlements entitlements;
    private final Clock clock;
    private final AccessLog log;

    public Guard(Caller caller, FileReader reader, PolicyIndex policies, Clock clock, AccessLog log) {
        this.caller = requireNonNull(caller, "caller is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.policies = requireNonNull(policies, "policies is null");
        this.entitlements = policies.entitlementsOf(caller.identity());
        this.clock = requireNonNull(clock, "clock is null");
        this.log = requireNonNull(log, "log is null");
    }

    public Caller caller() {
        return caller;
    }

    /** The caller with all its roles. */
    public Identity identity() {
        return entitlements.identity();
    }

    /** Who will read the files of the tables that are handed out. */
    public FileReader reader() {
        return reader;
    }

    /** What is in force for this session. */
    public PolicyIndex policies() {
        return policies;
    }

    /** Returns a guard for another identity under the same policies, from the same place. */
    public Guard as(Identity other) {
        return new Guard(new Caller(other, caller.origin()), reader, policies, clock, log);
    }

    /** Returns if the privilege is there; fails as if the object did not exist if it may not be seen, else with ACCESS_DENIED. */
    public void check(Privilege privilege, CatalogObject object) {
        Decision decision = entitlements.decide(privilege, object, caller.origin(), clock.instant());
        if (decision.isAllowed()) {
            return;
        }
        log.record(new Event(caller, Outcome.DENIED, privilege.name(), object.toString(), decision.policies(),
                decision.explanation()));
        if (!sees(object)) {
            throw object.absent();
        }
        throw new CatalogException(Reason.ACCESS_DENIED,
                "Cannot %s %s: %s".formatted(privilege, object, decision.explanation()));
    }

    /** True if the privilege is there; nothing is logged. */
    public boolean allows(Privilege privilege, CatalogObject object) {
        return entitlements.isAllowed(privilege, object, caller.origin(), clock.instant());
    }

    /** True if the caller may know that the object exists. */
    public boolean sees(CatalogObject object) {
        return entitlements.sees(object, caller.origin(), clock.instant());
    }

    /** Returns those that the caller may know of. */
    public <T> List<T> visible(List<T> all, Function<T, CatalogObject> object) {
        List<T> visible = new ArrayList<>(all.size());
        for (T one : all) {
            if (sees(object.apply(one))) {
                visible.add(one);
            }
        }
        return visible;
    }
}

package dev.skep.metastore.catalog;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.workload.PlanChange;
import dev.skep.metastore.workload.PlanChange.Reach;
import dev.skep.metastore.workload.PlanEdit;
import dev.skep.metastore.workload.PlanName;
import dev.skep.metastore.workload.PlanProblems;
import dev.skep.metastore.workload.PlanStatus;
import dev.skep.metastore.workload.ResourcePlan;
import org.jspecify.annotations.Nullable;

final class StoredResourcePlans implements ResourcePlans {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    private final Rooms rooms;
    private final LockRights rights;

    StoredResourcePlans(Rooms rooms, LockRights rights) {
        this.rooms = rooms;
        this.rights = rights;
    }

    @Override
    public ResourcePlan plan(PlanName name) {
        return rooms.store().read(tx -> find(tx, name).value());
    }

    private static Stored<ResourcePlan> find(StoreTransaction tx, PlanName name) {
        return tx.resourcePlans().find(name).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                "Cannot find resource plan %s: it does not exist".formatted(name)));
    }

    private static Stored<ResourcePlan> findActive(StoreTransaction tx, String namespace) {
        return tx.resourcePlans().active(namespace).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                "Cannot find the active resource plan in %s: there is none".formatted(namespace)));
    }

    @Override
    public List<ResourcePlan> all(String namespace) {
        return rooms.store().read(tx -> tx.resourcePlans().all(namespace));
    }

    @Override
    public Optional<ResourcePlan> active(String namespace) {
        return rooms.store().read(tx -> tx.resourcePlans().active(namespace).map(Stored::value));
    }

    @Override
    public void create(PlanName name, @Nullable Integer parallelism) {
        if (parallelism != null && parallelism <= 0) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Invalid query parallelism of resource plan %s: %d (expected a positive number)".formatted(name,
                            parallelism));
        }
        int ofPool = rooms.upkeep().poolParallelism();
        insert(name, tx -> ResourcePlan.first(name, parallelism,
                parallelism != null && ofPool > 0 ? parallelism : ofPool));
    }

    @Override
    public void createLike(PlanName name, String source) {
        insert(name, tx -> find(tx, name.named(source)).value().withName(name).withStatus(PlanStatus.DISABLED));
    }

    private interface Making {
        ResourcePlan in(StoreTransaction tx);
    }

    private void insert(PlanName name, Making making) {
        rights.checkManagesAll();
        rooms.store().change(tx -> {
            tx.resourcePlans().serialize();
            checkFree(tx, name);
            tx.resourcePlans().insert(making.in(tx));
        });
    }

    private static void checkFree(StoreTransaction tx, PlanName name) {
        if (tx.resourcePlans().find(name).isPresent()) {
            throw new CatalogException(Reason.ALREADY_EXISTS,
                    "Cannot name a resource plan %s: there is one of that name".formatted(name));
        }
    }

    @Override
    public Optional<ResourcePlan> change(String namespace, @Nullable String name, PlanChange change, Reach reach) {
        rights.checkManagesAll();
        return rooms.store().inTransaction(tx -> {
            tx.resourcePlans().serialize();
            Stored<ResourcePlan> stored = name == null
                    ? findActive(tx, namespace)
                    : find(tx, new PlanName(namespace, name));
            ResourcePlan before = stored.value();
            ResourcePlan after = change.applyStatus(change.applyValues(before), reach);
            if (!after.name().equals(before.name())) {
                checkFree(tx, after.name());
            }
            boolean becomesActive = after.status() == PlanStatus.ACTIVE && before.status() != PlanStatus.ACTIVE;
            if (becomesActive) {
                tx.resourcePlans().active(namespace).ifPresent(active -> tx.resourcePlans().update(active.id(),
                        active.value().withStatus(PlanStatus.ENABLED)));
            }
            tx.resourcePlans().update(stored.id(), after);
            return becomesActive ? Optional.of(after) : Optional.<ResourcePlan>empty();
        });
    }

    @Override
    public Optional<ResourcePlan> replace(PlanName name, PlanChange replaced) {
        rights.checkManagesAll();
        if (replaced.parallelism() != null || replaced.defaultPool() != null) {
            throw refused(name, "values cannot change in the same step");
        }
        boolean isOfActive = replaced.status() == PlanStatus.ACTIVE;
        if (isOfActive == (replaced.name() != null)) {
            throw refused(name, "either the name of the plan that it replaces or the active one must be given");
        }
        return rooms.store().inTransaction(tx -> {
            tx.resourcePlans().serialize();
            Stored<ResourcePlan> before = replaced.name() == null
                    ? findActive(tx, name.namespace())
                    : find(tx, name.named(replaced.name()));
            Stored<ResourcePlan> plan = find(tx, name);
            if (before.id() == plan.id()) {
                throw refused(name, "it cannot replace itself");
            }
            ResourcePlan old = before.value();
            // First the name is freed, which the store keeps unique.
            tx.resourcePlans().update(before.id(),
                    old.withName(oldName(tx, old.name())).withStatus(PlanStatus.DISABLED));
            ResourcePlan after = plan.value().withName(old.name()).withStatus(old.status());
            tx.resourcePlans().update(plan.id(), after);
            return after.status() == PlanStatus.ACTIVE ? Optional.of(after) : Optional.<ResourcePlan>empty();
        });
    }

    private static CatalogException refused(PlanName name, String reason) {
        return new CatalogException(Reason.INVALID_OPERATION,
                "Cannot replace a plan by resource plan %s: %s".formatted(name, reason));
    }

    private PlanName oldName(StoreTransaction tx, PlanName name) {
        String base = name.name() + "_old_" + TIME.format(rooms.clock().instant().atZone(ZoneId.systemDefault()));
        PlanName candidate = name.named(base);
        for (int i = 1; tx.resourcePlans().find(candidate).isPresent(); i++) {
            candidate = name.named(base + "_" + i);
        }
        return candidate;
    }

    @Override
    public PlanProblems check(PlanName name) {
        return PlanProblems.of(plan(name));
    }

    @Override
    public void drop(PlanName name) {
        rights.checkManagesAll();
        rooms.store().change(tx -> {
            tx.resourcePlans().serialize();
            Stored<ResourcePlan> plan = find(tx, name);
            if (plan.value().status() == PlanStatus.ACTIVE) {
                throw new CatalogException(Reason.CONFLICT,
                        "Cannot drop resource plan %s: it is active".formatted(name));
            }
            tx.resourcePlans().delete(plan.id());
        });
    }

    @Override
    public void edit(PlanName name, PlanEdit edit) {
        rights.checkManagesAll();
        rooms.store().change(tx -> {
            tx.resourcePlans().serialize();
            Stored<ResourcePlan> plan = find(tx, name);
            if (plan.value().status() != PlanStatus.DISABLED) {
                throw PlanChange.notDisabled(plan.value());
            }
            tx.resourcePlans().update(plan.id(), edit.applyTo(plan.value()));
        });
    }
}

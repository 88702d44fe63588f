package dev.skep.metastore.workload;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.workload.Mapping.Entity;
import org.jspecify.annotations.Nullable;

/**
 * A change of something in a plan, which must be disabled. Each fails with NOT_FOUND, ALREADY_EXISTS or INVALID_OPERATION; null in a change leaves something as it is.
 */
public sealed interface PlanEdit {

    /** Returns the changed plan. */
    ResourcePlan applyTo(ResourcePlan plan);

    record AddPool(Pool pool) implements PlanEdit {
        public AddPool {
            requireNonNull(pool, "pool is null");
        }

        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            checkParent(plan, pool.path());
            Pool.checkPolicy(pool.policy());
            if (plan.pool(pool.path()).isPresent()) {
                throw exists(plan, "pool", pool.path());
            }
            return plan.withPools(with(plan.pools(), pool));
        }
    }

    /** @param newPath where the pool goes, with the pools in it */
    record ChangePool(String path, @Nullable String newPath, @Nullable Double fraction,
            @Nullable Integer parallelism, @Nullable Replacement<String> policy) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            Pool before = poolOf(plan, path);
            String newPolicy = policy == null ? before.policy() : policy.value();
            Pool.checkPolicy(newPolicy);
            Pool after = new Pool(before.path(), fraction == null ? before.fraction() : fraction,
                    parallelism == null ? before.parallelism() : parallelism, newPolicy);
            ResourcePlan changed = plan.withPools(replace(plan.pools(), before::equals, pool -> after));
            String target = newPath == null ? before.path() : PlanName.normalized(newPath);
            return target.equals(before.path()) ? changed : moved(changed, before.path(), target);
        }

        private static ResourcePlan moved(ResourcePlan plan, String from, String to) {
            checkParent(plan, to);
            if (plan.pool(to).isPresent()) {
                throw exists(plan, "pool", to);
            }
            if (to.startsWith(from + ".")) {
                throw invalid(plan, "pool '%s' cannot go into itself".formatted(from));
            }
            UnaryOperator<@Nullable String> follow = path -> path == null
                    || !path.equals(from) && !path.startsWith(from + ".") ? path : to + path.substring(from.length());
            ResourcePlan moved = plan.withPools(replace(plan.pools(), pool -> pool.isWithin(from),
                    pool -> new Pool(requireNonNull(follow.apply(pool.path())), pool.fraction(), pool.parallelism(),
                            pool.policy())))
                    .withDefaultPool(follow.apply(plan.defaultPool()));
            return moved.withMappings(replace(plan.mappings(), mapping -> mapping.pool() != null,
                    mapping -> mapping.to(follow.apply(mapping.pool()))))
                    .withTriggers(replace(plan.triggers(), trigger -> !trigger.pools().isEmpty(),
                            trigger -> trigger.withPools(trigger.pools().stream()
                                    .map(pool -> requireNonNull(follow.apply(pool)))
                                    .collect(Collectors.toUnmodifiableSet()))));
        }
    }

    record DropPool(String path) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            Pool pool = poolOf(plan, path);
            if (pool.path().equals(plan.defaultPool())) {
                throw invalid(plan, "pool '%s' is its default pool".formatted(pool.path()));
            }
            if (plan.pools().stream().anyMatch(other -> other != pool && other.isWithin(pool.path()))) {
                throw invalid(plan, "there are pools in pool '%s'".formatted(pool.path()));
            }
            if (plan.mappings().stream().anyMatch(mapping -> pool.path().equals(mapping.pool()))) {
                throw invalid(plan, "there are mappings to pool '%s'; remove them first".formatted(pool.path()));
            }
            return plan.withPools(without(plan.pools(), pool::equals)).withTriggers(
                    replace(plan.triggers(), trigger -> true, trigger -> trigger.notWatching(pool.path())));
        }
    }

    record AddTrigger(Trigger trigger) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            if (plan.trigger(trigger.name()).isPresent()) {
                throw exists(plan, "trigger", trigger.name());
            }
            return plan.withTriggers(with(plan.triggers(), trigger));
        }
    }

    record ChangeTrigger(String name, @Nullable String expression, @Nullable String action,
            @Nullable Boolean watchesUnmanaged) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            Trigger before = triggerOf(plan, name);
            return plan.withTriggers(replace(plan.triggers(), before::equals,
                    trigger -> new Trigger(trigger.name(), expression == null ? trigger.expression() : expression,
                            action == null ? trigger.action() : action,
                            watchesUnmanaged == null ? trigger.watchesUnmanaged() : watchesUnmanaged,
                            trigger.pools())));
        }
    }

    record DropTrigger(String name) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            return plan.withTriggers(without(plan.triggers(), triggerOf(plan, name)::equals));
        }
    }

    /** Has a trigger watch the queries of a pool; nothing changes if it does. */
    record Watch(String trigger, String pool) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            Pool watched = poolOf(plan, pool);
            return plan.withTriggers(replace(plan.triggers(), triggerOf(plan, trigger)::equals,
                    found -> found.watching(watched.path())));
        }
    }

    /** Nothing changes if the trigger does not watch the pool. */
    record Unwatch(String trigger, String pool) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            Pool watched = poolOf(plan, pool);
            return plan.withTriggers(replace(plan.triggers(), triggerOf(plan, trigger)::equals,
                    found -> found.notWatching(watched.path())));
        }
    }

    record AddMapping(Mapping mapping) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            if (plan.mappings().stream().anyMatch(other -> other.isOf(mapping.entity(), mapping.name()))) {
                throw exists(plan, "mapping of " + mapping.entity(), mapping.name());
            }
            return plan.withMappings(with(plan.mappings(), mapping.to(pathOf(plan, mapping.pool()))));
        }
    }

    /** Sends the queries of an entity elsewhere; the order of mappings stays. */
    record ChangeMapping(Mapping mapping) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            Mapping before = mappingOf(plan, mapping.entity(), mapping.name());
            String pool = pathOf(plan, mapping.pool());
            return plan.withMappings(replace(plan.mappings(), before::equals, found -> found.to(pool)));
        }
    }

    record DropMapping(Entity entity, String name) implements PlanEdit {
        @Override
        public ResourcePlan applyTo(ResourcePlan plan) {
            return plan.withMappings(without(plan.mappings(), mappingOf(plan, entity, name)::equals));
        }
    }

    static Pool poolOf(ResourcePlan plan, String path) {
        return plan.pool(PlanName.normalized(path)).orElseThrow(() -> missing(plan, "pool", path));
    }

    private static @Nullable String pathOf(ResourcePlan plan, @Nullable String path) {
        return path == null ? null : poolOf(plan, path).path();
    }

    private static Trigger triggerOf(ResourcePlan plan, String name) {
        return plan.trigger(PlanName.normalized(name)).orElseThrow(() -> missing(plan, "trigger", name));
    }

    private static Mapping mappingOf(ResourcePlan plan, Entity entity, String name) {
        String wanted = PlanName.normalized(name);
        return plan.mappings().stream().filter(mapping -> mapping.isOf(entity, wanted)).findFirst()
                .orElseThrow(() -> missing(plan, "mapping of " + entity, name));
    }

    private static void checkParent(ResourcePlan plan, String path) {
        String parent = Pool.parentOf(path);
        if (parent != null && plan.pool(parent).isEmpty()) {
            throw missing(plan, "pool", parent);
        }
    }

    private static <T> List<T> with(List<T> list, T added) {
        List<T> more = new ArrayList<>(list);
        more.add(added);
        return more;
    }

    private static <T> List<T> without(List<T> list, Predicate<T> removed) {
        return list.stream().filter(removed.negate()).toList();
    }

    private static <T> List<T> replace(List<T> list, Predicate<T> chosen, UnaryOperator<T> change) {
        return list.stream().map(one -> chosen.test(one) ? change.apply(one) : one).toList();
    }

    private static CatalogException invalid(ResourcePlan plan, String reason) {
        return PlanChange.invalid(plan, reason);
    }

    private static CatalogException missing(ResourcePlan plan, String kind, String name) {
        return new CatalogException(Reason.NOT_FOUND, "Cannot find %s '%s' of resource plan %s: it does not exist"
                .formatted(kind, PlanName.normalized(name), plan.name()));
    }

    private static CatalogException exists(ResourcePlan plan, String kind, String name) {
        return new CatalogException(Reason.ALREADY_EXISTS,
                "Cannot add %s '%s' to resource plan %s: it exists".formatted(kind, name, plan.name()));
    }
}

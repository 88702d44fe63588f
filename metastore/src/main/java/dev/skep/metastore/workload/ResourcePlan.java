package dev.skep.metastore.workload;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A plan for sharing a cluster.
 *
 * @param parallelism how many queries run at a time; null where only the pools say
 * @param defaultPool the path of the pool for queries that no mapping is for; null if they are not managed
 * @param pools in the order of their making
 */
public record ResourcePlan(PlanName name, PlanStatus status, @Nullable Integer parallelism,
        @Nullable String defaultPool, List<Pool> pools, List<Mapping> mappings, List<Trigger> triggers) {
    /** The pool that a new plan has. */
    public static final String FIRST_POOL = "default";

    public ResourcePlan {
        requireNonNull(name, "name is null");
        requireNonNull(status, "status is null");
        pools = List.copyOf(pools);
        mappings = List.copyOf(mappings);
        triggers = List.copyOf(triggers);
    }

    /** A new plan with one pool for everything. @param poolParallelism how many queries run in it; 0 for a plan without a pool */
    public static ResourcePlan first(PlanName name, @Nullable Integer parallelism, int poolParallelism) {
        boolean hasPool = poolParallelism > 0;
        return new ResourcePlan(name, PlanStatus.DISABLED, parallelism, hasPool ? FIRST_POOL : null,
                hasPool ? List.of(new Pool(FIRST_POOL, 1, poolParallelism, null)) : List.of(), List.of(), List.of());
    }

    public Optional<Pool> pool(String path) {
        return pools.stream().filter(pool -> pool.path().equals(path)).findFirst();
    }

    public Optional<Trigger> trigger(String triggerName) {
        return triggers.stream().filter(trigger -> trigger.name().equals(triggerName)).findFirst();
    }

    public ResourcePlan withName(PlanName changed) {
        return new ResourcePlan(changed, status, parallelism, defaultPool, pools, mappings, triggers);
    }

    public ResourcePlan withStatus(PlanStatus changed) {
        return new ResourcePlan(name, changed, parallelism, defaultPool, pools, mappings, triggers);
    }

    ResourcePlan withParallelism(@Nullable Integer changed) {
        return new ResourcePlan(name, status, changed, defaultPool, pools, mappings, triggers);
    }

    ResourcePlan withDefaultPool(@Nullable String changed) {
        return new ResourcePlan(name, status, parallelism, changed, pools, mappings, triggers);
    }

    ResourcePlan withPools(List<Pool> changed) {
        return new ResourcePlan(name, status, parallelism, defaultPool, changed, mappings, triggers);
    }

    ResourcePlan withMappings(List<Mapping> changed) {
        return new ResourcePlan(name, status, parallelism, defaultPool, pools, changed, triggers);
    }

    ResourcePlan withTriggers(List<Trigger> changed) {
        return new ResourcePlan(name, status, parallelism, defaultPool, pools, mappings, changed);
    }
}

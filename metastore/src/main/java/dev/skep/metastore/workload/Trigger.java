package dev.skep.metastore.workload;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a query that goes over a limit. The expressions are kept as the client wrote them: only Hive knows the counters that they name.
 *
 * @param expression the limit, {@code BYTES_READ > 10GB}
 * @param action {@code KILL} or {@code MOVE TO pool}
 * @param watchesUnmanaged whether it watches queries of no pool
 * @param pools the paths of the pools whose queries it watches
 */
public record Trigger(String name, @Nullable String expression, @Nullable String action, boolean watchesUnmanaged,
        Set<String> pools) {
    public Trigger {
        name = PlanName.normalized(requireNonNull(name, "name is null"));
        pools = Set.copyOf(pools);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Invalid trigger: its name is empty");
        }
    }

    Trigger withPools(Set<String> changed) {
        return new Trigger(name, expression, action, watchesUnmanaged, changed);
    }

    Trigger watching(String pool) {
        Set<String> more = new TreeSet<>(pools);
        more.add(pool);
        return withPools(more);
    }

    Trigger notWatching(String pool) {
        Set<String> fewer = new TreeSet<>(pools);
        fewer.remove(pool);
        return withPools(fewer);
    }
}

package dev.skep.metastore.workload;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Whose queries run in which pool.
 *
 * @param pool its path; null for none, so that the queries are not managed
 * @param ordering which of several mappings of a query comes first; null where the client does not say
 */
public record Mapping(Entity entity, String name, @Nullable String pool, @Nullable Integer ordering) {
    public Mapping {
        requireNonNull(entity, "entity is null");
        name = PlanName.normalized(requireNonNull(name, "name is null"));
    }

    /** What a query is known by. */
    public enum Entity {
        USER, GROUP, APPLICATION
    }

    boolean isOf(Entity otherEntity, String otherName) {
        return entity == otherEntity && name.equals(otherName);
    }

    Mapping to(@Nullable String otherPool) {
        return new Mapping(entity, name, otherPool, ordering);
    }
}

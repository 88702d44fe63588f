package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.workload.PlanName;
import dev.skep.metastore.workload.ResourcePlan;

/** Resource plans. Changes come after {@link #serialize}. */
public interface ResourcePlanStore {

    /** Makes changes of plans through all servers wait until this transaction ends. */
    void serialize();

    Optional<Stored<ResourcePlan>> find(PlanName name);

    /** Returns the plan of a namespace that is in force. */
    Optional<Stored<ResourcePlan>> active(String namespace);

    /** Returns the plans of a namespace, sorted by name. */
    List<ResourcePlan> all(String namespace);

    /** Adds a plan. Fails with ALREADY_EXISTS. */
    void insert(ResourcePlan plan);

    /** Replaces the plan of that number. Fails with ALREADY_EXISTS if it takes another one's name. */
    void update(long id, ResourcePlan changed);

    void delete(long id);
}

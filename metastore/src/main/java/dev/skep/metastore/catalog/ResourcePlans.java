package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.workload.PlanChange;
import dev.skep.metastore.workload.PlanChange.Reach;
import dev.skep.metastore.workload.PlanEdit;
import dev.skep.metastore.workload.PlanName;
import dev.skep.metastore.workload.PlanProblems;
import dev.skep.metastore.workload.ResourcePlan;
import org.jspecify.annotations.Nullable;

/** Resource plans of clusters. Everyone may read them; a change needs MANAGE on the catalog {@code hive}, else it fails with ACCESS_DENIED. */
public interface ResourcePlans {

    /** Fails with NOT_FOUND. */
    ResourcePlan plan(PlanName name);

    /** Returns the plans of a namespace, sorted by name. */
    List<ResourcePlan> all(String namespace);

    /** Returns the plan of a namespace that is in force. */
    Optional<ResourcePlan> active(String namespace);

    /** Makes a disabled plan with one pool. Fails with ALREADY_EXISTS, or with INVALID_OBJECT for a parallelism that is not positive. */
    void create(PlanName name, @Nullable Integer parallelism);

    /** Makes a disabled plan with what another one has. Fails with ALREADY_EXISTS or NOT_FOUND. */
    void createLike(PlanName name, String source);

    /**
     * Changes values or the status of a plan; one that becomes active takes the place of the one that is, which stays enabled. Fails with NOT_FOUND,
     * INVALID_OPERATION or ALREADY_EXISTS. @param name null for the one in force
     *
     * @return the plan if it has become active
     */
    Optional<ResourcePlan> change(String namespace, @Nullable String name, PlanChange change, Reach reach);

    /**
     * Gives a plan the name and status of another one, which is kept, disabled, under a name with the time in it. Fails as {@link #change}.
     *
     * @param replaced names the other one, or with the status ACTIVE means the one in force
     * @return the plan if it has become active
     */
    Optional<ResourcePlan> replace(PlanName name, PlanChange replaced);

    PlanProblems check(PlanName name);

    /** Fails with NOT_FOUND, or with CONFLICT for the plan in force. */
    void drop(PlanName name);

    /** Changes what is in a plan, which must be disabled. */
    void edit(PlanName name, PlanEdit edit);
}

package dev.skep.metastore.workload;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import org.jspecify.annotations.Nullable;

/** What is to become of a plan as a whole; null leaves something as it is. Values and status cannot be changed in one step, as in Hive. */
public record PlanChange(@Nullable String namespace, @Nullable String name, @Nullable PlanStatus status,
        @Nullable Replacement<Integer> parallelism, @Nullable Replacement<String> defaultPool) {

    /** How far a change of status may go. */
    public enum Reach {
        /** To the next status. */
        STEP,
        /** A disabled plan may become active at once. */
        ENABLE_AND_ACTIVATE,
        /** The active plan may cease to be, without another in its place. */
        DEACTIVATE
    }

    /** Returns the plan with the new values and the old status. Fails with INVALID_OPERATION if it is in use or the values are wrong, with NOT_FOUND if there is no such pool. */
    public ResourcePlan applyValues(ResourcePlan plan) {
        String ns = namespace;
        if (ns != null && !PlanName.namespaceOrDefault(ns).equals(plan.name().namespace())) {
            throw invalid(plan, "its namespace cannot become " + ns);
        }
        PlanName newName = name == null ? plan.name() : nameOf(plan, name);
        boolean changesValues = parallelism != null || defaultPool != null || !newName.equals(plan.name());
        if (changesValues && status != null) {
            throw invalid(plan, "values and status cannot change in one step");
        }
        if (changesValues && plan.status() != PlanStatus.DISABLED) {
            throw notDisabled(plan);
        }
        ResourcePlan changed = plan.withName(newName);
        if (parallelism != null) {
            Integer value = parallelism.value();
            if (value != null && value <= 0) {
                throw invalid(plan, "its query parallelism %d is not positive".formatted(value));
            }
            changed = changed.withParallelism(value);
        }
        if (defaultPool != null) {
            String path = defaultPool.value();
            changed = changed.withDefaultPool(path == null ? null : PlanEdit.poolOf(plan, path).path());
        }
        return changed;
    }

    private static PlanName nameOf(ResourcePlan plan, String name) {
        if (name.isBlank()) {
            throw invalid(plan, "its name cannot become empty");
        }
        return plan.name().named(name);
    }

    /** Returns the plan with the new status; a plan that was in force before is the caller's to end. Fails with INVALID_OPERATION. */
    public ResourcePlan applyStatus(ResourcePlan plan, Reach reach) {
        if (status == null || status == plan.status()) {
            return plan;
        }
        switch (plan.status()) {
            case ACTIVE -> {
                if (reach != Reach.DEACTIVATE) {
                    throw invalid(plan,
                            "it is active; activate another plan first, or disable workload management");
                }
            }
            case DISABLED -> {
                if (status == PlanStatus.ACTIVE && reach != Reach.ENABLE_AND_ACTIVATE) {
                    throw invalid(plan, "it is disabled, and must be enabled before or with its activation");
                }
                PlanProblems problems = PlanProblems.of(plan);
                if (!problems.errors().isEmpty()) {
                    throw invalid(plan, "it is invalid: " + problems.errors());
                }
            }
            case ENABLED -> {
            }
        }
        return plan.withStatus(status);
    }

    /** The failure to edit a plan that is in use. */
    public static CatalogException notDisabled(ResourcePlan plan) {
        return invalid(plan, "it must be disabled to edit it");
    }

    static CatalogException invalid(ResourcePlan plan, String reason) {
        return new CatalogException(Reason.INVALID_OPERATION,
                "Cannot change resource plan %s: %s".formatted(plan.name(), reason));
    }
}

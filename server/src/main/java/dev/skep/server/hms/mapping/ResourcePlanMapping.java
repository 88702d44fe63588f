package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.skep.metastore.workload.Mapping;
import dev.skep.metastore.workload.Mapping.Entity;
import dev.skep.metastore.workload.PlanChange;
import dev.skep.metastore.workload.PlanChange.Reach;
import dev.skep.metastore.workload.PlanEdit;
import dev.skep.metastore.workload.PlanName;
import dev.skep.metastore.workload.PlanProblems;
import dev.skep.metastore.workload.PlanStatus;
import dev.skep.metastore.workload.Pool;
import dev.skep.metastore.workload.Replacement;
import dev.skep.metastore.workload.ResourcePlan;
import dev.skep.metastore.workload.Trigger;
import dev.skep.thrift.hms.WMAlterResourcePlanRequest;
import dev.skep.thrift.hms.WMFullResourcePlan;
import dev.skep.thrift.hms.WMMapping;
import dev.skep.thrift.hms.WMNullablePool;
import dev.skep.thrift.hms.WMNullableResourcePlan;
import dev.skep.thrift.hms.WMPool;
import dev.skep.thrift.hms.WMPoolTrigger;
import dev.skep.thrift.hms.WMResourcePlan;
import dev.skep.thrift.hms.WMResourcePlanStatus;
import dev.skep.thrift.hms.WMTrigger;
import dev.skep.thrift.hms.WMValidateResourcePlanResponse;
import org.jspecify.annotations.Nullable;

/** Resource plans of the wire. */
public final class ResourcePlanMapping {
    private ResourcePlanMapping() {}

    public static PlanName name(@Nullable String namespace, @Nullable String name) {
        return PlanName.of(namespace, required(name, "name of a resource plan"));
    }

    public static WMResourcePlan toThrift(ResourcePlan plan) {
        WMResourcePlan answer = new WMResourcePlan(plan.name().name());
        answer.setNs(plan.name().namespace());
        answer.setStatus(WMResourcePlanStatus.valueOf(plan.status().name()));
        if (plan.parallelism() != null) {
            answer.setQueryParallelism(plan.parallelism());
        }
        answer.setDefaultPoolPath(plan.defaultPool());
        return answer;
    }

    public static WMFullResourcePlan toFull(ResourcePlan plan) {
        List<WMPool> pools = new ArrayList<>();
        List<WMPoolTrigger> watches = new ArrayList<>();
        for (Pool pool : plan.pools()) {
            pools.add(toThrift(plan, pool));
            for (Trigger trigger : plan.triggers()) {
                if (trigger.pools().contains(pool.path())) {
                    WMPoolTrigger watch = new WMPoolTrigger(pool.path(), trigger.name());
                    watch.setNs(plan.name().namespace());
                    watches.add(watch);
                }
            }
        }
        WMFullResourcePlan full = new WMFullResourcePlan(toThrift(plan), pools);
        full.setPoolTriggers(watches);
        full.setTriggers(triggers(plan));
        full.setMappings(plan.mappings().stream().map(mapping -> toThrift(plan, mapping)).toList());
        return full;
    }

    private static WMPool toThrift(ResourcePlan plan, Pool pool) {
        WMPool answer = new WMPool(plan.name().name(), pool.path());
        answer.setAllocFraction(pool.fraction());
        answer.setQueryParallelism(pool.parallelism());
        answer.setSchedulingPolicy(pool.policy());
        answer.setNs(plan.name().namespace());
        return answer;
    }

    private static WMMapping toThrift(ResourcePlan plan, Mapping mapping) {
        WMMapping answer = new WMMapping(plan.name().name(), mapping.entity().name(), mapping.name());
        answer.setPoolPath(mapping.pool());
        if (mapping.ordering() != null) {
            answer.setOrdering(mapping.ordering());
        }
        answer.setNs(plan.name().namespace());
        return answer;
    }

    public static List<WMTrigger> triggers(ResourcePlan plan) {
        List<WMTrigger> triggers = new ArrayList<>();
        for (Trigger trigger : plan.triggers()) {
            WMTrigger answer = new WMTrigger(plan.name().name(), trigger.name());
            answer.setTriggerExpression(trigger.expression());
            answer.setActionExpression(trigger.action());
            answer.setIsInUnmanaged(trigger.watchesUnmanaged());
            answer.setNs(plan.name().namespace());
            triggers.add(answer);
        }
        return triggers;
    }

    public static WMValidateResourcePlanResponse toThrift(PlanProblems problems) {
        WMValidateResourcePlanResponse answer = new WMValidateResourcePlanResponse();
        answer.setErrors(problems.errors());
        answer.setWarnings(problems.warnings());
        return answer;
    }

    /** What is to change; a value whose isSet field is there and true is replaced, or taken away where it lacks. */
    public static PlanChange change(@Nullable WMNullableResourcePlan given) {
        WMNullableResourcePlan change = required(given, "changes of the resource plan");
        return new PlanChange(change.getNs(), change.getName(),
                change.getStatus() == null ? null : PlanStatus.valueOf(change.getStatus().name()),
                change.isIsSetQueryParallelism()
                        ? new Replacement<>(change.isSetQueryParallelism() ? change.getQueryParallelism() : null)
                        : null,
                change.isIsSetDefaultPoolPath() ? new Replacement<>(change.getDefaultPoolPath()) : null);
    }

    /** How far a change may go. Fails with an IllegalArgumentException if the request says several things. */
    public static Reach reach(WMAlterResourcePlanRequest request) {
        int flags = (request.isIsEnableAndActivate() ? 1 : 0) + (request.isIsForceDeactivate() ? 1 : 0)
                + (request.isIsReplace() ? 1 : 0);
        if (flags > 1) {
            throw new IllegalArgumentException("Invalid request: multiple flags are set");
        }
        if (request.isIsEnableAndActivate()) {
            return Reach.ENABLE_AND_ACTIVATE;
        }
        return request.isIsForceDeactivate() ? Reach.DEACTIVATE : Reach.STEP;
    }

    public static PlanEdit added(WMPool pool) {
        return new PlanEdit.AddPool(new Pool(required(pool.getPoolPath(), "path of a pool"), pool.getAllocFraction(),
                pool.getQueryParallelism(), pool.getSchedulingPolicy()));
    }

    /** @param path of the pool as it is; the one in {@code pool} is where it goes */
    public static PlanEdit changed(WMNullablePool pool, @Nullable String path) {
        return new PlanEdit.ChangePool(required(path, "path of a pool"), pool.getPoolPath(),
                pool.isSetAllocFraction() ? Double.valueOf(pool.getAllocFraction()) : null,
                pool.isSetQueryParallelism() ? Integer.valueOf(pool.getQueryParallelism()) : null,
                pool.isIsSetSchedulingPolicy() ? new Replacement<>(pool.getSchedulingPolicy()) : null);
    }

    public static PlanEdit added(WMTrigger trigger) {
        return new PlanEdit.AddTrigger(new Trigger(required(trigger.getTriggerName(), "name of a trigger"),
                trigger.getTriggerExpression(), trigger.getActionExpression(), trigger.isIsInUnmanaged(), Set.of()));
    }

    public static PlanEdit changed(WMTrigger trigger) {
        return new PlanEdit.ChangeTrigger(required(trigger.getTriggerName(), "name of a trigger"),
                trigger.getTriggerExpression(), trigger.getActionExpression(),
                trigger.isSetIsInUnmanaged() ? Boolean.valueOf(trigger.isIsInUnmanaged()) : null);
    }

    /** @param isUpdate whether there is a mapping of the entity, to another pool */
    public static PlanEdit put(WMMapping mapping, boolean isUpdate) {
        Mapping put = new Mapping(entity(mapping), required(mapping.getEntityName(), "name of an entity"),
                mapping.getPoolPath(), mapping.isSetOrdering() ? Integer.valueOf(mapping.getOrdering()) : null);
        return isUpdate ? new PlanEdit.ChangeMapping(put) : new PlanEdit.AddMapping(put);
    }

    public static PlanEdit dropped(WMMapping mapping) {
        return new PlanEdit.DropMapping(entity(mapping), required(mapping.getEntityName(), "name of an entity"));
    }

    private static Entity entity(WMMapping mapping) {
        String type = required(mapping.getEntityType(), "type of an entity").trim().toUpperCase(Locale.ROOT);
        for (Entity entity : Entity.values()) {
            if (entity.name().equals(type)) {
                return entity;
            }
        }
        throw new IllegalArgumentException(
                "Invalid type of an entity: '%s' (expected USER, GROUP or APPLICATION)".formatted(type));
    }
}

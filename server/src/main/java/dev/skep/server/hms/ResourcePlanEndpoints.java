package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.Optional;

import dev.skep.metastore.workload.PlanEdit;
import dev.skep.metastore.workload.PlanName;
import dev.skep.metastore.workload.ResourcePlan;
import dev.skep.server.hms.mapping.ResourcePlanMapping;
import dev.skep.thrift.hms.WMAlterPoolRequest;
import dev.skep.thrift.hms.WMAlterPoolResponse;
import dev.skep.thrift.hms.WMAlterResourcePlanRequest;
import dev.skep.thrift.hms.WMAlterResourcePlanResponse;
import dev.skep.thrift.hms.WMAlterTriggerRequest;
import dev.skep.thrift.hms.WMAlterTriggerResponse;
import dev.skep.thrift.hms.WMCreateOrDropTriggerToPoolMappingRequest;
import dev.skep.thrift.hms.WMCreateOrDropTriggerToPoolMappingResponse;
import dev.skep.thrift.hms.WMCreateOrUpdateMappingRequest;
import dev.skep.thrift.hms.WMCreateOrUpdateMappingResponse;
import dev.skep.thrift.hms.WMCreatePoolRequest;
import dev.skep.thrift.hms.WMCreatePoolResponse;
import dev.skep.thrift.hms.WMCreateResourcePlanRequest;
import dev.skep.thrift.hms.WMCreateResourcePlanResponse;
import dev.skep.thrift.hms.WMCreateTriggerRequest;
import dev.skep.thrift.hms.WMCreateTriggerResponse;
import dev.skep.thrift.hms.WMDropMappingRequest;
import dev.skep.thrift.hms.WMDropMappingResponse;
import dev.skep.thrift.hms.WMDropPoolRequest;
import dev.skep.thrift.hms.WMDropPoolResponse;
import dev.skep.thrift.hms.WMDropResourcePlanRequest;
import dev.skep.thrift.hms.WMDropResourcePlanResponse;
import dev.skep.thrift.hms.WMDropTriggerRequest;
import dev.skep.thrift.hms.WMDropTriggerResponse;
import dev.skep.thrift.hms.WMGetActiveResourcePlanRequest;
import dev.skep.thrift.hms.WMGetActiveResourcePlanResponse;
import dev.skep.thrift.hms.WMGetAllResourcePlanRequest;
import dev.skep.thrift.hms.WMGetAllResourcePlanResponse;
import dev.skep.thrift.hms.WMGetResourcePlanRequest;
import dev.skep.thrift.hms.WMGetResourcePlanResponse;
import dev.skep.thrift.hms.WMGetTriggersForResourePlanRequest;
import dev.skep.thrift.hms.WMGetTriggersForResourePlanResponse;
import dev.skep.thrift.hms.WMMapping;
import dev.skep.thrift.hms.WMNullablePool;
import dev.skep.thrift.hms.WMPool;
import dev.skep.thrift.hms.WMResourcePlan;
import dev.skep.thrift.hms.WMTrigger;
import dev.skep.thrift.hms.WMValidateResourcePlanRequest;
import dev.skep.thrift.hms.WMValidateResourcePlanResponse;
import org.apache.thrift.TException;

/** Resource plans of Hive clusters: pools, mappings and triggers by which queries share a cluster. Skep keeps them; Hive's own servers follow them. */
interface ResourcePlanEndpoints extends Endpoints {

    @Override
    default WMGetActiveResourcePlanResponse get_active_resource_plan(WMGetActiveResourcePlanRequest request)
            throws TException {
        return call("get_active_resource_plan", session -> {
            WMGetActiveResourcePlanResponse response = new WMGetActiveResourcePlanResponse();
            session.resourcePlans().active(PlanName.namespaceOrDefault(request.getNs()))
                    .ifPresent(plan -> response.setResourcePlan(ResourcePlanMapping.toFull(plan)));
            return response;
        });
    }

    @Override
    default WMGetAllResourcePlanResponse get_all_resource_plans(WMGetAllResourcePlanRequest request) throws TException {
        return call("get_all_resource_plans", session -> {
            WMGetAllResourcePlanResponse response = new WMGetAllResourcePlanResponse();
            response.setResourcePlans(session.resourcePlans().all(PlanName.namespaceOrDefault(request.getNs()))
                    .stream().map(ResourcePlanMapping::toThrift).toList());
            return response;
        });
    }

    @Override
    default WMGetResourcePlanResponse get_resource_plan(WMGetResourcePlanRequest request) throws TException {
        return call("get_resource_plan", session -> {
            WMGetResourcePlanResponse response = new WMGetResourcePlanResponse();
            response.setResourcePlan(ResourcePlanMapping.toFull(session.resourcePlans()
                    .plan(ResourcePlanMapping.name(request.getNs(), request.getResourcePlanName()))));
            return response;
        });
    }

    @Override
    default WMCreateResourcePlanResponse create_resource_plan(WMCreateResourcePlanRequest request) throws TException {
        return call("create_resource_plan", session -> {
            WMResourcePlan plan = required(request.getResourcePlan(), "resource plan");
            PlanName name = ResourcePlanMapping.name(plan.getNs(), plan.getName());
            String source = request.getCopyFrom();
            if (source == null) {
                session.resourcePlans().create(name,
                        plan.isSetQueryParallelism() ? Integer.valueOf(plan.getQueryParallelism()) : null);
            } else {
                session.resourcePlans().createLike(name, source);
            }
            return new WMCreateResourcePlanResponse();
        });
    }

    @Override
    default WMAlterResourcePlanResponse alter_resource_plan(WMAlterResourcePlanRequest request) throws TException {
        return call("alter_resource_plan", session -> {
            ResourcePlanMapping.reach(request);
            String name = request.getResourcePlanName();
            Optional<ResourcePlan> active = request.isIsReplace()
                    ? session.resourcePlans().replace(ResourcePlanMapping.name(request.getNs(), name),
                            ResourcePlanMapping.change(request.getResourcePlan()))
                    : session.resourcePlans().change(PlanName.namespaceOrDefault(request.getNs()), name,
                            ResourcePlanMapping.change(request.getResourcePlan()),
                            ResourcePlanMapping.reach(request));
            WMAlterResourcePlanResponse response = new WMAlterResourcePlanResponse();
            active.ifPresent(plan -> response.setFullResourcePlan(ResourcePlanMapping.toFull(plan)));
            return response;
        });
    }

    @Override
    default WMValidateResourcePlanResponse validate_resource_plan(WMValidateResourcePlanRequest request)
            throws TException {
        return call("validate_resource_plan", session -> ResourcePlanMapping.toThrift(session.resourcePlans()
                .check(ResourcePlanMapping.name(request.getNs(), request.getResourcePlanName()))));
    }

    @Override
    default WMDropResourcePlanResponse drop_resource_plan(WMDropResourcePlanRequest request) throws TException {
        run("drop_resource_plan", session -> session.resourcePlans()
                .drop(ResourcePlanMapping.name(request.getNs(), request.getResourcePlanName())));
        return new WMDropResourcePlanResponse();
    }

    @Override
    default WMCreateTriggerResponse create_wm_trigger(WMCreateTriggerRequest request) throws TException {
        run("create_wm_trigger", session -> {
            WMTrigger trigger = required(request.getTrigger(), "trigger");
            session.resourcePlans().edit(ResourcePlanMapping.name(trigger.getNs(), trigger.getResourcePlanName()),
                    ResourcePlanMapping.added(trigger));
        });
        return new WMCreateTriggerResponse();
    }

    @Override
    default WMAlterTriggerResponse alter_wm_trigger(WMAlterTriggerRequest request) throws TException {
        run("alter_wm_trigger", session -> {
            WMTrigger trigger = required(request.getTrigger(), "trigger");
            session.resourcePlans().edit(ResourcePlanMapping.name(trigger.getNs(), trigger.getResourcePlanName()),
                    ResourcePlanMapping.changed(trigger));
        });
        return new WMAlterTriggerResponse();
    }

    @Override
    default WMDropTriggerResponse drop_wm_trigger(WMDropTriggerRequest request) throws TException {
        run("drop_wm_trigger", session -> session.resourcePlans().edit(
                ResourcePlanMapping.name(request.getNs(), request.getResourcePlanName()),
                new PlanEdit.DropTrigger(required(request.getTriggerName(), "name of a trigger"))));
        return new WMDropTriggerResponse();
    }

    @Override
    default WMGetTriggersForResourePlanResponse get_triggers_for_resourceplan(
            WMGetTriggersForResourePlanRequest request) throws TException {
        return call("get_triggers_for_resourceplan", session -> {
            WMGetTriggersForResourePlanResponse response = new WMGetTriggersForResourePlanResponse();
            response.setTriggers(ResourcePlanMapping.triggers(session.resourcePlans()
                    .plan(ResourcePlanMapping.name(request.getNs(), request.getResourcePlanName()))));
            return response;
        });
    }

    @Override
    default WMCreatePoolResponse create_wm_pool(WMCreatePoolRequest request) throws TException {
        run("create_wm_pool", session -> {
            WMPool pool = required(request.getPool(), "pool");
            session.resourcePlans().edit(ResourcePlanMapping.name(pool.getNs(), pool.getResourcePlanName()),
                    ResourcePlanMapping.added(pool));
        });
        return new WMCreatePoolResponse();
    }

    @Override
    default WMAlterPoolResponse alter_wm_pool(WMAlterPoolRequest request) throws TException {
        run("alter_wm_pool", session -> {
            WMNullablePool pool = required(request.getPool(), "pool");
            session.resourcePlans().edit(ResourcePlanMapping.name(pool.getNs(), pool.getResourcePlanName()),
                    ResourcePlanMapping.changed(pool, request.getPoolPath()));
        });
        return new WMAlterPoolResponse();
    }

    @Override
    default WMDropPoolResponse drop_wm_pool(WMDropPoolRequest request) throws TException {
        run("drop_wm_pool", session -> session.resourcePlans().edit(
                ResourcePlanMapping.name(request.getNs(), request.getResourcePlanName()),
                new PlanEdit.DropPool(required(request.getPoolPath(), "path of a pool"))));
        return new WMDropPoolResponse();
    }

    @Override
    default WMCreateOrUpdateMappingResponse create_or_update_wm_mapping(WMCreateOrUpdateMappingRequest request)
            throws TException {
        run("create_or_update_wm_mapping", session -> {
            WMMapping mapping = required(request.getMapping(), "mapping");
            session.resourcePlans().edit(ResourcePlanMapping.name(mapping.getNs(), mapping.getResourcePlanName()),
                    ResourcePlanMapping.put(mapping, request.isUpdate()));
        });
        return new WMCreateOrUpdateMappingResponse();
    }

    @Override
    default WMDropMappingResponse drop_wm_mapping(WMDropMappingRequest request) throws TException {
        run("drop_wm_mapping", session -> {
            WMMapping mapping = required(request.getMapping(), "mapping");
            session.resourcePlans().edit(ResourcePlanMapping.name(mapping.getNs(), mapping.getResourcePlanName()),
                    ResourcePlanMapping.dropped(mapping));
        });
        return new WMDropMappingResponse();
    }

    @Override
    default WMCreateOrDropTriggerToPoolMappingResponse create_or_drop_wm_trigger_to_pool_mapping(
            WMCreateOrDropTriggerToPoolMappingRequest request) throws TException {
        run("create_or_drop_wm_trigger_to_pool_mapping", session -> {
            String trigger = required(request.getTriggerName(), "name of a trigger");
            String pool = required(request.getPoolPath(), "path of a pool");
            session.resourcePlans().edit(ResourcePlanMapping.name(request.getNs(), request.getResourcePlanName()),
                    request.isDrop() ? new PlanEdit.Unwatch(trigger, pool) : new PlanEdit.Watch(trigger, pool));
        });
        return new WMCreateOrDropTriggerToPoolMappingResponse();
    }
}

package dev.skep.server.hms;

import java.util.List;

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
import dev.skep.thrift.hms.WMValidateResourcePlanRequest;
import dev.skep.thrift.hms.WMValidateResourcePlanResponse;
import org.apache.thrift.TException;

/** Resource plans of Hive clusters. None can be stored, so none is active. */
interface ResourcePlanEndpoints extends Endpoints {

    @Override
    default WMGetActiveResourcePlanResponse get_active_resource_plan(WMGetActiveResourcePlanRequest request)
            throws TException {
        return new WMGetActiveResourcePlanResponse();
    }

    @Override
    default WMGetAllResourcePlanResponse get_all_resource_plans(WMGetAllResourcePlanRequest request)
            throws TException {
        WMGetAllResourcePlanResponse none = new WMGetAllResourcePlanResponse();
        none.setResourcePlans(List.of());
        return none;
    }

    @Override
    default WMGetResourcePlanResponse get_resource_plan(WMGetResourcePlanRequest request) throws TException {
        throw HmsErrors.unsupported("get_resource_plan");
    }

    @Override
    default WMCreateResourcePlanResponse create_resource_plan(WMCreateResourcePlanRequest request) throws TException {
        throw HmsErrors.unsupported("create_resource_plan");
    }

    @Override
    default WMAlterResourcePlanResponse alter_resource_plan(WMAlterResourcePlanRequest request) throws TException {
        throw HmsErrors.unsupported("alter_resource_plan");
    }

    @Override
    default WMValidateResourcePlanResponse validate_resource_plan(WMValidateResourcePlanRequest request)
            throws TException {
        throw HmsErrors.unsupported("validate_resource_plan");
    }

    @Override
    default WMDropResourcePlanResponse drop_resource_plan(WMDropResourcePlanRequest request) throws TException {
        throw HmsErrors.unsupported("drop_resource_plan");
    }

    @Override
    default WMCreateTriggerResponse create_wm_trigger(WMCreateTriggerRequest request) throws TException {
        throw HmsErrors.unsupported("create_wm_trigger");
    }

    @Override
    default WMAlterTriggerResponse alter_wm_trigger(WMAlterTriggerRequest request) throws TException {
        throw HmsErrors.unsupported("alter_wm_trigger");
    }

    @Override
    default WMDropTriggerResponse drop_wm_trigger(WMDropTriggerRequest request) throws TException {
        throw HmsErrors.unsupported("drop_wm_trigger");
    }

    @Override
    default WMGetTriggersForResourePlanResponse get_triggers_for_resourceplan(
            WMGetTriggersForResourePlanRequest request)
            throws TException {
        throw HmsErrors.unsupported("get_triggers_for_resourceplan");
    }

    @Override
    default WMCreatePoolResponse create_wm_pool(WMCreatePoolRequest request) throws TException {
        throw HmsErrors.unsupported("create_wm_pool");
    }

    @Override
    default WMAlterPoolResponse alter_wm_pool(WMAlterPoolRequest request) throws TException {
        throw HmsErrors.unsupported("alter_wm_pool");
    }

    @Override
    default WMDropPoolResponse drop_wm_pool(WMDropPoolRequest request) throws TException {
        throw HmsErrors.unsupported("drop_wm_pool");
    }

    @Override
    default WMCreateOrUpdateMappingResponse create_or_update_wm_mapping(WMCreateOrUpdateMappingRequest request)
            throws TException {
        throw HmsErrors.unsupported("create_or_update_wm_mapping");
    }

    @Override
    default WMDropMappingResponse drop_wm_mapping(WMDropMappingRequest request) throws TException {
        throw HmsErrors.unsupported("drop_wm_mapping");
    }

    @Override
    default WMCreateOrDropTriggerToPoolMappingResponse create_or_drop_wm_trigger_to_pool_mapping(
            WMCreateOrDropTriggerToPoolMappingRequest request) throws TException {
        throw HmsErrors.unsupported("create_or_drop_wm_trigger_to_pool_mapping");
    }
}

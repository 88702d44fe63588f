// Resource plans: pools, triggers and mappings by which a Hive cluster shares its capacity, one active plan per namespace `ns`.

namespace java dev.skep.thrift.hms

/** Since 3.1. */
enum WMResourcePlanStatus {
  ACTIVE = 1,
  ENABLED = 2,
  DISABLED = 3,
}

/** Since 3.1. */
enum WMPoolSchedulingPolicy {
  FAIR = 1,
  FIFO = 2,
}

/** A plan for sharing a cluster. Since 3.1. */
struct WMResourcePlan {
  1: required string name,
  2: optional WMResourcePlanStatus status,
  3: optional i32 queryParallelism,
  4: optional string defaultPoolPath,
  5: optional string ns,  // since 4.0
}

/** Changes to a plan; the isSet fields tell a value that is removed from one that is left alone. Since 3.1. */
struct WMNullableResourcePlan {
  1: optional string name,
  2: optional WMResourcePlanStatus status,
  4: optional i32 queryParallelism,
  5: optional bool isSetQueryParallelism,
  6: optional string defaultPoolPath,
  7: optional bool isSetDefaultPoolPath,
  8: optional string ns,  // since 4.0
}

/** A share of the cluster; paths are dotted. Since 3.1. */
struct WMPool {
  1: required string resourcePlanName,
  2: required string poolPath,
  3: optional double allocFraction,
  4: optional i32 queryParallelism,
  5: optional string schedulingPolicy,
  6: optional string ns,  // since 4.0
}

/** Changes to a pool; the isSet fields tell a value that is removed from one that is left alone. Since 3.1. */
struct WMNullablePool {
  1: required string resourcePlanName,
  2: required string poolPath,
  3: optional double allocFraction,
  4: optional i32 queryParallelism,
  5: optional string schedulingPolicy,
  6: optional bool isSetSchedulingPolicy,
  7: optional string ns,  // since 4.0
}

/** What happens to a query that goes over a limit. Since 3.1. */
struct WMTrigger {
  1: required string resourcePlanName,
  2: required string triggerName,
  3: optional string triggerExpression,
  4: optional string actionExpression,
  5: optional bool isInUnmanaged,
  6: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMPoolTrigger {
  1: required string pool,
  2: required string trigger,
  3: optional string ns,  // since 4.0
}

/** Which users, groups or applications go to which pool. Since 3.1. */
struct WMMapping {
  1: required string resourcePlanName,
  2: required string entityType,
  3: required string entityName,
  4: optional string poolPath,
  5: optional i32 ordering,
  6: optional string ns,  // since 4.0
}

/** A plan with all that belongs to it. Since 3.1. */
struct WMFullResourcePlan {
  1: required WMResourcePlan plan,
  2: required list<WMPool> pools,
  3: optional list<WMMapping> mappings,
  4: optional list<WMTrigger> triggers,
  5: optional list<WMPoolTrigger> poolTriggers,
}

/** Since 3.1. */
struct WMCreateResourcePlanRequest {
  1: optional WMResourcePlan resourcePlan,
  2: optional string copyFrom,
}

/** Since 3.1. */
struct WMCreateResourcePlanResponse {}

/** Since 3.1. */
struct WMGetActiveResourcePlanRequest {
  1: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMGetActiveResourcePlanResponse {
  1: optional WMFullResourcePlan resourcePlan,
}

/** Since 3.1. */
struct WMGetResourcePlanRequest {
  1: optional string resourcePlanName,
  2: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMGetResourcePlanResponse {
  1: optional WMFullResourcePlan resourcePlan,
}

/** Since 3.1. */
struct WMGetAllResourcePlanRequest {
  1: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMGetAllResourcePlanResponse {
  1: optional list<WMResourcePlan> resourcePlans,
}

/** Since 3.1. */
struct WMAlterResourcePlanRequest {
  1: optional string resourcePlanName,
  2: optional WMNullableResourcePlan resourcePlan,
  3: optional bool isEnableAndActivate,
  4: optional bool isForceDeactivate,
  5: optional bool isReplace,
  6: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMAlterResourcePlanResponse {
  1: optional WMFullResourcePlan fullResourcePlan,
}

/** Since 3.1. */
struct WMValidateResourcePlanRequest {
  1: optional string resourcePlanName,
  2: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMValidateResourcePlanResponse {
  1: optional list<string> errors,
  2: optional list<string> warnings,
}

/** Since 3.1. */
struct WMDropResourcePlanRequest {
  1: optional string resourcePlanName,
  2: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMDropResourcePlanResponse {}

/** Since 3.1. */
struct WMCreateTriggerRequest {
  1: optional WMTrigger trigger,
}

/** Since 3.1. */
struct WMCreateTriggerResponse {}

/** Since 3.1. */
struct WMAlterTriggerRequest {
  1: optional WMTrigger trigger,
}

/** Since 3.1. */
struct WMAlterTriggerResponse {}

/** Since 3.1. */
struct WMDropTriggerRequest {
  1: optional string resourcePlanName,
  2: optional string triggerName,
  3: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMDropTriggerResponse {}

/** Since 3.1. */
struct WMGetTriggersForResourePlanRequest {
  1: optional string resourcePlanName,
  2: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMGetTriggersForResourePlanResponse {
  1: optional list<WMTrigger> triggers,
}

/** Since 3.1. */
struct WMCreatePoolRequest {
  1: optional WMPool pool,
}

/** Since 3.1. */
struct WMCreatePoolResponse {}

/** Since 3.1. */
struct WMAlterPoolRequest {
  1: optional WMNullablePool pool,
  2: optional string poolPath,
}

/** Since 3.1. */
struct WMAlterPoolResponse {}

/** Since 3.1. */
struct WMDropPoolRequest {
  1: optional string resourcePlanName,
  2: optional string poolPath,
  3: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMDropPoolResponse {}

/** Since 3.1. */
struct WMCreateOrUpdateMappingRequest {
  1: optional WMMapping mapping,
  2: optional bool update,
}

/** Since 3.1. */
struct WMCreateOrUpdateMappingResponse {}

/** Since 3.1. */
struct WMDropMappingRequest {
  1: optional WMMapping mapping,
}

/** Since 3.1. */
struct WMDropMappingResponse {}

/** Since 3.1. */
struct WMCreateOrDropTriggerToPoolMappingRequest {
  1: optional string resourcePlanName,
  2: optional string triggerName,
  3: optional string poolPath,
  4: optional bool drop,
  5: optional string ns,  // since 4.0
}

/** Since 3.1. */
struct WMCreateOrDropTriggerToPoolMappingResponse {}

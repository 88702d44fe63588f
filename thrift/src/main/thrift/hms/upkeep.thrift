// What a cluster keeps beside its tables: scheduled queries, properties, cached file footers, recycled files.

namespace java dev.skep.thrift.hms

/** Since 4.0. */
struct ScheduledQueryKey {
  1: required string scheduleName,
  2: required string clusterNamespace,
}

/** A query and a cron expression for it; nextExecution is in seconds since 1970. Since 4.0. */
struct ScheduledQuery {
  1: required ScheduledQueryKey scheduleKey,
  2: optional bool enabled,
  4: optional string schedule,
  5: optional string user,
  6: optional string query,
  7: optional i32 nextExecution,
}

/** Since 4.0. */
enum QueryState {
  INITED = 0,
  EXECUTING = 1,
  FAILED = 2,
  FINISHED = 3,
  TIMED_OUT = 4,
  AUTO_DISABLED = 5,
}

/** Since 4.0. */
enum ScheduledQueryMaintenanceRequestType {
  CREATE = 1,
  ALTER = 2,
  DROP = 3,
}

/** Since 4.0. */
struct ScheduledQueryMaintenanceRequest {
  1: required ScheduledQueryMaintenanceRequestType type,
  2: required ScheduledQuery scheduledQuery,
}

/** Since 4.0. */
struct ScheduledQueryPollRequest {
  1: required string clusterNamespace,
}

/** A query that is due, or nothing. Since 4.0. */
struct ScheduledQueryPollResponse {
  1: optional ScheduledQueryKey scheduleKey,
  2: optional i64 executionId,
  3: optional string query,
  4: optional string user,
}

/** Since 4.0. */
struct ScheduledQueryProgressInfo {
  1: required i64 scheduledExecutionId,
  2: required QueryState state,
  3: required string executorQueryId,
  4: optional string errorMessage,
}

/** Sets properties in a name space of their own. Since 4.0. */
struct PropertySetRequest {
  1: required string nameSpace,
  2: map<string, string> propertyMap,
}

/** Since 4.0. */
struct PropertyGetRequest {
  1: required string nameSpace,
  2: string mapPrefix,
  3: optional string mapPredicate,
  4: optional list<string> mapSelection,
}

/** Since 4.0. */
struct PropertyGetResponse {
  1: map<string, map<string, string>> properties,
}

/** Since 2.1. */
enum FileMetadataExprType {
  ORC_SARG = 1,
}

/** A file footer, or the bits of its stripes that a filter cannot exclude. Since 2.1. */
struct MetadataPpdResult {
  1: optional binary metadata,
  2: optional binary includeBitset,
}

/** Since 2.1. */
struct GetFileMetadataByExprRequest {
  1: required list<i64> fileIds,
  2: required binary expr,
  3: optional bool doGetFooters,
  4: optional FileMetadataExprType type,
}

/** Since 2.1. */
struct GetFileMetadataByExprResult {
  1: required map<i64, MetadataPpdResult> metadata,
  2: required bool isSupported,
}

/** Since 2.1. */
struct GetFileMetadataRequest {
  1: required list<i64> fileIds,
}

/** Since 2.1. */
struct GetFileMetadataResult {
  1: required map<i64, binary> metadata,
  2: required bool isSupported,
}

/** Since 2.1. */
struct PutFileMetadataRequest {
  1: required list<i64> fileIds,
  2: required list<binary> metadata,
  3: optional FileMetadataExprType type,
}

/** Since 2.1. */
struct PutFileMetadataResult {}

/** Since 2.1. */
struct ClearFileMetadataRequest {
  1: required list<i64> fileIds,
}

/** Since 2.1. */
struct ClearFileMetadataResult {}

/** Since 2.1. */
struct CacheFileMetadataRequest {
  1: required string dbName,
  2: required string tblName,
  3: optional string partName,
  4: optional bool isAllParts,
}

/** Since 2.1. */
struct CacheFileMetadataResult {
  1: required bool isSupported,
}

/** Moves a path to where replication can still read it. Since 3.1. */
struct CmRecycleRequest {
  1: required string dataPath,
  2: required bool purge,
}

/** Since 3.1. */
struct CmRecycleResponse {}

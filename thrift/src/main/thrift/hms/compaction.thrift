// Compaction of transactional tables: the queue, its workers, and its figures.

namespace java dev.skep.thrift.hms

/** How far delta files are merged. */
enum CompactionType {
  MINOR = 1,
  MAJOR = 2,
  REBALANCE = 3,  // since 4.0
  ABORT_TXN_CLEANUP = 4,  // since 4.0
  SMART_OPTIMIZE = 5,  // since 4.1
}

/** Puts a compaction of a table or partition into the queue. */
struct CompactionRequest {
  1: required string dbname,
  2: required string tablename,
  3: optional string partitionname,
  4: required CompactionType type,
  5: optional string runas,
  6: optional map<string, string> properties,  // since 2.1
  7: optional string initiatorId,  // since 4.0
  8: optional string initiatorVersion,  // since 4.0
  9: optional string poolName,  // since 4.0
  10: optional i32 numberOfBuckets,  // since 4.0
  11: optional string orderByClause,  // since 4.0
}

/** Since 2.3. */
struct CompactionResponse {
  1: required i64 id,
  2: required string state,
  3: required bool accepted,
  4: optional string errormessage,  // since 4.0
}

/** A compaction as its worker sees it. Since 4.0. */
struct CompactionInfoStruct {
  1: required i64 id,
  2: required string dbname,
  3: required string tablename,
  4: optional string partitionname,
  5: required CompactionType type,
  6: optional string runas,
  7: optional string properties,
  8: optional bool toomanyaborts,
  9: optional string state,
  10: optional string workerId,
  11: optional i64 start,
  12: optional i64 highestWriteId,
  13: optional string errorMessage,
  14: optional bool hasoldabort,
  15: optional i64 enqueueTime,
  16: optional i64 retryRetention,
  17: optional string poolname,
  18: optional i32 numberOfBuckets,
  19: optional string orderByClause,
}

/** A compaction to do, or nothing. Since 4.0. */
struct OptionalCompactionInfoStruct {
  1: optional CompactionInfoStruct ci,
}

/** Since 4.0. */
struct FindNextCompactRequest {
  1: optional string workerId,
  2: optional string workerVersion,
  3: optional string poolName,
}

struct ShowCompactRequest {
  1: optional i64 id,  // since 4.0
  2: optional string poolName,  // since 4.0
  3: optional string dbName,  // since 4.0
  4: optional string tbName,  // since 4.0
  5: optional string partName,  // since 4.0
  6: optional CompactionType type,  // since 4.0
  7: optional string state,  // since 4.0
  8: optional i64 limit,  // since 4.0
  9: optional string order,  // since 4.0
}

/** A compaction as its operator sees it; times are in milliseconds since 1970. */
struct ShowCompactResponseElement {
  1: required string dbname,
  2: required string tablename,
  3: optional string partitionname,
  4: required CompactionType type,
  5: required string state,
  6: optional string workerid,
  7: optional i64 start,
  8: optional string runAs,
  9: optional i64 hightestTxnId,  // since 2.1
  10: optional string metaInfo,  // since 2.1
  11: optional i64 endTime,  // since 2.1
  12: optional string hadoopJobId = "None",  // since 2.1
  13: optional i64 id,  // since 2.3
  14: optional string errorMessage,  // since 4.0
  15: optional i64 enqueueTime,  // since 4.0
  16: optional string workerVersion,  // since 4.0
  17: optional string initiatorId,  // since 4.0
  18: optional string initiatorVersion,  // since 4.0
  19: optional i64 cleanerStart,  // since 4.0
  20: optional string poolName,  // since 4.0
  21: optional i64 nextTxnId,  // since 4.0
  22: optional i64 txnId,  // since 4.0
  23: optional i64 commitTime,  // since 4.0
  24: optional i64 hightestWriteId,  // since 4.0
}

struct ShowCompactResponse {
  1: required list<ShowCompactResponseElement> compacts,
}

/** Since 4.0. */
struct AbortCompactionRequest {
  1: required list<i64> compactionIds,
  2: optional string type,
  3: optional string poolName,
}

/** Since 4.0. */
struct AbortCompactionResponseElement {
  1: required i64 compactionId,
  2: optional string status,
  3: optional string message,
}

/** Since 4.0. */
struct AbortCompactResponse {
  1: required map<i64, AbortCompactionResponseElement> abortedcompacts,
}

/** Since 4.0. */
struct GetLatestCommittedCompactionInfoRequest {
  1: required string dbname,
  2: required string tablename,
  3: optional list<string> partitionnames,
  4: optional i64 lastCompactionId,
}

/** Since 4.0. */
struct GetLatestCommittedCompactionInfoResponse {
  1: required list<CompactionInfoStruct> compactions,
}

/** Since 4.0. */
enum CompactionMetricsMetricType {
  NUM_OBSOLETE_DELTAS = 0,
  NUM_DELTAS = 1,
  NUM_SMALL_DELTAS = 2,
}

/** Since 4.0. */
struct CompactionMetricsDataStruct {
  1: required string dbname,
  2: required string tblname,
  3: optional string partitionname,
  4: required CompactionMetricsMetricType type,
  5: required i32 metricvalue,
  6: required i32 version,
  7: required i32 threshold,
}

/** Since 4.0. */
struct CompactionMetricsDataRequest {
  1: required string dbName,
  2: required string tblName,
  3: optional string partitionName,
  4: required CompactionMetricsMetricType type,
}

/** Since 4.0. */
struct CompactionMetricsDataResponse {
  1: optional CompactionMetricsDataStruct data,
}

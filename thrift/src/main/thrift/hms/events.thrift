// The notification log, which caches, replication and other engines follow, and the figures of replication runs.

namespace java dev.skep.thrift.hms

/** One change, with the objects as JSON in message; eventTime is in seconds since 1970. Ids grow without gaps in the order of commits. */
struct NotificationEvent {
  1: required i64 eventId,
  2: required i32 eventTime,
  3: required string eventType,
  4: optional string dbName,
  5: optional string tableName,
  6: required string message,
  7: optional string messageFormat,  // since 2.3
  8: optional string catName,  // since 3.1
}

/** Events after lastEvent, at most maxEvents of them. */
struct NotificationEventRequest {
  1: required i64 lastEvent,
  2: optional i32 maxEvents,
  3: optional list<string> eventTypeSkipList,  // since 4.0
  4: optional string catName,  // since 4.0
  5: optional string dbName,  // since 4.0
  6: optional list<string> tableNames,  // since 4.0
  7: optional list<string> eventTypeList,  // since 4.1
}

struct NotificationEventResponse {
  1: required list<NotificationEvent> events,
}

struct CurrentNotificationEventId {
  1: required i64 eventId,
}

/** Since 3.1. */
struct NotificationEventsCountRequest {
  1: required i64 fromEventId,
  2: required string dbName,
  3: optional string catName,
  4: optional i64 toEventId,  // since 4.0
  5: optional i64 limit,  // since 4.0
  6: optional list<string> tableNames,  // since 4.0
}

/** Since 3.1. */
struct NotificationEventsCountResponse {
  1: required i64 eventsCount,
}

enum EventRequestType {
  INSERT = 1,
  UPDATE = 2,
  DELETE = 3,
}

/**
 * Files written by an insert. Until 2.3 there is no replace and the fields after it have ids lower by one (1 filesAdded, 2 filesAddedChecksum): from
 * such a client the checksums, if any, stand in filesAdded. 3.1 and later require filesAdded.
 */
struct InsertEventRequestData {
  1: optional bool replace,  // since 3.1
  2: optional list<string> filesAdded,  // since 2.3
  3: optional list<string> filesAddedChecksum,  // since 3.1
  4: optional list<string> subDirectoryList,  // since 4.0
  5: optional list<string> partitionVal,  // since 4.0
}

union FireEventRequestData {
  1: InsertEventRequestData insertData,
  2: list<InsertEventRequestData> insertDatas,  // since 4.0
  3: bool refreshEvent,  // since 4.0
}

/** Asks for an event about something that did not go through the metastore. */
struct FireEventRequest {
  1: required bool successful,
  2: required FireEventRequestData data,
  3: optional string dbName,
  4: optional string tableName,
  5: optional list<string> partitionVals,
  6: optional string catName,  // since 3.1
  7: optional map<string, string> tblParams,  // since 4.0
  8: optional list<list<string>> batchPartitionValsForRefresh,  // since 4.2
}

struct FireEventResponse {
  1: list<i64> eventIds,  // since 4.0
}

/** Files written by a transaction; they become an event when it commits. Since 4.0. */
struct WriteNotificationLogRequest {
  1: required i64 txnId,
  2: required i64 writeId,
  3: required string db,
  4: required string table,
  5: required InsertEventRequestData fileInfo,
  6: optional list<string> partitionVals,
}

/** Since 4.0. */
struct WriteNotificationLogResponse {}

/** Since 4.0. */
struct WriteNotificationLogBatchRequest {
  1: required string catalog,
  2: required string db,
  3: required string table,
  4: required list<WriteNotificationLogRequest> requestList,
}

/** Since 4.0. */
struct WriteNotificationLogBatchResponse {}

/** Since 4.0. */
struct GetAllWriteEventInfoRequest {
  1: required i64 txnId,
  2: optional string dbName,
  3: optional string tableName,
}

/** Since 4.0. */
struct ReplicationMetrics {
  1: required i64 scheduledExecutionId,
  2: required string policy,
  3: required i64 dumpExecutionId,
  4: optional string metadata,
  5: optional string progress,
  6: optional string messageFormat,
}

/** Since 4.0. */
struct ReplicationMetricList {
  1: required list<ReplicationMetrics> replicationMetricList,
}

/** Since 4.0. */
struct GetReplicationMetricsRequest {
  1: optional i64 scheduledExecutionId,
  2: optional string policy,
  3: optional i64 dumpExecutionId,
}

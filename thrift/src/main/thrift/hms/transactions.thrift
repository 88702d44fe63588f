// Transactions, write ids and locks. A transaction gets a write id per table it writes; readers carry a snapshot that says which write ids
// they must not see. Locks are leases: a holder that stops its heartbeat loses them.

namespace java dev.skep.thrift.hms

enum TxnState {
  COMMITTED = 1,
  ABORTED = 2,
  OPEN = 3,
}

/** What a transaction is for. Since 4.0. */
enum TxnType {
  DEFAULT = 0,
  REPL_CREATED = 1,
  READ_ONLY = 2,
  COMPACTION = 3,
  MATER_VIEW_REBUILD = 4,
  SOFT_DELETE = 5,
  REBALANCE_COMPACTION = 6,
}

struct TxnInfo {
  1: required i64 id,
  2: required TxnState state,
  3: required string user,
  4: required string hostname,
  5: optional string agentInfo = "Unknown",  // since 2.1
  6: optional i32 heartbeatCount,  // since 2.1
  7: optional string metaInfo,  // since 2.1
  8: optional i64 startedTime,  // since 2.3
  9: optional i64 lastHeartbeatTime,  // since 2.3
}

/** Opens several transactions at once; agentInfo names the query. */
struct OpenTxnRequest {
  1: required i32 num_txns,
  2: required string user,
  3: required string hostname,
  4: optional string agentInfo = "Unknown",  // since 2.1
  5: optional string replPolicy,  // since 3.1
  6: optional list<i64> replSrcTxnIds,  // since 3.1
  7: optional TxnType txn_type = TxnType.DEFAULT,  // since 4.0
}

struct OpenTxnsResponse {
  1: required list<i64> txn_ids,
}

/** Since 4.0. */
struct GetOpenTxnsRequest {
  1: optional list<TxnType> excludeTxnTypes,
}

/**
 * The open and aborted transactions below a high-water mark. open_txns is a set until 2.3 and a list since 3.1, with the same elements: ours is the
 * list, and a call of an older client has to be answered in its own form. Always set all fields: 3.1 and later require open_txns and abortedBits, in
 * which a bit per transaction tells the aborted ones.
 */
struct GetOpenTxnsResponse {
  1: required i64 txn_high_water_mark,
  2: optional list<i64> open_txns,  // since 3.1
  3: optional i64 min_open_txn,  // since 2.1
  4: optional binary abortedBits,  // since 3.1
}

struct GetOpenTxnsInfoResponse {
  1: required i64 txn_high_water_mark,
  2: required list<TxnInfo> open_txns,
}

struct AbortTxnRequest {
  1: required i64 txnid,
  2: optional string replPolicy,  // since 3.1
  3: optional TxnType txn_type,  // since 4.0
  4: optional i64 errorCode,  // since 4.0
}

/** Since 2.1. */
struct AbortTxnsRequest {
  1: required list<i64> txn_ids,
  2: optional i64 errorCode,  // since 4.0
}

/** Since 4.0. */
struct WriteEventInfo {
  1: required i64 writeId,
  2: required string database,
  3: required string table,
  4: required string files,
  5: optional string partition,
  6: optional string tableObj,
  7: optional string partitionObj,
}

/** Since 4.0. */
struct ReplLastIdInfo {
  1: required string database,
  2: required i64 lastReplId,
  3: optional string table,
  4: optional string catalog,
  5: optional list<string> partitionList,
}

/** Since 4.0. */
struct CommitTxnKeyValue {
  1: required i64 tableId,
  2: required string key,
  3: required string value,
}

/** Ends a transaction well; with keyValue it sets a table parameter in the same step. */
struct CommitTxnRequest {
  1: required i64 txnid,
  2: optional string replPolicy,  // since 3.1
  3: optional list<WriteEventInfo> writeEventInfos,  // since 4.0
  4: optional ReplLastIdInfo replLastIdInfo,  // since 4.0
  5: optional CommitTxnKeyValue keyValue,  // since 4.0
  6: optional bool exclWriteEnabled = true,  // since 4.0
  7: optional TxnType txn_type,  // since 4.0
}

/** Keeps a lock or a transaction alive. */
struct HeartbeatRequest {
  1: optional i64 lockid,
  2: optional i64 txnid,
}

struct HeartbeatTxnRangeRequest {
  1: required i64 min,
  2: required i64 max,
}

struct HeartbeatTxnRangeResponse {
  1: required set<i64> aborted,
  2: required set<i64> nosuch,
}

/** The last transaction that changed a table of a materialized view; isnull: none has. Since 3.1. */
struct BasicTxnInfo {
  1: required bool isnull,
  2: optional i64 time,
  3: optional i64 txnid,
  4: optional string dbname,
  5: optional string tablename,
  6: optional string partitionname,
}

/** Since 4.0. */
struct SeedTxnIdRequest {
  1: required i64 seedTxnId,
}

/** Since 4.0. */
struct SeedTableWriteIdsRequest {
  1: required string dbName,
  2: required string tableName,
  3: required i64 seedWriteId,
}

/** The write id that a transaction has in one table. Since 3.1. */
struct TxnToWriteId {
  1: required i64 txnId,
  2: required i64 writeId,
}

/** Write ids for transactions in one table, either new or copied by replication. Since 3.1. */
struct AllocateTableWriteIdsRequest {
  1: required string dbName,
  2: required string tableName,
  3: optional list<i64> txnIds,
  4: optional string replPolicy,
  5: optional list<TxnToWriteId> srcTxnToWriteIdList,
  6: optional bool reallocate,  // since 4.0
}

/** Since 3.1. */
struct AllocateTableWriteIdsResponse {
  1: required list<TxnToWriteId> txnToWriteIds,
}

/** Since 4.0. */
struct MaxAllocatedTableWriteIdRequest {
  1: required string dbName,
  2: required string tableName,
}

/** Since 4.0. */
struct MaxAllocatedTableWriteIdResponse {
  1: required i64 maxWriteId,
}

/** Which write ids of a table a snapshot may see: all up to the high-water mark but the invalid ones, of which a bit each tells the aborted. Since 3.1. */
struct TableValidWriteIds {
  1: required string fullTableName,
  2: required i64 writeIdHighWaterMark,
  3: required list<i64> invalidWriteIds,
  4: optional i64 minOpenWriteId,
  5: required binary abortedBits,
}

/** Snapshots of tables, named database.table, as of a transaction snapshot. 3.1 requires validTxnList. Since 3.1. */
struct GetValidWriteIdsRequest {
  1: required list<string> fullTableNames,
  2: optional string validTxnList,
  3: optional i64 writeId,  // since 4.0
}

/** Since 3.1. */
struct GetValidWriteIdsResponse {
  1: required list<TableValidWriteIds> tblValidWriteIds,
}

/** Since 3.1. */
struct ReplTblWriteIdStateRequest {
  1: required string validWriteIdlist,
  2: required string user,
  3: required string hostName,
  4: required string dbName,
  5: required string tableName,
  6: optional list<string> partNames,
}

/** Since 4.0. */
struct UpdateTransactionalStatsRequest {
  1: required i64 tableId,
  2: required i64 insertCount,
  3: required i64 updatedCount,
  4: required i64 deletedCount,
}

/** Since 4.2. */
struct ReplayedTxnsForPolicyResult {
  1: map<string, string> replTxnMapEntry,
}

/** What is done under a lock. Since 2.1. */
enum DataOperationType {
  SELECT = 1,
  INSERT = 2,
  UPDATE = 3,
  DELETE = 4,
  UNSET = 5,
  NO_TXN = 6,
}

/** How much a lock lets beside it. */
enum LockType {
  SHARED_READ = 1,
  SHARED_WRITE = 2,
  EXCLUSIVE = 3,
  EXCL_WRITE = 4,  // since 4.0
}

enum LockLevel {
  DB = 1,
  TABLE = 2,
  PARTITION = 3,
}

enum LockState {
  ACQUIRED = 1,
  WAITING = 2,
  ABORT = 3,
  NOT_ACQUIRED = 4,
}

/** One thing to lock. Field 7 is called isAcid until 2.3. */
struct LockComponent {
  1: required LockType type,
  2: required LockLevel level,
  3: required string dbname,
  4: optional string tablename,
  5: optional string partitionname,
  6: optional DataOperationType operationType = DataOperationType.UNSET,  // since 2.1
  7: optional bool isTransactional,  // since 2.1
  8: optional bool isDynamicPartitionWrite,  // since 2.3
}

/** Locks that are given all together or not at all. */
struct LockRequest {
  1: required list<LockComponent> component,
  2: optional i64 txnid,
  3: required string user,
  4: required string hostname,
  5: optional string agentInfo = "Unknown",  // since 2.1
  6: optional bool zeroWaitReadEnabled,  // since 4.0
  7: optional bool exclusiveCTAS,  // since 4.0
  8: optional bool locklessReadsEnabled,  // since 4.0
}

/** If the state is WAITING the client asks again with check_lock. */
struct LockResponse {
  1: required i64 lockid,
  2: required LockState state,
  3: optional string errorMessage,  // since 4.0
}

/** Asks for a lock that was not given at once; a heartbeat as well. */
struct CheckLockRequest {
  1: required i64 lockid,
  2: optional i64 txnid,  // since 2.1
  3: optional i64 elapsed_ms,  // since 2.1
}

struct UnlockRequest {
  1: required i64 lockid,
}

struct ShowLocksRequest {
  1: optional string dbname,  // since 2.1
  2: optional string tablename,  // since 2.1
  3: optional string partname,  // since 2.1
  4: optional bool isExtended,  // since 2.1
  5: optional i64 txnid,  // since 4.0
}

struct ShowLocksResponseElement {
  1: required i64 lockid,
  2: required string dbname,
  3: optional string tablename,
  4: optional string partname,
  5: required LockState state,
  6: required LockType type,
  7: optional i64 txnid,
  8: required i64 lastheartbeat,
  9: optional i64 acquiredat,
  10: required string user,
  11: required string hostname,
  12: optional i32 heartbeatCount,  // since 2.1
  13: optional string agentInfo,  // since 2.1
  14: optional i64 blockedByExtId,  // since 2.1
  15: optional i64 blockedByIntId,  // since 2.1
  16: optional i64 lockIdInternal,  // since 2.1
}

struct ShowLocksResponse {
  1: list<ShowLocksResponseElement> locks,
}

/**
 * Tells which partitions a transaction has written. Until 2.3 there is no writeid and the fields after it have ids lower by one (2 dbname, 3 tablename,
 * 4 partitionnames, 5 operationType): from such a client writeid and tablename are not set, and dbname holds the table. 3.1 and later require fields 1
 * to 5.
 */
struct AddDynamicPartitions {
  1: required i64 txnid,
  2: optional i64 writeid,  // since 3.1
  3: required string dbname,
  4: optional string tablename,  // since 3.1
  5: optional list<string> partitionnames,  // since 3.1
  6: optional DataOperationType operationType = DataOperationType.UNSET,  // since 3.1
}

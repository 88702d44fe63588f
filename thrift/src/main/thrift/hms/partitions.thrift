// Requests about the partitions of a table: by name, by leading values, by a filter text and by a serialized expression. `maxParts` below zero
// means all of them.

namespace java dev.skep.thrift.hms

include "model.thrift"
include "tables.thrift"

/** Adds partitions all together or not at all; with ifNotExists those that exist are left alone. */
struct AddPartitionsRequest {
  1: required string dbName,
  2: required string tblName,
  3: required list<model.Partition> parts,
  4: required bool ifNotExists,
  5: optional bool needResult = true,
  6: optional string catName,  // since 2.3.10
  7: optional string validWriteIdList,  // since 4.0
  8: optional bool skipColumnSchemaForPartition,  // since 4.0
  9: optional list<model.FieldSchema> partitionColSchema,  // since 4.0
  10: optional model.EnvironmentContext environmentContext,  // since 4.0
}

struct AddPartitionsResult {
  1: optional list<model.Partition> partitions,
  2: optional bool isStatsCompliant,  // since 4.0
  3: optional list<model.FieldSchema> partitionColSchema,  // since 4.0
}

/** Since 4.0. */
struct AppendPartitionsRequest {
  1: optional string catalogName,
  2: required string dbName,
  3: required string tableName,
  4: optional string name,
  5: optional list<string> partVals,
  6: optional model.EnvironmentContext environmentContext,
}

/** Since 4.0. */
struct AlterPartitionsRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tableName,
  4: required list<model.Partition> partitions,
  5: optional model.EnvironmentContext environmentContext,
  6: optional i64 writeId = -1,
  7: optional string validWriteIdList,
  8: optional bool skipColumnSchemaForPartition,
  9: optional list<model.FieldSchema> partitionColSchema,
}

/** Since 4.0. */
struct AlterPartitionsResponse {}

/** Since 4.0. */
struct RenamePartitionRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tableName,
  4: required list<string> partVals,
  5: required model.Partition newPart,
  6: optional string validWriteIdList,
  7: optional i64 txnId,
  8: optional bool clonePart,
}

/** Since 4.0. */
struct RenamePartitionResponse {}

/** A serialized filter expression of Hive's planner. */
struct DropPartitionsExpr {
  1: required binary expr,
  2: optional i32 partArchiveLevel,
}

/** Partitions by name, or all that match one of several expressions. */
union RequestPartsSpec {
  1: list<string> names,
  2: list<DropPartitionsExpr> exprs,
}

/** Drops partitions all together or not at all. */
struct DropPartitionsRequest {
  1: required string dbName,
  2: required string tblName,
  3: required RequestPartsSpec parts,
  4: optional bool deleteData,
  5: optional bool ifExists = true,
  6: optional bool ignoreProtection,
  7: optional model.EnvironmentContext environmentContext,
  8: optional bool needResult = true,
  9: optional string catName,  // since 2.3.10
  10: optional bool skipColumnSchemaForPartition,  // since 4.0
}

struct DropPartitionsResult {
  1: optional list<model.Partition> partitions,
}

/** Since 4.0. */
struct DropPartitionRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tblName,
  4: optional string partName,
  5: optional list<string> partVals,
  6: optional bool deleteData,
  7: optional model.EnvironmentContext environmentContext,
}

/** Since 4.0. */
struct GetPartitionRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tblName,
  4: required list<string> partVals,
  5: optional string validWriteIdList,
  6: optional i64 id = -1,
}

/** Since 4.0. */
struct GetPartitionResponse {
  1: required model.Partition partition,
}

/** Since 4.0. */
struct PartitionsRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tblName,
  4: optional i16 maxParts = -1,
  5: optional string validWriteIdList,
  6: optional i64 id = -1,
  7: optional bool skipColumnSchemaForPartition,
  8: optional string includeParamKeyPattern,
  9: optional string excludeParamKeyPattern,
}

/** Since 4.0. */
struct PartitionsResponse {
  1: required list<model.Partition> partitions,
}

/** Partitions by name, such as ds=2026-01-01/h=5; those that do not exist are left out. Since 4.0. */
struct GetPartitionsByNamesRequest {
  1: required string db_name,
  2: required string tbl_name,
  3: optional list<string> names,
  4: optional bool get_col_stats,
  5: optional list<string> processorCapabilities,
  6: optional string processorIdentifier,
  7: optional string engine = "hive",
  8: optional string validWriteIdList,
  9: optional bool getFileMetadata,
  10: optional i64 id = -1,
  11: optional bool skipColumnSchemaForPartition,
  12: optional string includeParamKeyPattern,
  13: optional string excludeParamKeyPattern,
}

/** Since 4.0. */
struct GetPartitionsByNamesResult {
  1: required list<model.Partition> partitions,
  2: optional model.ObjectDictionary dictionary,
}

/** Since 4.0. */
struct GetPartitionNamesPsRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tblName,
  4: optional list<string> partValues,
  5: optional i16 maxParts = -1,
  6: optional string validWriteIdList,
  7: optional i64 id = -1,
}

/** Since 4.0. */
struct GetPartitionNamesPsResponse {
  1: required list<string> names,
}

/** Partitions by leading values, with the privileges of a user on them. Since 4.0. */
struct GetPartitionsPsWithAuthRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tblName,
  4: optional list<string> partVals,
  5: optional i16 maxParts = -1,
  6: optional string userName,
  7: optional list<string> groupNames,
  8: optional string validWriteIdList,
  9: optional i64 id = -1,
  10: optional bool skipColumnSchemaForPartition,
  11: optional string includeParamKeyPattern,
  12: optional string excludeParamKeyPattern,
  13: optional list<string> partNames,
}

/** Since 4.0. */
struct GetPartitionsPsWithAuthResponse {
  1: required list<model.Partition> partitions,
}

/** Since 4.0. */
struct GetPartitionsByFilterRequest {
  1: optional string catName,
  2: string dbName,
  3: string tblName,
  4: string filter,
  5: optional i16 maxParts = -1,
  6: optional bool skipColumnSchemaForPartition,
  7: optional string includeParamKeyPattern,
  8: optional string excludeParamKeyPattern,
}

/** Partitions by a serialized filter expression of Hive's planner. */
struct PartitionsByExprRequest {
  1: required string dbName,
  2: required string tblName,
  3: required binary expr,
  4: optional string defaultPartitionName,
  5: optional i16 maxParts = -1,
  6: optional string catName,  // since 2.3.10
  7: optional string order,  // since 4.0
  8: optional string validWriteIdList,  // since 4.0
  9: optional i64 id = -1,  // since 4.0
  10: optional bool skipColumnSchemaForPartition,  // since 4.0
  11: optional string includeParamKeyPattern,  // since 4.0
  12: optional string excludeParamKeyPattern,  // since 4.0
}

/** hasUnknownPartitions: the filter could not be decided for all of them, so the client must filter again. */
struct PartitionsByExprResult {
  1: required list<model.Partition> partitions,
  2: required bool hasUnknownPartitions,
}

/** Since 4.0. */
struct PartitionsSpecByExprResult {
  1: required list<model.PartitionSpec> partitionsSpec,
  2: required bool hasUnknownPartitions,
}

/** Names, values of each key, or expressions. Since 4.0. */
enum PartitionFilterMode {
  BY_NAMES = 0,
  BY_VALUES = 1,
  BY_EXPR = 2,
}

/** How the filters of GetPartitionsRequest are to be read. Since 4.0. */
struct GetPartitionsFilterSpec {
  7: optional PartitionFilterMode filterMode,
  8: optional list<string> filters,
}

/** Since 4.0. */
struct GetPartitionsRequest {
  1: optional string catName,
  2: string dbName,
  3: string tblName,
  4: optional bool withAuth,
  5: optional string user,
  6: optional list<string> groupNames,
  7: tables.GetProjectionsSpec projectionSpec,
  8: GetPartitionsFilterSpec filterSpec,
  9: optional list<string> processorCapabilities,
  10: optional string processorIdentifier,
  11: optional string validWriteIdList,
}

/** Since 4.0. */
struct GetPartitionsResponse {
  1: list<model.PartitionSpec> partitionSpec,
}

/** The values of partition keys, without the partitions. Since 2.3. */
struct PartitionValuesRequest {
  1: required string dbName,
  2: required string tblName,
  3: required list<model.FieldSchema> partitionKeys,
  4: optional bool applyDistinct = true,
  5: optional string filter,
  6: optional list<model.FieldSchema> partitionOrder,
  7: optional bool ascending = true,
  8: optional i64 maxParts = -1,
  9: optional string catName,  // since 2.3.10
  10: optional string validWriteIdList,  // since 4.0
}

/** Since 2.3. */
struct PartitionValuesRow {
  1: required list<string> row,
}

/** Since 2.3. */
struct PartitionValuesResponse {
  1: required list<PartitionValuesRow> partitionValues,
}

/** Marks on partitions, by which loaders tell readers that one is complete. */
enum PartitionEventType {
  LOAD_DONE = 1,
}

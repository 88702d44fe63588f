// Requests about tables and views.

namespace java dev.skep.thrift.hms

include "model.thrift"
include "constraints.thrift"

/** What a client says it can read; a server withholds tables that need more. Since 2.3. */
enum ClientCapability {
  TEST_CAPABILITY = 1,
  INSERT_ONLY_TABLES = 2,  // since 3.1
}

/** Since 2.3. */
struct ClientCapabilities {
  1: required list<ClientCapability> values,
}

/** Which fields of an object are wanted, by dotted names, and which of its parameters, by patterns. Since 4.0. */
struct GetProjectionsSpec {
  1: list<string> fieldList,
  2: string includeParamKeyPattern,
  3: string excludeParamKeyPattern,
}

/** Since 4.0. */
struct CreateTableRequest {
  1: required model.Table table,
  2: optional model.EnvironmentContext envContext,
  3: optional list<constraints.SQLPrimaryKey> primaryKeys,
  4: optional list<constraints.SQLForeignKey> foreignKeys,
  5: optional list<constraints.SQLUniqueConstraint> uniqueConstraints,
  6: optional list<constraints.SQLNotNullConstraint> notNullConstraints,
  7: optional list<constraints.SQLDefaultConstraint> defaultConstraints,
  8: optional list<constraints.SQLCheckConstraint> checkConstraints,
  9: optional list<string> processorCapabilities,
  10: optional string processorIdentifier,
}

/** The whole new table takes the place of the old; with expectedParameterKey only if that parameter still has the expected value. Since 4.0. */
struct AlterTableRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tableName,
  4: required model.Table table,
  5: optional model.EnvironmentContext environmentContext,
  6: optional i64 writeId = -1,
  7: optional string validWriteIdList,
  8: optional list<string> processorCapabilities,
  9: optional string processorIdentifier,
  10: optional string expectedParameterKey,
  11: optional string expectedParameterValue,
}

/** Since 4.0. */
struct AlterTableResponse {}

/** Drops a table, with its files if deleteData is set and the table is managed. Since 4.0. */
struct DropTableRequest {
  1: optional string catalogName,
  2: required string dbName,
  3: required string tableName,
  4: optional bool deleteData,
  5: optional model.EnvironmentContext envContext,
  6: optional bool dropPartitions,
}

/** Since 4.0. */
struct TruncateTableRequest {
  1: required string dbName,
  2: required string tableName,
  3: optional list<string> partNames,
  4: optional i64 writeId = -1,
  5: optional string validWriteIdList,
  6: optional model.EnvironmentContext environmentContext,
}

/** Since 4.0. */
struct TruncateTableResponse {}

/** The call by which 2.3 and later ask for a table. Since 2.3. */
struct GetTableRequest {
  1: required string dbName,
  2: required string tblName,
  3: optional ClientCapabilities capabilities,
  4: optional string catName,  // since 3.1
  6: optional string validWriteIdList,  // since 4.0
  7: optional bool getColumnStats,  // since 4.0
  8: optional list<string> processorCapabilities,  // since 4.0
  9: optional string processorIdentifier,  // since 4.0
  10: optional string engine = "hive",  // since 4.0
  11: optional i64 id = -1,  // since 4.0
}

/** Since 2.3. */
struct GetTableResult {
  1: required model.Table table,
  2: optional bool isStatsCompliant,  // since 4.0
}

/** Several tables by name. Since 2.3. */
struct GetTablesRequest {
  1: required string dbName,
  2: optional list<string> tblNames,
  3: optional ClientCapabilities capabilities,
  4: optional string catName,  // since 3.1
  5: optional list<string> processorCapabilities,  // since 4.0
  6: optional string processorIdentifier,  // since 4.0
  7: optional GetProjectionsSpec projectionSpec,  // since 4.0
  8: optional string tablesPattern,  // since 4.0
}

/** Since 2.3. */
struct GetTablesResult {
  1: required list<model.Table> tables,
}

/** Bits of requestedFields in GetTablesExtRequest. Since 4.0. */
enum GetTablesExtRequestFields {
  ACCESS_TYPE = 1,
  PROCESSOR_CAPABILITIES = 2,
  ALL = 2147483647,
}

/** Since 4.0. */
struct GetTablesExtRequest {
  1: required string catalog,
  2: required string database,
  3: required string tableNamePattern,
  4: required i32 requestedFields,
  5: optional i32 limit,
  6: optional list<string> processorCapabilities,
  7: optional string processorIdentifier,
}

/** A table name with what a client needs to read or write it. Since 4.0. */
struct ExtendedTableInfo {
  1: required string tblName,
  2: optional i32 accessType,
  3: optional list<string> requiredReadCapabilities,
  4: optional list<string> requiredWriteCapabilities,
}

/** Since 4.0. */
struct GetFieldsRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tblName,
  4: optional model.EnvironmentContext envContext,
  5: optional string validWriteIdList,
  6: optional i64 id = -1,
}

/** Since 4.0. */
struct GetFieldsResponse {
  1: required list<model.FieldSchema> fields,
}

/** Since 4.0. */
struct GetSchemaRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tblName,
  4: optional model.EnvironmentContext envContext,
  5: optional string validWriteIdList,
  6: optional i64 id = -1,
}

/** Since 4.0. */
struct GetSchemaResponse {
  1: required list<model.FieldSchema> fields,
}

/** Whether the tables under a materialized view have changed. Since 3.1. */
struct Materialization {
  1: required bool sourceTablesUpdateDeleteModified,
  2: optional bool sourceTablesCompacted,  // since 4.0
}

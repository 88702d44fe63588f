// Requests about catalogs, databases and the connectors of remote databases.

namespace java dev.skep.thrift.hms

include "access.thrift"
include "model.thrift"

/** Since 3.1. */
struct CreateCatalogRequest {
  1: model.Catalog catalog,
}

/** Since 3.1. */
struct AlterCatalogRequest {
  1: string name,
  2: model.Catalog newCat,
}

/** Since 3.1. */
struct GetCatalogRequest {
  1: string name,
}

/** Since 3.1. */
struct GetCatalogResponse {
  1: model.Catalog catalog,
}

/** Since 3.1. */
struct GetCatalogsResponse {
  1: list<string> names,
}

/** Since 3.1. */
struct DropCatalogRequest {
  1: string name,
  2: optional bool ifExists = true,  // since 4.1
}

/** A database to create, as Database has it. Since 4.0. */
struct CreateDatabaseRequest {
  1: required string databaseName,
  2: optional string description,
  3: optional string locationUri,
  4: optional map<string, string> parameters,
  5: optional access.PrincipalPrivilegeSet privileges,
  6: optional string ownerName,
  7: optional access.PrincipalType ownerType,
  8: optional string catalogName,
  9: optional i32 createTime,
  10: optional string managedLocationUri,
  11: optional model.DatabaseType type,
  12: optional string dataConnectorName,
  13: optional string remote_dbname,
}

/** A database by name. Since 4.0. */
struct GetDatabaseRequest {
  1: optional string name,
  2: optional string catalogName,
  3: optional list<string> processorCapabilities,
  4: optional string processorIdentifier,
}

/** Whole databases by a pattern of names. Since 4.1. */
struct GetDatabaseObjectsRequest {
  1: optional string catalogName,
  2: optional string pattern,
}

/** Since 4.1. */
struct GetDatabaseObjectsResponse {
  1: required list<model.Database> databases,
}

/** Since 4.0. */
struct AlterDatabaseRequest {
  1: required string oldDbName,
  2: required model.Database newDb,
}

/** Since 4.0. */
struct DropDatabaseRequest {
  1: required string name,
  2: optional string catalogName,
  3: required bool ignoreUnknownDb,
  4: required bool deleteData,
  5: required bool cascade,
  6: optional bool softDelete,
  7: optional i64 txnId,
  8: optional bool deleteManagedDir = true,
}

/** Since 4.0. */
struct CreateDataConnectorRequest {
  1: required model.DataConnector connector,
}

/** Since 4.0. */
struct GetDataConnectorRequest {
  1: required string connectorName,
}

/** Since 4.0. */
struct AlterDataConnectorRequest {
  1: required string connectorName,
  2: required model.DataConnector newConnector,
}

/** Since 4.0. */
struct DropDataConnectorRequest {
  1: required string connectorName,
  2: optional bool ifNotExists,
  3: optional bool checkReferences,
}

// Requests about functions, packages and stored procedures.

namespace java dev.skep.thrift.hms

include "model.thrift"

/** Since 2.1. */
struct GetAllFunctionsResponse {
  1: optional list<model.Function> functions,
}

/** Since 4.1. */
struct GetFunctionsRequest {
  1: required string dbName,
  2: optional string catalogName,
  3: optional string pattern,
  4: optional bool returnNames = true,
}

/** Since 4.1. */
struct GetFunctionsResponse {
  1: optional list<string> function_names,
  2: optional list<model.Function> functions,
}

/** Since 4.0. */
struct AddPackageRequest {
  1: string catName,
  2: string dbName,
  3: string packageName,
  4: string ownerName,
  5: string header,
  6: string body,
}

/** Since 4.0. */
struct GetPackageRequest {
  1: required string catName,
  2: required string dbName,
  3: required string packageName,
}

/** Since 4.0. */
struct ListPackageRequest {
  1: required string catName,
  2: optional string dbName,
}

/** Since 4.0. */
struct DropPackageRequest {
  1: required string catName,
  2: required string dbName,
  3: required string packageName,
}

/** Since 4.0. */
struct StoredProcedureRequest {
  1: required string catName,
  2: required string dbName,
  3: required string procName,
}

/** Since 4.0. */
struct ListStoredProcedureRequest {
  1: required string catName,
  2: optional string dbName,
}

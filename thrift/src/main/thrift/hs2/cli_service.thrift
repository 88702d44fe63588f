// HiveServer2: sessions, statements, their results, and the metadata calls that JDBC and ODBC drivers make. Every call returns a TStatus; a
// call that starts work returns an operation handle whose state and results are then asked for.

namespace java dev.skep.thrift.hs2

include "cli_types.thrift"

/** The client says the highest it knows, the server answers the one that both use. From V6 on results are columnar. */
enum TProtocolVersion {
  HIVE_CLI_SERVICE_PROTOCOL_V1 = 0,
  HIVE_CLI_SERVICE_PROTOCOL_V2 = 1,
  HIVE_CLI_SERVICE_PROTOCOL_V3 = 2,
  HIVE_CLI_SERVICE_PROTOCOL_V4 = 3,
  HIVE_CLI_SERVICE_PROTOCOL_V5 = 4,
  HIVE_CLI_SERVICE_PROTOCOL_V6 = 5,
  HIVE_CLI_SERVICE_PROTOCOL_V7 = 6,
  HIVE_CLI_SERVICE_PROTOCOL_V8 = 7,
  HIVE_CLI_SERVICE_PROTOCOL_V9 = 8,  // since 2.1
  HIVE_CLI_SERVICE_PROTOCOL_V10 = 9,  // since 2.3
  HIVE_CLI_SERVICE_PROTOCOL_V11 = 10,  // since 3.1
}

enum TStatusCode {
  SUCCESS_STATUS = 0,
  SUCCESS_WITH_INFO_STATUS = 1,
  STILL_EXECUTING_STATUS = 2,
  ERROR_STATUS = 3,
  INVALID_HANDLE_STATUS = 4,
}

/** How a call ended. An error carries a SQL state and an error code for the driver. */
struct TStatus {
  1: required TStatusCode statusCode,
  2: optional list<string> infoMessages,
  3: optional string sqlState,
  4: optional i32 errorCode,
  5: optional string errorMessage,
}

/** The life of an operation. UKNOWN_STATE is spelled so. */
enum TOperationState {
  INITIALIZED_STATE = 0,
  RUNNING_STATE = 1,
  FINISHED_STATE = 2,
  CANCELED_STATE = 3,
  CLOSED_STATE = 4,
  ERROR_STATE = 5,
  UKNOWN_STATE = 6,
  PENDING_STATE = 7,
  TIMEDOUT_STATE = 8,  // since 2.1
}

enum TOperationType {
  EXECUTE_STATEMENT = 0,
  GET_TYPE_INFO = 1,
  GET_CATALOGS = 2,
  GET_SCHEMAS = 3,
  GET_TABLES = 4,
  GET_TABLE_TYPES = 5,
  GET_COLUMNS = 6,
  GET_FUNCTIONS = 7,
  UNKNOWN = 8,
  PROCEDURAL_SQL = 9,  // since 4.0
}

/** guid names a session or operation, secret proves that the holder was given it; 16 bytes each. */
struct THandleIdentifier {
  1: required binary guid,
  2: required binary secret,
}

struct TSessionHandle {
  1: required THandleIdentifier sessionId,
}

/** Names an operation; a statement that is done at once may have no result set. */
struct TOperationHandle {
  1: required THandleIdentifier operationId,
  2: required TOperationType operationType,
  3: required bool hasResultSet,
  4: optional double modifiedRowCount,
}

/** Begins a session; configuration carries settings as set:hiveconf:name and use:database. */
struct TOpenSessionReq {
  1: required TProtocolVersion client_protocol = TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10,
  2: optional string username,
  3: optional string password,
  4: optional map<string, string> configuration,
}

/** The protocol that both use, and the session. */
struct TOpenSessionResp {
  1: required TStatus status,
  2: required TProtocolVersion serverProtocolVersion = TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10,
  3: optional TSessionHandle sessionHandle,
  4: optional map<string, string> configuration,
}

/** What the client says about itself, for logs. Since 3.1. */
struct TSetClientInfoReq {
  1: required TSessionHandle sessionHandle,
  2: optional map<string, string> configuration,
}

/** Since 3.1. */
struct TSetClientInfoResp {
  1: required TStatus status,
}

struct TCloseSessionReq {
  1: required TSessionHandle sessionHandle,
}

struct TCloseSessionResp {
  1: required TStatus status,
}

/** Facts about the server, numbered as in the CLI standard. */
enum TGetInfoType {
  CLI_MAX_DRIVER_CONNECTIONS = 0,
  CLI_MAX_CONCURRENT_ACTIVITIES = 1,
  CLI_DATA_SOURCE_NAME = 2,
  CLI_FETCH_DIRECTION = 8,
  CLI_SERVER_NAME = 13,
  CLI_SEARCH_PATTERN_ESCAPE = 14,
  CLI_DBMS_NAME = 17,
  CLI_DBMS_VER = 18,
  CLI_ACCESSIBLE_TABLES = 19,
  CLI_ACCESSIBLE_PROCEDURES = 20,
  CLI_CURSOR_COMMIT_BEHAVIOR = 23,
  CLI_DATA_SOURCE_READ_ONLY = 25,
  CLI_DEFAULT_TXN_ISOLATION = 26,
  CLI_IDENTIFIER_CASE = 28,
  CLI_IDENTIFIER_QUOTE_CHAR = 29,
  CLI_MAX_COLUMN_NAME_LEN = 30,
  CLI_MAX_CURSOR_NAME_LEN = 31,
  CLI_MAX_SCHEMA_NAME_LEN = 32,
  CLI_MAX_CATALOG_NAME_LEN = 34,
  CLI_MAX_TABLE_NAME_LEN = 35,
  CLI_SCROLL_CONCURRENCY = 43,
  CLI_TXN_CAPABLE = 46,
  CLI_USER_NAME = 47,
  CLI_TXN_ISOLATION_OPTION = 72,
  CLI_INTEGRITY = 73,
  CLI_GETDATA_EXTENSIONS = 81,
  CLI_NULL_COLLATION = 85,
  CLI_ALTER_TABLE = 86,
  CLI_ORDER_BY_COLUMNS_IN_SELECT = 90,
  CLI_SPECIAL_CHARACTERS = 94,
  CLI_MAX_COLUMNS_IN_GROUP_BY = 97,
  CLI_MAX_COLUMNS_IN_INDEX = 98,
  CLI_MAX_COLUMNS_IN_ORDER_BY = 99,
  CLI_MAX_COLUMNS_IN_SELECT = 100,
  CLI_MAX_COLUMNS_IN_TABLE = 101,
  CLI_MAX_INDEX_SIZE = 102,
  CLI_MAX_ROW_SIZE = 104,
  CLI_MAX_STATEMENT_LEN = 105,
  CLI_MAX_TABLES_IN_SELECT = 106,
  CLI_MAX_USER_NAME_LEN = 107,
  CLI_OJ_CAPABILITIES = 115,
  CLI_XOPEN_CLI_YEAR = 10000,
  CLI_CURSOR_SENSITIVITY = 10001,
  CLI_DESCRIBE_PARAMETER = 10002,
  CLI_CATALOG_NAME = 10003,
  CLI_COLLATION_SEQ = 10004,
  CLI_MAX_IDENTIFIER_LEN = 10005,
  CLI_ODBC_KEYWORDS = 10006,  // since 3.1
}

union TGetInfoValue {
  1: string stringValue,
  2: i16 smallIntValue,
  3: i32 integerBitmask,
  4: i32 integerFlag,
  5: i32 binaryValue,
  6: i64 lenValue,
}

struct TGetInfoReq {
  1: required TSessionHandle sessionHandle,
  2: required TGetInfoType infoType,
}

struct TGetInfoResp {
  1: required TStatus status,
  2: required TGetInfoValue infoValue,
}

/** Runs a statement; with runAsync the answer comes as soon as it has been taken. queryTimeout is in seconds. */
struct TExecuteStatementReq {
  1: required TSessionHandle sessionHandle,
  2: required string statement,
  3: optional map<string, string> confOverlay,
  4: optional bool runAsync,
  5: optional i64 queryTimeout,  // since 2.1
}

struct TExecuteStatementResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

struct TGetTypeInfoReq {
  1: required TSessionHandle sessionHandle,
}

struct TGetTypeInfoResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

struct TGetCatalogsReq {
  1: required TSessionHandle sessionHandle,
}

struct TGetCatalogsResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

struct TGetSchemasReq {
  1: required TSessionHandle sessionHandle,
  2: optional string catalogName,
  3: optional string schemaName,
}

struct TGetSchemasResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

struct TGetTablesReq {
  1: required TSessionHandle sessionHandle,
  2: optional string catalogName,
  3: optional string schemaName,
  4: optional string tableName,
  5: optional list<string> tableTypes,
}

struct TGetTablesResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

struct TGetTableTypesReq {
  1: required TSessionHandle sessionHandle,
}

struct TGetTableTypesResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

/** Columns by patterns, as the call of the same name in JDBC; so are the other metadata requests. */
struct TGetColumnsReq {
  1: required TSessionHandle sessionHandle,
  2: optional string catalogName,
  3: optional string schemaName,
  4: optional string tableName,
  5: optional string columnName,
}

struct TGetColumnsResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

struct TGetFunctionsReq {
  1: required TSessionHandle sessionHandle,
  2: optional string catalogName,
  3: optional string schemaName,
  4: required string functionName,
}

struct TGetFunctionsResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

/** Since 2.1. */
struct TGetPrimaryKeysReq {
  1: required TSessionHandle sessionHandle,
  2: optional string catalogName,
  3: optional string schemaName,
  4: optional string tableName,
}

/** Since 2.1. */
struct TGetPrimaryKeysResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

/** Since 2.1. */
struct TGetCrossReferenceReq {
  1: required TSessionHandle sessionHandle,
  2: optional string parentCatalogName,
  3: optional string parentSchemaName,
  4: optional string parentTableName,
  5: optional string foreignCatalogName,
  6: optional string foreignSchemaName,
  7: optional string foreignTableName,
}

/** Since 2.1. */
struct TGetCrossReferenceResp {
  1: required TStatus status,
  2: optional TOperationHandle operationHandle,
}

/** Since 2.3. */
enum TJobExecutionStatus {
  IN_PROGRESS = 0,
  COMPLETE = 1,
  NOT_AVAILABLE = 2,
}

/** Progress as a table for a terminal. Since 2.3. */
struct TProgressUpdateResp {
  1: required list<string> headerNames,
  2: required list<list<string>> rows,
  3: required double progressedPercentage,
  4: required TJobExecutionStatus status,
  5: required string footerSummary,
  6: required i64 startTime,
}

struct TGetOperationStatusReq {
  1: required TOperationHandle operationHandle,
  2: optional bool getProgressUpdate,  // since 2.3
}

/** operationStarted and operationCompleted are in milliseconds since 1970. */
struct TGetOperationStatusResp {
  1: required TStatus status,
  2: optional TOperationState operationState,
  3: optional string sqlState,
  4: optional i32 errorCode,
  5: optional string errorMessage,
  6: optional string taskStatus,  // since 2.1
  7: optional i64 operationStarted,  // since 2.1
  8: optional i64 operationCompleted,  // since 2.1
  9: optional bool hasResultSet,  // since 2.3
  10: optional TProgressUpdateResp progressUpdateResponse,  // since 2.3
  11: optional i64 numModifiedRows,  // since 4.0
}

struct TCancelOperationReq {
  1: required TOperationHandle operationHandle,
}

struct TCancelOperationResp {
  1: required TStatus status,
}

struct TCloseOperationReq {
  1: required TOperationHandle operationHandle,
}

struct TCloseOperationResp {
  1: required TStatus status,
}

struct TGetResultSetMetadataReq {
  1: required TOperationHandle operationHandle,
}

struct TGetResultSetMetadataResp {
  1: required TStatus status,
  2: optional cli_types.TTableSchema schema,
}

enum TFetchOrientation {
  FETCH_NEXT = 0,
  FETCH_PRIOR = 1,
  FETCH_RELATIVE = 2,
  FETCH_ABSOLUTE = 3,
  FETCH_FIRST = 4,
  FETCH_LAST = 5,
}

/** Asks for the next rows; fetchType 0 is the result, 1 the log of the operation. */
struct TFetchResultsReq {
  1: required TOperationHandle operationHandle,
  2: required TFetchOrientation orientation = TFetchOrientation.FETCH_NEXT,
  3: required i64 maxRows,
  4: optional i16 fetchType,
}

/** hasMoreRows is always false with Hive; the end is an answer without rows. */
struct TFetchResultsResp {
  1: required TStatus status,
  2: optional bool hasMoreRows,
  3: optional cli_types.TRowSet results,
}

/** Since 3.1. */
struct TGetQueryIdReq {
  1: required TOperationHandle operationHandle,
}

/** Since 3.1. */
struct TGetQueryIdResp {
  1: required string queryId,
}

struct TGetDelegationTokenReq {
  1: required TSessionHandle sessionHandle,
  2: required string owner,
  3: required string renewer,
}

struct TGetDelegationTokenResp {
  1: required TStatus status,
  2: optional string delegationToken,
}

struct TCancelDelegationTokenReq {
  1: required TSessionHandle sessionHandle,
  2: required string delegationToken,
}

struct TCancelDelegationTokenResp {
  1: required TStatus status,
}

struct TRenewDelegationTokenReq {
  1: required TSessionHandle sessionHandle,
  2: required string delegationToken,
}

struct TRenewDelegationTokenResp {
  1: required TStatus status,
}

/** Since 4.0. */
struct TUploadDataReq {
  1: required TSessionHandle sessionHandle,
  2: optional string tableName,
  3: optional string path,
  4: required binary values,
}

/** Since 4.0. */
struct TUploadDataResp {
  1: required TStatus status,
  2: required TOperationHandle operationHandle,
}

/** Since 4.0. */
struct TDownloadDataReq {
  1: required TSessionHandle sessionHandle,
  2: optional string tableName,
  3: optional string query,
  4: optional string format,
  5: optional map<string, string> downloadOptions,
}

/** Since 4.0. */
struct TDownloadDataResp {
  1: required TStatus status,
  2: required TOperationHandle operationHandle,
}

/** The calls of HiveServer2, from Hive 1.2 to 4.2. */
service TCLIService {
  // -- Sessions --

  TOpenSessionResp OpenSession(1: TOpenSessionReq req),
  TCloseSessionResp CloseSession(1: TCloseSessionReq req),
  TSetClientInfoResp SetClientInfo(1: TSetClientInfoReq req),  // since 3.1
  TGetInfoResp GetInfo(1: TGetInfoReq req),

  // -- Statements and metadata -- Each starts an operation and answers with its handle.

  TExecuteStatementResp ExecuteStatement(1: TExecuteStatementReq req),
  TGetTypeInfoResp GetTypeInfo(1: TGetTypeInfoReq req),
  TGetCatalogsResp GetCatalogs(1: TGetCatalogsReq req),
  TGetSchemasResp GetSchemas(1: TGetSchemasReq req),
  TGetTablesResp GetTables(1: TGetTablesReq req),
  TGetTableTypesResp GetTableTypes(1: TGetTableTypesReq req),
  TGetColumnsResp GetColumns(1: TGetColumnsReq req),
  TGetFunctionsResp GetFunctions(1: TGetFunctionsReq req),
  TGetPrimaryKeysResp GetPrimaryKeys(1: TGetPrimaryKeysReq req),  // since 2.1
  TGetCrossReferenceResp GetCrossReference(1: TGetCrossReferenceReq req),  // since 2.1

  // -- Operations and results --

  TGetOperationStatusResp GetOperationStatus(1: TGetOperationStatusReq req),
  TCancelOperationResp CancelOperation(1: TCancelOperationReq req),
  TCloseOperationResp CloseOperation(1: TCloseOperationReq req),
  TGetResultSetMetadataResp GetResultSetMetadata(1: TGetResultSetMetadataReq req),
  TFetchResultsResp FetchResults(1: TFetchResultsReq req),
  TGetQueryIdResp GetQueryId(1: TGetQueryIdReq req),  // since 3.1

  // -- Delegation tokens --

  TGetDelegationTokenResp GetDelegationToken(1: TGetDelegationTokenReq req),
  TCancelDelegationTokenResp CancelDelegationToken(1: TCancelDelegationTokenReq req),
  TRenewDelegationTokenResp RenewDelegationToken(1: TRenewDelegationTokenReq req),

  // -- Files --

  TUploadDataResp UploadData(1: TUploadDataReq req),  // since 4.0
  TDownloadDataResp DownloadData(1: TDownloadDataReq req),  // since 4.0
}

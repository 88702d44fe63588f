// The objects of the catalog: catalogs, databases, tables, partitions, functions, and what describes their files. These structs travel in
// requests, in answers and in stored events, so a field is required only where every generation requires it.

namespace java dev.skep.thrift.hms

include "access.thrift"
include "statistics.thrift"

struct Version {
  1: string version,
  2: string comments,
}

/** Properties beside a call; metastore.thrift names those that matter, such as the compare-and-set of a parameter. */
struct EnvironmentContext {
  1: map<string, string> properties,
}

/** A column or partition key: its name, its Hive type as text, and a comment. */
struct FieldSchema {
  1: string name,
  2: string type,
  3: string comment,
}

/** A row type with a name, from before Hive 1. */
struct Type {
  1: string name,
  2: optional string type1,
  3: optional string type2,
  4: optional list<FieldSchema> fields,
}

/** The columns of a table with the properties its serde needs. */
struct Schema {
  1: list<FieldSchema> fieldSchemas,
  2: map<string, string> properties,
}

/** A sort column of a bucketed table; order is 1 for ascending, 0 for descending. */
struct Order {
  1: string col,
  2: i32 order,
}

/** Since 3.1. */
enum SerdeType {
  HIVE = 1,
  SCHEMA_REGISTRY = 2,
}

/** The class that turns file records into rows, and its parameters. */
struct SerDeInfo {
  1: string name,
  2: string serializationLib,
  3: map<string, string> parameters,
  4: optional string description,  // since 3.1
  5: optional string serializerClass,  // since 3.1
  6: optional string deserializerClass,  // since 3.1
  7: optional SerdeType serdeType,  // since 3.1
}

/** Values that fill so many rows that they have directories of their own. */
struct SkewedInfo {
  1: list<string> skewedColNames,
  2: list<list<string>> skewedColValues,
  3: map<list<string>, string> skewedColValueLocationMaps,
}

/** Where and how rows lie in files. A view has one as well, without a location. */
struct StorageDescriptor {
  1: list<FieldSchema> cols,
  2: string location,
  3: string inputFormat,
  4: string outputFormat,
  5: bool compressed,
  6: i32 numBuckets,
  7: SerDeInfo serdeInfo,
  8: list<string> bucketCols,
  9: list<Order> sortCols,
  10: map<string, string> parameters,
  11: optional SkewedInfo skewedInfo,
  12: optional bool storedAsSubDirectories,
}

/** A name space of databases; Hive knows only the one named hive, Spark adds spark. Since 3.1. */
struct Catalog {
  1: string name,
  2: optional string description,
  3: string locationUri,
  4: optional i32 createTime,  // since 4.0
  5: optional map<string, string> parameters,  // since 4.2
}

/** Since 4.0. */
enum DatabaseType {
  NATIVE = 1,
  REMOTE = 2,
}

/** A name space of tables with a default location. */
struct Database {
  1: string name,
  2: string description,
  3: string locationUri,
  4: map<string, string> parameters,
  5: optional access.PrincipalPrivilegeSet privileges,
  6: optional string ownerName,
  7: optional access.PrincipalType ownerType,
  8: optional string catalogName,  // since 2.3.10
  9: optional i32 createTime,  // since 4.0
  10: optional string managedLocationUri,  // since 4.0
  11: optional DatabaseType type,  // since 4.0
  12: optional string connector_name,  // since 4.0
  13: optional string remote_dbname,  // since 4.0
}

/** How to reach a database outside the warehouse. Since 4.0. */
struct DataConnector {
  1: string name,
  2: string type,
  3: string url,
  4: optional string description,
  5: optional map<string, string> parameters,
  6: optional string ownerName,
  7: optional access.PrincipalType ownerType,
  8: optional i32 createTime,
}

/** What a materialized view was made from and the snapshot it saw. Since 3.1. */
struct CreationMetadata {
  1: required string catName,
  2: required string dbName,
  3: required string tblName,
  4: required set<string> tablesUsed,
  5: optional string validTxnList,
  6: optional i64 materializationTime,
  7: optional list<SourceTable> sourceTables,  // since 4.0
}

/** A table under a materialized view, with the rows changed since that was built. Since 4.0. */
struct SourceTable {
  1: required Table table,
  2: required i64 insertedCount,
  3: required i64 updatedCount,
  4: required i64 deletedCount,
}

/** File listings of a partition, serialized by the engine that asked for them. Since 4.0. */
struct FileMetadata {
  1: i8 type = 1,
  2: i8 version = 1,
  3: list<binary> data,
}

/** Values repeated by the objects of an answer, sent once. Since 4.0. */
struct ObjectDictionary {
  1: required map<string, list<binary>> values,
}

/** A table or view. tableType is MANAGED_TABLE, EXTERNAL_TABLE, VIRTUAL_VIEW or MATERIALIZED_VIEW; times are in seconds since 1970. */
struct Table {
  1: string tableName,
  2: string dbName,
  3: string owner,
  4: i32 createTime,
  5: i32 lastAccessTime,
  6: i32 retention,
  7: StorageDescriptor sd,
  8: list<FieldSchema> partitionKeys,
  9: map<string, string> parameters,
  10: string viewOriginalText,
  11: string viewExpandedText,
  12: string tableType,
  13: optional access.PrincipalPrivilegeSet privileges,
  14: optional bool temporary,
  15: optional bool rewriteEnabled,  // since 2.3
  16: optional CreationMetadata creationMetadata,  // since 3.1; only in 2.3.10 a string catName, which is skipped by its type
  17: optional string catName,  // since 3.1
  18: optional access.PrincipalType ownerType = access.PrincipalType.USER,  // since 3.1
  19: optional i64 writeId = -1,  // since 4.0
  20: optional bool isStatsCompliant,  // since 4.0
  21: optional statistics.ColumnStatistics colStats,  // since 4.0
  22: optional i8 accessType,  // since 4.0
  23: optional list<string> requiredReadCapabilities,  // since 4.0
  24: optional list<string> requiredWriteCapabilities,  // since 4.0
  25: optional i64 id,  // since 4.0
  26: optional FileMetadata fileMetadata,  // since 4.0
  27: optional ObjectDictionary dictionary,  // since 4.0
  28: optional i64 txnId,  // since 4.0
}

/** As much of a table as a listing for people shows. Since 2.1. */
struct TableMeta {
  1: required string dbName,
  2: required string tableName,
  3: required string tableType,
  4: optional string comments,
  5: optional string catName,  // since 3.1
  6: optional string ownerName,  // since 4.0
  7: optional access.PrincipalType ownerType,  // since 4.0
}

/** One partition of a table: a value per partition key, as text, and a storage descriptor of its own. */
struct Partition {
  1: list<string> values,
  2: string dbName,
  3: string tableName,
  4: i32 createTime,
  5: i32 lastAccessTime,
  6: StorageDescriptor sd,
  7: map<string, string> parameters,
  8: optional access.PrincipalPrivilegeSet privileges,
  9: optional string catName,  // since 2.3.10
  10: optional i64 writeId = -1,  // since 4.0
  11: optional bool isStatsCompliant,  // since 4.0
  12: optional statistics.ColumnStatistics colStats,  // since 4.0
  13: optional FileMetadata fileMetadata,  // since 4.0
}

/** A partition that shares a storage descriptor; its location is relative to the shared one. */
struct PartitionWithoutSD {
  1: list<string> values,
  2: i32 createTime,
  3: i32 lastAccessTime,
  4: string relativePath,
  5: map<string, string> parameters,
  6: optional access.PrincipalPrivilegeSet privileges,
}

struct PartitionSpecWithSharedSD {
  1: list<PartitionWithoutSD> partitions,
  2: StorageDescriptor sd,
}

struct PartitionListComposingSpec {
  1: list<Partition> partitions,
}

/** Partitions in a short form: with a shared storage descriptor, or as a list. Many partitions lie under one root path. */
struct PartitionSpec {
  1: string dbName,
  2: string tableName,
  3: string rootPath,
  4: optional PartitionSpecWithSharedSD sharedSDPartitionSpec,
  5: optional PartitionListComposingSpec partitionList,
  6: optional string catName,  // since 2.3.10
  7: optional i64 writeId = -1,  // since 4.0
  8: optional bool isStatsCompliant,  // since 4.0
}

/** An index kept as a table. Until 2.3. */
struct Index {
  1: string indexName,
  2: string indexHandlerClass,
  3: string dbName,
  4: string origTableName,
  5: i32 createTime,
  6: i32 lastAccessTime,
  7: string indexTableName,
  8: StorageDescriptor sd,
  9: map<string, string> parameters,
  10: bool deferredRebuild,
}

enum FunctionType {
  JAVA = 1,
}

enum ResourceType {
  JAR = 1,
  FILE = 2,
  ARCHIVE = 3,
}

/** A file that a function needs. */
struct ResourceUri {
  1: ResourceType resourceType,
  2: string uri,
}

/** A user-defined function by the name of its class. */
struct Function {
  1: string functionName,
  2: string dbName,
  3: string className,
  4: string ownerName,
  5: access.PrincipalType ownerType,
  6: i32 createTime,
  7: FunctionType functionType,
  8: list<ResourceUri> resourceUris,
  9: optional string catName,  // since 2.3.10
}

/** An HPL/SQL package. Since 4.0. */
struct Package {
  1: string catName,
  2: string dbName,
  3: string packageName,
  4: string ownerName,
  5: string header,
  6: string body,
}

/** An HPL/SQL procedure with its source. Since 4.0. */
struct StoredProcedure {
  1: string name,
  2: string dbName,
  3: string catName,
  4: string ownerName,
  5: string source,
}

// The schema registry: named schemas, their versions, and the serdes that read them.

namespace java dev.skep.thrift.hms

include "model.thrift"

/** Since 3.1. */
enum SchemaType {
  HIVE = 1,
  AVRO = 2,
}

/** Since 3.1. */
enum SchemaCompatibility {
  NONE = 1,
  BACKWARD = 2,
  FORWARD = 3,
  BOTH = 4,
}

/** Since 3.1. */
enum SchemaValidation {
  LATEST = 1,
  ALL = 2,
}

/** Since 3.1. */
enum SchemaVersionState {
  INITIATED = 1,
  START_REVIEW = 2,
  CHANGES_REQUIRED = 3,
  REVIEWED = 4,
  ENABLED = 5,
  DISABLED = 6,
  ARCHIVED = 7,
  DELETED = 8,
}

/** A named schema with its rules for new versions. Since 3.1. */
struct ISchema {
  1: SchemaType schemaType,
  2: string name,
  3: string catName,
  4: string dbName,
  5: SchemaCompatibility compatibility,
  6: SchemaValidation validationLevel,
  7: bool canEvolve,
  8: optional string schemaGroup,
  9: optional string description,
}

/** Since 3.1. */
struct ISchemaName {
  1: string catName,
  2: string dbName,
  3: string schemaName,
}

/** Since 3.1. */
struct AlterISchemaRequest {
  1: ISchemaName name,
  3: ISchema newSchema,
}

/** One version of a schema: its columns or its text, and its state. Since 3.1. */
struct SchemaVersion {
  1: ISchemaName schema,
  2: i32 version,
  3: i64 createdAt,
  4: list<model.FieldSchema> cols,
  5: optional SchemaVersionState state,
  6: optional string description,
  7: optional string schemaText,
  8: optional string fingerprint,
  9: optional string name,
  10: optional model.SerDeInfo serDe,
}

/** Since 3.1. */
struct SchemaVersionDescriptor {
  1: ISchemaName schema,
  2: i32 version,
}

/** Since 3.1. */
struct FindSchemasByColsRqst {
  1: optional string colName,
  2: optional string colNamespace,
  3: optional string type,
}

/** Since 3.1. */
struct FindSchemasByColsResp {
  1: list<SchemaVersionDescriptor> schemaVersions,
}

/** Since 3.1. */
struct MapSchemaVersionToSerdeRequest {
  1: SchemaVersionDescriptor schemaVersion,
  2: string serdeName,
}

/** Since 3.1. */
struct SetSchemaVersionStateRequest {
  1: SchemaVersionDescriptor schemaVersion,
  2: SchemaVersionState state,
}

/** Since 3.1. */
struct GetSerdeRequest {
  1: string serdeName,
}

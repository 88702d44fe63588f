// Column types and rows of HiveServer2. From protocol version 6 on a row set carries columns, before that rows.

namespace java dev.skep.thrift.hs2

// Keys of TTypeQualifiers.
const string CHARACTER_MAXIMUM_LENGTH = "characterMaximumLength"
const string PRECISION = "precision"
const string SCALE = "scale"

enum TTypeId {
  BOOLEAN_TYPE = 0,
  TINYINT_TYPE = 1,
  SMALLINT_TYPE = 2,
  INT_TYPE = 3,
  BIGINT_TYPE = 4,
  FLOAT_TYPE = 5,
  DOUBLE_TYPE = 6,
  STRING_TYPE = 7,
  TIMESTAMP_TYPE = 8,
  BINARY_TYPE = 9,
  ARRAY_TYPE = 10,
  MAP_TYPE = 11,
  STRUCT_TYPE = 12,
  UNION_TYPE = 13,
  USER_DEFINED_TYPE = 14,
  DECIMAL_TYPE = 15,
  NULL_TYPE = 16,
  DATE_TYPE = 17,
  VARCHAR_TYPE = 18,
  CHAR_TYPE = 19,
  INTERVAL_YEAR_MONTH_TYPE = 20,
  INTERVAL_DAY_TIME_TYPE = 21,
  TIMESTAMPLOCALTZ_TYPE = 22,  // since 3.1
}

struct TPrimitiveTypeEntry {
  1: required TTypeId type,
  2: optional TTypeQualifiers typeQualifiers,
}

struct TArrayTypeEntry {
  1: required i32 objectTypePtr,
}

struct TMapTypeEntry {
  1: required i32 keyTypePtr,
  2: required i32 valueTypePtr,
}

struct TStructTypeEntry {
  1: required map<string, i32> nameToTypePtr,
}

struct TUnionTypeEntry {
  1: required map<string, i32> nameToTypePtr,
}

struct TUserDefinedTypeEntry {
  1: required string typeClassName,
}

union TTypeQualifierValue {
  1: i32 i32Value,
  2: string stringValue,
}

/** Lengths, precision and scale of a type, under the keys above. */
struct TTypeQualifiers {
  1: required map<string, TTypeQualifierValue> qualifiers,
}

/** One entry of a type. */
union TTypeEntry {
  1: TPrimitiveTypeEntry primitiveEntry,
  2: TArrayTypeEntry arrayEntry,
  3: TMapTypeEntry mapEntry,
  4: TStructTypeEntry structEntry,
  5: TUnionTypeEntry unionEntry,
  6: TUserDefinedTypeEntry userDefinedTypeEntry,
}

/** A type as a list in which entries refer to one another by position; the first is the whole. */
struct TTypeDesc {
  1: required list<TTypeEntry> types,
}

/** A result column; position counts from 1. */
struct TColumnDesc {
  1: required string columnName,
  2: required TTypeDesc typeDesc,
  3: required i32 position,
  4: optional string comment,
}

struct TTableSchema {
  1: required list<TColumnDesc> columns,
}

struct TBoolValue {
  1: optional bool value,
}

struct TByteValue {
  1: optional i8 value,
}

struct TI16Value {
  1: optional i16 value,
}

struct TI32Value {
  1: optional i32 value,
}

struct TI64Value {
  1: optional i64 value,
}

struct TDoubleValue {
  1: optional double value,
}

struct TStringValue {
  1: optional string value,
}

/** A value of a row of protocols 1 to 5. */
union TColumnValue {
  1: TBoolValue boolVal,
  2: TByteValue byteVal,
  3: TI16Value i16Val,
  4: TI32Value i32Val,
  5: TI64Value i64Val,
  6: TDoubleValue doubleVal,
  7: TStringValue stringVal,
}

/** A row of protocols 1 to 5. */
struct TRow {
  1: required list<TColumnValue> colVals,
}

/** The values of one column; in nulls bit i of the little-endian bits tells that value i is null. All columns are alike. */
struct TBoolColumn {
  1: required list<bool> values,
  2: required binary nulls,
}

struct TByteColumn {
  1: required list<i8> values,
  2: required binary nulls,
}

struct TI16Column {
  1: required list<i16> values,
  2: required binary nulls,
}

struct TI32Column {
  1: required list<i32> values,
  2: required binary nulls,
}

struct TI64Column {
  1: required list<i64> values,
  2: required binary nulls,
}

struct TDoubleColumn {
  1: required list<double> values,
  2: required binary nulls,
}

struct TStringColumn {
  1: required list<string> values,
  2: required binary nulls,
}

struct TBinaryColumn {
  1: required list<binary> values,
  2: required binary nulls,
}

/** A column of protocol 6 and later; dates, decimals and nested values travel as text in stringVal. */
union TColumn {
  1: TBoolColumn boolVal,
  2: TByteColumn byteVal,
  3: TI16Column i16Val,
  4: TI32Column i32Val,
  5: TI64Column i64Val,
  6: TDoubleColumn doubleVal,
  7: TStringColumn stringVal,
  8: TBinaryColumn binaryVal,
}

/** Rows in order of the result: as columns from protocol 6 on, where rows is empty but must be there, before that as rows. */
struct TRowSet {
  1: required i64 startRowOffset,
  2: required list<TRow> rows,
  3: optional list<TColumn> columns,
  4: optional binary binaryColumns,  // since 2.1
  5: optional i32 columnCount,  // since 2.1
}

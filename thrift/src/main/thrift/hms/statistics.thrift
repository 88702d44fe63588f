// Column statistics of tables and partitions: one union member per family of column types, and the calls that read, set and remove them.
// `bitVectors` holds the distinct-value sketch; 2.x declared it a string, the bytes are the same.

namespace java dev.skep.thrift.hms

/** Days since 1970-01-01, before it negative. */
struct Date {
  1: required i64 daysSinceEpoch,
}

/** Seconds since 1970-01-01T00:00:00Z. Since 4.0. */
struct Timestamp {
  1: required i64 secondsSinceEpoch,
}

/** unscaled x 10^-scale; unscaled is a big-endian two's complement number. */
struct Decimal {
  1: required binary unscaled,
  3: required i16 scale,
}

struct BooleanColumnStatsData {
  1: required i64 numTrues,
  2: required i64 numFalses,
  3: required i64 numNulls,
  4: optional binary bitVectors,  // since 2.1
}

/** Statistics of all integer types. Without a value, as in an empty table, low and high are not set. */
struct LongColumnStatsData {
  1: optional i64 lowValue,
  2: optional i64 highValue,
  3: required i64 numNulls,
  4: required i64 numDVs,
  5: optional binary bitVectors,  // since 2.1
  6: optional binary histogram,  // since 4.0
}

struct DoubleColumnStatsData {
  1: optional double lowValue,
  2: optional double highValue,
  3: required i64 numNulls,
  4: required i64 numDVs,
  5: optional binary bitVectors,  // since 2.1
  6: optional binary histogram,  // since 4.0
}

/** Statistics of string, varchar and char; lengths count characters. */
struct StringColumnStatsData {
  1: required i64 maxColLen,
  2: required double avgColLen,
  3: required i64 numNulls,
  4: required i64 numDVs,
  5: optional binary bitVectors,  // since 2.1
}

struct BinaryColumnStatsData {
  1: required i64 maxColLen,
  2: required double avgColLen,
  3: required i64 numNulls,
  4: optional binary bitVectors,  // since 2.1
}

struct DecimalColumnStatsData {
  1: optional Decimal lowValue,
  2: optional Decimal highValue,
  3: required i64 numNulls,
  4: required i64 numDVs,
  5: optional binary bitVectors,  // since 2.1
  6: optional binary histogram,  // since 4.0
}

struct DateColumnStatsData {
  1: optional Date lowValue,
  2: optional Date highValue,
  3: required i64 numNulls,
  4: required i64 numDVs,
  5: optional binary bitVectors,  // since 2.1
  6: optional binary histogram,  // since 4.0
}

/** Since 4.0. */
struct TimestampColumnStatsData {
  1: optional Timestamp lowValue,
  2: optional Timestamp highValue,
  3: required i64 numNulls,
  4: required i64 numDVs,
  5: optional binary bitVectors,
  6: optional binary histogram,
}

/** Statistics by family of types. */
union ColumnStatisticsData {
  1: BooleanColumnStatsData booleanStats,
  2: LongColumnStatsData longStats,
  3: DoubleColumnStatsData doubleStats,
  4: StringColumnStatsData stringStats,
  5: BinaryColumnStatsData binaryStats,
  6: DecimalColumnStatsData decimalStats,
  7: DateColumnStatsData dateStats,
  8: TimestampColumnStatsData timestampStats,  // since 4.0
}

/** The statistics of one column. */
struct ColumnStatisticsObj {
  1: required string colName,
  2: required string colType,
  3: required ColumnStatisticsData statsData,
}

/** What statistics are about: a table, or a partition by its name. lastAnalyzed is in seconds since 1970. */
struct ColumnStatisticsDesc {
  1: required bool isTblLevel,
  2: required string dbName,
  3: required string tableName,
  4: optional string partName,
  5: optional i64 lastAnalyzed,
  6: optional string catName,  // since 2.3.10
}

/** The statistics of several columns of one table or partition. */
struct ColumnStatistics {
  1: required ColumnStatisticsDesc statsDesc,
  2: required list<ColumnStatisticsObj> statsObj,
  3: optional bool isStatsCompliant,  // since 4.0
  4: optional string engine = "hive",  // since 4.0
}

/** Statistics of columns over several partitions; partitionsFound tells how many of those asked for had any. */
struct AggrStats {
  1: required list<ColumnStatisticsObj> colStats,
  2: required i64 partsFound,
  3: optional bool isStatsCompliant,  // since 4.0
}

/** Asks for statistics of columns of a table; the answer leaves out columns that have none. */
struct TableStatsRequest {
  1: required string dbName,
  2: required string tblName,
  3: required list<string> colNames,
  4: optional string catName,  // since 3.1
  5: optional string validWriteIdList,  // since 4.0
  6: optional string engine = "hive",  // since 4.0
  7: optional i64 id = -1,  // since 4.0
}

struct TableStatsResult {
  1: required list<ColumnStatisticsObj> tableStats,
  2: optional bool isStatsCompliant,  // since 4.0
}

/** Asks for statistics of columns per partition; the answer leaves out partitions that have none. */
struct PartitionsStatsRequest {
  1: required string dbName,
  2: required string tblName,
  3: required list<string> colNames,
  4: required list<string> partNames,
  5: optional string catName,  // since 2.3.10
  6: optional string validWriteIdList,  // since 4.0
  7: optional string engine = "hive",  // since 4.0
}

struct PartitionsStatsResult {
  1: required map<string, list<ColumnStatisticsObj>> partStats,
  2: optional bool isStatsCompliant,  // since 4.0
}

/** Writes statistics of one table, or of several partitions of one. */
struct SetPartitionsStatsRequest {
  1: required list<ColumnStatistics> colStats,
  2: optional bool needMerge,  // since 2.1
  3: optional i64 writeId = -1,  // since 4.0
  4: optional string validWriteIdList,  // since 4.0
  5: optional string engine = "hive",  // since 4.0
}

/** Since 4.0. */
struct SetPartitionsStatsResponse {
  1: required bool result,
}

/** Removes statistics; without columns or partitions, those of all. Since 4.1. */
struct DeleteColumnStatisticsRequest {
  1: optional string cat_name,
  2: required string db_name,
  3: required string tbl_name,
  4: optional list<string> part_names,
  5: optional list<string> col_names,
  6: optional string engine = "hive",
  7: optional bool tableLevel,
}

/** Row counts that a Hive query met at run time, in a form only Hive reads. Since 3.1. */
struct RuntimeStat {
  1: optional i32 createTime,
  2: required i32 weight,
  3: required binary payload,
}

/** Since 3.1. */
struct GetRuntimeStatsRequest {
  1: required i32 maxWeight,
  2: required i32 maxCreateTime,
}

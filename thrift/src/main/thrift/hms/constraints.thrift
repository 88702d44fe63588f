// Declared keys and checks of tables. Skep stores and returns them; a planner may rely on those marked `rely`.

namespace java dev.skep.thrift.hms

/** One column of a primary key; key_seq counts from 1. enable: checked on write; validate: existing rows obey; rely: a planner may trust it. Since 2.1. */
struct SQLPrimaryKey {
  1: string table_db,
  2: string table_name,
  3: string column_name,
  4: i32 key_seq,
  5: string pk_name,
  6: bool enable_cstr,
  7: bool validate_cstr,
  8: bool rely_cstr,
  9: optional string catName,  // since 3.1
}

/** One column of a foreign key and the key column it refers to. Since 2.1. */
struct SQLForeignKey {
  1: string pktable_db,
  2: string pktable_name,
  3: string pkcolumn_name,
  4: string fktable_db,
  5: string fktable_name,
  6: string fkcolumn_name,
  7: i32 key_seq,
  8: i32 update_rule,
  9: i32 delete_rule,
  10: string fk_name,
  11: string pk_name,
  12: bool enable_cstr,
  13: bool validate_cstr,
  14: bool rely_cstr,
  15: optional string catName,  // since 3.1
}

/** Since 3.1. */
struct SQLUniqueConstraint {
  1: string catName,
  2: string table_db,
  3: string table_name,
  4: string column_name,
  5: i32 key_seq,
  6: string uk_name,
  7: bool enable_cstr,
  8: bool validate_cstr,
  9: bool rely_cstr,
}

/** A column without nulls. Since 3.1. */
struct SQLNotNullConstraint {
  1: string catName,
  2: string table_db,
  3: string table_name,
  4: string column_name,
  5: string nn_name,
  6: bool enable_cstr,
  7: bool validate_cstr,
  8: bool rely_cstr,
}

/** The default of a column, as an expression. Since 3.1. */
struct SQLDefaultConstraint {
  1: string catName,
  2: string table_db,
  3: string table_name,
  4: string column_name,
  5: string default_value,
  6: string dc_name,
  7: bool enable_cstr,
  8: bool validate_cstr,
  9: bool rely_cstr,
}

/** A condition on rows, as an expression. Since 3.1. */
struct SQLCheckConstraint {
  1: string catName,
  2: string table_db,
  3: string table_name,
  4: string column_name,
  5: string check_expression,
  6: string dc_name,
  7: bool enable_cstr,
  8: bool validate_cstr,
  9: bool rely_cstr,
}

/** Since 4.0. */
struct SQLAllTableConstraints {
  1: optional list<SQLPrimaryKey> primaryKeys,
  2: optional list<SQLForeignKey> foreignKeys,
  3: optional list<SQLUniqueConstraint> uniqueConstraints,
  4: optional list<SQLNotNullConstraint> notNullConstraints,
  5: optional list<SQLDefaultConstraint> defaultConstraints,
  6: optional list<SQLCheckConstraint> checkConstraints,
}

/** Since 2.1. */
struct PrimaryKeysRequest {
  1: required string db_name,
  2: required string tbl_name,
  3: optional string catName,  // since 3.1
  4: optional string validWriteIdList,  // 4.0 to 4.1
  5: optional i64 tableId = -1,  // 4.0 to 4.1
}

/** Since 2.1. */
struct PrimaryKeysResponse {
  1: required list<SQLPrimaryKey> primaryKeys,
}

/** Since 2.1. */
struct ForeignKeysRequest {
  1: string parent_db_name,
  2: string parent_tbl_name,
  3: string foreign_db_name,
  4: string foreign_tbl_name,
  5: optional string catName,  // since 3.1
  6: optional string validWriteIdList,  // 4.0 to 4.1
  7: optional i64 tableId = -1,  // 4.0 to 4.1
}

/** Since 2.1. */
struct ForeignKeysResponse {
  1: required list<SQLForeignKey> foreignKeys,
}

/** Since 3.1. */
struct UniqueConstraintsRequest {
  1: required string catName,
  2: required string db_name,
  3: required string tbl_name,
  4: optional string validWriteIdList,  // 4.0 to 4.1
  5: optional i64 tableId = -1,  // 4.0 to 4.1
}

/** Since 3.1. */
struct UniqueConstraintsResponse {
  1: required list<SQLUniqueConstraint> uniqueConstraints,
}

/** Since 3.1. */
struct NotNullConstraintsRequest {
  1: required string catName,
  2: required string db_name,
  3: required string tbl_name,
  4: optional string validWriteIdList,  // 4.0 to 4.1
  5: optional i64 tableId = -1,  // 4.0 to 4.1
}

/** Since 3.1. */
struct NotNullConstraintsResponse {
  1: required list<SQLNotNullConstraint> notNullConstraints,
}

/** Since 3.1. */
struct DefaultConstraintsRequest {
  1: required string catName,
  2: required string db_name,
  3: required string tbl_name,
  4: optional string validWriteIdList,  // 4.0 to 4.1
  5: optional i64 tableId = -1,  // 4.0 to 4.1
}

/** Since 3.1. */
struct DefaultConstraintsResponse {
  1: required list<SQLDefaultConstraint> defaultConstraints,
}

/** Since 3.1. */
struct CheckConstraintsRequest {
  1: required string catName,
  2: required string db_name,
  3: required string tbl_name,
  4: optional string validWriteIdList,  // 4.0 to 4.1
  5: optional i64 tableId = -1,  // 4.0 to 4.1
}

/** Since 3.1. */
struct CheckConstraintsResponse {
  1: required list<SQLCheckConstraint> checkConstraints,
}

/** Since 4.0. */
struct AllTableConstraintsRequest {
  1: required string dbName,
  2: required string tblName,
  3: required string catName,
  4: optional string validWriteIdList,  // 4.0 to 4.1
  5: optional i64 tableId = -1,  // 4.0 to 4.1
}

/** Since 4.0. */
struct AllTableConstraintsResponse {
  1: required SQLAllTableConstraints allTableConstraints,
}

/** Since 2.1. */
struct AddPrimaryKeyRequest {
  1: required list<SQLPrimaryKey> primaryKeyCols,
}

/** Since 2.1. */
struct AddForeignKeyRequest {
  1: required list<SQLForeignKey> foreignKeyCols,
}

/** Since 3.1. */
struct AddUniqueConstraintRequest {
  1: required list<SQLUniqueConstraint> uniqueConstraintCols,
}

/** Since 3.1. */
struct AddNotNullConstraintRequest {
  1: required list<SQLNotNullConstraint> notNullConstraintCols,
}

/** Since 3.1. */
struct AddDefaultConstraintRequest {
  1: required list<SQLDefaultConstraint> defaultConstraintCols,
}

/** Since 3.1. */
struct AddCheckConstraintRequest {
  1: required list<SQLCheckConstraint> checkConstraintCols,
}

/** A constraint of any kind by its name. Since 2.1. */
struct DropConstraintRequest {
  1: required string dbname,
  2: required string tablename,
  3: required string constraintname,
  4: optional string catName,  // since 3.1
}

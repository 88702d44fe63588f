// The metastore service and the names that its parameters use. A note such as "since 3.1" names the first Hive version that has the call; none
// means all from 1.2 to 4.2.

namespace java dev.skep.thrift.hms

include "../fb303.thrift"
include "errors.thrift"
include "access.thrift"
include "statistics.thrift"
include "model.thrift"
include "catalogs.thrift"
include "constraints.thrift"
include "tables.thrift"
include "partitions.thrift"
include "functions.thrift"
include "transactions.thrift"
include "compaction.thrift"
include "events.thrift"
include "schemas.thrift"
include "workloads.thrift"
include "upkeep.thrift"

// Table parameters.
const string BUCKET_COUNT = "bucket_count"
const string BUCKET_FIELD_NAME = "bucket_field_name"
const string TABLE_BUCKETING_VERSION = "bucketing_version"  // since 3.1
const string DDL_TIME = "transient_lastDdlTime"
const string FIELD_TO_DIMENSION = "field_to_dimension"
const string FILE_INPUT_FORMAT = "file.inputformat"
const string FILE_OUTPUT_FORMAT = "file.outputformat"
const string IS_ARCHIVED = "is_archived"
const string IS_IMMUTABLE = "immutable"
const string ORIGINAL_LOCATION = "original_location"
const string TABLE_IS_TRANSACTIONAL = "transactional"
const string TABLE_TRANSACTIONAL_PROPERTIES = "transactional_properties"  // since 2.3
const string TABLE_NO_AUTO_COMPACT = "no_auto_compaction"  // until 3.1
const string NO_AUTO_COMPACT = "no_auto_compaction"  // since 4.0
const string NO_CLEANUP = "no_cleanup"  // since 4.0
const string TABLE_IS_CTAS = "created_with_ctas"  // since 4.0
const string TABLE_IS_CTLT = "created_with_ctlt"  // since 4.0
const string PARTITION_TRANSFORM_SPEC = "partition_transform_spec"  // since 4.0
const string DEFAULT_TABLE_TYPE = "defaultTableType"  // since 4.0
const string CTAS_LEGACY_CONFIG = "create_table_as_external"  // since 4.0
const string DRUID_CONFIG_PREFIX = "druid."  // since 4.0
const string JDBC_CONFIG_PREFIX = "hive.sql."  // since 4.0

// Serde properties.
const string META_TABLE_COLUMNS = "columns"
const string META_TABLE_COLUMN_TYPES = "columns.types"
const string META_TABLE_DB = "db"
const string META_TABLE_LOCATION = "location"
const string META_TABLE_NAME = "name"
const string META_TABLE_PARTITION_COLUMNS = "partition_columns"
const string META_TABLE_PARTITION_COLUMN_TYPES = "partition_columns.types"
const string META_TABLE_SERDE = "serde"
const string META_TABLE_STORAGE = "storage_handler"

// Keys of the filter texts of get_table_names_by_filter.
const string HIVE_FILTER_FIELD_OWNER = "hive_filter_field_owner__"
const string HIVE_FILTER_FIELD_PARAMS = "hive_filter_field_params__"
const string HIVE_FILTER_FIELD_LAST_ACCESS = "hive_filter_field_last_access__"
const string HIVE_FILTER_FIELD_TABLE_NAME = "hive_filter_field_tableName__"  // since 4.0
const string HIVE_FILTER_FIELD_TABLE_TYPE = "hive_filter_field_tableType__"  // since 4.0

// Properties of an environment context: compare and set of one table parameter, transactions, purge.
const string EXPECTED_PARAMETER_KEY = "expected_parameter_key"  // in 2.3.10, 4.0, 4.1, 4.2
const string EXPECTED_PARAMETER_VALUE = "expected_parameter_value"  // in 2.3.10, 4.0, 4.1, 4.2
const string TXN_ID = "txnId"  // since 4.0
const string WRITE_ID = "writeId"  // since 4.0
const string IF_PURGE = "ifPurge"  // since 4.0

// Access types of tables in get_tables_ext and Table.accessType.
const i8 ACCESSTYPE_NONE = 1  // since 4.0
const i8 ACCESSTYPE_READONLY = 2  // since 4.0
const i8 ACCESSTYPE_WRITEONLY = 4  // since 4.0
const i8 ACCESSTYPE_READWRITE = 8  // since 4.0

/** The metastore: the union of the calls of Hive 1.2, 2.1, 2.3, 3.1, 4.0, 4.1 and 4.2. */
service ThriftHiveMetastore extends fb303.FacebookService {
  // -- Connection and configuration -- set_ugi is the first call of most clients on a connection without SASL; it names the user for all that
  // follow.

  list<string> set_ugi(1: string user_name, 2: list<string> group_names) throws (1: errors.MetaException o1),
  string getMetaConf(1: string key) throws (1: errors.MetaException o1),
  void setMetaConf(1: string key, 2: string value) throws (1: errors.MetaException o1),
  string get_config_value(1: string name, 2: string defaultValue) throws (1: errors.ConfigValSecurityException o1),
  string get_metastore_db_uuid() throws (1: errors.MetaException o1),  // since 3.1
  void flushCache(),  // since 2.1
  bool partition_name_has_valid_characters(1: list<string> part_vals, 2: bool throw_exception) throws (1: errors.MetaException o1),
  list<string> partition_name_to_vals(1: string part_name) throws (1: errors.MetaException o1),
  map<string, string> partition_name_to_spec(1: string part_name) throws (1: errors.MetaException o1),

  // -- Catalogs -- Since 3.1 every object belongs to a catalog. Calls without a catalog field may carry it in the database name, as
  // `@catalog#database`.

  // since 3.1
  void create_catalog(1: catalogs.CreateCatalogRequest catalog)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3),
  // since 3.1
  void alter_catalog(1: catalogs.AlterCatalogRequest rqst)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  // since 3.1
  catalogs.GetCatalogResponse get_catalog(1: catalogs.GetCatalogRequest catName)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  catalogs.GetCatalogsResponse get_catalogs() throws (1: errors.MetaException o1),  // since 3.1
  // since 3.1
  void drop_catalog(1: catalogs.DropCatalogRequest catName)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),

  // -- Databases --

  void create_database(1: model.Database database)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3),
  // since 4.0
  void create_database_req(1: catalogs.CreateDatabaseRequest createDatabaseRequest)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3),
  model.Database get_database(1: string name) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 4.0
  model.Database get_database_req(1: catalogs.GetDatabaseRequest request) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  list<string> get_databases(1: string pattern) throws (1: errors.MetaException o1),
  // since 4.1
  catalogs.GetDatabaseObjectsResponse get_databases_req(1: catalogs.GetDatabaseObjectsRequest request) throws (1: errors.MetaException o1),
  list<string> get_all_databases() throws (1: errors.MetaException o1),
  void alter_database(1: string dbname, 2: model.Database db) throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  void alter_database_req(1: catalogs.AlterDatabaseRequest alterDbReq) throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  void drop_database(1: string name, 2: bool deleteData, 3: bool cascade)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  // since 4.0
  void drop_database_req(1: catalogs.DropDatabaseRequest req)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  // since 4.0
  void create_dataconnector_req(1: catalogs.CreateDataConnectorRequest connectorReq)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3),
  // since 4.0
  model.DataConnector get_dataconnector_req(1: catalogs.GetDataConnectorRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  list<string> get_dataconnectors() throws (1: errors.MetaException o1),  // since 4.0
  // since 4.0
  void alter_dataconnector_req(1: catalogs.AlterDataConnectorRequest alterReq) throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  void drop_dataconnector_req(1: catalogs.DropDataConnectorRequest dropDcReq)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),

  // -- Tables and views -- Hive 4.0 took get_table and get_table_objects_by_name away, which every 2.x client calls; both stay here.

  void create_table(1: model.Table tbl)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.NoSuchObjectException o4),
  void create_table_with_environment_context(1: model.Table tbl, 2: model.EnvironmentContext environment_context)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.NoSuchObjectException o4),
  // since 2.1; uniqueConstraints since 3.1; notNullConstraints since 3.1; defaultConstraints since 3.1; checkConstraints since 3.1
  void create_table_with_constraints(
      1: model.Table tbl, 2: list<constraints.SQLPrimaryKey> primaryKeys, 3: list<constraints.SQLForeignKey> foreignKeys,
      4: list<constraints.SQLUniqueConstraint> uniqueConstraints, 5: list<constraints.SQLNotNullConstraint> notNullConstraints,
      6: list<constraints.SQLDefaultConstraint> defaultConstraints, 7: list<constraints.SQLCheckConstraint> checkConstraints)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.NoSuchObjectException o4),
  // since 4.0
  void create_table_req(1: tables.CreateTableRequest request)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.NoSuchObjectException o4),
  // since 4.0
  model.Table translate_table_dryrun(1: tables.CreateTableRequest request)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.NoSuchObjectException o4),
  // until 3.1; every Spark calls it; answer it to all
  model.Table get_table(1: string dbname, 2: string tbl_name) throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 2.3
  tables.GetTableResult get_table_req(1: tables.GetTableRequest req) throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // until 3.1; MetaException in 1.2, 2.1, 2.3.10; InvalidOperationException in 1.2, 2.1, 2.3.10; UnknownDBException in 1.2, 2.1, 2.3.10
  list<model.Table> get_table_objects_by_name(1: string dbname, 2: list<string> tbl_names)
      throws (1: errors.MetaException o1, 2: errors.InvalidOperationException o2, 3: errors.UnknownDBException o3),
  // since 2.3
  tables.GetTablesResult get_table_objects_by_name_req(1: tables.GetTablesRequest req)
      throws (1: errors.MetaException o1, 2: errors.InvalidOperationException o2, 3: errors.UnknownDBException o3),
  list<string> get_tables(1: string db_name, 2: string pattern) throws (1: errors.MetaException o1),
  list<string> get_tables_by_type(1: string db_name, 2: string pattern, 3: string tableType) throws (1: errors.MetaException o1),  // since 2.3
  list<string> get_all_tables(1: string db_name) throws (1: errors.MetaException o1),
  // since 2.1
  list<model.TableMeta> get_table_meta(1: string db_patterns, 2: string tbl_patterns, 3: list<string> tbl_types) throws (1: errors.MetaException o1),
  list<tables.ExtendedTableInfo> get_tables_ext(1: tables.GetTablesExtRequest req) throws (1: errors.MetaException o1),  // since 4.0
  list<string> get_table_names_by_filter(1: string dbname, 2: string filter, 3: i16 max_tables)
      throws (1: errors.MetaException o1, 2: errors.InvalidOperationException o2, 3: errors.UnknownDBException o3),
  list<string> get_materialized_views_for_rewriting(1: string db_name) throws (1: errors.MetaException o1),  // since 3.1
  list<model.Table> get_all_materialized_view_objects_for_rewriting() throws (1: errors.MetaException o1),  // since 4.0
  // since 3.1
  tables.Materialization get_materialization_invalidation_info(1: model.CreationMetadata creation_metadata, 2: string validTxnList)
      throws (1: errors.MetaException o1, 2: errors.InvalidOperationException o2, 3: errors.UnknownDBException o3),
  // since 3.1
  void update_creation_metadata(1: string catName, 2: string dbname, 3: string tbl_name, 4: model.CreationMetadata creation_metadata)
      throws (1: errors.MetaException o1, 2: errors.InvalidOperationException o2, 3: errors.UnknownDBException o3),
  list<model.FieldSchema> get_fields(1: string db_name, 2: string table_name)
      throws (1: errors.MetaException o1, 2: errors.UnknownTableException o2, 3: errors.UnknownDBException o3),
  list<model.FieldSchema> get_fields_with_environment_context(
      1: string db_name, 2: string table_name, 3: model.EnvironmentContext environment_context)
      throws (1: errors.MetaException o1, 2: errors.UnknownTableException o2, 3: errors.UnknownDBException o3),
  // since 4.0
  tables.GetFieldsResponse get_fields_req(1: tables.GetFieldsRequest req)
      throws (1: errors.MetaException o1, 2: errors.UnknownTableException o2, 3: errors.UnknownDBException o3),
  list<model.FieldSchema> get_schema(1: string db_name, 2: string table_name)
      throws (1: errors.MetaException o1, 2: errors.UnknownTableException o2, 3: errors.UnknownDBException o3),
  list<model.FieldSchema> get_schema_with_environment_context(
      1: string db_name, 2: string table_name, 3: model.EnvironmentContext environment_context)
      throws (1: errors.MetaException o1, 2: errors.UnknownTableException o2, 3: errors.UnknownDBException o3),
  // since 4.0
  tables.GetSchemaResponse get_schema_req(1: tables.GetSchemaRequest req)
      throws (1: errors.MetaException o1, 2: errors.UnknownTableException o2, 3: errors.UnknownDBException o3),
  void alter_table(1: string dbname, 2: string tbl_name, 3: model.Table new_tbl)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  void alter_table_with_environment_context(
      1: string dbname, 2: string tbl_name, 3: model.Table new_tbl, 4: model.EnvironmentContext environment_context)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  void alter_table_with_cascade(1: string dbname, 2: string tbl_name, 3: model.Table new_tbl, 4: bool cascade)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  // since 4.0
  tables.AlterTableResponse alter_table_req(1: tables.AlterTableRequest req)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  void truncate_table(1: string dbName, 2: string tableName, 3: list<string> partNames) throws (1: errors.MetaException o1),  // since 3.1
  tables.TruncateTableResponse truncate_table_req(1: tables.TruncateTableRequest req) throws (1: errors.MetaException o1),  // since 4.0
  void drop_table(1: string dbname, 2: string name, 3: bool deleteData) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o3),
  void drop_table_with_environment_context(1: string dbname, 2: string name, 3: bool deleteData, 4: model.EnvironmentContext environment_context)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o3),
  void drop_table_req(1: tables.DropTableRequest dropTableReq) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o3),  // since 4.0

  // -- User-defined row types -- Left from before Hive 1; kept so that old tools get an answer.

  bool create_type(1: model.Type type) throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3),
  bool drop_type(1: string type) throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  model.Type get_type(1: string name) throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  map<string, model.Type> get_type_all(1: string name) throws (1: errors.MetaException o2),

  // -- Indexes -- Removed in Hive 3.

  // until 2.3
  model.Index add_index(1: model.Index new_index, 2: model.Table index_table)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  // until 2.3
  void alter_index(1: string dbname, 2: string base_tbl_name, 3: string idx_name, 4: model.Index new_idx)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  // until 2.3
  bool drop_index_by_name(1: string db_name, 2: string tbl_name, 3: string index_name, 4: bool deleteData)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // until 2.3
  model.Index get_index_by_name(1: string db_name, 2: string tbl_name, 3: string index_name)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // until 2.3
  list<model.Index> get_indexes(1: string db_name, 2: string tbl_name, 3: i16 max_indexes)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  list<string> get_index_names(1: string db_name, 2: string tbl_name, 3: i16 max_indexes) throws (1: errors.MetaException o2),  // until 2.3

  // -- Adding and changing partitions --

  model.Partition add_partition(1: model.Partition new_part)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  model.Partition add_partition_with_environment_context(1: model.Partition new_part, 2: model.EnvironmentContext environment_context)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  i32 add_partitions(1: list<model.Partition> new_parts)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  i32 add_partitions_pspec(1: list<model.PartitionSpec> new_parts)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  partitions.AddPartitionsResult add_partitions_req(1: partitions.AddPartitionsRequest request)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  model.Partition append_partition(1: string db_name, 2: string tbl_name, 3: list<string> part_vals)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  model.Partition append_partition_with_environment_context(
      1: string db_name, 2: string tbl_name, 3: list<string> part_vals, 4: model.EnvironmentContext environment_context)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  model.Partition append_partition_by_name(1: string db_name, 2: string tbl_name, 3: string part_name)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  model.Partition append_partition_by_name_with_environment_context(
      1: string db_name, 2: string tbl_name, 3: string part_name, 4: model.EnvironmentContext environment_context)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  // since 4.0
  model.Partition append_partition_req(1: partitions.AppendPartitionsRequest appendPartitionsReq)
      throws (1: errors.InvalidObjectException o1, 2: errors.AlreadyExistsException o2, 3: errors.MetaException o3),
  void alter_partition(1: string db_name, 2: string tbl_name, 3: model.Partition new_part)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  void alter_partition_with_environment_context(
      1: string db_name, 2: string tbl_name, 3: model.Partition new_part, 4: model.EnvironmentContext environment_context)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  void alter_partitions(1: string db_name, 2: string tbl_name, 3: list<model.Partition> new_parts)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  // since 2.1
  void alter_partitions_with_environment_context(
      1: string db_name, 2: string tbl_name, 3: list<model.Partition> new_parts, 4: model.EnvironmentContext environment_context)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  // since 4.0
  partitions.AlterPartitionsResponse alter_partitions_req(1: partitions.AlterPartitionsRequest req)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  void rename_partition(1: string db_name, 2: string tbl_name, 3: list<string> part_vals, 4: model.Partition new_part)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  // since 4.0
  partitions.RenamePartitionResponse rename_partition_req(1: partitions.RenamePartitionRequest req)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  model.Partition exchange_partition(
      1: map<string, string> partitionSpecs, 2: string source_db, 3: string source_table_name, 4: string dest_db, 5: string dest_table_name)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2, 3: errors.InvalidObjectException o3, 4: errors.InvalidInputException o4),
  // since 2.1
  list<model.Partition> exchange_partitions(
      1: map<string, string> partitionSpecs, 2: string source_db, 3: string source_table_name, 4: string dest_db, 5: string dest_table_name)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2, 3: errors.InvalidObjectException o3, 4: errors.InvalidInputException o4),
  bool drop_partition(1: string db_name, 2: string tbl_name, 3: list<string> part_vals, 4: bool deleteData)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  bool drop_partition_with_environment_context(
      1: string db_name, 2: string tbl_name, 3: list<string> part_vals, 4: bool deleteData, 5: model.EnvironmentContext environment_context)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  bool drop_partition_by_name(1: string db_name, 2: string tbl_name, 3: string part_name, 4: bool deleteData)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  bool drop_partition_by_name_with_environment_context(
      1: string db_name, 2: string tbl_name, 3: string part_name, 4: bool deleteData, 5: model.EnvironmentContext environment_context)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 4.0
  bool drop_partition_req(1: partitions.DropPartitionRequest dropPartitionReq) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  partitions.DropPartitionsResult drop_partitions_req(1: partitions.DropPartitionsRequest req)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  void markPartitionForEvent(1: string db_name, 2: string tbl_name, 3: map<string, string> part_vals, 4: partitions.PartitionEventType eventType)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2, 3: errors.UnknownDBException o3, 4: errors.UnknownTableException o4, 5: errors.UnknownPartitionException o5, 6: errors.InvalidPartitionException o6),
  bool isPartitionMarkedForEvent(1: string db_name, 2: string tbl_name, 3: map<string, string> part_vals, 4: partitions.PartitionEventType eventType)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2, 3: errors.UnknownDBException o3, 4: errors.UnknownTableException o4, 5: errors.UnknownPartitionException o5, 6: errors.InvalidPartitionException o6),

  // -- Finding partitions -- The `ps` forms take leading partition values, where an empty value matches anything.

  model.Partition get_partition(1: string db_name, 2: string tbl_name, 3: list<string> part_vals)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  model.Partition get_partition_with_auth(
      1: string db_name, 2: string tbl_name, 3: list<string> part_vals, 4: string user_name, 5: list<string> group_names)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  model.Partition get_partition_by_name(1: string db_name, 2: string tbl_name, 3: string part_name)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  partitions.GetPartitionResponse get_partition_req(1: partitions.GetPartitionRequest req)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  list<model.Partition> get_partitions(1: string db_name, 2: string tbl_name, 3: i16 max_parts)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 4.0
  partitions.PartitionsResponse get_partitions_req(1: partitions.PartitionsRequest req)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  list<model.Partition> get_partitions_with_auth(
      1: string db_name, 2: string tbl_name, 3: i16 max_parts, 4: string user_name, 5: list<string> group_names)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  list<model.PartitionSpec> get_partitions_pspec(1: string db_name, 2: string tbl_name, 3: i32 max_parts)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // NoSuchObjectException since 3.1; MetaException since 3.1
  list<string> get_partition_names(1: string db_name, 2: string tbl_name, 3: i16 max_parts)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 4.0
  list<string> get_partition_names_req(1: partitions.PartitionsByExprRequest req)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  list<string> fetch_partition_names_req(1: partitions.PartitionsRequest partitionReq)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // InvalidObjectException since 4.0
  list<model.Partition> get_partitions_by_names(1: string db_name, 2: string tbl_name, 3: list<string> names)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2, 3: errors.InvalidObjectException o3),
  // since 4.0
  partitions.GetPartitionsByNamesResult get_partitions_by_names_req(1: partitions.GetPartitionsByNamesRequest req)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2, 3: errors.InvalidObjectException o3),
  list<model.Partition> get_partitions_ps(1: string db_name, 2: string tbl_name, 3: list<string> part_vals, 4: i16 max_parts)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  list<model.Partition> get_partitions_ps_with_auth(
      1: string db_name, 2: string tbl_name, 3: list<string> part_vals, 4: i16 max_parts, 5: string user_name, 6: list<string> group_names)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 4.0
  partitions.GetPartitionsPsWithAuthResponse get_partitions_ps_with_auth_req(1: partitions.GetPartitionsPsWithAuthRequest req)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  list<string> get_partition_names_ps(1: string db_name, 2: string tbl_name, 3: list<string> part_vals, 4: i16 max_parts)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  partitions.GetPartitionNamesPsResponse get_partition_names_ps_req(1: partitions.GetPartitionNamesPsRequest req)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  list<model.Partition> get_partitions_by_filter(1: string db_name, 2: string tbl_name, 3: string filter, 4: i16 max_parts)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  list<model.Partition> get_partitions_by_filter_req(1: partitions.GetPartitionsByFilterRequest req)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  list<model.PartitionSpec> get_part_specs_by_filter(1: string db_name, 2: string tbl_name, 3: string filter, 4: i32 max_parts)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  partitions.PartitionsByExprResult get_partitions_by_expr(1: partitions.PartitionsByExprRequest req)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  partitions.PartitionsSpecByExprResult get_partitions_spec_by_expr(1: partitions.PartitionsByExprRequest req)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 2.1
  i32 get_num_partitions_by_filter(1: string db_name, 2: string tbl_name, 3: string filter)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  partitions.GetPartitionsResponse get_partitions_with_specs(1: partitions.GetPartitionsRequest request) throws (1: errors.MetaException o1),
  // since 2.3
  partitions.PartitionValuesResponse get_partition_values(1: partitions.PartitionValuesRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),

  // -- Column statistics --

  bool update_table_column_statistics(1: statistics.ColumnStatistics stats_obj)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.InvalidInputException o4),
  // since 4.0
  statistics.SetPartitionsStatsResponse update_table_column_statistics_req(1: statistics.SetPartitionsStatsRequest req)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.InvalidInputException o4),
  bool update_partition_column_statistics(1: statistics.ColumnStatistics stats_obj)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.InvalidInputException o4),
  // since 4.0
  statistics.SetPartitionsStatsResponse update_partition_column_statistics_req(1: statistics.SetPartitionsStatsRequest req)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.InvalidInputException o4),
  statistics.ColumnStatistics get_table_column_statistics(1: string db_name, 2: string tbl_name, 3: string col_name)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2, 3: errors.InvalidInputException o3, 4: errors.InvalidObjectException o4),
  statistics.ColumnStatistics get_partition_column_statistics(1: string db_name, 2: string tbl_name, 3: string part_name, 4: string col_name)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2, 3: errors.InvalidInputException o3, 4: errors.InvalidObjectException o4),
  statistics.TableStatsResult get_table_statistics_req(1: statistics.TableStatsRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  statistics.PartitionsStatsResult get_partitions_statistics_req(1: statistics.PartitionsStatsRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  statistics.AggrStats get_aggr_stats_for(1: statistics.PartitionsStatsRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  bool set_aggr_stats_for(1: statistics.SetPartitionsStatsRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.InvalidInputException o4),
  // engine since 4.0
  bool delete_table_column_statistics(1: string db_name, 2: string tbl_name, 3: string col_name, 4: string engine)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2, 3: errors.InvalidObjectException o3, 4: errors.InvalidInputException o4),
  // engine since 4.0
  bool delete_partition_column_statistics(1: string db_name, 2: string tbl_name, 3: string part_name, 4: string col_name, 5: string engine)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2, 3: errors.InvalidObjectException o3, 4: errors.InvalidInputException o4),
  // since 4.1
  bool delete_column_statistics_req(1: statistics.DeleteColumnStatisticsRequest req)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2, 3: errors.InvalidObjectException o3, 4: errors.InvalidInputException o4),
  void add_runtime_stats(1: statistics.RuntimeStat stat) throws (1: errors.MetaException o1),  // since 3.1
  list<statistics.RuntimeStat> get_runtime_stats(1: statistics.GetRuntimeStatsRequest rqst) throws (1: errors.MetaException o1),  // since 3.1

  // -- Constraints --

  // since 2.1
  constraints.PrimaryKeysResponse get_primary_keys(1: constraints.PrimaryKeysRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 2.1
  constraints.ForeignKeysResponse get_foreign_keys(1: constraints.ForeignKeysRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 3.1
  constraints.UniqueConstraintsResponse get_unique_constraints(1: constraints.UniqueConstraintsRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 3.1
  constraints.NotNullConstraintsResponse get_not_null_constraints(1: constraints.NotNullConstraintsRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 3.1
  constraints.DefaultConstraintsResponse get_default_constraints(1: constraints.DefaultConstraintsRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 3.1
  constraints.CheckConstraintsResponse get_check_constraints(1: constraints.CheckConstraintsRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  constraints.AllTableConstraintsResponse get_all_table_constraints(1: constraints.AllTableConstraintsRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  void add_primary_key(1: constraints.AddPrimaryKeyRequest req) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),  // since 2.1
  void add_foreign_key(1: constraints.AddForeignKeyRequest req) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),  // since 2.1
  // since 3.1
  void add_unique_constraint(1: constraints.AddUniqueConstraintRequest req) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  void add_not_null_constraint(1: constraints.AddNotNullConstraintRequest req) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  void add_default_constraint(1: constraints.AddDefaultConstraintRequest req) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  void add_check_constraint(1: constraints.AddCheckConstraintRequest req) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  void drop_constraint(1: constraints.DropConstraintRequest req) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o3),  // since 2.1

  // -- Functions, packages and procedures --

  void create_function(1: model.Function func)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3, 4: errors.NoSuchObjectException o4),
  void alter_function(1: string dbName, 2: string funcName, 3: model.Function newFunc)
      throws (1: errors.InvalidOperationException o1, 2: errors.MetaException o2),
  void drop_function(1: string dbName, 2: string funcName) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o3),
  model.Function get_function(1: string dbName, 2: string funcName) throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  list<string> get_functions(1: string dbName, 2: string pattern) throws (1: errors.MetaException o1),
  functions.GetFunctionsResponse get_functions_req(1: functions.GetFunctionsRequest request) throws (1: errors.MetaException o1),  // since 4.1
  functions.GetAllFunctionsResponse get_all_functions() throws (1: errors.MetaException o1),  // since 2.1
  void add_package(1: functions.AddPackageRequest request) throws (1: errors.MetaException o1),  // since 4.0
  // since 4.0
  model.Package find_package(1: functions.GetPackageRequest request) throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  list<string> get_all_packages(1: functions.ListPackageRequest request) throws (1: errors.MetaException o1),  // since 4.0
  void drop_package(1: functions.DropPackageRequest request) throws (1: errors.MetaException o1),  // since 4.0
  void create_stored_procedure(1: model.StoredProcedure proc) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),  // since 4.0
  // since 4.0
  model.StoredProcedure get_stored_procedure(1: functions.StoredProcedureRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  list<string> get_all_stored_procedures(1: functions.ListStoredProcedureRequest request) throws (1: errors.MetaException o1),  // since 4.0
  void drop_stored_procedure(1: functions.StoredProcedureRequest request) throws (1: errors.MetaException o1),  // since 4.0

  // -- Roles and privileges --

  bool create_role(1: access.Role role) throws (1: errors.MetaException o1),
  bool drop_role(1: string role_name) throws (1: errors.MetaException o1),
  list<string> get_role_names() throws (1: errors.MetaException o1),
  bool grant_role(
      1: string role_name, 2: string principal_name, 3: access.PrincipalType principal_type, 4: string grantor, 5: access.PrincipalType grantorType,
      6: bool grant_option)
      throws (1: errors.MetaException o1),
  bool revoke_role(1: string role_name, 2: string principal_name, 3: access.PrincipalType principal_type) throws (1: errors.MetaException o1),
  access.GrantRevokeRoleResponse grant_revoke_role(1: access.GrantRevokeRoleRequest request) throws (1: errors.MetaException o1),
  list<access.Role> list_roles(1: string principal_name, 2: access.PrincipalType principal_type) throws (1: errors.MetaException o1),
  access.GetPrincipalsInRoleResponse get_principals_in_role(1: access.GetPrincipalsInRoleRequest request) throws (1: errors.MetaException o1),
  access.GetRoleGrantsForPrincipalResponse get_role_grants_for_principal(1: access.GetRoleGrantsForPrincipalRequest request)
      throws (1: errors.MetaException o1),
  access.PrincipalPrivilegeSet get_privilege_set(1: access.HiveObjectRef hiveObject, 2: string user_name, 3: list<string> group_names)
      throws (1: errors.MetaException o1),
  list<access.HiveObjectPrivilege> list_privileges(
      1: string principal_name, 2: access.PrincipalType principal_type, 3: access.HiveObjectRef hiveObject)
      throws (1: errors.MetaException o1),
  bool grant_privileges(1: access.PrivilegeBag privileges) throws (1: errors.MetaException o1),
  bool revoke_privileges(1: access.PrivilegeBag privileges) throws (1: errors.MetaException o1),
  access.GrantRevokePrivilegeResponse grant_revoke_privileges(1: access.GrantRevokePrivilegeRequest request) throws (1: errors.MetaException o1),
  // since 3.1
  access.GrantRevokePrivilegeResponse refresh_privileges(
      1: access.HiveObjectRef objToRefresh, 2: string authorizer, 3: access.GrantRevokePrivilegeRequest grantRequest)
      throws (1: errors.MetaException o1),

  // -- Delegation tokens and master keys --

  string get_delegation_token(1: string token_owner, 2: string renewer_kerberos_principal_name) throws (1: errors.MetaException o1),
  i64 renew_delegation_token(1: string token_str_form) throws (1: errors.MetaException o1),
  void cancel_delegation_token(1: string token_str_form) throws (1: errors.MetaException o1),
  bool add_token(1: string token_identifier, 2: string delegation_token),  // since 2.1
  bool remove_token(1: string token_identifier),  // since 2.1
  string get_token(1: string token_identifier),  // since 2.1
  list<string> get_all_token_identifiers(),  // since 2.1
  i32 add_master_key(1: string key) throws (1: errors.MetaException o1),  // since 2.1
  void update_master_key(1: i32 seq_number, 2: string key) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),  // since 2.1
  bool remove_master_key(1: i32 key_seq),  // since 2.1
  list<string> get_master_keys(),  // since 2.1

  // -- Transactions and write ids --

  transactions.OpenTxnsResponse open_txns(1: transactions.OpenTxnRequest rqst),
  transactions.GetOpenTxnsResponse get_open_txns(),
  transactions.GetOpenTxnsResponse get_open_txns_req(1: transactions.GetOpenTxnsRequest getOpenTxnsRequest),  // since 4.0
  transactions.GetOpenTxnsInfoResponse get_open_txns_info(),
  void commit_txn(1: transactions.CommitTxnRequest rqst) throws (1: errors.NoSuchTxnException o1, 2: errors.TxnAbortedException o2),
  void abort_txn(1: transactions.AbortTxnRequest rqst) throws (1: errors.NoSuchTxnException o1),
  void abort_txns(1: transactions.AbortTxnsRequest rqst) throws (1: errors.NoSuchTxnException o1),  // since 2.1
  void heartbeat(1: transactions.HeartbeatRequest ids)
      throws (1: errors.NoSuchLockException o1, 2: errors.NoSuchTxnException o2, 3: errors.TxnAbortedException o3),
  transactions.HeartbeatTxnRangeResponse heartbeat_txn_range(1: transactions.HeartbeatTxnRangeRequest txns),
  i64 get_latest_txnid_in_conflict(1: i64 txnId) throws (1: errors.MetaException o1),  // since 4.0
  void seed_txn_id(1: transactions.SeedTxnIdRequest rqst) throws (1: errors.MetaException o1),  // since 4.0
  // since 3.1
  transactions.AllocateTableWriteIdsResponse allocate_table_write_ids(1: transactions.AllocateTableWriteIdsRequest rqst)
      throws (1: errors.NoSuchTxnException o1, 2: errors.TxnAbortedException o2, 3: errors.MetaException o3),
  // since 3.1
  transactions.GetValidWriteIdsResponse get_valid_write_ids(1: transactions.GetValidWriteIdsRequest rqst)
      throws (1: errors.NoSuchTxnException o1, 2: errors.MetaException o2),
  // since 4.0
  transactions.MaxAllocatedTableWriteIdResponse get_max_allocated_table_write_id(1: transactions.MaxAllocatedTableWriteIdRequest rqst)
      throws (1: errors.MetaException o1),
  void seed_write_id(1: transactions.SeedTableWriteIdsRequest rqst) throws (1: errors.MetaException o1),  // since 4.0
  void add_write_ids_to_min_history(1: i64 txnId, 2: map<string, i64> writeIds) throws (1: errors.MetaException o2),  // since 4.0
  void repl_tbl_writeid_state(1: transactions.ReplTblWriteIdStateRequest rqst),  // since 3.1
  void add_dynamic_partitions(1: transactions.AddDynamicPartitions rqst) throws (1: errors.NoSuchTxnException o1, 2: errors.TxnAbortedException o2),
  void update_transaction_statistics(1: transactions.UpdateTransactionalStatsRequest req) throws (1: errors.MetaException o1),  // since 4.0
  transactions.ReplayedTxnsForPolicyResult get_replayed_txns_for_policy(1: string policyName) throws (1: errors.MetaException o1),  // since 4.2

  // -- Locks --

  transactions.LockResponse lock(1: transactions.LockRequest rqst) throws (1: errors.NoSuchTxnException o1, 2: errors.TxnAbortedException o2),
  transactions.LockResponse check_lock(1: transactions.CheckLockRequest rqst)
      throws (1: errors.NoSuchTxnException o1, 2: errors.TxnAbortedException o2, 3: errors.NoSuchLockException o3),
  void unlock(1: transactions.UnlockRequest rqst) throws (1: errors.NoSuchLockException o1, 2: errors.TxnOpenException o2),
  transactions.ShowLocksResponse show_locks(1: transactions.ShowLocksRequest rqst),
  transactions.LockResponse get_lock_materialization_rebuild(1: string dbName, 2: string tableName, 3: i64 txnId),  // since 3.1
  bool heartbeat_lock_materialization_rebuild(1: string dbName, 2: string tableName, 3: i64 txnId),  // since 3.1

  // -- Compaction --

  void compact(1: compaction.CompactionRequest rqst),
  compaction.CompactionResponse compact2(1: compaction.CompactionRequest rqst),  // since 2.3
  compaction.ShowCompactResponse show_compact(1: compaction.ShowCompactRequest rqst),
  compaction.AbortCompactResponse abort_Compactions(1: compaction.AbortCompactionRequest rqst),  // since 4.0
  bool submit_for_cleanup(1: compaction.CompactionRequest o1, 2: i64 o2, 3: i64 o3) throws (1: errors.MetaException o1),  // since 4.0
  compaction.OptionalCompactionInfoStruct find_next_compact(1: string workerId) throws (1: errors.MetaException o1),  // since 4.0
  // since 4.0
  compaction.OptionalCompactionInfoStruct find_next_compact2(1: compaction.FindNextCompactRequest rqst) throws (1: errors.MetaException o1),
  void update_compactor_state(1: compaction.CompactionInfoStruct cr, 2: i64 txn_id),  // since 4.0
  list<string> find_columns_with_stats(1: compaction.CompactionInfoStruct cr),  // since 4.0
  void mark_cleaned(1: compaction.CompactionInfoStruct cr) throws (1: errors.MetaException o1),  // since 4.0
  void mark_compacted(1: compaction.CompactionInfoStruct cr) throws (1: errors.MetaException o1),  // since 4.0
  void mark_failed(1: compaction.CompactionInfoStruct cr) throws (1: errors.MetaException o1),  // since 4.0
  void mark_refused(1: compaction.CompactionInfoStruct cr) throws (1: errors.MetaException o1),  // since 4.0
  void set_hadoop_jobid(1: string jobId, 2: i64 cq_id),  // since 4.0
  // since 4.0
  compaction.GetLatestCommittedCompactionInfoResponse get_latest_committed_compaction_info(1: compaction.GetLatestCommittedCompactionInfoRequest rqst),
  bool update_compaction_metrics_data(1: compaction.CompactionMetricsDataStruct data) throws (1: errors.MetaException o1),  // since 4.0
  void remove_compaction_metrics_data(1: compaction.CompactionMetricsDataRequest request) throws (1: errors.MetaException o1),  // since 4.0

  // -- Events and replication --

  events.NotificationEventResponse get_next_notification(1: events.NotificationEventRequest rqst),
  events.CurrentNotificationEventId get_current_notificationEventId(),
  events.NotificationEventsCountResponse get_notification_events_count(1: events.NotificationEventsCountRequest rqst),  // since 3.1
  events.FireEventResponse fire_listener_event(1: events.FireEventRequest rqst),
  events.WriteNotificationLogResponse add_write_notification_log(1: events.WriteNotificationLogRequest rqst),  // since 4.0
  events.WriteNotificationLogBatchResponse add_write_notification_log_in_batch(1: events.WriteNotificationLogBatchRequest rqst),  // since 4.0
  // since 4.0
  list<transactions.WriteEventInfo> get_all_write_event_info(1: events.GetAllWriteEventInfoRequest request) throws (1: errors.MetaException o1),
  void add_replication_metrics(1: events.ReplicationMetricList replicationMetricList) throws (1: errors.MetaException o1),  // since 4.0
  events.ReplicationMetricList get_replication_metrics(1: events.GetReplicationMetricsRequest rqst) throws (1: errors.MetaException o1),  // since 4.0
  upkeep.CmRecycleResponse cm_recycle(1: upkeep.CmRecycleRequest request) throws (1: errors.MetaException o1),  // since 3.1

  // -- Schema registry --

  // since 3.1; NoSuchObjectException since 4.0
  void create_ischema(1: schemas.ISchema schema)
      throws (1: errors.AlreadyExistsException o1, 2: errors.NoSuchObjectException o2, 3: errors.MetaException o3),
  void alter_ischema(1: schemas.AlterISchemaRequest rqst) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),  // since 3.1
  schemas.ISchema get_ischema(1: schemas.ISchemaName name) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),  // since 3.1
  // since 3.1
  void drop_ischema(1: schemas.ISchemaName name)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  // since 3.1
  void add_schema_version(1: schemas.SchemaVersion schemaVersion)
      throws (1: errors.AlreadyExistsException o1, 2: errors.NoSuchObjectException o2, 3: errors.MetaException o3),
  // since 3.1
  schemas.SchemaVersion get_schema_version(1: schemas.SchemaVersionDescriptor schemaVersion)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  schemas.SchemaVersion get_schema_latest_version(1: schemas.ISchemaName schemaName)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  list<schemas.SchemaVersion> get_schema_all_versions(1: schemas.ISchemaName schemaName)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  void drop_schema_version(1: schemas.SchemaVersionDescriptor schemaVersion) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  schemas.FindSchemasByColsResp get_schemas_by_cols(1: schemas.FindSchemasByColsRqst rqst) throws (1: errors.MetaException o1),  // since 3.1
  // since 3.1
  void map_schema_version_to_serde(1: schemas.MapSchemaVersionToSerdeRequest rqst)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  void set_schema_version_state(1: schemas.SetSchemaVersionStateRequest rqst)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  void add_serde(1: model.SerDeInfo serde) throws (1: errors.AlreadyExistsException o1, 2: errors.MetaException o2),  // since 3.1
  model.SerDeInfo get_serde(1: schemas.GetSerdeRequest rqst) throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),  // since 3.1

  // -- Resource plans --

  // since 3.1
  workloads.WMCreateResourcePlanResponse create_resource_plan(1: workloads.WMCreateResourcePlanRequest request)
      throws (1: errors.AlreadyExistsException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3),
  // since 3.1
  workloads.WMGetResourcePlanResponse get_resource_plan(1: workloads.WMGetResourcePlanRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  workloads.WMGetActiveResourcePlanResponse get_active_resource_plan(1: workloads.WMGetActiveResourcePlanRequest request)
      throws (1: errors.MetaException o2),
  // since 3.1
  workloads.WMGetAllResourcePlanResponse get_all_resource_plans(1: workloads.WMGetAllResourcePlanRequest request) throws (1: errors.MetaException o1),
  // since 3.1
  workloads.WMAlterResourcePlanResponse alter_resource_plan(1: workloads.WMAlterResourcePlanRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  // since 3.1
  workloads.WMValidateResourcePlanResponse validate_resource_plan(1: workloads.WMValidateResourcePlanRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  workloads.WMDropResourcePlanResponse drop_resource_plan(1: workloads.WMDropResourcePlanRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  // since 3.1
  workloads.WMCreateTriggerResponse create_wm_trigger(1: workloads.WMCreateTriggerRequest request)
      throws (1: errors.AlreadyExistsException o1, 2: errors.NoSuchObjectException o2, 3: errors.InvalidObjectException o3, 4: errors.MetaException o4),
  // since 3.1
  workloads.WMAlterTriggerResponse alter_wm_trigger(1: workloads.WMAlterTriggerRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidObjectException o2, 3: errors.MetaException o3),
  // since 3.1
  workloads.WMDropTriggerResponse drop_wm_trigger(1: workloads.WMDropTriggerRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  // since 3.1
  workloads.WMGetTriggersForResourePlanResponse get_triggers_for_resourceplan(1: workloads.WMGetTriggersForResourePlanRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.MetaException o2),
  // since 3.1
  workloads.WMCreatePoolResponse create_wm_pool(1: workloads.WMCreatePoolRequest request)
      throws (1: errors.AlreadyExistsException o1, 2: errors.NoSuchObjectException o2, 3: errors.InvalidObjectException o3, 4: errors.MetaException o4),
  // since 3.1
  workloads.WMAlterPoolResponse alter_wm_pool(1: workloads.WMAlterPoolRequest request)
      throws (1: errors.AlreadyExistsException o1, 2: errors.NoSuchObjectException o2, 3: errors.InvalidObjectException o3, 4: errors.MetaException o4),
  // since 3.1
  workloads.WMDropPoolResponse drop_wm_pool(1: workloads.WMDropPoolRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  // since 3.1
  workloads.WMCreateOrUpdateMappingResponse create_or_update_wm_mapping(1: workloads.WMCreateOrUpdateMappingRequest request)
      throws (1: errors.AlreadyExistsException o1, 2: errors.NoSuchObjectException o2, 3: errors.InvalidObjectException o3, 4: errors.MetaException o4),
  // since 3.1
  workloads.WMDropMappingResponse drop_wm_mapping(1: workloads.WMDropMappingRequest request)
      throws (1: errors.NoSuchObjectException o1, 2: errors.InvalidOperationException o2, 3: errors.MetaException o3),
  // since 3.1
  workloads.WMCreateOrDropTriggerToPoolMappingResponse create_or_drop_wm_trigger_to_pool_mapping(
      1: workloads.WMCreateOrDropTriggerToPoolMappingRequest request)
      throws (1: errors.AlreadyExistsException o1, 2: errors.NoSuchObjectException o2, 3: errors.InvalidObjectException o3, 4: errors.MetaException o4),

  // -- Scheduled queries and properties --

  // since 4.0
  upkeep.ScheduledQueryPollResponse scheduled_query_poll(1: upkeep.ScheduledQueryPollRequest request) throws (1: errors.MetaException o1),
  // since 4.0
  void scheduled_query_maintenance(1: upkeep.ScheduledQueryMaintenanceRequest request)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2, 3: errors.AlreadyExistsException o3, 4: errors.InvalidInputException o4),
  // since 4.0
  void scheduled_query_progress(1: upkeep.ScheduledQueryProgressInfo info) throws (1: errors.MetaException o1, 2: errors.InvalidOperationException o2),
  // since 4.0
  upkeep.ScheduledQuery get_scheduled_query(1: upkeep.ScheduledQueryKey scheduleKey)
      throws (1: errors.MetaException o1, 2: errors.NoSuchObjectException o2),
  // since 4.0
  upkeep.PropertyGetResponse get_properties(1: upkeep.PropertyGetRequest req) throws (1: errors.MetaException e1, 2: errors.NoSuchObjectException e2),
  bool set_properties(1: upkeep.PropertySetRequest req) throws (1: errors.MetaException e1, 2: errors.NoSuchObjectException e2),  // since 4.0

  // -- File footers --

  upkeep.GetFileMetadataByExprResult get_file_metadata_by_expr(1: upkeep.GetFileMetadataByExprRequest req),  // since 2.1
  upkeep.GetFileMetadataResult get_file_metadata(1: upkeep.GetFileMetadataRequest req),  // since 2.1
  upkeep.PutFileMetadataResult put_file_metadata(1: upkeep.PutFileMetadataRequest req),  // since 2.1
  upkeep.ClearFileMetadataResult clear_file_metadata(1: upkeep.ClearFileMetadataRequest req),  // since 2.1
  upkeep.CacheFileMetadataResult cache_file_metadata(1: upkeep.CacheFileMetadataRequest req),  // since 2.1
}

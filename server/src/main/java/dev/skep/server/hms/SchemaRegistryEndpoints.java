package dev.skep.server.hms;

import java.util.List;

import dev.skep.thrift.hms.AlterISchemaRequest;
import dev.skep.thrift.hms.FindSchemasByColsResp;
import dev.skep.thrift.hms.FindSchemasByColsRqst;
import dev.skep.thrift.hms.GetSerdeRequest;
import dev.skep.thrift.hms.ISchema;
import dev.skep.thrift.hms.ISchemaName;
import dev.skep.thrift.hms.MapSchemaVersionToSerdeRequest;
import dev.skep.thrift.hms.SchemaVersion;
import dev.skep.thrift.hms.SchemaVersionDescriptor;
import dev.skep.thrift.hms.SerDeInfo;
import dev.skep.thrift.hms.SetSchemaVersionStateRequest;
import org.apache.thrift.TException;

/** The schema registry of Hive 3.1 and later. */
interface SchemaRegistryEndpoints extends Endpoints {

    @Override
    default void create_ischema(ISchema schema) throws TException {
        throw HmsErrors.unsupported("create_ischema");
    }

    @Override
    default void alter_ischema(AlterISchemaRequest request) throws TException {
        throw HmsErrors.unsupported("alter_ischema");
    }

    @Override
    default ISchema get_ischema(ISchemaName name) throws TException {
        throw HmsErrors.unsupported("get_ischema");
    }

    @Override
    default void drop_ischema(ISchemaName name) throws TException {
        throw HmsErrors.unsupported("drop_ischema");
    }

    @Override
    default void add_schema_version(SchemaVersion schemaVersion) throws TException {
        throw HmsErrors.unsupported("add_schema_version");
    }

    @Override
    default SchemaVersion get_schema_version(SchemaVersionDescriptor schemaVersion) throws TException {
        throw HmsErrors.unsupported("get_schema_version");
    }

    @Override
    default SchemaVersion get_schema_latest_version(ISchemaName schemaName) throws TException {
        throw HmsErrors.unsupported("get_schema_latest_version");
    }

    @Override
    default List<SchemaVersion> get_schema_all_versions(ISchemaName schemaName) throws TException {
        throw HmsErrors.unsupported("get_schema_all_versions");
    }

    @Override
    default void drop_schema_version(SchemaVersionDescriptor schemaVersion) throws TException {
        throw HmsErrors.unsupported("drop_schema_version");
    }

    @Override
    default FindSchemasByColsResp get_schemas_by_cols(FindSchemasByColsRqst request) throws TException {
        throw HmsErrors.unsupported("get_schemas_by_cols");
    }

    @Override
    default void map_schema_version_to_serde(MapSchemaVersionToSerdeRequest request) throws TException {
        throw HmsErrors.unsupported("map_schema_version_to_serde");
    }

    @Override
    default void set_schema_version_state(SetSchemaVersionStateRequest request) throws TException {
        throw HmsErrors.unsupported("set_schema_version_state");
    }

    @Override
    default void add_serde(SerDeInfo serde) throws TException {
        throw HmsErrors.unsupported("add_serde");
    }

    @Override
    default SerDeInfo get_serde(GetSerdeRequest request) throws TException {
        throw HmsErrors.unsupported("get_serde");
    }
}

package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.List;

import dev.skep.server.hms.mapping.SchemaMapping;
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
        run("create_ischema", session -> session.schemas().create(SchemaMapping.fromThrift(schema)));
    }

    @Override
    default void alter_ischema(AlterISchemaRequest request) throws TException {
        run("alter_ischema", session -> session.schemas().alter(SchemaMapping.name(request.getName()),
                before -> SchemaMapping.changed(before, request.getNewSchema())));
    }

    @Override
    default ISchema get_ischema(ISchemaName name) throws TException {
        return call("get_ischema",
                session -> SchemaMapping.toThrift(session.schemas().schema(SchemaMapping.name(name))));
    }

    @Override
    default void drop_ischema(ISchemaName name) throws TException {
        run("drop_ischema", session -> session.schemas().drop(SchemaMapping.name(name)));
    }

    @Override
    default void add_schema_version(SchemaVersion schemaVersion) throws TException {
        run("add_schema_version",
                session -> session.schemas().addVersion(SchemaMapping.fromThrift(schemaVersion)));
    }

    @Override
    default SchemaVersion get_schema_version(SchemaVersionDescriptor schemaVersion) throws TException {
        return call("get_schema_version", session -> SchemaMapping.toThrift(
                session.schemas().version(SchemaMapping.name(schemaVersion), schemaVersion.getVersion())));
    }

    @Override
    default SchemaVersion get_schema_latest_version(ISchemaName schemaName) throws TException {
        return call("get_schema_latest_version",
                session -> SchemaMapping.toThrift(session.schemas().latestVersion(SchemaMapping.name(schemaName))));
    }

    @Override
    default List<SchemaVersion> get_schema_all_versions(ISchemaName schemaName) throws TException {
        return call("get_schema_all_versions",
                session -> SchemaMapping.toThrift(session.schemas().versions(SchemaMapping.name(schemaName))));
    }

    @Override
    default void drop_schema_version(SchemaVersionDescriptor schemaVersion) throws TException {
        run("drop_schema_version", session -> session.schemas()
                .dropVersion(SchemaMapping.name(schemaVersion), schemaVersion.getVersion()));
    }

    @Override
    default FindSchemasByColsResp get_schemas_by_cols(FindSchemasByColsRqst request) throws TException {
        return call("get_schemas_by_cols",
                session -> SchemaMapping.found(session.schemas().search(SchemaMapping.search(request))));
    }

    @Override
    default void map_schema_version_to_serde(MapSchemaVersionToSerdeRequest request) throws TException {
        run("map_schema_version_to_serde",
                session -> session.schemas().mapToSerDe(SchemaMapping.name(request.getSchemaVersion()),
                        request.getSchemaVersion().getVersion(), required(request.getSerdeName(), "serde name")));
    }

    @Override
    default void set_schema_version_state(SetSchemaVersionStateRequest request) throws TException {
        run("set_schema_version_state",
                session -> session.schemas().changeState(SchemaMapping.name(request.getSchemaVersion()),
                        request.getSchemaVersion().getVersion(), SchemaMapping.fromThrift(request.getState())));
    }

    @Override
    default void add_serde(SerDeInfo serde) throws TException {
        run("add_serde", session -> session.schemas().addSerDe(SchemaMapping.serDe(serde)));
    }

    @Override
    default SerDeInfo get_serde(GetSerdeRequest request) throws TException {
        return call("get_serde", session -> SchemaMapping
                .toThrift(session.schemas().serDe(required(request.getSerdeName(), "serde name"))));
    }
}

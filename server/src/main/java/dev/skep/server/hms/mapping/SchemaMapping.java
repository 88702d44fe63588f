package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.catalog.Schemas;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.registry.ColumnSearch;
import dev.skep.metastore.registry.Compatibility;
import dev.skep.metastore.registry.Schema;
import dev.skep.metastore.registry.SchemaKind;
import dev.skep.metastore.registry.SchemaName;
import dev.skep.metastore.registry.SchemaVersion;
import dev.skep.metastore.registry.Validation;
import dev.skep.metastore.registry.VersionState;
import dev.skep.thrift.hms.FindSchemasByColsResp;
import dev.skep.thrift.hms.FindSchemasByColsRqst;
import dev.skep.thrift.hms.ISchema;
import dev.skep.thrift.hms.ISchemaName;
import dev.skep.thrift.hms.SchemaCompatibility;
import dev.skep.thrift.hms.SchemaType;
import dev.skep.thrift.hms.SchemaValidation;
import dev.skep.thrift.hms.SchemaVersionDescriptor;
import dev.skep.thrift.hms.SchemaVersionState;
import dev.skep.thrift.hms.SerDeInfo;
import org.jspecify.annotations.Nullable;

/** The schema registry. Not on the wire: who made a schema. */
public final class SchemaMapping {
    private SchemaMapping() {}

    public static Schema fromThrift(@Nullable ISchema schema) {
        ISchema given = required(schema, "schema");
        return new Schema(name(given.getCatName(), given.getDbName(), given.getName()),
                fromThrift(required(given.getSchemaType(), "type of the schema")),
                fromThrift(required(given.getCompatibility(), "compatibility of the schema")),
                fromThrift(required(given.getValidationLevel(), "validation level of the schema")),
                given.isCanEvolve(), given.getSchemaGroup(), given.getDescription(), null);
    }

    /** A schema as a request changes it: group and description that it leaves out stay. */
    public static Schema changed(Schema before, @Nullable ISchema schema) {
        ISchema given = required(schema, "schema");
        return new Schema(before.name(), before.kind(),
                fromThrift(required(given.getCompatibility(), "compatibility of the schema")),
                fromThrift(required(given.getValidationLevel(), "validation level of the schema")),
                given.isCanEvolve(), given.getSchemaGroup() == null ? before.group() : given.getSchemaGroup(),
                given.getDescription() == null ? before.description() : given.getDescription(), before.owner());
    }

    public static SchemaName name(@Nullable ISchemaName name) {
        ISchemaName given = required(name, "schema name");
        return name(given.getCatName(), given.getDbName(), given.getSchemaName());
    }

    private static SchemaName name(@Nullable String catalog, @Nullable String database, @Nullable String name) {
        return new SchemaName(NameMapping.database(catalog, database), required(name, "schema name"));
    }

    public static SchemaName name(@Nullable SchemaVersionDescriptor version) {
        return name(required(version, "schema version").getSchema());
    }

    private static ISchemaName toThrift(SchemaName name) {
        return new ISchemaName(name.database().catalog().name(), name.database().name(), name.name());
    }

    public static ISchema toThrift(Schema schema) {
        ISchema answer = new ISchema();
        answer.setSchemaType(switch (schema.kind()) {
            case HIVE -> SchemaType.HIVE;
            case AVRO -> SchemaType.AVRO;
        });
        answer.setName(schema.name().name());
        answer.setCatName(schema.name().database().catalog().name());
        answer.setDbName(schema.name().database().name());
        answer.setCompatibility(switch (schema.compatibility()) {
            case NONE -> SchemaCompatibility.NONE;
            case BACKWARD -> SchemaCompatibility.BACKWARD;
            case FORWARD -> SchemaCompatibility.FORWARD;
            case BOTH -> SchemaCompatibility.BOTH;
        });
        answer.setValidationLevel(switch (schema.validation()) {
            case LATEST -> SchemaValidation.LATEST;
            case ALL -> SchemaValidation.ALL;
        });
        answer.setCanEvolve(schema.canEvolve());
        answer.setSchemaGroup(schema.group());
        answer.setDescription(schema.description());
        return answer;
    }

    public static SchemaVersion fromThrift(dev.skep.thrift.hms.@Nullable SchemaVersion version) {
        dev.skep.thrift.hms.SchemaVersion given = required(version, "schema version");
        SchemaVersionState state = given.getState();
        SerDeInfo serDe = given.getSerDe();
        return new SchemaVersion(name(given.getSchema()), given.getVersion(), given.getCreatedAt(),
                StorageMapping.columns(given.getCols()), state == null ? null : fromThrift(state),
                given.getDescription(), given.getSchemaText(), given.getFingerprint(), given.getName(),
                serDe == null ? null : StorageMapping.serDe(serDe));
    }

    public static dev.skep.thrift.hms.SchemaVersion toThrift(SchemaVersion version) {
        dev.skep.thrift.hms.SchemaVersion answer = new dev.skep.thrift.hms.SchemaVersion();
        answer.setSchema(toThrift(version.schema()));
        answer.setVersion(version.version());
        answer.setCreatedAt(version.createdAt());
        answer.setCols(StorageMapping.toThrift(version.columns()));
        VersionState state = version.state();
        if (state != null) {
            answer.setState(toThrift(state));
        }
        answer.setDescription(version.description());
        answer.setSchemaText(version.text());
        answer.setFingerprint(version.fingerprint());
        answer.setName(version.name());
        SerDe serDe = version.serDe();
        if (serDe != null) {
            answer.setSerDe(StorageMapping.toThrift(serDe));
        }
        return answer;
    }

    public static List<dev.skep.thrift.hms.SchemaVersion> toThrift(List<SchemaVersion> versions) {
        List<dev.skep.thrift.hms.SchemaVersion> answers = new ArrayList<>(versions.size());
        versions.forEach(version -> answers.add(toThrift(version)));
        return answers;
    }

    public static ColumnSearch search(FindSchemasByColsRqst request) {
        return new ColumnSearch(request.getColName(), request.getColNamespace(), request.getType());
    }

    public static FindSchemasByColsResp found(List<Schemas.Found> found) {
        List<SchemaVersionDescriptor> versions = new ArrayList<>(found.size());
        found.forEach(one -> versions.add(new SchemaVersionDescriptor(toThrift(one.schema()), one.version())));
        return new FindSchemasByColsResp(versions);
    }

    public static SerDe serDe(@Nullable SerDeInfo serDe) {
        return StorageMapping.serDe(required(serDe, "serde"));
    }

    public static SerDeInfo toThrift(SerDe serDe) {
        return StorageMapping.toThrift(serDe);
    }

    private static SchemaKind fromThrift(SchemaType type) {
        return switch (type) {
            case HIVE -> SchemaKind.HIVE;
            case AVRO -> SchemaKind.AVRO;
        };
    }

    private static Compatibility fromThrift(SchemaCompatibility compatibility) {
        return switch (compatibility) {
            case NONE -> Compatibility.NONE;
            case BACKWARD -> Compatibility.BACKWARD;
            case FORWARD -> Compatibility.FORWARD;
            case BOTH -> Compatibility.BOTH;
        };
    }

    private static Validation fromThrift(SchemaValidation validation) {
        return switch (validation) {
            case LATEST -> Validation.LATEST;
            case ALL -> Validation.ALL;
        };
    }

    public static VersionState fromThrift(@Nullable SchemaVersionState state) {
        return switch (required(state, "state of the schema version")) {
            case INITIATED -> VersionState.INITIATED;
            case START_REVIEW -> VersionState.START_REVIEW;
            case CHANGES_REQUIRED -> VersionState.CHANGES_REQUIRED;
            case REVIEWED -> VersionState.REVIEWED;
            case ENABLED -> VersionState.ENABLED;
            case DISABLED -> VersionState.DISABLED;
            case ARCHIVED -> VersionState.ARCHIVED;
            case DELETED -> VersionState.DELETED;
        };
    }

    private static SchemaVersionState toThrift(VersionState state) {
        return switch (state) {
            case INITIATED -> SchemaVersionState.INITIATED;
            case START_REVIEW -> SchemaVersionState.START_REVIEW;
            case CHANGES_REQUIRED -> SchemaVersionState.CHANGES_REQUIRED;
            case REVIEWED -> SchemaVersionState.REVIEWED;
            case ENABLED -> SchemaVersionState.ENABLED;
            case DISABLED -> SchemaVersionState.DISABLED;
            case ARCHIVED -> SchemaVersionState.ARCHIVED;
            case DELETED -> SchemaVersionState.DELETED;
        };
    }
}

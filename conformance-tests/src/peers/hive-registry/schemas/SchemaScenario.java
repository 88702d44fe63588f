import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;

import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.FindSchemasByColsRqst;
import org.apache.hadoop.hive.metastore.api.ISchema;
import org.apache.hadoop.hive.metastore.api.ISchemaName;
import org.apache.hadoop.hive.metastore.api.SchemaCompatibility;
import org.apache.hadoop.hive.metastore.api.SchemaType;
import org.apache.hadoop.hive.metastore.api.SchemaValidation;
import org.apache.hadoop.hive.metastore.api.SchemaVersion;
import org.apache.hadoop.hive.metastore.api.SchemaVersionDescriptor;
import org.apache.hadoop.hive.metastore.api.SchemaVersionState;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.SerdeType;

/** The schema registry by the clients of Hive 3.1 and later. Arguments: the metastore's URI, a name for the database. */
public final class SchemaScenario {
    private static final String NAME = "Clicks";

    private final IMetaStoreClient client;
    private final String db;

    private SchemaScenario(IMetaStoreClient client, String db) {
        this.client = client;
        this.db = db;
    }

    public static void main(String[] arguments) throws Exception {
        IMetaStoreClient client = Generation.open(arguments[0]);
        new SchemaScenario(client, arguments[1]).run();
        client.close();
        System.out.println("END");
        System.exit(0);
    }

    private void run() throws Exception {
        client.createDatabase(new Database(db, null, null, new HashMap<>()));
        schemas();
        versions();
        serdes();
        client.dropDatabase(db, true, false, true);
        fails("schema of a dropped database", () -> client.getISchema("hive", db, NAME));
    }

    private ISchema schema(String database) {
        ISchema schema = new ISchema(SchemaType.AVRO, NAME, "hive", database, SchemaCompatibility.BACKWARD, SchemaValidation.LATEST, true);
        schema.setSchemaGroup("web");
        schema.setDescription("what visitors click");
        return schema;
    }

    private void schemas() throws Exception {
        client.createISchema(schema(db));
        tell("made", client.getISchema("hive", db, NAME));
        fails("same schema again", () -> {
            client.createISchema(schema(db));
            return "";
        });
        fails("schema in a missing database", () -> {
            client.createISchema(schema(db + "_missing"));
            return "";
        });
        ISchema changed = schema(db);
        changed.setCompatibility(SchemaCompatibility.BOTH);
        changed.setValidationLevel(SchemaValidation.ALL);
        changed.setCanEvolve(false);
        changed.setDescription("altered");
        client.alterISchema("hive", db, NAME, changed);
        tell("altered", client.getISchema("hive", db, NAME));
        fails("missing schema", () -> client.getISchema("hive", db, "nosuch"));
        fails("alter a missing schema", () -> {
            client.alterISchema("hive", db, "nosuch", changed);
            return "";
        });
    }

    private SchemaVersion version(int number, FieldSchema... columns) {
        SchemaVersion version = new SchemaVersion(new ISchemaName("hive", db, NAME), number, 1_700_000_000_000L, new ArrayList<>(Arrays.asList(columns)));
        version.setFingerprint("print" + number);
        version.setSchemaText("{\"type\": \"record\"}");
        version.setDescription("version " + number);
        version.setState(SchemaVersionState.INITIATED);
        return version;
    }

    private void versions() throws Exception {
        fails("latest of none", () -> client.getSchemaLatestVersion("hive", db, NAME));
        fails("versions of none", () -> client.getSchemaAllVersions("hive", db, NAME));
        client.addSchemaVersion(version(1, new FieldSchema("id", "bigint", null)));
        client.addSchemaVersion(version(3, new FieldSchema("id", "bigint", null), new FieldSchema("page", "string", "space")));
        client.addSchemaVersion(version(2, new FieldSchema("id", "int", null), new FieldSchema("page", "string", "other")));
        fails("same version again", () -> {
            client.addSchemaVersion(version(2));
            return "";
        });
        tell("latest", client.getSchemaLatestVersion("hive", db, NAME));
        tell("version", client.getSchemaVersion("hive", db, NAME, 2));
        fails("missing version", () -> client.getSchemaVersion("hive", db, NAME, 9));
        List<Integer> numbers = new ArrayList<>();
        for (SchemaVersion version : client.getSchemaAllVersions("hive", db, NAME)) {
            numbers.add(version.getVersion());
        }
        say("all", numbers);
        say("with page", found("page", null, null));
        say("with page of a space", found("page", "space", null));
        say("with big id", found("id", null, "bigint"));
        say("with nothing", found("nosuch", null, null));
        fails("no search", () -> found(null, null, "bigint"));
        client.setSchemaVersionState("hive", db, NAME, 3, SchemaVersionState.ENABLED);
        tell("enabled", client.getSchemaVersion("hive", db, NAME, 3));
        fails("drop of a schema with versions", () -> {
            client.dropISchema("hive", db, NAME);
            return "";
        });
        client.dropSchemaVersion("hive", db, NAME, 3);
        say("latest after a drop", client.getSchemaLatestVersion("hive", db, NAME).getVersion());
        fails("dropped again", () -> {
            client.dropSchemaVersion("hive", db, NAME, 3);
            return "";
        });
    }

    private List<Integer> found(String name, String namespace, String type) throws Exception {
        FindSchemasByColsRqst request = new FindSchemasByColsRqst();
        request.setColName(name);
        request.setColNamespace(namespace);
        request.setType(type);
        List<Integer> numbers = new ArrayList<>();
        for (SchemaVersionDescriptor found : client.getSchemaByCols(request).getSchemaVersions()) {
            numbers.add(found.getVersion());
        }
        return numbers;
    }

    private void serdes() throws Exception {
        SerDeInfo serde = new SerDeInfo(db + "_serde", "org.example.ClickSerDe", new HashMap<>());
        serde.setDescription("reads clicks");
        serde.setSerializerClass("org.example.Writer");
        serde.setDeserializerClass("org.example.Reader");
        serde.setSerdeType(SerdeType.SCHEMA_REGISTRY);
        client.addSerDe(serde);
        say("serde", client.getSerDe(db + "_serde").equals(serde));
        fails("same serde again", () -> {
            client.addSerDe(serde);
            return "";
        });
        fails("missing serde", () -> client.getSerDe("nosuch"));
        client.mapSchemaVersionToSerde("hive", db, NAME, 1, db + "_serde");
        say("mapped", client.getSchemaVersion("hive", db, NAME, 1).getSerDe().equals(serde));
        fails("mapped to a missing serde", () -> {
            client.mapSchemaVersionToSerde("hive", db, NAME, 1, "nosuch");
            return "";
        });
        client.createISchema(new ISchema(SchemaType.HIVE, "dropped", "hive", db, SchemaCompatibility.NONE, SchemaValidation.ALL, false));
        client.dropISchema("hive", db, "dropped");
        fails("dropped schema", () -> client.getISchema("hive", db, "dropped"));
        fails("drop of a missing schema", () -> {
            client.dropISchema("hive", db, "dropped");
            return "";
        });
    }

    private static void tell(String step, ISchema schema) {
        say(step, schema.getSchemaType() + " " + schema.getName() + " of " + schema.getCatName() + " " + schema.getCompatibility() + " "
                + schema.getValidationLevel() + " " + schema.isCanEvolve() + " " + schema.getSchemaGroup() + " '" + schema.getDescription() + "'");
    }

    private static void tell(String step, SchemaVersion version) {
        List<String> columns = new ArrayList<>();
        for (FieldSchema column : version.getCols()) {
            columns.add(column.getName() + " " + column.getType() + " " + column.getComment());
        }
        say(step, version.getSchema().getSchemaName() + " " + version.getVersion() + " " + version.getState() + " " + columns + " "
                + version.getCreatedAt() + " " + version.getFingerprint() + " " + version.getSchemaText() + " '" + version.getDescription() + "'");
    }

    private static void say(String step, Object result) {
        System.out.println("> " + step + ": " + result);
    }

    private static void fails(String step, Callable<?> call) {
        try {
            say(step, "unexpected answer " + call.call());
        } catch (Exception e) {
            say(step, e.getClass().getSimpleName());
        }
    }
}

package dev.skep.conformance.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.access.LeakWorld.User;
import dev.skep.conformance.access.Oracle.Door;
import dev.skep.thrift.hms.AddPackageRequest;
import dev.skep.thrift.hms.CreateDataConnectorRequest;
import dev.skep.thrift.hms.DataConnector;
import dev.skep.thrift.hms.DropDataConnectorRequest;
import dev.skep.thrift.hms.DropPackageRequest;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.FindSchemasByColsRqst;
import dev.skep.thrift.hms.GetDataConnectorRequest;
import dev.skep.thrift.hms.GetPackageRequest;
import dev.skep.thrift.hms.ISchema;
import dev.skep.thrift.hms.ISchemaName;
import dev.skep.thrift.hms.Index;
import dev.skep.thrift.hms.ListPackageRequest;
import dev.skep.thrift.hms.ListStoredProcedureRequest;
import dev.skep.thrift.hms.PropertyGetRequest;
import dev.skep.thrift.hms.PropertySetRequest;
import dev.skep.thrift.hms.SchemaCompatibility;
import dev.skep.thrift.hms.SchemaType;
import dev.skep.thrift.hms.SchemaValidation;
import dev.skep.thrift.hms.SchemaVersion;
import dev.skep.thrift.hms.SchemaVersionDescriptor;
import dev.skep.thrift.hms.SerDeInfo;
import dev.skep.thrift.hms.StorageDescriptor;
import dev.skep.thrift.hms.StoredProcedure;
import dev.skep.thrift.hms.StoredProcedureRequest;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** What the metastore keeps beside tables: schemas of the registry, procedures, packages, connectors, properties and indexes, of a database and table that many may not see. */
final class LeakWireKept {
    private static final ISchemaName SCHEMA = new ISchemaName("hive", "vault", "keptschema");
    private static final String PASSWORD = "keptpassword";
    /** In every name and text that is kept in the hidden database. */
    private static final String KEPT = "kept";

    private final LeakServer server;
    private final LeakSuite suite;

    LeakWireKept(LeakServer server, LeakSuite suite) {
        this.server = server;
        this.suite = suite;
    }

    private interface Call {
        @Nullable
        Object make(ThriftHiveMetastore.Client client) throws TException;
    }

    void run() {
        ThriftHiveMetastore.Client root = server.wire(LeakWorld.ADMIN);
        try {
            make(root);
            calls().forEach((what, call) -> {
                String answer = ask(root, call);
                suite.check(isTold(answer) ? null : "root: %s does not tell: %s".formatted(what, answer));
            });
            suite.check(
                    connector(root).contains(PASSWORD) ? null : "root: get_dataconnector_req does not tell all");
            for (User user : LeakWorld.USERS) {
                tells(user, server.wire(user.name()));
            }
            keepsOwners();
            remove(root);
        } catch (TException e) {
            suite.check("root cannot keep what it may: " + e);
        }
    }

    private static void make(ThriftHiveMetastore.Client root) throws TException {
        root.create_ischema(new ISchema(SchemaType.HIVE, SCHEMA.getSchemaName(), "hive", "vault",
                SchemaCompatibility.NONE, SchemaValidation.ALL, true));
        root.add_schema_version(
                new SchemaVersion(SCHEMA, 1, 0, List.of(new FieldSchema("keptcolumn", "string", "keptspace"))));
        root.create_stored_procedure(new StoredProcedure("keptproc", "vault", "hive", "root", "keptsource"));
        root.add_package(new AddPackageRequest("hive", "vault", "keptpack", "root", "kepthead", "keptbody"));
        DataConnector connector = new DataConnector("far", "mysql", "jdbc:mysql://a:" + PASSWORD + "@db/x");
        connector.setParameters(Map.of("hive.sql.dbcp.password", PASSWORD));
        root.create_dataconnector_req(new CreateDataConnectorRequest(connector));
        root.set_properties(new PropertySetRequest("hms",
                Map.of("vault.keptlevel", "keptvalue", "vault.keyring.keptlevel", "keptvalue")));
        Index index = new Index();
        index.setIndexName("by_code");
        index.setDbName("shop");
        index.setOrigTableName("visits");
        index.setIndexTableName("index_rows");
        index.setSd(storage("secret_code"));
        index.setParameters(Map.of());
        Table rows = new Table();
        rows.setDbName("shop");
        rows.setTableName("index_rows");
        rows.setTableType("INDEX_TABLE");
        rows.setSd(storage("code"));
        rows.setPartitionKeys(List.of());
        rows.setParameters(Map.of());
        root.add_index(index, rows);
    }

    private static StorageDescriptor storage(String column) {
        StorageDescriptor storage = new StorageDescriptor();
        storage.setCols(List.of(new FieldSchema(column, "string", null)));
        storage.setSerdeInfo(new SerDeInfo(null, "org.apache.hadoop.hive.ql.io.orc.OrcSerde", Map.of()));
        return storage;
    }

    private static void remove(ThriftHiveMetastore.Client root) throws TException {
        root.drop_index_by_name("shop", "visits", "by_code", true);
        root.drop_dataconnector_req(new DropDataConnectorRequest("far"));
        root.drop_package(new DropPackageRequest("hive", "vault", "keptpack"));
        root.drop_stored_procedure(new StoredProcedureRequest("hive", "vault", "keptproc"));
        root.drop_schema_version(new SchemaVersionDescriptor(SCHEMA, 1));
        root.drop_ischema(SCHEMA);
    }

    private static Map<String, Call> calls() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("get_ischema", c -> c.get_ischema(SCHEMA));
        calls.put("get_schema_version", c -> c.get_schema_version(new SchemaVersionDescriptor(SCHEMA, 1)));
        calls.put("get_schema_latest_version", c -> c.get_schema_latest_version(SCHEMA));
        calls.put("get_schema_all_versions", c -> c.get_schema_all_versions(SCHEMA));
        calls.put("get_schemas_by_cols", c -> {
            FindSchemasByColsRqst search = new FindSchemasByColsRqst();
            search.setColNamespace("keptspace");
            return c.get_schemas_by_cols(search).getSchemaVersions();
        });
        calls.put("get_stored_procedure",
                c -> c.get_stored_procedure(new StoredProcedureRequest("hive", "vault", "keptproc")));
        calls.put("get_all_stored_procedures",
                c -> c.get_all_stored_procedures(new ListStoredProcedureRequest("hive")));
        calls.put("find_package", c -> c.find_package(new GetPackageRequest("hive", "vault", "keptpack")));
        calls.put("get_all_packages", c -> c.get_all_packages(new ListPackageRequest("hive")));
        calls.put("get_properties", c -> c.get_properties(new PropertyGetRequest("hms", "")).getProperties());
        return calls;
    }

    private void tells(User user, ThriftHiveMetastore.Client client) {
        boolean seesVault = suite.view(user, LeakWorld.KEYS, Door.WIRE).isSeen();
        calls().forEach((what, call) -> {
            String answer = ask(client, call);
            suite.check(isTold(answer) && !seesVault
                    ? "%s: %s tells %s".formatted(user.name(), what, answer)
                    : null);
        });
        String connector = connector(client);
        suite.check(connector.contains(PASSWORD)
                ? "%s: get_dataconnector_req tells %s".formatted(user.name(), connector)
                : null);
        if (!user.name().equals("tom")) {
            for (Call call : List.<Call>of(c -> c.get_indexes("shop", "visits", (short) -1),
                    c -> c.get_index_by_name("shop", "visits", "by_code"),
                    c -> c.get_index_names("shop", "visits", (short) -1))) {
                suite.check(suite.told(user, "an index of shop.visits", ask(client, call), Door.WIRE));
            }
        }
        suite.check(ask(client, c -> c.set_properties(new PropertySetRequest("hms", Map.of("level", "1"))))
                .startsWith("answer ")
                        ? "%s: sets a property of the cluster".formatted(user.name())
                        : null);
    }

    private static boolean isTold(String answer) {
        return answer.startsWith("answer ") && answer.contains(KEPT);
    }

    private static String connector(ThriftHiveMetastore.Client client) {
        return ask(client, c -> c.get_dataconnector_req(new GetDataConnectorRequest("far")));
    }

    private static String ask(ThriftHiveMetastore.Client client, Call call) {
        try {
            return "answer " + call.make(client);
        } catch (TException e) {
            return "refusal " + e;
        }
    }

    /** Who may make or change a procedure does not thereby get to do it in another's name. */
    private void keepsOwners() throws TException {
        server.run(LeakWorld.ADMIN, "GRANT CREATE ON DATABASE lab TO USER ulf");
        server.run(LeakWorld.ADMIN, "GRANT ALTER ON DATABASE lab TO USER ann");
        StoredProcedureRequest name = new StoredProcedureRequest("hive", "lab", "mine");
        server.wire("ulf").create_stored_procedure(new StoredProcedure("mine", "lab", "hive", "root", "one"));
        owned("ulf", server.wire("ulf").get_stored_procedure(name).getOwnerName(), "made");
        server.wire("ann").create_stored_procedure(new StoredProcedure("mine", "lab", "hive", "ann", "two"));
        owned("ulf", server.wire("ulf").get_stored_procedure(name).getOwnerName(), "changed");
        server.wire("ulf").drop_stored_procedure(name);
        server.run(LeakWorld.ADMIN, "REVOKE CREATE ON DATABASE lab FROM USER ulf");
        server.run(LeakWorld.ADMIN, "REVOKE ALTER ON DATABASE lab FROM USER ann");
    }

    private void owned(String expected, String owner, String how) {
        suite.check(owner.equals(expected)
                ? null
                : "a procedure is %s in the name of %s, expected %s".formatted(how, owner, expected));
    }
}

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AddPackageRequest;
import org.apache.hadoop.hive.metastore.api.DataConnector;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DatabaseType;
import org.apache.hadoop.hive.metastore.api.DropPackageRequest;
import org.apache.hadoop.hive.metastore.api.GetPackageRequest;
import org.apache.hadoop.hive.metastore.api.ListPackageRequest;
import org.apache.hadoop.hive.metastore.api.ListStoredProcedureRequest;
import org.apache.hadoop.hive.metastore.api.StoredProcedure;
import org.apache.hadoop.hive.metastore.api.StoredProcedureRequest;

/** Stored procedures, packages, data connectors with remote databases, and properties by the clients of Hive 4. Arguments: the metastore's URI, a name for the database. */
public final class KeptForHive4 {
    private final IMetaStoreClient client;
    private final String db;

    private KeptForHive4(IMetaStoreClient client, String db) {
        this.client = client;
        this.db = db;
    }

    public static void main(String[] arguments) throws Exception {
        IMetaStoreClient client = Generation.open(arguments[0]);
        new KeptForHive4(client, arguments[1]).run();
        client.close();
        System.out.println("END");
        System.exit(0);
    }

    private void run() throws Exception {
        client.createDatabase(new Database(db, null, null, new HashMap<>()));
        procedures();
        packages();
        connectors();
        properties();
        client.createStoredProcedure(new StoredProcedure("LAST", db, "hive", "ann", "BEGIN END"));
        fails("drop of a database with a procedure", () -> {
            client.dropDatabase(db);
            return "";
        });
        client.dropDatabase(db, true, false, true);
        say("procedures left", client.getAllStoredProcedures(new ListStoredProcedureRequest("hive")));
    }

    private void procedures() throws Exception {
        StoredProcedure procedure = new StoredProcedure("HIRE", db, "hive", "ann", "BEGIN ONE; END");
        client.createStoredProcedure(procedure);
        procedure.setSource("BEGIN TWO; END");
        client.createStoredProcedure(procedure);
        StoredProcedureRequest name = new StoredProcedureRequest("hive", db, "HIRE");
        say("procedure", client.getStoredProcedure(name).equals(procedure));
        ListStoredProcedureRequest here = new ListStoredProcedureRequest("hive");
        here.setDbName(db);
        say("procedures", client.getAllStoredProcedures(here));
        fails("procedure in a missing database", () -> {
            client.createStoredProcedure(new StoredProcedure("HIRE", db + "_missing", "hive", "ann", "BEGIN END"));
            return "";
        });
        client.dropStoredProcedure(name);
        client.dropStoredProcedure(name);
        fails("missing procedure", () -> client.getStoredProcedure(name));
        say("procedures", client.getAllStoredProcedures(here));
    }

    private void packages() throws Exception {
        client.addPackage(new AddPackageRequest("hive", db, "TOOLS", "ann", "HEADER", "BODY"));
        client.addPackage(new AddPackageRequest("hive", db, "TOOLS", "ann", "HEADER 2", "BODY 2"));
        GetPackageRequest name = new GetPackageRequest("hive", db, "TOOLS");
        say("package", client.findPackage(name).getHeader() + ", " + client.findPackage(name).getBody() + " of " + client.findPackage(name).getOwnerName());
        say("packages", client.listPackages(new ListPackageRequest("hive")));
        client.dropPackage(new DropPackageRequest("hive", db, "TOOLS"));
        fails("missing package", () -> client.findPackage(name));
    }

    private void connectors() throws Exception {
        DataConnector connector = new DataConnector(db + "_Far", "mysql", "jdbc:mysql://far:3306");
        connector.setDescription("orders there");
        connector.setParameters(new HashMap<>(Collections.singletonMap("hive.sql.dbcp.password", "secret")));
        client.createDataConnector(connector);
        String name = db + "_far";
        tell("connector", client.getDataConnector(name));
        say("connectors", client.getAllDataConnectorNames().contains(name));
        fails("same connector again", () -> {
            client.createDataConnector(connector);
            return "";
        });
        connector.setUrl("jdbc:mysql://farther:3306");
        client.alterDataConnector(name, connector);
        tell("altered", client.getDataConnector(name));
        fails("missing connector", () -> client.getDataConnector(name + "_missing"));

        Database remote = new Database(db + "_remote", "far away", null, new HashMap<>());
        remote.setType(DatabaseType.REMOTE);
        remote.setConnector_name(name);
        remote.setRemote_dbname("Orders");
        client.createDatabase(remote);
        Database kept = client.getDatabase(db + "_remote");
        say("remote database", kept.getType() + " " + kept.getConnector_name().equals(name) + " " + kept.getRemote_dbname());
        kept.setDescription("altered");
        client.alterDatabase(db + "_remote", kept);
        kept = client.getDatabase(db + "_remote");
        say("altered", kept.getDescription() + " " + kept.getType() + " " + kept.getRemote_dbname());
        fails("tables there", () -> client.getAllTables(db + "_remote"));
        fails("table there", () -> client.getTable(db + "_remote", "t"));
        fails("drop of a connector in use", () -> {
            client.dropDataConnector(name, false, true);
            return "";
        });
        client.dropDatabase(db + "_remote");
        client.dropDataConnector(name, false, true);
        fails("dropped again", () -> {
            client.dropDataConnector(name, false, true);
            return "";
        });
        client.dropDataConnector(name, true, true);
        say("connectors", client.getAllDataConnectorNames().contains(name));
    }

    private void properties() throws Exception {
        Map<String, String> properties = new HashMap<>();
        properties.put(db + ".one.fill", "0.25");
        properties.put(db + ".two.fill", "0.75");
        properties.put(db + ".two.job", "{\"type\": \"stub\", \"every\": 30}");
        say("set", client.setProperties("hms", properties));
        say("fuller", maps(client.getProperties("hms", db + ".", "fill > 0.5")));
        say("projected", maps(client.getProperties("hms", db + ".", "job.every == 30", "fill", "{ 'kind' : job.type }")));
        fails("no expression", () -> client.getProperties("hms", db + ".", "fill >"));
        fails("no namespace", () -> client.getProperties("nosuch", "", "true"));
    }

    private List<String> maps(Map<String, Map<String, String>> maps) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(maps).forEach((name, map) -> lines.add(name.substring(db.length() + 1) + " " + new TreeMap<>(map)));
        return lines;
    }

    private void tell(String step, DataConnector connector) {
        say(step, connector.getName().equals(db + "_far") + " " + connector.getType() + " " + connector.getUrl() + " '" + connector.getDescription() + "' "
                + connector.getParameters() + " " + connector.getOwnerType() + " owned " + (connector.getOwnerName() != null) + " created "
                + (connector.getCreateTime() > 1_500_000_000));
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

import java.util.ArrayList;
import java.util.List;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf.ConfVars;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;

/** Runs classes of Hive's metastore client suite, each on an empty catalog, and prints what fails: {@code FAILED class.method: reason}, and sums. */
public final class RunSuite {
    private static final String PACKAGE = "org.apache.hadoop.hive.metastore.client.";
    private static final String[] CLASSES = {"TestAddPartitions", "TestAddPartitionsFromPartSpec",
            "TestAlterPartitions", "TestAppendPartitions", "TestCatalogs", "TestCheckConstraint", "TestDatabases",
            "TestDefaultConstraint", "TestDropPartitions", "TestExchangePartitions", "TestForeignKey", "TestFunctions",
            "TestGetPartitions", "TestGetTableMeta", "TestListPartitions", "TestNotNullConstraint", "TestPrimaryKey",
            "TestRuntimeStats", "TestTablesCreateDropAlterTruncate", "TestTablesGetExists", "TestTablesList",
            "TestUniqueConstraint"};

    private RunSuite() {}

    /** Arguments: URI, warehouse, and the classes to run; none means all. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("skep.metastore", arguments[0]);
        System.setProperty("skep.warehouse", arguments[1]);
        List<String> classes = arguments.length > 2
                ? List.of(arguments).subList(2, arguments.length)
                : List.of(CLASSES);
        int run = 0;
        int passed = 0;
        for (String name : classes) {
            empty(arguments[0]);
            Result result = new JUnitCore().run(Class.forName(PACKAGE + name));
            List<String> failed = new ArrayList<>();
            for (Failure failure : result.getFailures()) {
                failed.add("FAILED %s.%s: %s".formatted(name, failure.getDescription().getMethodName(),
                        String.valueOf(failure.getException()).replaceAll("\\s+", " ")));
                if (System.getProperty("skep.traces") != null) {
                    System.err.println(failed.get(failed.size() - 1) + "\n" + failure.getTrace());
                }
            }
            failed.forEach(System.out::println);
            run += result.getRunCount();
            passed += result.getRunCount() - result.getFailureCount();
            System.out.printf("CLASS %s %d of %d%n", name, result.getRunCount() - result.getFailureCount(),
                    result.getRunCount());
        }
        System.out.printf("SUM %d of %d%n", passed, run);
        System.out.println("END");
        System.out.flush();
        // Without shutdown hooks, which would log after the last line.
        Runtime.getRuntime().halt(0);
    }

    /** A table whose place the tests have spoilt is dropped without its files. */
    private static void drop(HiveMetaStoreClient client, String catalog, String database, String table) throws Exception {
        try {
            client.dropTable(catalog, database, table, true, true, true);
        } catch (MetaException e) {
            client.dropTable(catalog, database, table, false, true);
        }
    }

    /** Drops all that classes before have left. */
    private static void empty(String uri) throws Exception {
        Configuration configuration = MetastoreConf.newMetastoreConf();
        MetastoreConf.setVar(configuration, ConfVars.THRIFT_URIS, uri);
        MetastoreConf.setBoolVar(configuration, ConfVars.EXECUTE_SET_UGI, false);
        HiveMetaStoreClient client = new HiveMetaStoreClient(configuration);
        for (String catalog : client.getCatalogs()) {
            for (String database : client.getAllDatabases(catalog)) {
                for (String table : client.getAllTables(catalog, database)) {
                    drop(client, catalog, database, table);
                }
                for (String function : client.getFunctions(catalog, database, "*")) {
                    client.dropFunction(catalog, database, function);
                }
                if (!database.equals("default") || !catalog.equals("hive")) {
                    client.dropDatabase(catalog, database, true, true, true);
                }
            }
            if (!catalog.equals("hive")) {
                client.dropCatalog(catalog);
            }
        }
        client.close();
    }
}

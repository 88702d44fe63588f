import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HMSHandler;
import org.apache.hadoop.hive.metastore.HMSHandlerProxyFactory;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IHMSHandler;
import org.apache.hadoop.hive.metastore.TSetIpAddressProcessor;
import org.apache.hadoop.hive.metastore.api.Catalog;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.HiveObjectPrivilege;
import org.apache.hadoop.hive.metastore.api.SQLCheckConstraint;
import org.apache.hadoop.hive.metastore.api.SQLDefaultConstraint;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLNotNullConstraint;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.SQLUniqueConstraint;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf.ConfVars;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;

/** The metastore of Hive 4.0 over Derby in memory, on the loopback interface only, which its own main class cannot be told. */
final class Generation {
    static final boolean HAS_INSERT_ONLY = true;
    private static Configuration conf;

    private Generation() {}

    static int start(Path warehouse) throws Exception {
        conf = MetastoreConf.newMetastoreConf();
        MetastoreConf.setVar(conf, ConfVars.CONNECT_URL_KEY, "jdbc:derby:memory:old;create=true");
        // Without it tables that are not transactional become external, for clients that do not say what they can do.
        MetastoreConf.setVar(conf, ConfVars.METASTORE_METADATA_TRANSFORMER_CLASS, " ");
        MetastoreConf.setBoolVar(conf, ConfVars.SCHEMA_VERIFICATION, false);
        MetastoreConf.setVar(conf, ConfVars.WAREHOUSE, "file:" + warehouse);
        MetastoreConf.setVar(conf, ConfVars.EXPRESSION_PROXY_CLASS, "org.apache.hadoop.hive.metastore.DefaultPartitionExpressionProxy");
        // By default also classes of Hive's own, which are not in this jar.
        MetastoreConf.setVar(conf, ConfVars.TASK_THREADS_ALWAYS, "org.apache.hadoop.hive.metastore.events.EventCleanerTask");
        // Its own SQL is not made for this database.
        MetastoreConf.setBoolVar(conf, ConfVars.TRY_DIRECT_SQL, false);
        MetastoreConf.setBoolVar(conf, ConfVars.TRY_DIRECT_SQL_DDL, false);
        makeTables(Path.of(System.getProperty("skep.schema")));
        IHMSHandler handler = HMSHandlerProxyFactory.getProxy(conf, new HMSHandler("old", conf), true);
        TServerSocket socket = new TServerSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TServer server = new TThreadPoolServer(new TThreadPoolServer.Args(socket).processor(new TSetIpAddressProcessor<>(handler)));
        Thread thread = new Thread(server::serve, "metastore");
        thread.setDaemon(true);
        thread.start();
        int port = socket.getServerSocket().getLocalPort();
        MetastoreConf.setVar(conf, ConfVars.THRIFT_URIS, "thrift://127.0.0.1:" + port);
        return port;
    }

    /** Runs the script of Hive's own distribution that makes the tables of the database. */
    private static void makeTables(Path script) throws Exception {
        StringBuilder statement = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:derby:memory:old;create=true"); Statement run = connection.createStatement()) {
            for (String line : Files.readAllLines(script)) {
                if (line.startsWith("--") || line.isBlank()) {
                    continue;
                }
                statement.append(line).append('\n');
                if (line.stripTrailing().endsWith(";")) {
                    String text = statement.toString().stripTrailing();
                    run.execute(text.substring(0, text.length() - 1));
                    statement.setLength(0);
                }
            }
        }
    }

    static HiveMetaStoreClient client() throws Exception {
        return new HiveMetaStoreClient(conf);
    }

    static void keys(HiveMetaStoreClient client) throws Exception {
        SQLPrimaryKey primary = new SQLPrimaryKey("shop", "customers", "id", 1, "pk_customers", false, false, true);
        primary.setCatName("hive");
        client.addPrimaryKey(Arrays.asList(primary));
        SQLForeignKey foreign = new SQLForeignKey("shop", "customers", "id", "shop", "orders", "customer", 1, 0, 0, "fk_orders", "pk_customers", false, false, true);
        foreign.setCatName("hive");
        client.addForeignKey(Arrays.asList(foreign));
    }

    /** Catalogs, more constraints, and transactions that number writes. */
    static void more(HiveMetaStoreClient client, Fixture fixture) throws Exception {
        client.addUniqueConstraint(Arrays.asList(new SQLUniqueConstraint("hive", "shop", "customers", "name", 1, "uk_customers", false, false, false)));
        client.addNotNullConstraint(Arrays.asList(new SQLNotNullConstraint("hive", "shop", "customers", "id", "nn_customers", true, false, true)));
        client.addDefaultConstraint(Arrays.asList(new SQLDefaultConstraint("hive", "shop", "customers", "name", "'nobody'", "df_customers", true, false, true)));
        client.addCheckConstraint(Arrays.asList(new SQLCheckConstraint("hive", "shop", "customers", "id", "id > 0", "ck_customers", true, false, true)));
        Catalog catalog = new Catalog("lake", fixture.outside("lake"));
        catalog.setDescription("another catalog");
        client.createCatalog(catalog);
        Database database = new Database("shop", "the same name in another catalog", fixture.outside("lake/shop.db"), Collections.singletonMap("where", "lake"));
        database.setCatalogName("lake");
        client.createDatabase(database);
        Table table = fixture.table("shop", "boats", "MANAGED_TABLE");
        table.setCatName("lake");
        client.createTable(table);
        for (int i = 0; i < 3; i++) {
            long transaction = client.openTxn("writer");
            client.allocateTableWriteId(transaction, "shop", "ledger");
            if (i == 1) {
                client.rollbackTxn(transaction);
            } else {
                client.commitTxn(transaction);
            }
        }
    }

    /** What a table of this generation has to say more. */
    static Table prepared(Table table) {
        table.setCatName("hive");
        return table;
    }

    /** Who decides on a privilege is said since 3.1. */
    static void authorize(HiveObjectPrivilege privilege) {
        privilege.setAuthorizer("SQL");
        privilege.getHiveObject().setCatName("hive");
    }

    /** Who collected statistics is said since 4.0. */
    static void collected(ColumnStatistics statistics) {
        statistics.setEngine("hive");
    }
}

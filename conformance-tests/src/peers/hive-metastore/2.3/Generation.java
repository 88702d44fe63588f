import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;

import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStore;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IHMSHandler;
import org.apache.hadoop.hive.metastore.RetryingHMSHandler;
import org.apache.hadoop.hive.metastore.TSetIpAddressProcessor;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.HiveObjectPrivilege;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;

/** The metastore of Hive 2.3 over Derby in memory, on the loopback interface only, which its own main class cannot be told. */
final class Generation {
    static final boolean HAS_INSERT_ONLY = false;
    private static HiveConf conf;

    private Generation() {}

    static int start(Path warehouse) throws Exception {
        conf = new HiveConf();
        conf.set("javax.jdo.option.ConnectionURL", "jdbc:derby:memory:old;create=true");
        conf.set("datanucleus.schema.autoCreateAll", "true");
        conf.set("hive.metastore.schema.verification", "false");
        conf.set("hive.metastore.warehouse.dir", "file:" + warehouse);
        conf.set("hive.async.log.enabled", "false");
        HiveMetaStore.HMSHandler handler = new HiveMetaStore.HMSHandler("old", conf, false);
        IHMSHandler retrying = RetryingHMSHandler.getProxy(conf, handler, false);
        TServerSocket socket = new TServerSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TServer server = new TThreadPoolServer(new TThreadPoolServer.Args(socket).processor(new TSetIpAddressProcessor<>(retrying)));
        Thread thread = new Thread(server::serve, "metastore");
        thread.setDaemon(true);
        thread.start();
        int port = socket.getServerSocket().getLocalPort();
        conf.set("hive.metastore.uris", "thrift://127.0.0.1:" + port);
        return port;
    }

    static HiveMetaStoreClient client() throws Exception {
        return new HiveMetaStoreClient(conf);
    }

    /** What came after 2.3. */
    static void more(HiveMetaStoreClient client, Fixture fixture) {}

    static void keys(HiveMetaStoreClient client) throws Exception {
        client.addPrimaryKey(Arrays.asList(new SQLPrimaryKey("shop", "customers", "id", 1, "pk_customers", false, false, true)));
        client.addForeignKey(Arrays.asList(new SQLForeignKey("shop", "customers", "id", "shop", "orders", "customer", 1, 0, 0, "fk_orders", "pk_customers", false, false, true)));
    }

    /** A statement of what the wire of this generation cannot take. */
    static Table prepared(Table table) {
        return table;
    }

    /** Who decides on a privilege is said since 3.1. */
    static void authorize(HiveObjectPrivilege privilege) {}

    /** Who collected statistics is said since 4.0. */
    static void collected(ColumnStatistics statistics) {}
}

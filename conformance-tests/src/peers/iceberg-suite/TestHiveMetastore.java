package org.apache.iceberg.hive;

import java.io.File;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.thrift.TException;

/** Takes the place of the suite's own class, which starts Hive's metastore: the one metastore that it is run against is the server whose address the system properties tell. */
public class TestHiveMetastore {
    private static final File WAREHOUSE = new File(System.getProperty("skep.warehouse"));
    private static final int POOL_SIZE = 5;

    private HiveConf configuration;
    private HiveClientPool clients;

    public void start() {
        start(new HiveConf(new Configuration(), TestHiveMetastore.class));
    }

    public void start(HiveConf conf) {
        start(conf, POOL_SIZE);
    }

    public void start(HiveConf conf, int poolSize) {
        start(conf, poolSize, false);
    }

    /** The last argument is about the database below Hive's own server. */
    public void start(HiveConf conf, int poolSize, boolean directSql) {
        conf.set("hive.metastore.uris", System.getProperty("skep.metastore"));
        conf.set("hive.metastore.warehouse.dir", "file:" + WAREHOUSE.getAbsolutePath());
        conf.set("iceberg.hive.client-pool-size", "2");
        configuration = conf;
        clients = new HiveClientPool(poolSize, conf);
        try {
            reset();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot empty the metastore", e);
        }
    }

    public void stop() throws Exception {
        reset();
        clients.close();
    }

    public HiveConf hiveConf() {
        return configuration;
    }

    public String getDatabasePath(String database) {
        return new File(WAREHOUSE, database + ".db").getPath();
    }

    /** Drops all, with the files that are left. */
    public void reset() throws Exception {
        if (clients == null) {
            return;
        }
        for (String database : clients.run(client -> client.getAllDatabases())) {
            for (String table : clients.run(client -> client.getAllTables(database))) {
                clients.run(client -> {
                    client.dropTable(database, table, true, true, true);
                    return null;
                });
            }
            for (String function : clients.run(client -> client.getFunctions(database, "*"))) {
                clients.run(client -> {
                    client.dropFunction(database, function);
                    return null;
                });
            }
            if (!database.equals("default")) {
                clients.run(client -> {
                    client.dropDatabase(database, true, true, true);
                    return null;
                });
            }
        }
        Path warehouse = new Path(WAREHOUSE.getAbsolutePath());
        FileSystem files = warehouse.getFileSystem(configuration);
        if (files.exists(warehouse)) {
            for (FileStatus file : files.listStatus(warehouse)) {
                files.delete(file.getPath(), true);
            }
        }
    }

    public Table getTable(String database, String table) throws TException, InterruptedException {
        return clients.run(client -> client.getTable(database, table));
    }

    public Table getTable(TableIdentifier identifier) throws TException, InterruptedException {
        return getTable(identifier.namespace().toString(), identifier.name());
    }
}

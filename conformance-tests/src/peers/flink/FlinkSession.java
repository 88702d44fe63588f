import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.SqlDialect;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.catalog.hive.HiveCatalog;
import org.apache.flink.table.module.hive.HiveModule;
import org.apache.flink.types.Row;
import org.apache.hadoop.hive.conf.HiveConf;

/** Flink in batch mode on a small cluster in this process, with the metastore as its catalog {@code hive}; statements and their rows become lines. */
final class FlinkSession {
    /** Libraries of Hive write what they do to the standard output. */
    static final PrintStream OUT = System.out;

    private final TableEnvironment tables;

    FlinkSession(String uri, String warehouse) throws Exception {
        System.setOut(System.err);
        Configuration settings = new Configuration();
        settings.setString("parallelism.default", "1");
        settings.setString("taskmanager.memory.managed.size", "64m");
        settings.setString("taskmanager.memory.network.min", "16m");
        settings.setString("taskmanager.memory.network.max", "16m");
        settings.setString("classloader.check-leaked-classloader", "false");
        settings.setString("rest.bind-address", "127.0.0.1");
        settings.setString("rest.bind-port", "0");
        settings.setString("rest.address", "127.0.0.1");
        settings.setString("table.local-time-zone", "UTC");
        // One cluster for all statements: by default each would start its own.
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder().setConfiguration(settings).setNumTaskManagers(1).setNumSlotsPerTaskManager(4).build());
        cluster.start();
        settings.setString("execution.target", "remote");
        settings.setString("rest.port", String.valueOf(cluster.getRestAddress().get().getPort()));
        tables = TableEnvironment.create(EnvironmentSettings.newInstance().inBatchMode().withConfiguration(settings).build());
        HiveConf conf = new HiveConf();
        conf.set("hive.metastore.uris", uri);
        conf.set("hive.metastore.warehouse.dir", "file:" + warehouse);
        tables.registerCatalog("hive", new HiveCatalog("hive", "default", conf, "2.3.10"));
        tables.useCatalog("hive");
        tables.loadModule("hive", new HiveModule("2.3.10"));
    }

    /** Statements from here on are in Hive's language. */
    void speakHive() {
        tables.getConfig().setSqlDialect(SqlDialect.HIVE);
        tables.useModules("hive", "core");
    }

    /** Statements from here on are in Flink's own language. */
    void speakFlink() {
        tables.getConfig().setSqlDialect(SqlDialect.DEFAULT);
        tables.useModules("core", "hive");
    }

    /** Runs a statement to its end; its rows in order. */
    List<String> rows(String statement) throws Exception {
        TableResult result = tables.executeSql(statement);
        List<String> rows = new ArrayList<>();
        // Not closed: of an INSERT that would cancel the job, and by then it has ended.
        Iterator<Row> cursor = result.collect();
        while (cursor.hasNext()) {
            Row row = cursor.next();
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.getArity(); i++) {
                Object cell = row.getField(i);
                cells.add(cell instanceof Object[] ? Arrays.toString((Object[]) cell) : String.valueOf(cell));
            }
            rows.add(String.join(" | ", cells));
        }
        return rows;
    }

    void sql(String statement) throws Exception {
        OUT.println("> " + statement);
        List<String> rows = rows(statement);
        if (statement.startsWith("SHOW")) {
            Collections.sort(rows);
        }
        // A statement without rows answers OK, an INSERT -1.
        rows.stream().filter(row -> !row.equals("OK") && !row.equals("-1")).forEach(row -> OUT.println("  " + row));
    }

    void fails(String statement) {
        OUT.println("> " + statement);
        try {
            OUT.println("  unexpected answer " + rows(statement));
        } catch (Exception e) {
            OUT.println("  fails");
        }
    }
}

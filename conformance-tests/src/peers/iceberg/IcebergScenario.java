import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hive.HiveCatalog;
import org.apache.iceberg.types.Types;

/**
 * Iceberg's catalog over the metastore. With Hive's locks every commit takes an exclusive lock on its table; without, it is a compare-and-set of one table parameter. Arguments: the
 * metastore's URI, the warehouse, whether to lock.
 */
public final class IcebergScenario {
    private static final Namespace SHOP = Namespace.of("shop");
    private static final TableIdentifier ORDERS = TableIdentifier.of(SHOP, "orders");
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "day", Types.DateType.get()));

    private IcebergScenario() {}

    public static void main(String[] arguments) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set("iceberg.engine.hive.lock-enabled", arguments[2]);
        HiveCatalog catalog = new HiveCatalog();
        catalog.setConf(configuration);
        Map<String, String> properties = new HashMap<>();
        properties.put("uri", arguments[0]);
        properties.put("warehouse", arguments[1]);
        catalog.initialize("shop", properties);

        catalog.createNamespace(SHOP, Collections.singletonMap("purpose", "scenario"));
        say("namespace", catalog.loadNamespaceMetadata(SHOP).get("purpose") + " " + catalog.listNamespaces().contains(SHOP));
        catalog.setProperties(SHOP, Collections.singletonMap("purpose", "changed"));
        say("namespace", catalog.loadNamespaceMetadata(SHOP).get("purpose"));
        fails("same namespace again", () -> {
            catalog.createNamespace(SHOP);
            return "";
        });

        Table orders = catalog.createTable(ORDERS, SCHEMA, PartitionSpec.builderFor(SCHEMA).day("day").build());
        say("table", orders.schema().columns().size() + " " + orders.spec().fields().size());
        fails("same table again", () -> catalog.createTable(ORDERS, SCHEMA));
        append(orders, "a", 10);
        append(orders, "b", 5);
        say("snapshots", snapshots(catalog.loadTable(ORDERS)));

        Table stale = catalog.loadTable(ORDERS);
        org.apache.iceberg.Transaction late = stale.newTransaction();
        late.updateProperties().set("writer", "late").commit();
        catalog.loadTable(ORDERS).updateProperties().set("writer", "early").commit();
        late.commitTransaction();
        say("both property changes", catalog.loadTable(ORDERS).properties().get("writer"));
        conflict(catalog);
        concurrent(catalog);
        say("locks that are left", locks(arguments[0]));

        catalog.loadTable(ORDERS).updateSchema().addColumn("note", Types.StringType.get()).commit();
        say("columns", catalog.loadTable(ORDERS).schema().columns().size());
        TableIdentifier sales = TableIdentifier.of(SHOP, "sales");
        catalog.createTable(sales, SCHEMA);
        fails("rename to a taken name", () -> {
            catalog.renameTable(ORDERS, sales);
            return "";
        });
        say("tables", new TreeSet<>(names(catalog.listTables(SHOP))));
        say("dropped", catalog.dropTable(sales, true) + " " + catalog.dropTable(sales, true));
        catalog.renameTable(ORDERS, sales);
        say("renamed", catalog.tableExists(ORDERS) + " " + catalog.tableExists(sales));
        fails("missing table", () -> catalog.loadTable(ORDERS));
        fails("namespace that is not empty", () -> catalog.dropNamespace(SHOP));

        catalog.buildView(TableIdentifier.of(SHOP, "totals")).withSchema(SCHEMA).withDefaultNamespace(SHOP).withQuery("spark", "select * from sales").create();
        say("views", names(catalog.listViews(SHOP)) + " " + catalog.loadView(TableIdentifier.of(SHOP, "totals")).sqlFor("spark").sql());
        say("dropped view", catalog.dropView(TableIdentifier.of(SHOP, "totals")));
        say("dropped table", catalog.dropTable(sales, true));
        say("dropped namespace", catalog.dropNamespace(SHOP) + " " + catalog.namespaceExists(SHOP));
        System.out.println("END");
        System.exit(0);
    }

    /** Two who have read the same version: the second to commit loses without a retry. */
    private static void conflict(HiveCatalog catalog) {
        Table first = catalog.loadTable(ORDERS);
        Table second = catalog.loadTable(ORDERS);
        first.updateProperties().set("commit.retry.num-retries", "0").commit();
        org.apache.iceberg.TableOperations operations = ((org.apache.iceberg.BaseTable) second).operations();
        org.apache.iceberg.TableMetadata read = operations.current();
        fails("commit on a version that is no longer the newest", () -> {
            operations.commit(read, read.replaceProperties(Collections.singletonMap("lost", "yes")));
            return "";
        });
        say("nothing is lost", catalog.loadTable(ORDERS).properties().containsKey("lost"));
        catalog.loadTable(ORDERS).updateProperties().remove("commit.retry.num-retries").commit();
    }

    /** Four writers at once: every append must be there at the end. */
    private static void concurrent(HiveCatalog catalog) throws InterruptedException {
        int before = snapshots(catalog.loadTable(ORDERS));
        catalog.loadTable(ORDERS).updateProperties().set("commit.retry.num-retries", "50").set("commit.retry.min-wait-ms", "5").commit();
        Thread[] writers = new Thread[4];
        for (int i = 0; i < writers.length; i++) {
            int writer = i;
            writers[i] = new Thread(() -> {
                for (int j = 0; j < 5; j++) {
                    append(catalog.loadTable(ORDERS), writer + "-" + j, 1);
                }
            });
            writers[i].start();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        say("appends by four writers", snapshots(catalog.loadTable(ORDERS)) - before);
    }

    private static int locks(String uri) throws Exception {
        HiveConf configuration = new HiveConf();
        configuration.set("hive.metastore.uris", uri);
        HiveMetaStoreClient client = new HiveMetaStoreClient(configuration);
        try {
            return client.showLocks(new ShowLocksRequest()).getLocksSize();
        } finally {
            client.close();
        }
    }

    private static void append(Table table, String name, long records) {
        DataFile file = DataFiles.builder(table.spec()).withPath(table.location() + "/data/" + name + ".parquet").withFileSizeInBytes(100).withRecordCount(records)
                .withPartitionPath("day_day=2026-01-01").build();
        table.newFastAppend().appendFile(file).commit();
    }

    private static int snapshots(Table table) {
        int count = 0;
        for (Snapshot snapshot : table.snapshots()) {
            count += snapshot.snapshotId() == 0 ? 0 : 1;
        }
        return count;
    }

    private static List<String> names(List<TableIdentifier> identifiers) {
        return identifiers.stream().map(TableIdentifier::name).sorted().collect(java.util.stream.Collectors.toList());
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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

import org.apache.hadoop.hive.common.ValidTxnList;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DataOperationType;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/** The four structs that generations of clients write in different ways, by the client of one generation, as lines that the test compares. Arguments: the metastore's URI, a name for the database. */
public final class WireConflicts {
    private final IMetaStoreClient client;
    private final String db;

    private WireConflicts(IMetaStoreClient client, String db) {
        this.client = client;
        this.db = db;
    }

    public static void main(String[] arguments) throws Exception {
        openTransactionsAtOnce(arguments[0]);
        IMetaStoreClient client = Generation.open(arguments[0]);
        new WireConflicts(client, arguments[1]).run();
        client.close();
        System.out.println("END");
        System.exit(0);
    }

    /** On a connection that has shown nothing of its client: one transaction is open, one aborted. */
    private static void openTransactionsAtOnce(String uri) throws Exception {
        IMetaStoreClient other = Generation.open(uri);
        long open = other.openTxn("ann");
        long aborted = other.openTxn("ann");
        other.rollbackTxn(aborted);
        other.commitTxn(other.openTxn("ann"));
        other.close();
        IMetaStoreClient fresh = Generation.open(uri);
        ValidTxnList seen = fresh.getValidTxns();
        say("open at once", seen.isTxnValid(open) + " " + seen.isTxnValid(aborted) + " "
                + seen.isTxnValid(seen.getHighWatermark()) + " " + (seen.getHighWatermark() >= aborted));
        fresh.rollbackTxn(open);
        fresh.close();
    }

    private void run() throws Exception {
        client.createDatabase(new Database(db, "", null, new HashMap<>()));
        client.createTable(Generation.inCatalogHive(table("t")));
        say("catalog", Generation.catalogOf(client, db, "t"));
        dynamicPartitions();
        insert();
        long open = client.openTxn("ann");
        say("open now", client.getValidTxns().isTxnValid(open));
        client.rollbackTxn(open);
        client.dropDatabase(db, true, true, true);
    }

    private Table table(String name) {
        SerDeInfo serde = new SerDeInfo(name, "org.apache.hadoop.hive.ql.io.orc.OrcSerde", new HashMap<>());
        StorageDescriptor storage = new StorageDescriptor(new ArrayList<>(Arrays.asList(new FieldSchema("id", "int", null))), null,
                "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat", "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat", false, 0, serde,
                new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        return new Table(name, db, "ann", 0, 0, 0, storage, new ArrayList<>(Arrays.asList(new FieldSchema("ds", "string", null))),
                new HashMap<>(), null, null, "EXTERNAL_TABLE");
    }

    /** Transactions that say to change the same partition are in conflict; those of other partitions, and those that add rows, are not. */
    private void dynamicPartitions() throws Exception {
        say("same partition", both("ds=1", DataOperationType.UPDATE, "ds=1", DataOperationType.UPDATE));
        say("other partition", both("ds=1", DataOperationType.UPDATE, "ds=2", DataOperationType.UPDATE));
        say("added rows", both("ds=3", DataOperationType.INSERT, "ds=3", DataOperationType.INSERT));
    }

    private String both(String first, DataOperationType does, String second, DataOperationType then) throws Exception {
        long one = client.openTxn("ann");
        long two = client.openTxn("ann");
        Generation.addDynamicPartitions(client, one, db, "t", Arrays.asList("ds=0", first), does);
        Generation.addDynamicPartitions(client, two, db, "t", Arrays.asList(second, "ds=9"), then);
        client.commitTxn(one);
        try {
            client.commitTxn(two);
            return "committed";
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    private void insert() throws Exception {
        client.appendPartition(db, "t", Arrays.asList("2026"));
        long before = client.getCurrentNotificationEventId().getEventId();
        Generation.fireInsert(client, db, "t", Arrays.asList("file:/w/a", "file:/w/b"), Arrays.asList("sum-a", "sum-b"), Arrays.asList("2026"));
        List<String> told = new ArrayList<>();
        for (NotificationEvent event : client.getNextNotification(before, 0, null).getEvents()) {
            String message = event.getMessage();
            told.add(event.getEventType() + " " + event.getTableName() + " " + message.contains("[\"file:/w/a\",\"file:/w/b\"]") + " "
                    + message.contains("sum-a") + " replace " + message.contains("\"replace\":\"true\""));
        }
        say("insert", told);
    }

    private static void say(String step, Object result) {
        System.out.println("> " + step + ": " + result);
    }
}

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.FireEventRequest;
import org.apache.hadoop.hive.metastore.api.FireEventRequestData;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.InsertEventRequestData;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLNotNullConstraint;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.SQLUniqueConstraint;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.messaging.AddForeignKeyMessage;
import org.apache.hadoop.hive.metastore.messaging.AddNotNullConstraintMessage;
import org.apache.hadoop.hive.metastore.messaging.AddPartitionMessage;
import org.apache.hadoop.hive.metastore.messaging.AddPrimaryKeyMessage;
import org.apache.hadoop.hive.metastore.messaging.AddUniqueConstraintMessage;
import org.apache.hadoop.hive.metastore.messaging.AlterDatabaseMessage;
import org.apache.hadoop.hive.metastore.messaging.AlterPartitionMessage;
import org.apache.hadoop.hive.metastore.messaging.AlterTableMessage;
import org.apache.hadoop.hive.metastore.messaging.CreateDatabaseMessage;
import org.apache.hadoop.hive.metastore.messaging.CreateFunctionMessage;
import org.apache.hadoop.hive.metastore.messaging.CreateTableMessage;
import org.apache.hadoop.hive.metastore.messaging.DropConstraintMessage;
import org.apache.hadoop.hive.metastore.messaging.DropFunctionMessage;
import org.apache.hadoop.hive.metastore.messaging.DropPartitionMessage;
import org.apache.hadoop.hive.metastore.messaging.DropTableMessage;
import org.apache.hadoop.hive.metastore.messaging.EventMessage;
import org.apache.hadoop.hive.metastore.messaging.InsertMessage;

/** Makes an event of every kind and reads the notification log with Hive's own deserializer: one line a kind. Arguments: the metastore's URI, a name for the database. */
public final class EventReader {
    private final IMetaStoreClient client;
    private final String db;

    private EventReader(IMetaStoreClient client, String db) {
        this.client = client;
        this.db = db;
    }

    public static void main(String[] arguments) throws Exception {
        IMetaStoreClient client = Generation.open(arguments[0]);
        EventReader reader = new EventReader(client, arguments[1]);
        long before = client.getCurrentNotificationEventId().getEventId();
        reader.make();
        reader.read(before);
        client.close();
        System.out.println("END");
        System.exit(0);
    }

    private Table table(String name) {
        StorageDescriptor storage = new StorageDescriptor(new ArrayList<>(Arrays.asList(new FieldSchema("id", "int", "number"),
                new FieldSchema("name", "string", null))), null, "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
                "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat", false, 0,
                new SerDeInfo(name, "org.apache.hadoop.hive.ql.io.orc.OrcSerde", new HashMap<>()), new ArrayList<>(), new ArrayList<>(),
                new HashMap<>());
        Table table = new Table(name, db, "ann", 0, 0, 0, storage, new ArrayList<>(Arrays.asList(new FieldSchema("ds", "string", null))),
                new HashMap<>(), null, null, "MANAGED_TABLE");
        table.getParameters().put("quote", "\"é\\");
        return table;
    }

    private void make() throws Exception {
        client.createDatabase(new Database(db, "", null, new HashMap<>()));
        Database changed = client.getDatabase(db);
        changed.getParameters().put("step", "two");
        client.alterDatabase(db, changed);
        client.createTable(table("t"));
        Table t = client.getTable(db, "t");
        t.getParameters().put("step", "two");
        client.alter_table(db, "t", t);
        Partition partition = client.appendPartition(db, "t", Arrays.asList("a b"));
        partition.getParameters().put("step", "two");
        client.alter_partition(db, "t", partition);
        InsertEventRequestData insert = new InsertEventRequestData();
        insert.setReplace(false);
        insert.setFilesAdded(new ArrayList<>(Arrays.asList("file:/w/a")));
        FireEventRequest request = new FireEventRequest(true, FireEventRequestData.insertData(insert));
        request.setDbName(db);
        request.setTableName("t");
        request.setPartitionVals(new ArrayList<>(Arrays.asList("a b")));
        client.fireListenerEvent(request);
        LongColumnStatsData figures = new LongColumnStatsData(1, 2);
        for (boolean ofTable : new boolean[]{true, false}) {
            ColumnStatisticsDesc of = new ColumnStatisticsDesc(ofTable, db, "t");
            List<ColumnStatisticsObj> columns = new ArrayList<>(
                    Arrays.asList(new ColumnStatisticsObj("id", "int", ColumnStatisticsData.longStats(figures))));
            if (ofTable) {
                client.updateTableColumnStatistics(Generation.statistics(new ColumnStatistics(of, columns)));
            } else {
                of.setPartName("ds=a b");
                client.updatePartitionColumnStatistics(Generation.statistics(new ColumnStatistics(of, columns)));
            }
        }
        client.createTable(table("child"));
        client.addPrimaryKey(new ArrayList<>(Arrays.asList(new SQLPrimaryKey(db, "t", "id", 1, "pk", false, false, false))));
        client.addForeignKey(new ArrayList<>(
                Arrays.asList(new SQLForeignKey(db, "t", "id", db, "child", "id", 1, 0, 0, "fk", "pk", false, false, false))));
        client.addUniqueConstraint(new ArrayList<>(Arrays.asList(new SQLUniqueConstraint("hive", db, "t", "name", 1, "uk", false, false, false))));
        client.addNotNullConstraint(
                new ArrayList<>(Arrays.asList(new SQLNotNullConstraint("hive", db, "t", "name", "nn", false, false, false))));
        client.dropConstraint(db, "t", "uk");
        client.createFunction(new Function("f", db, "org.example.F", "ann", PrincipalType.USER, 0, FunctionType.JAVA, new ArrayList<>()));
        client.dropFunction(db, "f");
        client.dropPartition(db, "t", Arrays.asList("a b"), true);
        client.dropTable(db, "child", true, true);
        client.dropTable(db, "t", true, true);
        client.dropDatabase(db, true, true, true);
    }

    private void read(long before) throws Exception {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (NotificationEvent event : client.getNextNotification(before, 0, null).getEvents()) {
            if (!db.equals(event.getDbName())) {
                continue;
            }
            String text = Messages.isKnown(event.getEventType()) ? readOrFailure(event) : "not known to this client";
            kinds.merge(event.getEventType(), event.getMessageFormat() + ": " + text, (a, b) -> a.equals(b) ? a : a + " | " + b);
        }
        kinds.forEach((kind, text) -> System.out.println("> " + kind + ": " + text));
    }

    private static String readOrFailure(NotificationEvent event) {
        try {
            return read(event, Messages.read(event));
        } catch (Exception e) {
            return "unreadable: " + e;
        }
    }

    private static String text(Table table) {
        return table.getDbName() + "." + table.getTableName() + " " + table.getSd().getCols().size() + " " + table.getPartitionKeys().get(0).getName()
                + " " + table.getParameters().get("quote") + " " + table.getParameters().get("step");
    }

    private static String text(Partition partition) {
        return partition.getValues() + " " + partition.getParameters().get("step");
    }

    private static String read(NotificationEvent event, EventMessage message) throws Exception {
        // Those of new constraints have no database in Hive, and are not checked there.
        if (message.getDB() != null) {
            message.checkValid();
        }
        String start = message.getDB() + " " + message.getEventType() + " " + (message.getTimestamp() == event.getEventTime()) + " ";
        if (message instanceof CreateDatabaseMessage one) {
            return start + one.getDatabaseObject().getName();
        } else if (message instanceof AlterDatabaseMessage one) {
            return start + one.getDbObjBefore().getParameters() + " " + one.getDbObjAfter().getParameters();
        } else if (message instanceof CreateTableMessage one) {
            return start + one.getTableType() + " " + text(one.getTableObj()) + " " + one.getFiles().iterator().hasNext();
        } else if (message instanceof AlterTableMessage one) {
            return start + one.getTableType() + " " + one.getIsTruncateOp() + " " + text(one.getTableObjBefore()) + " " + text(one.getTableObjAfter());
        } else if (message instanceof DropTableMessage one) {
            return start + one.getTable() + " " + one.getTableType();
        } else if (message instanceof AddPartitionMessage one) {
            return start + text(one.getTableObj()) + " " + one.getPartitions() + " " + text(one.getPartitionObjs().iterator().next()) + " "
                    + one.getPartitionFilesIter().iterator().hasNext();
        } else if (message instanceof AlterPartitionMessage one) {
            return start + text(one.getTableObj()) + " " + one.getKeyValues() + " " + text(one.getPtnObjBefore()) + " "
                    + text(one.getPtnObjAfter()) + " " + one.getIsTruncateOp();
        } else if (message instanceof DropPartitionMessage one) {
            return start + text(one.getTableObj()) + " " + one.getPartitions();
        } else if (message instanceof CreateFunctionMessage one) {
            return start + one.getFunctionObj().getClassName();
        } else if (message instanceof DropFunctionMessage one) {
            return start + one.getFunctionName();
        } else if (message instanceof InsertMessage one) {
            return start + text(one.getTableObj()) + " " + text(one.getPtnObj()) + " " + one.isReplace() + " " + one.getFiles();
        } else if (message instanceof AddPrimaryKeyMessage one) {
            return start + one.getPrimaryKeys().get(0).getColumn_name() + " " + one.getPrimaryKeys().get(0).getPk_name();
        } else if (message instanceof AddForeignKeyMessage one) {
            return start + one.getForeignKeys().get(0).getFktable_name() + " " + one.getForeignKeys().get(0).getPktable_name();
        } else if (message instanceof AddUniqueConstraintMessage one) {
            return start + one.getUniqueConstraints().get(0).getColumn_name();
        } else if (message instanceof AddNotNullConstraintMessage one) {
            return start + one.getNotNullConstraints().get(0).getColumn_name();
        } else if (message instanceof DropConstraintMessage one) {
            return start + one.getTable() + " " + one.getConstraint();
        }
        return start + Messages.other(message);
    }
}

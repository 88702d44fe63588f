import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Index;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/** Indexes by the client of Hive 2.3, the last one that has them. Arguments: the metastore's URI. */
public final class IndexScenario {
    private static final short ALL = -1;

    private IndexScenario() {}

    public static void main(String[] arguments) throws Exception {
        IMetaStoreClient client = Generation.open(arguments[0]);
        client.createDatabase(new Database("indexed", null, null, new HashMap<>()));
        client.createTable(table("orders", "MANAGED_TABLE", "id", "note"));
        Index index = index("By_Note", "indexed__orders_by_note__");
        client.createIndex(index, table("indexed__orders_by_note__", "INDEX_TABLE", "note", "_bucketname", "_offsets"));
        tell("made", client.getIndex("indexed", "orders", "by_note"));
        say("table of rows", client.getTable("indexed", "indexed__orders_by_note__").getTableType());
        say("names", client.listIndexNames("indexed", "orders", ALL));
        say("indexes", client.listIndexes("indexed", "orders", ALL).size());
        say("indexes of nothing", client.listIndexes("indexed", "nosuch", ALL));
        fails("same index again", () -> {
            client.createIndex(index, table("other", "INDEX_TABLE", "note"));
            return "";
        });
        fails("index with the rows of another", () -> {
            client.createIndex(index("other", "indexed__orders_by_note__"), table("indexed__orders_by_note__", "INDEX_TABLE", "note"));
            return "";
        });
        fails("index of a missing table", () -> {
            Index lost = index("lost", "rows_of_lost");
            lost.setOrigTableName("nosuch");
            client.createIndex(lost, table("rows_of_lost", "INDEX_TABLE", "note"));
            return "";
        });
        Index changed = client.getIndex("indexed", "orders", "by_note");
        changed.getParameters().put("base_timestamp", "17");
        client.alter_index("indexed", "orders", "by_note", changed);
        tell("altered", client.getIndex("indexed", "orders", "by_note"));
        fails("missing index", () -> client.getIndex("indexed", "orders", "nosuch"));
        fails("drop of the table of rows", () -> {
            client.dropTable("indexed", "indexed__orders_by_note__");
            return "";
        });
        say("dropped", client.dropIndex("indexed", "orders", "by_note", true));
        say("tables", client.getAllTables("indexed"));
        fails("dropped again", () -> client.dropIndex("indexed", "orders", "by_note", true));
        client.createIndex(index, table("indexed__orders_by_note__", "INDEX_TABLE", "note"));
        client.dropTable("indexed", "orders");
        say("tables", client.getAllTables("indexed"));
        client.createTable(table("orders", "MANAGED_TABLE", "id", "note"));
        client.createIndex(index, table("indexed__orders_by_note__", "INDEX_TABLE", "note"));
        client.dropDatabase("indexed", true, false, true);
        say("database", client.getDatabases("indexed"));
        client.close();
        System.out.println("END");
        System.exit(0);
    }

    private static StorageDescriptor storage(String... columns) {
        List<FieldSchema> fields = new ArrayList<>();
        for (String column : columns) {
            fields.add(new FieldSchema(column, "string", null));
        }
        return new StorageDescriptor(fields, null, "in", "out", false, -1, new SerDeInfo(null, "serde", new HashMap<>()), new ArrayList<>(),
                new ArrayList<>(), new HashMap<>());
    }

    private static Table table(String name, String type, String... columns) {
        return new Table(name, "indexed", "ann", 0, 0, 0, storage(columns), new ArrayList<>(), new HashMap<>(), null, null, type);
    }

    private static Index index(String name, String rows) {
        return new Index(name, "org.apache.hadoop.hive.ql.index.compact.CompactIndexHandler", "indexed", "orders", 0, 0, rows, storage("note"),
                new HashMap<>(), true);
    }

    private static void tell(String step, Index index) {
        TreeMap<String, String> parameters = new TreeMap<>(index.getParameters());
        boolean isTimed = parameters.remove("transient_lastDdlTime") != null;
        say(step, index.getIndexName() + " of " + index.getDbName() + "." + index.getOrigTableName() + " in " + index.getIndexTableName() + " by "
                + index.getIndexHandlerClass() + " over " + index.getSd().getCols().get(0).getName() + " " + index.getSd().getColsSize() + " "
                + parameters + " deferred " + index.isDeferredRebuild() + " created " + (index.getCreateTime() > 1_500_000_000) + " " + isTimed);
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

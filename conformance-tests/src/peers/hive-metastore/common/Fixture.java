import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.HiveObjectPrivilege;
import org.apache.hadoop.hive.metastore.api.HiveObjectRef;
import org.apache.hadoop.hive.metastore.api.HiveObjectType;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Order;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.PrivilegeBag;
import org.apache.hadoop.hive.metastore.api.PrivilegeGrantInfo;
import org.apache.hadoop.hive.metastore.api.ResourceType;
import org.apache.hadoop.hive.metastore.api.ResourceUri;
import org.apache.hadoop.hive.metastore.api.Role;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.SkewedInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.StringColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Table;

/** What an old metastore holds: two databases with tables of all sorts. */
final class Fixture {
    private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";
    private final HiveMetaStoreClient client;
    private final Path folder;

    Fixture(HiveMetaStoreClient client, Path folder) {
        this.client = client;
        this.folder = folder;
    }

    String outside(String name) {
        return "file:" + folder.resolve("outside").resolve(name);
    }

    void fill(boolean hasAccess) throws Exception {
        Map<String, String> properties = new HashMap<>();
        properties.put("purpose", "prüfung = 100 %");
        Database shop = new Database("shop", "Läden ✓", outside("shop.db"), properties);
        shop.setOwnerName("ann");
        shop.setOwnerType(PrincipalType.USER);
        client.createDatabase(shop);
        client.createDatabase(new Database("empty", null, outside("empty.db"), new HashMap<>()));

        Table customers = table("shop", "customers", "MANAGED_TABLE");
        customers.getSd().addToCols(new FieldSchema("größe", "decimal(10,2)", "wie groß"));
        customers.getSd().addToCols(new FieldSchema("nested", "struct<a:array<map<string,struct<b:decimal(38,10),c:timestamp>>>,d:uniontype<int,string>>", null));
        client.createTable(customers);
        client.updateTableColumnStatistics(statistics(null, "shop", "customers"));

        Table orders = table("shop", "orders", "EXTERNAL_TABLE");
        orders.getParameters().put("EXTERNAL", "TRUE");
        orders.getSd().addToCols(new FieldSchema("customer", "int", "who ordered"));
        orders.setPartitionKeys(Arrays.asList(new FieldSchema("ds", "string", "the day"), new FieldSchema("part", "int", null)));
        client.createTable(orders);
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            partitions.add(partition(client.getTable("shop", "orders"), i == 7 ? "a/b=c %ü" : "2026-01-" + i % 28, i));
        }
        client.add_partitions(partitions);
        client.updatePartitionColumnStatistics(statistics("ds=2026-01-1/part=1", "shop", "orders"));
        client.updatePartitionColumnStatistics(statistics("ds=a%2Fb%3Dc %25ü/part=7", "shop", "orders"));

        Table ledger = table("shop", "ledger", "MANAGED_TABLE");
        ledger.getParameters().put("transactional", "true");
        if (Generation.HAS_INSERT_ONLY) {
            ledger.getParameters().put("transactional_properties", "insert_only");
        }
        ledger.getSd().setInputFormat("org.apache.hadoop.hive.ql.io.orc.OrcInputFormat");
        ledger.getSd().setOutputFormat("org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat");
        ledger.getSd().setSerdeInfo(new SerDeInfo(null, "org.apache.hadoop.hive.ql.io.orc.OrcSerde", new HashMap<>()));
        ledger.getSd().setBucketCols(Arrays.asList("id"));
        ledger.getSd().setNumBuckets(4);
        client.createTable(ledger);

        Table sorted = table("shop", "sorted", "MANAGED_TABLE");
        sorted.getSd().setBucketCols(Arrays.asList("id"));
        sorted.getSd().setSortCols(Arrays.asList(new Order("name", 1), new Order("id", 0)));
        sorted.getSd().setNumBuckets(8);
        Map<List<String>, String> places = new HashMap<>();
        places.put(Arrays.asList("x"), outside("skewed/x"));
        sorted.getSd().setSkewedInfo(new SkewedInfo(Arrays.asList("name"), Arrays.asList(Arrays.asList("x"), Arrays.asList("y")), places));
        sorted.getSd().setStoredAsSubDirectories(true);
        client.createTable(sorted);

        Table view = table("shop", "totals", "VIRTUAL_VIEW");
        view.getSd().setLocation(null);
        view.setViewOriginalText("SELECT * FROM orders");
        view.setViewExpandedText("SELECT `orders`.`id` FROM `shop`.`orders`");
        client.createTable(view);

        Function function = new Function("shout", "shop", "com.example.Shout", "bob", PrincipalType.USER, 1_600_000_000, FunctionType.JAVA,
                Arrays.asList(new ResourceUri(ResourceType.JAR, outside("shout.jar"))));
        client.createFunction(function);
        Generation.keys(client);
        Generation.more(client, this);
        if (hasAccess) {
            access();
        }
    }

    private void access() throws Exception {
        client.create_role(new Role("readers", 0, "ann"));
        client.grant_role("readers", "bob", PrincipalType.USER, "ann", PrincipalType.USER, false);
        client.grant_privileges(new PrivilegeBag(Arrays.asList(granted(HiveObjectType.TABLE, "orders", "readers", PrincipalType.ROLE),
                granted(HiveObjectType.DATABASE, null, "carl", PrincipalType.USER))));
    }

    private static HiveObjectPrivilege granted(HiveObjectType type, String table, String to, PrincipalType kind) {
        HiveObjectPrivilege privilege = new HiveObjectPrivilege();
        privilege.setHiveObject(new HiveObjectRef(type, "shop", table, null, null));
        privilege.setPrincipalName(to);
        privilege.setPrincipalType(kind);
        privilege.setGrantInfo(new PrivilegeGrantInfo("SELECT", 1_600_000_000, "ann", PrincipalType.USER, false));
        Generation.authorize(privilege);
        return privilege;
    }

    /** Some of it changes, once it has been adopted. */
    void change() throws Exception {
        // One without keys: Hive 2.3 cannot change the columns of others.
        Table sorted = client.getTable("shop", "sorted");
        sorted.getSd().addToCols(new FieldSchema("added", "string", "later"));
        sorted.getParameters().put("changed", "yes");
        client.alter_table("shop", "sorted", sorted);
        Partition partition = client.getPartition("shop", "orders", Arrays.asList("2026-01-1", "1"));
        partition.getParameters().put("numRows", "77");
        client.alter_partition("shop", "orders", partition, null);
        client.add_partition(partition(client.getTable("shop", "orders"), "2026-02-01", 5_000));
        client.dropPartition("shop", "orders", Arrays.asList("2026-01-2", "2"), false);
        client.createTable(table("empty", "first", "MANAGED_TABLE"));
    }

    Table table(String database, String name, String type) {
        StorageDescriptor storage = new StorageDescriptor(new ArrayList<>(Arrays.asList(new FieldSchema("id", "int", "the key"), new FieldSchema("name", "string", null))),
                outside(database + "-" + name), PARQUET + "MapredParquetInputFormat", PARQUET + "MapredParquetOutputFormat", false, -1,
                new SerDeInfo(name, PARQUET + "serde.ParquetHiveSerDe", new HashMap<>(Collections.singletonMap("serialization.format", "1"))), new ArrayList<>(), new ArrayList<>(),
                new HashMap<>(Collections.singletonMap("of", "storage")));
        Map<String, String> parameters = new HashMap<>();
        parameters.put("comment", "Tabelle „" + name + "“");
        Table table = new Table(name, database, "ann", 1_500_000_000, 0, 7, storage, new ArrayList<>(), parameters, null, null, type);
        return Generation.prepared(table);
    }

    private Partition partition(Table table, String ds, int part) {
        StorageDescriptor storage = table.getSd().deepCopy();
        storage.setLocation(outside("orders/" + part));
        Map<String, String> parameters = new HashMap<>();
        parameters.put("numRows", String.valueOf(part));
        Partition partition = new Partition(Arrays.asList(ds, String.valueOf(part)), table.getDbName(), table.getTableName(), 1_500_000_000, 0, storage, parameters);
        return partition;
    }

    private static ColumnStatistics statistics(String partition, String database, String table) {
        ColumnStatisticsDesc of = new ColumnStatisticsDesc(partition == null, database, table);
        of.setPartName(partition);
        LongColumnStatsData numbers = new LongColumnStatsData(3, 41);
        numbers.setLowValue(-5);
        numbers.setHighValue(1_000);
        ColumnStatistics statistics = new ColumnStatistics(of, new ArrayList<>(Arrays.asList(new ColumnStatisticsObj("id", "int", ColumnStatisticsData.longStats(numbers)),
                new ColumnStatisticsObj("name", "string", ColumnStatisticsData.stringStats(new StringColumnStatsData(20, 7.5, 1, 40))))));
        Generation.collected(statistics);
        return statistics;
    }
}

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AggrStats;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.Decimal;
import org.apache.hadoop.hive.metastore.api.DecimalColumnStatsData;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.ResourceType;
import org.apache.hadoop.hive.metastore.api.ResourceUri;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.partition.spec.PartitionSpecProxy;

/** What every generation of Hive's own client must be able to do, as lines that the test compares. Arguments: the metastore's URI, a name for the database. */
public final class HiveClientScenario {
    private static final String INPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
    private static final String OUTPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
    private static final String SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    private static final short ALL = -1;

    private final IMetaStoreClient client;
    private final String db;
    private String root = "";

    private HiveClientScenario(IMetaStoreClient client, String db) {
        this.client = client;
        this.db = db;
    }

    public static void main(String[] arguments) throws Exception {
        IMetaStoreClient client = Generation.open(arguments[0]);
        new HiveClientScenario(client, arguments[1]).run();
        client.close();
        System.out.println("END");
        System.exit(0);
    }

    private void run() throws Exception {
        long before = client.getCurrentNotificationEventId().getEventId();
        databases();
        tables();
        partitions();
        filters();
        changes();
        statistics();
        functions();
        views();
        compareAndSet();
        renames();
        events(before);
        drops();
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

    /** A location without what differs from run to run. */
    private String under(String location) {
        return location == null ? "none" : location.replace(root, "<root>");
    }

    private static Map<String, String> stable(Map<String, String> parameters) {
        Map<String, String> stable = new TreeMap<>(parameters);
        stable.keySet().removeIf(key -> key.equals("transient_lastDdlTime") || key.startsWith("numFiles") || key.equals("totalSize")
                || key.equals("COLUMN_STATS_ACCURATE") || key.equals("bucketing_version") || key.startsWith("last_modified"));
        return stable;
    }

    private static String columns(List<FieldSchema> columns) {
        StringBuilder text = new StringBuilder();
        for (FieldSchema column : columns) {
            text.append(text.length() == 0 ? "" : ", ").append(column.getName()).append(' ').append(column.getType());
            if (column.getComment() != null) {
                text.append(" '").append(column.getComment()).append('\'');
            }
        }
        return text.toString();
    }

    private void databases() throws Exception {
        Database database = new Database(db, "for tests", null, new HashMap<>(Collections.singletonMap("purpose", "scenario")));
        database.setOwnerName("ann");
        database.setOwnerType(PrincipalType.USER);
        client.createDatabase(database);
        Database read = client.getDatabase(db);
        root = read.getLocationUri();
        say("database", read.getName() + " '" + read.getDescription() + "' " + stable(read.getParameters()) + " " + read.getOwnerName());
        say("listed", client.getDatabases(db.substring(0, db.length() - 1) + "*").contains(db) + " " + client.getAllDatabases().contains("default"));
        fails("same database again", () -> {
            client.createDatabase(database);
            return "";
        });
        read.setDescription("changed");
        client.alterDatabase(db, read);
        say("altered", client.getDatabase(db).getDescription());
        fails("missing database", () -> client.getDatabase(db + "_missing"));
    }

    private static StorageDescriptor storage(FieldSchema... columns) {
        SerDeInfo serde = new SerDeInfo(null, SERDE, new HashMap<>(Collections.singletonMap("serialization.format", "1")));
        return new StorageDescriptor(new ArrayList<>(Arrays.asList(columns)), null, INPUT, OUTPUT, false, -1, serde, new ArrayList<>(),
                new ArrayList<>(), new HashMap<>());
    }

    private Table table(String name, String type, FieldSchema... keys) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("made.by", "scenario");
        if (type.equals("EXTERNAL_TABLE")) {
            parameters.put("EXTERNAL", "TRUE");
        }
        Table table = new Table(name, db, "ann", 0, 0, 0, storage(new FieldSchema("id", "int", "the key"),
                new FieldSchema("amount", "decimal(10,2)", null)), new ArrayList<>(Arrays.asList(keys)), parameters, null, null, type);
        table.setTemporary(false);
        return table;
    }

    private void tables() throws Exception {
        Table orders = table("orders", "MANAGED_TABLE", new FieldSchema("ds", "date", null), new FieldSchema("region", "string", null));
        client.createTable(orders);
        describe("orders");
        fails("same table again", () -> {
            client.createTable(orders);
            return "";
        });
        fails("table in missing database", () -> {
            Table lost = table("lost", "MANAGED_TABLE");
            lost.setDbName(db + "_missing");
            client.createTable(lost);
            return "";
        });
        client.createTable(table("outside", "EXTERNAL_TABLE"));
        describe("outside");
        fails("missing table", () -> client.getTable(db, "missing"));
        say("exists", client.tableExists(db, "orders") + " " + client.tableExists(db, "missing"));
        say("tables", sorted(client.getAllTables(db)) + " " + sorted(client.getTables(db, "o*s")) + " " + sorted(client.getTables(db, "x*|out*")));
        List<String> names = new ArrayList<>();
        for (Table each : client.getTableObjectsByName(db, Arrays.asList("outside", "missing", "orders"))) {
            names.add(each.getTableName());
        }
        say("objects", sorted(names));
        say("fields", columns(client.getFields(db, "orders")));
        say("schema", columns(client.getSchema(db, "orders")));
    }

    private static <T extends Comparable<T>> List<T> sorted(List<T> list) {
        List<T> sorted = new ArrayList<>(list);
        Collections.sort(sorted);
        return sorted;
    }

    private void describe(String name) throws Exception {
        Table table = client.getTable(db, name);
        StorageDescriptor sd = table.getSd();
        say("table", table.getTableName() + " " + table.getTableType() + " " + table.getOwner() + " (" + columns(sd.getCols()) + ") by ("
                + columns(table.getPartitionKeys()) + ") " + under(sd.getLocation()) + " " + sd.getSerdeInfo().getSerializationLib() + " "
                + new TreeMap<>(sd.getSerdeInfo().getParameters()) + " " + stable(table.getParameters()) + " created "
                + (table.getCreateTime() > 1_500_000_000));
    }

    private Partition partition(Table table, String... values) {
        StorageDescriptor sd = table.getSd().deepCopy();
        sd.setLocation(null);
        return new Partition(new ArrayList<>(Arrays.asList(values)), table.getDbName(), table.getTableName(), 0, 0, sd, new HashMap<>());
    }

    private void partitions() throws Exception {
        Table orders = client.getTable(db, "orders");
        List<Partition> added = client.add_partitions(new ArrayList<>(Arrays.asList(partition(orders, "2026-01-01", "eu"),
                partition(orders, "2026-01-02", "eu"), partition(orders, "2026-01-02", "us/ca"))), true, true);
        say("added", added.size());
        say("added one", under(client.add_partition(partition(orders, "2026-01-10", "eu")).getSd().getLocation()));
        fails("same partition again", () -> client.add_partition(partition(orders, "2026-01-10", "eu")));
        say("appended", under(client.appendPartition(db, "orders", Arrays.asList("2026-02-01", "as")).getSd().getLocation()));
        say("appended by name", client.appendPartition(db, "orders", "ds=2026-02-02/region=as").getValues());
        say("names", client.listPartitionNames(db, "orders", ALL));
        say("first two names", client.listPartitionNames(db, "orders", (short) 2));
        say("names of a day", client.listPartitionNames(db, "orders", Arrays.asList("2026-01-02"), ALL));
        say("names of a region", client.listPartitionNames(db, "orders", Arrays.asList("", "eu"), ALL));
        say("partitions", client.listPartitions(db, "orders", ALL).size() + " " + client.listPartitions(db, "orders", (short) 3).size() + " "
                + client.listPartitions(db, "orders", Arrays.asList("2026-01-02"), ALL).size());
        say("by names", values(client.getPartitionsByNames(db, "orders", Arrays.asList("ds=2026-01-02/region=us%2Fca", "ds=2026-01-01/region=eu",
                "ds=1999-01-01/region=eu"))));
        say("by values", client.getPartition(db, "orders", Arrays.asList("2026-01-02", "us/ca")).getValues());
        say("by name", client.getPartition(db, "orders", "ds=2026-01-02/region=us%2Fca").getValues());
        say("with auth", client.getPartitionWithAuthInfo(db, "orders", Arrays.asList("2026-01-01", "eu"), "ann", new ArrayList<>()).getValues()
                + " " + client.listPartitionsWithAuthInfo(db, "orders", Arrays.asList("2026-01-01"), ALL, "ann", new ArrayList<>()).size());
        fails("missing partition", () -> client.getPartition(db, "orders", Arrays.asList("1999-01-01", "eu")));
        PartitionSpecProxy specs = client.listPartitionSpecs(db, "orders", -1);
        say("specs", specs.size());
    }

    private static List<List<String>> values(List<Partition> partitions) {
        List<List<String>> values = new ArrayList<>();
        for (Partition partition : partitions) {
            values.add(partition.getValues());
        }
        values.sort((left, right) -> left.toString().compareTo(right.toString()));
        return values;
    }

    private void filters() throws Exception {
        for (String filter : Arrays.asList("ds >= '2026-01-02' and region = 'eu'", "ds = 2026-01-02", "region = \"us/ca\" or ds > '2026-02-01'",
                "region like 'a%'", "not (region = 'eu')", "ds between '2026-01-02' and '2026-01-31'")) {
            try {
                say("filter " + filter, values(client.listPartitionsByFilter(db, "orders", filter, ALL)));
            } catch (Exception e) {
                say("filter " + filter, e.getClass().getSimpleName());
            }
        }
        say("counted", client.getNumPartitionsByFilter(db, "orders", "region = 'eu'"));
        fails("filter that is none", () -> client.listPartitionsByFilter(db, "orders", "region = = 1", ALL));
    }

    private void changes() throws Exception {
        Partition partition = client.getPartition(db, "orders", Arrays.asList("2026-01-01", "eu"));
        partition.getParameters().put("checked", "yes");
        client.alter_partition(db, "orders", partition);
        say("altered partition", client.getPartition(db, "orders", Arrays.asList("2026-01-01", "eu")).getParameters().get("checked"));
        Partition one = client.getPartition(db, "orders", Arrays.asList("2026-01-02", "eu"));
        Partition two = client.getPartition(db, "orders", Arrays.asList("2026-01-02", "us/ca"));
        one.getParameters().put("checked", "one");
        two.getParameters().put("checked", "two");
        client.alter_partitions(db, "orders", new ArrayList<>(Arrays.asList(one, two)));
        say("altered partitions", client.getPartition(db, "orders", Arrays.asList("2026-01-02", "us/ca")).getParameters().get("checked"));

        Table orders = client.getTable(db, "orders");
        orders.getSd().addToCols(new FieldSchema("note", "string", "added"));
        orders.getParameters().put("step", "altered");
        client.alter_table(db, "orders", orders);
        say("altered table", columns(client.getFields(db, "orders")) + " " + client.getTable(db, "orders").getParameters().get("step"));
        say("partition keeps its columns", columns(client.getPartition(db, "orders", Arrays.asList("2026-01-01", "eu")).getSd().getCols()));
        orders.getSd().addToCols(new FieldSchema("more", "string", null));
        client.alter_table(db, "orders", orders, true);
        say("cascade", columns(client.getPartition(db, "orders", Arrays.asList("2026-01-01", "eu")).getSd().getCols()));

        Partition renamed = client.getPartition(db, "orders", Arrays.asList("2026-01-10", "eu"));
        renamed.setValues(new ArrayList<>(Arrays.asList("2026-01-11", "eu")));
        client.renamePartition(db, "orders", Arrays.asList("2026-01-10", "eu"), renamed);
        say("renamed partition", client.listPartitionNames(db, "orders", ALL));
        say("dropped partition", client.dropPartition(db, "orders", Arrays.asList("2026-02-01", "as"), true));
        say("dropped by name", client.dropPartition(db, "orders", "ds=2026-02-02/region=as", true));
        fails("dropped again", () -> client.dropPartition(db, "orders", Arrays.asList("2026-02-01", "as"), true));

        client.createTable(table("target", "MANAGED_TABLE", new FieldSchema("ds", "date", null), new FieldSchema("region", "string", null)));
        Table target = client.getTable(db, "target");
        target.getSd().setCols(orders.getSd().getCols());
        client.alter_table(db, "target", target);
        Map<String, String> spec = new HashMap<>();
        spec.put("ds", "2026-01-11");
        spec.put("region", "eu");
        client.exchange_partition(spec, db, "orders", db, "target");
        say("exchanged", client.listPartitionNames(db, "orders", ALL) + " " + client.listPartitionNames(db, "target", ALL));
    }

    private static ColumnStatisticsObj longs(long low, long high, long nulls, long distinct) {
        LongColumnStatsData data = new LongColumnStatsData(nulls, distinct);
        data.setLowValue(low);
        data.setHighValue(high);
        return new ColumnStatisticsObj("id", "int", ColumnStatisticsData.longStats(data));
    }

    private static ColumnStatisticsObj decimals(int low, int high) {
        DecimalColumnStatsData data = new DecimalColumnStatsData(1, 7);
        data.setLowValue(decimal(low));
        data.setHighValue(decimal(high));
        return new ColumnStatisticsObj("amount", "decimal(10,2)", ColumnStatisticsData.decimalStats(data));
    }

    private static Decimal decimal(int unscaled) {
        Decimal decimal = new Decimal();
        decimal.setScale((short) 2);
        decimal.setUnscaled(ByteBuffer.wrap(java.math.BigInteger.valueOf(unscaled).toByteArray()));
        return decimal;
    }

    private static String text(List<ColumnStatisticsObj> statistics) {
        List<String> texts = new ArrayList<>();
        for (ColumnStatisticsObj column : statistics) {
            ColumnStatisticsData data = column.getStatsData();
            texts.add(column.getColName() + (data.isSetLongStats()
                    ? " " + data.getLongStats().getLowValue() + ".." + data.getLongStats().getHighValue() + " nulls "
                            + data.getLongStats().getNumNulls() + " distinct " + data.getLongStats().getNumDVs()
                    : " " + text(data.getDecimalStats().getLowValue()) + ".." + text(data.getDecimalStats().getHighValue())));
        }
        return sorted(texts).toString();
    }

    private static String text(Decimal decimal) {
        return new java.math.BigDecimal(new java.math.BigInteger(decimal.getUnscaled()), decimal.getScale()).toString();
    }

    private void statistics() throws Exception {
        ColumnStatisticsDesc ofTable = new ColumnStatisticsDesc(true, db, "outside");
        client.updateTableColumnStatistics(Generation.statistics(new ColumnStatistics(ofTable,
                new ArrayList<>(Arrays.asList(longs(1, 100, 3, 90), decimals(-150, 99999))))));
        say("table statistics", text(Generation.ofTable(client, db, "outside", Arrays.asList("id", "amount", "missing"))));
        for (String[] each : new String[][]{{"ds=2026-01-01/region=eu", "1", "10"}, {"ds=2026-01-02/region=eu", "5", "50"}}) {
            ColumnStatisticsDesc ofPartition = new ColumnStatisticsDesc(false, db, "orders");
            ofPartition.setPartName(each[0]);
            client.updatePartitionColumnStatistics(Generation.statistics(new ColumnStatistics(ofPartition,
                    new ArrayList<>(Arrays.asList(longs(Long.parseLong(each[1]), Long.parseLong(each[2]), 1, 8))))));
        }
        List<String> names = Arrays.asList("ds=2026-01-01/region=eu", "ds=2026-01-02/region=eu", "ds=2026-01-02/region=us%2Fca");
        Map<String, List<ColumnStatisticsObj>> known = Generation.ofPartitions(client, db, "orders", names, Arrays.asList("id"));
        for (String name : new java.util.TreeSet<>(known.keySet())) {
            say("statistics of " + name, text(known.get(name)));
        }
        AggrStats together = Generation.aggregate(client, db, "orders", Arrays.asList("id"), names);
        say("together", together.getPartsFound() + " " + together.getColStats().get(0).getStatsData().getLongStats().getLowValue() + ".."
                + together.getColStats().get(0).getStatsData().getLongStats().getHighValue());
    }

    private void functions() throws Exception {
        Function function = new Function("area", db, "org.example.Area", "ann", PrincipalType.USER, 0, FunctionType.JAVA,
                new ArrayList<>(Arrays.asList(new ResourceUri(ResourceType.JAR, "file:/lib/area.jar"))));
        client.createFunction(function);
        Function read = client.getFunction(db, "area");
        say("function", read.getFunctionName() + " " + read.getClassName() + " " + read.getResourceUris().get(0).getUri());
        say("functions", client.getFunctions(db, "a*"));
        fails("same function again", () -> {
            client.createFunction(function);
            return "";
        });
        client.dropFunction(db, "area");
        say("functions", client.getFunctions(db, "*"));
        fails("missing function", () -> client.getFunction(db, "area"));
    }

    private void views() throws Exception {
        Table view = table("totals", "VIRTUAL_VIEW");
        view.setViewOriginalText("select id from orders");
        view.setViewExpandedText("select `orders`.`id` from `" + db + "`.`orders`");
        client.createTable(view);
        Table read = client.getTable(db, "totals");
        say("view", read.getTableType() + " " + read.getViewOriginalText() + " " + under(read.getSd().getLocation()));
    }

    private void compareAndSet() throws Exception {
        Table outside = client.getTable(db, "outside");
        outside.getParameters().put("metadata_location", "one");
        client.alter_table(db, "outside", outside);
        outside.getParameters().put("metadata_location", "two");
        EnvironmentContext context = new EnvironmentContext(new HashMap<>());
        context.putToProperties("expected_parameter_key", "metadata_location");
        context.putToProperties("expected_parameter_value", "one");
        client.alter_table_with_environmentContext(db, "outside", outside, context);
        say("first commit", client.getTable(db, "outside").getParameters().get("metadata_location"));
        outside.getParameters().put("metadata_location", "three");
        try {
            client.alter_table_with_environmentContext(db, "outside", outside, context);
            say("second commit", "unexpected");
        } catch (Exception e) {
            say("second commit", e.getClass().getSimpleName() + " "
                    + e.getMessage().contains("The table has been modified. The parameter value for key 'metadata_location' is"));
        }
        say("after it", client.getTable(db, "outside").getParameters().get("metadata_location"));
    }

    private void renames() throws Exception {
        Table orders = client.getTable(db, "orders");
        orders.setTableName("sales");
        client.alter_table(db, "orders", orders);
        say("renamed", client.tableExists(db, "orders") + " " + client.tableExists(db, "sales"));
        say("folder", under(client.getTable(db, "sales").getSd().getLocation()));
        say("partitions", client.listPartitionNames(db, "sales", ALL));
        say("partition folder", under(client.getPartition(db, "sales", Arrays.asList("2026-01-01", "eu")).getSd().getLocation()));
    }

    private void events(long before) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        for (NotificationEvent event : client.getNextNotification(before, 0, null).getEvents()) {
            if (db.equals(event.getDbName())) {
                counts.merge(event.getEventType(), 1, Integer::sum);
            }
        }
        say("events", counts.containsKey("CREATE_DATABASE") && counts.containsKey("CREATE_TABLE") && counts.containsKey("ADD_PARTITION")
                && counts.containsKey("ALTER_TABLE") && counts.containsKey("DROP_PARTITION") ? "told" : counts);
    }

    private void drops() throws Exception {
        fails("drop of a full database", () -> {
            client.dropDatabase(db, true, false, false);
            return "";
        });
        client.dropTable(db, "sales", true, false);
        say("dropped", client.tableExists(db, "sales"));
        fails("dropped again", () -> {
            client.dropTable(db, "sales", true, false);
            return "";
        });
        client.dropTable(db, "sales", true, true);
        client.dropDatabase(db, true, false, true);
        fails("dropped database", () -> client.getDatabase(db));
    }
}

package dev.skep.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.skep.thrift.hms.GetTableRequest;
import dev.skep.thrift.hms.GetTablesRequest;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** The cases, of calls that the metastores of Hive 4 and Skep both know. Each answer is checked for its size. */
final class MetastoreLoad {
    private static final short ALL = -1;
    private static final int BATCH = 1_000;

    private final MetastoreObjects objects;
    private final int tables;
    private final int partitions;
    /** From a number on that an earlier run on the same database did not reach. */
    private final AtomicInteger made = new AtomicInteger(
            (int) (System.currentTimeMillis() / 1000 % 1_000_000) * MetastoreObjects.SLOTS);

    /**
     * @param tables how many tables the database has
     * @param partitions how many the largest partitioned table has; a multiple of 100,000
     */
    MetastoreLoad(MetastoreObjects objects, int tables, int partitions) {
        this.objects = objects;
        this.tables = tables;
        this.partitions = partitions;
    }

    /** Makes the database and what is read of it. */
    void prepare(ThriftHiveMetastore.Client client) throws TException {
        prepareDatabase(client);
        for (int i = 0; i < tables; i++) {
            client.create_table(objects.table(table(i), false));
        }
        fill(client, "p1k", 1_000);
        fill(client, "p10k", 10_000);
        fill(client, "p100k", partitions);
        client.create_table(objects.table("added", true));
    }

    void prepareDatabase(ThriftHiveMetastore.Client client) throws TException {
        client.create_database(objects.made());
    }

    private static String table(int number) {
        return "t%06d".formatted(number);
    }

    private void fill(ThriftHiveMetastore.Client client, String name, int count) throws TException {
        client.create_table(objects.table(name, true));
        for (int start = 0; start < count; start += BATCH) {
            client.add_partitions(objects.partitionsInOneFolder(name, start, Math.min(BATCH, count - start)));
        }
    }

    /** True if the database is there, from an earlier run. */
    boolean isThere(ThriftHiveMetastore.Client client) throws TException {
        try {
            return client.get_database(objects.database()).isSetName();
        } catch (NoSuchObjectException e) {
            return false;
        }
    }

    void clean(ThriftHiveMetastore.Client client) throws TException {
        client.drop_database(objects.database(), true, true);
    }

    List<MetastoreCase> cases() {
        List<MetastoreCase> cases = new ArrayList<>();
        cases.add(MetastoreCase.of("get_table", 1, this::getTable));
        cases.add(MetastoreCase.of("get_table, 16 clients", 16, this::getTable));
        cases.add(MetastoreCase.of("names of %,d tables".formatted(tables), 1,
                (client, caller, number) -> expect(tables, client.get_tables(objects.database(), "t*").size())));
        cases.add(MetastoreCase.of("%,d tables by name".formatted(Math.min(BATCH, tables)), 1, this::tablesByName));
        cases.add(MetastoreCase.of("create and drop", 1, this::createAndDrop));
        cases.add(MetastoreCase.of("add_partitions 100", 1, (client, caller, number) -> add(client, 100)));
        cases.add(MetastoreCase.of("add_partitions 1,000", 1, (client, caller, number) -> add(client, 1_000)));
        cases.add(full("1,000 full partitions", "p1k", 1_000));
        cases.add(full("10,000 full partitions", "p10k", 10_000));
        cases.add(full("%,d full partitions".formatted(partitions), "p100k", partitions));
        cases.add(MetastoreCase.of("%,d partition names".formatted(partitions), 1, (client, caller,
                number) -> expect(partitions, client.get_partition_names(objects.database(), "p100k", ALL).size())));
        cases.add(MetastoreCase.of("1,000 partitions by name", 1, this::partitionsByName));
        cases.add(MetastoreCase.of("filter, 1,000 of %,d".formatted(partitions), 1, this::filter));
        cases.add(MetastoreCase.of("filter, 1,000 of %,d, 16 clients".formatted(partitions), 16, this::filter));
        cases.add(MetastoreCase.of("one partition", 1, this::partition));
        cases.add(new MetastoreCase("drop a table of 10,000", 1, 1,
                (client, caller, number) -> fill(client, "dropped", 10_000), (client, caller, number) -> client
                        .drop_table_with_environment_context(objects.database(), "dropped", true, null)));
        cases.add(MetastoreCase.of("mix, 16 clients", 16, this::mix));
        return cases;
    }

    private MetastoreCase full(String name, String table, int count) {
        return MetastoreCase.of(name, 1,
                (client, caller, number) -> expect(count, client.get_partitions(objects.database(), table, ALL)
                        .size()));
    }

    static void expect(int expected, int got) {
        if (expected != got) {
            throw new IllegalStateException(
                    "Cannot measure: the metastore answered %d objects where %d are expected".formatted(got,
                            expected));
        }
    }

    private void getTable(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        GetTableRequest request = new GetTableRequest();
        request.setDbName(objects.database());
        request.setTblName(table(spread(caller, number) % tables));
        Table table = client.get_table_req(request).getTable();
        expect(8, table.getSd().getColsSize());
    }

    /** Numbers that go through all there are, other ones for each client. */
    static int spread(int caller, int number) {
        return (int) ((caller * 7_919L + number * 104_729L) & 0x3fff_ffff);
    }

    private void tablesByName(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        GetTablesRequest request = new GetTablesRequest();
        request.setDbName(objects.database());
        int count = Math.min(BATCH, tables);
        int first = tables == count ? 0 : spread(caller, number) % (tables - count);
        List<String> names = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            names.add(table(i));
        }
        request.setTblNames(names);
        expect(count, client.get_table_objects_by_name_req(request).getTablesSize());
    }

    private void createAndDrop(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        String name = "c%d_%d".formatted(caller, made.getAndIncrement());
        client.create_table(objects.table(name, false));
        client.drop_table_with_environment_context(objects.database(), name, true, null);
    }

    private void add(ThriftHiveMetastore.Client client, int count) throws TException {
        expect(count,
                client.add_partitions(objects.partitions("added", made.getAndAdd(count), count)));
    }

    private void partitionsByName(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        int step = partitions / BATCH;
        List<String> names = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            names.add(MetastoreObjects.name(i * step + spread(caller, number) % step));
        }
        expect(BATCH, client.get_partitions_by_names(objects.database(), "p100k", names).size());
    }

    private void filter(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        String day = MetastoreObjects.day(spread(caller, number) % (partitions / MetastoreObjects.SLOTS));
        expect(MetastoreObjects.SLOTS, client
                .get_partitions_by_filter(objects.database(), "p100k", "day = \"" + day + "\"", ALL).size());
    }

    private void partition(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        List<String> values = MetastoreObjects.values(spread(caller, number) % partitions);
        expect(2, client.get_partition(objects.database(), "p100k", values).getValuesSize());
    }

    /** Of twenty calls thirteen for a table, two for a partition, two filters of ten partitions, one list of ten tables, one table made and dropped, one addition of ten partitions. */
    private void mix(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        switch ((number + caller) % 20) {
            case 13, 14 -> partition(client, caller, number);
            case 15, 16 -> {
                String filter = "day = \"%s\" and slot >= 100 and slot < 110"
                        .formatted(MetastoreObjects.day(spread(caller, number) % 10));
                expect(10, client.get_partitions_by_filter(objects.database(), "p10k", filter, ALL).size());
            }
            case 17 -> client.get_tables(objects.database(), "t00000*");
            case 18 -> createAndDrop(client, caller, number);
            case 19 -> add(client, 10);
            default -> getTable(client, caller, number);
        }
    }

    /** Makes the table of a million partitions. */
    void prepareMillion(ThriftHiveMetastore.Client client) throws TException {
        client.create_table(objects.regionTable("p1m"));
        for (int start = 0; start < 1_000_000; start += BATCH) {
            client.add_partitions(objects.regionPartitions("p1m", start, BATCH));
        }
    }

    List<MetastoreCase> millionCases() {
        return List.of(
                MetastoreCase.of("filter, 30 of 1,000,000", 1, (client, caller, number) -> {
                    int day = spread(caller, number) % 1_000;
                    String filter = "region = \"r%d\" and day = \"%s\" and slot >= 100 and slot < 130"
                            .formatted(day / 100, MetastoreObjects.day(day));
                    expect(30, client.get_partitions_by_filter(objects.database(), "p1m", filter, ALL).size());
                }), MetastoreCase.of("100,000 names of 1,000,000", 1, (client, caller, number) -> {
                    List<String> region = List.of("r" + spread(caller, number) % 10);
                    expect(100_000,
                            client.get_partition_names_ps(objects.database(), "p1m", region, ALL).size());
                }), MetastoreCase.of("12,000 full of 1,000,000", 1, (client, caller, number) -> expect(12_000,
                        client.get_partitions(objects.database(), "p1m", (short) 12_000).size())));
    }

    /** Last, as it can be done once. */
    MetastoreCase dropMillion() {
        return new MetastoreCase("drop the table of 1,000,000", 1, 1, (client, caller, number) -> {},
                (client, caller, number) -> client.drop_table_with_environment_context(objects.database(), "p1m", true,
                        null));
    }
}

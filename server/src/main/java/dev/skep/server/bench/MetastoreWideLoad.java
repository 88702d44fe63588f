package dev.skep.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.skep.thrift.hms.GetTableRequest;
import dev.skep.thrift.hms.GetTablesRequest;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** The cases over one database of very many tables. Each answer is checked for its size. */
final class MetastoreWideLoad {
    /** How many clients make the tables. */
    static final int MAKERS = 8;
    private static final int MAKER_BATCH = 100;
    private static final int BY_NAME = 1_000;

    private final MetastoreObjects objects;
    private final int tables;
    private final String reader;
    private final AtomicInteger made = new AtomicInteger((int) (System.currentTimeMillis() / 1000 % 1_000_000) * 1_000);

    /**
     * @param tables how many tables the database has; a multiple of 1,000
     * @param reader as whom the names are also listed; empty for nobody
     */
    MetastoreWideLoad(MetastoreObjects objects, int tables, String reader) {
        this.objects = objects;
        this.tables = tables;
        this.reader = reader;
    }

    private static String table(int number) {
        return "t%06d".formatted(number);
    }

    /** Makes the database and its tables, by several clients at a time. */
    void prepare(MetastoreTarget target) throws TException, InterruptedException, ExecutionException {
        target.client(0).create_database(objects.made());
        target.client(MAKERS - 1);
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService makers = Executors.newFixedThreadPool(MAKERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < MAKERS; i++) {
                int maker = i;
                running.add(makers.submit(() -> {
                    for (int first = next.getAndAdd(MAKER_BATCH); first < tables; first = next.getAndAdd(MAKER_BATCH)) {
                        for (int table = first; table < Math.min(tables, first + MAKER_BATCH); table++) {
                            target.client(maker).create_table(objects.table(table(table), false));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }

    List<MetastoreCase> cases(MetastoreTarget target) {
        String database = objects.database();
        int hundredth = tables / 100;
        List<MetastoreCase> cases = new ArrayList<>();
        cases.add(MetastoreCase.of("names of %,d tables".formatted(tables), 1, (client, caller,
                number) -> MetastoreLoad.expect(tables, client.get_all_tables(database).size())));
        cases.add(MetastoreCase.of("names by t0000*, 100 of %,d".formatted(tables), 1, (client, caller,
                number) -> MetastoreLoad.expect(100, client.get_tables(database, "t0000*").size())));
        cases.add(MetastoreCase.of("names by *00, %,d of %,d".formatted(hundredth, tables), 1, (client, caller,
                number) -> MetastoreLoad.expect(hundredth, client.get_tables(database, "*00").size())));
        cases.add(MetastoreCase.of("names by type, %,d".formatted(tables), 1, (client, caller, number) -> MetastoreLoad
                .expect(tables, client.get_tables_by_type(database, "*", "EXTERNAL_TABLE").size())));
        if (!reader.isEmpty()) {
            cases.add(MetastoreCase.of("names that %s sees".formatted(reader), 1,
                    (client, caller, number) -> seen(target.clientOf(reader).get_all_tables(database).size())));
            cases.add(MetastoreCase.of("names by t0000* that %s sees".formatted(reader), 1,
                    (client, caller, number) -> seen(target.clientOf(reader).get_tables(database, "t0000*").size())));
        }
        cases.add(MetastoreCase.of("summaries of %,d tables".formatted(tables), 1,
                (client, caller, number) -> MetastoreLoad.expect(tables,
                        client.get_table_meta(database, "*", List.of()).size())));
        cases.add(MetastoreCase.of("summaries by t0000*, 100 of %,d".formatted(tables), 1,
                (client, caller, number) -> MetastoreLoad.expect(100,
                        client.get_table_meta(database, "t0000*", List.of()).size())));
        cases.add(MetastoreCase.of("1,000 of %,d tables by name".formatted(tables), 1, this::tablesByName));
        cases.add(MetastoreCase.of("get_table of %,d".formatted(tables), 1, this::getTable));
        cases.add(MetastoreCase.of("get_table of %,d, 16 clients".formatted(tables), 16, this::getTable));
        cases.add(MetastoreCase.of("create and drop beside %,d".formatted(tables), 1, this::createAndDrop));
        cases.add(MetastoreCase.of("rename beside %,d".formatted(tables), 1, this::renameThereAndBack));
        return cases;
    }

    /** Last, as it can be done once. */
    MetastoreCase drop() {
        return new MetastoreCase("drop the database of %,d tables".formatted(tables), 1, 1,
                (client, caller, number) -> {},
                (client, caller, number) -> client.drop_database(objects.database(), true, true));
    }

    private void seen(int count) {
        if (count == 0 || count > tables) {
            throw new IllegalStateException("Cannot measure: %s sees %d of %d tables".formatted(reader, count, tables));
        }
    }

    private void tablesByName(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        int count = Math.min(BY_NAME, tables);
        List<String> names = new ArrayList<>(count);
        int step = tables / count;
        for (int i = 0; i < count; i++) {
            names.add(table(i * step + MetastoreLoad.spread(caller, number) % step));
        }
        GetTablesRequest request = new GetTablesRequest();
        request.setDbName(objects.database());
        request.setTblNames(names);
        MetastoreLoad.expect(count, client.get_table_objects_by_name_req(request).getTablesSize());
    }

    private void getTable(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        GetTableRequest request = new GetTableRequest();
        request.setDbName(objects.database());
        request.setTblName(table(MetastoreLoad.spread(caller, number) % tables));
        MetastoreLoad.expect(8, client.get_table_req(request).getTable().getSd().getColsSize());
    }

    private void createAndDrop(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        String name = "c%d_%d".formatted(caller, made.getAndIncrement());
        client.create_table(objects.table(name, false));
        client.drop_table_with_environment_context(objects.database(), name, true, null);
    }

    /** Two renames, so that the next call finds the same tables. */
    private void renameThereAndBack(ThriftHiveMetastore.Client client, int caller, int number) throws TException {
        String name = table(MetastoreLoad.spread(caller, number) % tables);
        GetTableRequest request = new GetTableRequest();
        request.setDbName(objects.database());
        request.setTblName(name);
        Table table = client.get_table_req(request).getTable();
        table.setTableName("r_" + name);
        client.alter_table_with_environment_context(objects.database(), name, table, null);
        table.setTableName(name);
        client.alter_table_with_environment_context(objects.database(), "r_" + name, table, null);
    }
}

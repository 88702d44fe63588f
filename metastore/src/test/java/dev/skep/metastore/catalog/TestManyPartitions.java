package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.column;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.partition;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.harness.NeedsMariaDb;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.FilterParser;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.storage.memory.MemoryFileSystem;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

/** A table with 100,000 partitions. The times are printed, not asserted. */
class TestManyPartitions {
    private static final int PARTITIONS = Integer.getInteger("skep.test.partitions", 100_000);
    private static final int BATCH = 10_000;

    @TempDir
    Path folder;

    @Test
    void worksWithAHundredThousandPartitionsOnHsqldb() {
        check(MetastoreSettings.embedded(folder, WAREHOUSE));
    }

    @Test
    void worksWithAHundredThousandPartitionsOnPostgres() {
        check(PostgresServer.freshStore(WAREHOUSE));
    }

    @Test
    @NeedsMariaDb
    void worksWithAHundredThousandPartitionsOnMariaDb() {
        check(MariaDb.freshStore(WAREHOUSE));
    }

    private static void check(MetastoreSettings settings) {
        try (StoredCatalog catalog = StoredCatalog.open(settings, new MemoryFileSystem())) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            Table orders = session.tables().create(table(ORDERS, column("ds", "date"), column("n", "int")));
            timed("add " + PARTITIONS, () -> {
                for (int start = 0; start < PARTITIONS; start += BATCH) {
                    List<Partition> batch = new ArrayList<>();
                    for (int i = start; i < start + BATCH; i++) {
                        batch.add(partition(orders, LocalDate.EPOCH.plusDays(i / 100).toString(), Integer.toString(i)));
                    }
                    session.partitions().add(ORDERS, batch, IfExists.FAIL);
                }
                return PARTITIONS;
            });
            Partitions partitions = session.partitions();
            assertThat(timed("count", () -> partitions.count(ORDERS, PartitionPredicate.all()))).isEqualTo(PARTITIONS);
            assertThat(timed("one day", () -> partitions.list(ORDERS, FilterParser.parse("ds = '1970-02-01'"), -1)))
                    .hasSize(100);
            assertThat(timed("one number", () -> partitions.list(ORDERS, FilterParser.parse("n = 4711"), -1)))
                    .hasSize(1);
            assertThat(timed("ten days",
                    () -> partitions.names(ORDERS, FilterParser.parse("ds between '1970-02-01' and '1970-02-10'"), -1)))
                    .hasSize(1_000);
            assertThat(timed("in", () -> partitions.names(ORDERS, FilterParser.parse("n in (1, 5000, 99999)"), -1)))
                    .hasSize(3);
            List<String> names = timed("all names", () -> partitions.names(ORDERS, PartitionPredicate.all(), -1));
            assertThat(names).hasSize(PARTITIONS).isSorted();
            assertThat(timed("by 1,000 names", () -> partitions.byNames(ORDERS, names.subList(0, 1_000))))
                    .hasSize(1_000);
            assertThat(timed("find one", () -> partitions.find(ORDERS, List.of("1970-01-01", "7")))).isPresent();
            List<Partition> all = timed("all partitions", () -> partitions.list(ORDERS, PartitionPredicate.all(), -1));
            assertThat(all).hasSize(PARTITIONS);
            // Descriptors without their location are shared, not read or kept a row at a time.
            assertThat(all.getLast().storage().columns()).isSameAs(all.getFirst().storage().columns());
            assertThat(timed("first 1,000", () -> partitions.list(ORDERS, PartitionPredicate.all(), 1_000)))
                    .hasSize(1_000)
                    .isEqualTo(all.subList(0, 1_000));
            timed("get table", () -> session.tables().table(ORDERS));
            timed("drop " + PARTITIONS / 2, () -> partitions.drop(ORDERS,
                    List.of(FilterParser.parse("n < " + PARTITIONS / 2)), DataRemoval.DELETE, IfExists.FAIL));
            timed("drop table", () -> {
                session.tables().drop(ORDERS, DataRemoval.DELETE);
                return true;
            });
        }
    }

    private static <T> T timed(String what, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        System.out.printf("%s: %.1f ms%n", what, (System.nanoTime() - start) / 1e6);
        return result;
    }
}

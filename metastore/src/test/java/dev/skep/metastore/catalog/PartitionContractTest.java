package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.FilterParser;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.partition.PartitionPredicate.Values;
import dev.skep.storage.file.Location;

/** Partitions. */
abstract class PartitionContractTest extends CatalogContractTest {
    private static final TableName ARCHIVE = SALES.table("archive");

    private Table orders() {
        return session.tables().create(table(ORDERS, column("ds", "date"), column("hr", "int")));
    }

    private boolean exists(@Nullable String location) {
        return location != null && files.find(Location.of(location)).isPresent();
    }

    private void add(Table table, String... dayAndHour) {
        session.partitions().add(table.name(), List.of(partition(table, dayAndHour)), IfExists.FAIL);
    }

    private List<String> names(String filter) {
        return session.partitions().names(ORDERS, FilterParser.parse(filter), Partitions.UNLIMITED);
    }

    @Test
    void addsPartitionsAndFindsThemAgain() {
        Table orders = orders();
        List<Partition> added = session.partitions().add(ORDERS,
                List.of(partition(orders, "2026-01-01", "7"), partition(orders, "2026-01-01", "10")), IfExists.FAIL);
        Partition seven = added.getFirst();
        assertThat(seven.storage().location()).isEqualTo(WAREHOUSE + "/sales.db/orders/ds=2026-01-01/hr=7");
        assertThat(seven.parameters()).containsEntry("rows", "7").containsKey("transient_lastDdlTime");
        assertThat(seven.createTime()).isPositive();
        assertThat(exists(seven.storage().location())).isTrue();
        assertThat(session.partitions().find(ORDERS, List.of("2026-01-01", "7"))).contains(seven);
        assertThat(session.partitions().find(ORDERS, List.of("2026-01-01", "8"))).isEmpty();
        assertThat(names("")).containsExactly("ds=2026-01-01/hr=10", "ds=2026-01-01/hr=7");
        assertThat(session.partitions().count(ORDERS, PartitionPredicate.all())).isEqualTo(2);
        assertThat(session.partitions().list(ORDERS, PartitionPredicate.all(), 1)).containsExactly(added.get(1));
        assertThat(
                session.partitions().byNames(ORDERS, List.of("ds=2026-01-01/hr=7", "DS=2026-01-01/hr=10", "nonsense")))
                .containsExactlyInAnyOrderElementsOf(added);
    }

    @Test
    void addsAllPartitionsOrNone() {
        Table orders = orders();
        add(orders, "2026-01-01", "1");
        List<Partition> some = List.of(partition(orders, "2026-01-01", "2"), partition(orders, "2026-01-01", "1"));
        assertFails(Reason.ALREADY_EXISTS, "ds=2026-01-01/hr=1",
                () -> session.partitions().add(ORDERS, some, IfExists.FAIL));
        assertThat(names("hr = 2")).isEmpty();
        assertThat(exists(WAREHOUSE + "/sales.db/orders/ds=2026-01-01/hr=2")).isFalse();
        assertThat(session.partitions().add(ORDERS, some, IfExists.SKIP)).extracting(Partition::values)
                .containsExactly(List.of("2026-01-01", "2"));
        assertFails(Reason.ALREADY_EXISTS, "given twice", () -> session.partitions().add(ORDERS,
                List.of(partition(orders, "2026-01-03", "1"), partition(orders, "2026-01-03", "1")), IfExists.FAIL));
    }

    @Test
    void refusesPartitionsThatCannotBe() {
        Table orders = orders();
        assertFails(Reason.INVALID_INPUT, "1 values for 2 partition keys", () -> add(orders, "2026-01-01"));
        assertFails(Reason.NOT_FOUND, "sales.archive",
                () -> session.partitions().list(ARCHIVE, PartitionPredicate.all(), -1));
        Table flat = session.tables().create(table(ARCHIVE));
        assertFails(Reason.INVALID_OPERATION, "not partitioned", () -> add(flat, "1"));
        assertFails(Reason.INVALID_OBJECT, "longer than 2000 bytes", () -> add(orders, "x".repeat(3000), "1"));
    }

    @Test
    void keepsValuesThatNamesMustEscape() {
        Table odd = session.tables().create(table(ORDERS, column("k", "string"), column("l", "string")));
        List<String> values = List.of("a'b\"c", "x/y=z%41", "ünï 中 😀", "#{[]}^", "__HIVE_DEFAULT_PARTITION__",
                "trailing ");
        for (String value : values) {
            add(odd, value, "1");
            Partition found = session.partitions().find(ORDERS, List.of(value, "1")).orElseThrow();
            assertThat(found.values()).containsExactly(value, "1");
            assertThat(exists(found.storage().location())).isTrue();
        }
        assertThat(session.partitions().find(ORDERS, List.of("trailing", "1"))).isEmpty();
        assertThat(session.partitions().list(ORDERS,
                new Values(List.of(Optional.of("x/y=z%41"))), -1)).hasSize(1);
        assertThat(session.partitions().count(ORDERS, new Values(List.of(Optional.empty(), Optional.of("1")))))
                .isEqualTo(values.size());
        assertThat(session.partitions().names(ORDERS, new PartitionPredicate.IsNull("k"), -1)).hasSize(1);
    }

    @Test
    void filtersByTheTypeOfTheKey() {
        Table orders = orders();
        for (int hour : List.of(1, 2, 9, 10, 11)) {
            add(orders, "2026-01-0" + (hour % 3 + 1), Integer.toString(hour));
        }
        add(orders, Partition.DEFAULT_VALUE, "3");
        assertThat(names("hr > 9")).containsExactlyInAnyOrder("ds=2026-01-02/hr=10", "ds=2026-01-03/hr=11");
        assertThat(names("hr in (1, 2) and ds >= '2026-01-02'")).hasSize(2);
        assertThat(names("ds = date '2026-01-01'")).containsExactly("ds=2026-01-01/hr=9");
        assertThat(names("not (ds = '2026-01-01')")).hasSize(4).noneMatch(name -> name.contains("HIVE_DEFAULT"));
        assertThat(names("hr between 2 and 9")).hasSize(3);
        assertThat(names("ds like '2026-01-0_' and hr != 1")).hasSize(4);
        assertThat(names("hr = 'nonsense'")).isEmpty();
        assertThat(names("hr != 'nonsense'")).isEmpty();
        assertFails(Reason.INVALID_INPUT, "'nokey' is not a partition key", () -> names("nokey = 1"));
    }

    @Test
    void handlesMoreKeysThanTheRowHasColumnsFor() {
        Column[] keys = IntStream.range(0, 7).mapToObj(i -> column("k" + i, i % 2 == 0 ? "int" : "string"))
                .toArray(Column[]::new);
        Table wide = session.tables().create(table(ORDERS, keys));
        add(wide, "1", "b", "3", "d", "5", "f", "7");
        add(wide, "1", "b", "3", "d", "50", "f", Partition.DEFAULT_VALUE);
        assertThat(names("k4 < 9")).hasSize(1);
        assertThat(names("k6 is null and k5 = 'f'")).hasSize(1);
        session.partitions().rename(ORDERS, List.of("1", "b", "3", "d", "5", "f", "7"),
                partition(wide, "1", "b", "3", "d", "6", "f", "8"));
        assertThat(names("k4 = 6 and k6 = 8")).hasSize(1);
        session.partitions().drop(ORDERS, List.of(FilterParser.parse("k6 = 8")), DataRemoval.DELETE, IfExists.FAIL);
        assertThat(names("")).hasSize(1);
    }

    @Test
    void altersPartitions() {
        Table orders = orders();
        add(orders, "2026-01-01", "1");
        Partition before = session.partitions().find(ORDERS, List.of("2026-01-01", "1")).orElseThrow();
        Partition changed = new Partition(ORDERS, before.values(), 0, 5,
                before.storage().withLocation("memory://other/place"), Map.of("a", "b"), 9);
        session.partitions().alter(ORDERS, List.of(changed));
        Partition after = session.partitions().find(ORDERS, before.values()).orElseThrow();
        assertThat(after.storage().location()).isEqualTo("memory://other/place");
        assertThat(after.parameters()).containsEntry("a", "b").doesNotContainKey("rows");
        assertThat(after.createTime()).isEqualTo(before.createTime());
        assertThat(after.writeId()).isEqualTo(9);
        assertFails(Reason.NOT_FOUND, "hr=2",
                () -> session.partitions().alter(ORDERS, List.of(changed, partition(orders, "2026-01-01", "2"))));
    }

    @Test
    void renamesAPartitionWithItsFolder() {
        Table orders = orders();
        add(orders, "2026-01-01", "1");
        add(orders, "2026-01-01", "2");
        Partition old = session.partitions().find(ORDERS, List.of("2026-01-01", "1")).orElseThrow();
        Partition changed = new Partition(ORDERS, List.of("2026-01-02", "1"), 0, 0, old.storage(), old.parameters(),
                -1);
        session.partitions().rename(ORDERS, old.values(), changed);
        assertThat(session.partitions().find(ORDERS, old.values())).isEmpty();
        String location = session.partitions().find(ORDERS, changed.values()).orElseThrow().storage().location();
        assertThat(location).endsWith("/orders/ds=2026-01-02/hr=1");
        assertThat(exists(location)).isTrue();
        assertThat(exists(old.storage().location())).isFalse();
        assertThat(names("ds = '2026-01-02'")).hasSize(1);
        assertFails(Reason.ALREADY_EXISTS, "hr=2",
                () -> session.partitions().rename(ORDERS, changed.values(), partition(orders, "2026-01-01", "2")));
    }

    @Test
    void dropsPartitionsWithTheirFoldersAndTheEmptyOnesAbove() {
        Table orders = orders();
        add(orders, "2026-01-01", "1");
        add(orders, "2026-01-02", "1");
        add(orders, "2026-01-02", "2");
        List<PartitionPredicate> missing = List.of(FilterParser.parse("hr = 1"), FilterParser.parse("hr = 99"));
        assertFails(Reason.NOT_FOUND, "none meets",
                () -> session.partitions().drop(ORDERS, missing, DataRemoval.DELETE, IfExists.FAIL));
        assertThat(session.partitions().drop(ORDERS, missing, DataRemoval.DELETE, IfExists.SKIP)).hasSize(2);
        assertThat(names("")).containsExactly("ds=2026-01-02/hr=2");
        assertThat(exists(WAREHOUSE + "/sales.db/orders/ds=2026-01-01")).isFalse();
        assertThat(exists(WAREHOUSE + "/sales.db/orders/ds=2026-01-02/hr=1")).isFalse();
        assertThat(exists(WAREHOUSE + "/sales.db/orders/ds=2026-01-02/hr=2")).isTrue();
    }

    @Test
    void exchangesPartitionsWithAnotherTable() {
        Table orders = orders();
        session.tables().create(table(ARCHIVE, column("ds", "date"), column("hr", "int")));
        add(orders, "2026-01-01", "1");
        add(orders, "2026-01-02", "1");
        List<Partition> moved = session.partitions().exchange(ORDERS, FilterParser.parse("ds = '2026-01-01'"), ARCHIVE);
        assertThat(moved).singleElement().satisfies(
                partition -> assertThat(partition.storage().location()).endsWith("/archive/ds=2026-01-01/hr=1"));
        assertThat(exists(moved.getFirst().storage().location())).isTrue();
        assertThat(names("")).containsExactly("ds=2026-01-02/hr=1");
        assertThat(session.partitions().count(ARCHIVE, PartitionPredicate.all())).isEqualTo(1);
    }

    @Test
    void answersBulkCallsOverManyPartitions() {
        Table orders = session.tables().create(table(ORDERS, column("ds", "string"), column("n", "int")));
        List<Partition> many = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            Partition partition = partition(orders, "d" + i % 10, Integer.toString(i));
            many.add(partition);
            names.add(PartitionNames.name(orders.partitionKeys(), partition.values()));
        }
        session.partitions().add(ORDERS, many, IfExists.FAIL);
        assertThat(session.partitions().byNames(ORDERS, names)).hasSize(2_500);
        assertThat(session.partitions().list(ORDERS, PartitionPredicate.all(), -1)).hasSize(2_500)
                .isSortedAccordingTo((a, b) -> PartitionNames.name(orders.partitionKeys(), a.values())
                        .compareTo(PartitionNames.name(orders.partitionKeys(), b.values())));
        assertThat(names("n >= 100 and n < 200")).hasSize(100);
        assertThat(session.partitions().drop(ORDERS, List.of(FilterParser.parse("n < 2400")), DataRemoval.DELETE,
                IfExists.FAIL)).hasSize(2_400);
        assertThat(session.partitions().count(ORDERS, PartitionPredicate.all())).isEqualTo(100);
    }
}

package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.partition.PartitionPredicate.Comparison;
import dev.skep.metastore.partition.PartitionPredicate.In;
import dev.skep.metastore.partition.PartitionPredicate.Like;
import dev.skep.metastore.partition.PartitionPredicate.Operator;

/** Texts come back as they were put in, and compare byte by byte, whatever a database makes of case, spaces, accents and length. */
abstract class TextContractTest extends CatalogContractTest {
    private static final List<String> ALIKE = List.of("a", "A", "a ", "a  ", " a", "á", "a\u0301", "Á", "ß", "ss",
            "SS", "\uD83D\uDE00", "\uD83D\uDE01", "\uD83D\uDE00 ", "ı", "i", "I", "İ", "a\\", "a\\\\", "'", "''",
            "\"", "`", "a%", "a_", "ab", "a!", "a/b", "a=b", "a\tb", "a\nb", "?", ":x", "${x}", "#", "-- x", "NULL",
            "０", "0", "00", "漢字", "\uD800\uDF48");

    private Table tableWith(Column... keys) {
        return session.tables().create(table(ORDERS, keys));
    }

    private void add(Table table, List<String> values) {
        session.partitions().add(ORDERS, values.stream().map(value -> partition(table, value)).toList(),
                IfExists.FAIL);
    }

    private List<String> values(PartitionPredicate predicate) {
        return session.partitions().list(ORDERS, predicate, -1).stream().map(one -> one.values().getFirst()).toList();
    }

    @Test
    void valuesThatDifferInAByteAreDifferentPartitions() {
        Table table = tableWith(column("k", "string"));
        add(table, ALIKE);
        assertThat(values(PartitionPredicate.all())).containsExactlyInAnyOrderElementsOf(ALIKE);
        for (String value : ALIKE) {
            assertThat(session.partitions().find(ORDERS, List.of(value))).as("'%s'", value).get()
                    .extracting(found -> found.values().getFirst()).isEqualTo(value);
            assertThat(values(new Comparison("k", Operator.EQUAL, value))).containsExactly(value);
            assertThat(values(new In("k", List.of(value, "no such value")))).containsExactly(value);
            assertFails(Reason.ALREADY_EXISTS, "", () -> add(table, List.of(value)));
        }
        assertThat(values(new Like("k", "a_"))).containsExactlyInAnyOrderElementsOf(ALIKE.stream()
                .filter(value -> value.startsWith("a") && value.codePointCount(0, value.length()) == 2).toList());
        assertThat(values(new Like("k", "a%"))).containsExactlyInAnyOrderElementsOf(
                ALIKE.stream().filter(value -> value.startsWith("a")).toList());
        assertThat(values(new Like("k", "_"))).contains("a", "A", "á", "ß", "?").doesNotContain("ab");
        assertThat(values(new Comparison("k", Operator.GREATER, "a"))).contains("a ", "á", "ab").doesNotContain("a",
                "A", " a");
        session.partitions().drop(ORDERS, List.of(new Comparison("k", Operator.EQUAL, "a")), DataRemoval.DELETE,
                IfExists.FAIL);
        assertThat(values(PartitionPredicate.all())).hasSize(ALIKE.size() - 1).contains("A", "a ").doesNotContain("a");
    }

    @Test
    void longNamesAreComparedAndOrderedInTheirWholeLength() {
        Table table = tableWith(column("k", "string"), column("n", "int"));
        String head = "漢".repeat(300) + "x".repeat(1_060);
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String end = Integer.toString((i * 7) % 40);
            partitions.add(partition(table, head + "0".repeat(2 - end.length()) + end, Integer.toString(i)));
        }
        session.partitions().add(ORDERS, partitions, IfExists.FAIL);
        assertThat(session.partitions().names(ORDERS, PartitionPredicate.all(), -1)).hasSize(40).isSorted();
        assertThat(session.partitions().names(ORDERS, new Comparison("n", Operator.LESS, "30"), -1)).hasSize(30)
                .isSorted();
        assertThat(session.partitions().list(ORDERS, new Comparison("k", Operator.EQUAL, head + "17"), -1))
                .singleElement().extracting(one -> one.values().getFirst()).isEqualTo(head + "17");
        assertThat(session.partitions().names(ORDERS, new Comparison("k", Operator.LESS, head + "05"), -1))
                .hasSize(5);
        // "k=" and "/n=1" are of the name.
        String longest = "x".repeat(2_000 - 6);
        session.partitions().add(ORDERS, List.of(partition(table, longest, "1")), IfExists.FAIL);
        assertThat(session.partitions().find(ORDERS, List.of(longest, "1"))).isPresent();
        assertFails(Reason.INVALID_OBJECT, "its name is longer than 2000 bytes",
                () -> session.partitions().add(ORDERS, List.of(partition(table, longest + "x", "1")), IfExists.FAIL));
    }

    @Test
    void keysBeyondThoseOfTheRowCompareAlike() {
        Column[] keys = Stream.of("a", "b", "c", "d", "e", "f").map(name -> column(name, "string"))
                .toArray(Column[]::new);
        Table table = tableWith(keys);
        session.partitions().add(ORDERS,
                ALIKE.stream().map(value -> partition(table, "1", "1", "1", "1", value, value)).toList(),
                IfExists.FAIL);
        for (String value : ALIKE) {
            assertThat(session.partitions().list(ORDERS, new Comparison("f", Operator.EQUAL, value), -1))
                    .singleElement().extracting(one -> one.values().get(5)).isEqualTo(value);
        }
        session.tables().drop(ORDERS, DataRemoval.DELETE);
        assertThat(session.tables().find(ORDERS)).isEmpty();
    }

    @Test
    void textsComeBackAsTheyWere() {
        Map<String, String> parameters = new HashMap<>();
        for (String text : ALIKE) {
            parameters.put(text, text + " ");
        }
        parameters.put("empty", "");
        parameters.put("large", "\uD83D\uDE00\\'\"\n".repeat(600_000));
        Table made = table(ORDERS, column("k", "string"));
        Column[] columns = ALIKE.stream()
                .map(text -> new Column("c" + Integer.toHexString(text.hashCode()), "string", text))
                .toArray(Column[]::new);
        session.tables().create(new Table(-1, made.name(), made.type(), "owner \uD83D\uDE00 ", made.ownerType(), 0, 0,
                0, storage(null, columns), made.partitionKeys(), parameters, "view \\' text", "", false, null, -1));
        Table found = session.tables().table(ORDERS).visible();
        assertThat(found.parameters()).containsAllEntriesOf(parameters);
        assertThat(found.owner()).isEqualTo("owner \uD83D\uDE00 ");
        assertThat(found.viewOriginalText()).isEqualTo("view \\' text");
        assertThat(found.viewExpandedText()).isEmpty();
        assertThat(found.storage().columns()).containsExactly(columns);
    }

    @Test
    void statisticsOfColumnsWithLongNamesAreTheirOwn() {
        String name = "漢".repeat(500);
        Table made = table(ORDERS);
        session.tables().create(new Table(-1, made.name(), made.type(), "ann", made.ownerType(), 0, 0, 0,
                storage(null, column(name + "a", "bigint"), column(name + "b", "bigint")), List.of(), Map.of(), null,
                null, false, null, -1));
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (String column : List.of(name + "a", name + "b")) {
            statistics.add(new ColumnStatistics(column, "bigint", "hive", 5,
                    new ColumnStatistics.LongValues(1L, 2L, 3, 4, null, null)));
        }
        session.statistics().updateTable(ORDERS, statistics);
        assertThat(session.statistics().ofTable(ORDERS, List.of(name + "b"), "hive")).hasSize(1);
        assertThat(session.statistics().ofTable(ORDERS, List.of(name + "b", name + "a"), "hive"))
                .extracting(ColumnStatistics::column).containsExactlyInAnyOrder(name + "a", name + "b");
    }
}

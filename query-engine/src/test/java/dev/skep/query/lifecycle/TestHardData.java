package dev.skep.query.lifecycle;

import static dev.skep.query.lifecycle.HardData.COMMON;
import static dev.skep.query.lifecycle.HardData.ROWS;
import static dev.skep.query.lifecycle.HardData.key;
import static dev.skep.query.lifecycle.HardData.text;
import static dev.skep.query.lifecycle.HardData.wide;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Skewed keys, columns of nulls, one giant group and exploding joins, each in less memory than it would like: the right rows, or what could not be done and why. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestHardData {
    private static final String LITTLE = "6MB";
    private static final String ENOUGH = "200MB";
    /** The sum of 0 to {@code ROWS - 1}. */
    private static final long SUM = (long) ROWS * (ROWS - 1) / 2;

    private HardData data;

    @BeforeAll
    void make(@TempDir Path folder) {
        data = new HardData(folder);
    }

    @AfterAll
    void close() {
        data.close();
    }

    private static List<String> strings(LongStream rows, java.util.function.LongFunction<String> text) {
        return rows.mapToObj(text).toList();
    }

    @Test
    void groupsByAKeyThatMostRowsHave() {
        Map<Long, long[]> groups = new TreeMap<>();
        for (long i = 0; i < ROWS; i++) {
            long[] group = groups.computeIfAbsent(key(i), k -> new long[2]);
            group[0]++;
            group[1] += i;
        }
        List<String> expected = new ArrayList<>();
        groups.forEach((k, group) -> expected.add(k + "|" + group[0] + "|" + group[1]));
        for (String memory : List.of(LITTLE, ENOUGH)) {
            assertThat(data.run(memory, "SELECT k, count(*), sum(v) FROM skewed GROUP BY k ORDER BY k"))
                    .isEqualTo(expected);
        }
        List<String> byText = data.spilling("4MB",
                "SELECT s, min(t), count(*) FROM skewed GROUP BY s ORDER BY min(v)");
        List<String> texts = new ArrayList<>(List.of(text(0) + "|" + wide(0) + "|" + ROWS / 10 * 9));
        for (long i = 9; i < ROWS; i += 10) {
            texts.add(text(i) + "|" + wide(i) + "|1");
        }
        assertThat(byText).isEqualTo(texts);
    }

    @Test
    void joinsByAKeyThatMostRowsOfBothSidesHave() {
        long common = 5400;
        long others = 600;
        String both = " FROM (SELECT k, v, repeat(t, 20) AS w FROM skewed WHERE v < 6000) a %s "
                + "(SELECT k, repeat(t, 20) AS w FROM skewed WHERE v < 6000) b ON a.k = b.k";
        String wanted = "SELECT count(*), sum(a.v), count(a.w), count(b.w)";
        long sum = LongStream.range(0, 6000).map(i -> i * (key(i) == COMMON ? common : 1)).sum();
        long pairs = common * common + others;
        String expected = pairs + "|" + sum + "|" + pairs + "|" + pairs;
        for (String kind : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")) {
            assertThat(data.spilling("4MB", wanted + both.formatted(kind))).as(kind).containsExactly(expected);
        }
        assertThat(
                data.run("4MB", "SELECT count(*), sum(v) FROM skewed WHERE k IN (SELECT k FROM skewed WHERE t > '')"))
                .containsExactly(ROWS + "|" + SUM);
        assertThat(data.run("4MB",
                "SELECT count(*), sum(v) FROM skewed a WHERE v < 10000 AND NOT EXISTS (SELECT 1 FROM skewed b "
                        + "WHERE b.s = a.s AND b.v > a.v AND b.v < 10000)"))
                .containsExactly(unfollowed());
    }

    /** Count and sum of those of the first 10,000 rows after which none has their key. */
    private static String unfollowed() {
        Map<String, Long> last = new TreeMap<>();
        for (long i = 0; i < 10_000; i++) {
            last.put(text(i), i);
        }
        return last.size() + "|" + last.values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void sortsAndRanksByAKeyThatMostRowsHave() {
        assertThat(data.spilling(LITTLE, "SELECT s, v FROM skewed ORDER BY s DESC, t DESC LIMIT 20000 OFFSET 179999"))
                .hasSize(20_000).first().asString().startsWith("the key");
        List<String> ranks = data.spilling("14MB", "SELECT max(r), max(n), sum(n) FROM (SELECT "
                + "rank() OVER (PARTITION BY k ORDER BY s) AS r, row_number() OVER (PARTITION BY k ORDER BY t) AS n FROM skewed)");
        long most = ROWS / 10 * 9;
        assertThat(ranks).containsExactly("1|" + most + "|" + (most * (most + 1) / 2 + ROWS / 10));
    }

    @Test
    void columnsOfNullsJoinNothing() {
        String join = "SELECT count(*), count(b.v) FROM absent a %s JOIN absent b ON a.%s = b.%s";
        for (String column : List.of("k", "s", "m", "x", "d")) {
            assertThat(data.run(LITTLE, join.formatted("", column, column))).containsExactly("0|0");
            assertThat(data.run(LITTLE, join.formatted("LEFT", column, column))).containsExactly(ROWS + "|0");
            assertThat(data.run(LITTLE, join.formatted("RIGHT", column, column))).containsExactly(ROWS + "|" + ROWS);
            assertThat(data.run(LITTLE, join.formatted("FULL", column, column)))
                    .containsExactly(2 * ROWS + "|" + ROWS);
        }
        assertThat(data.run(LITTLE, "SELECT count(*) FROM n WHERE i IN (SELECT k FROM absent)")).containsExactly("0");
        assertThat(data.run(LITTLE, "SELECT count(*) FROM n WHERE i NOT IN (SELECT k FROM absent)"))
                .containsExactly("0");
        assertThat(data.run(LITTLE, "SELECT count(*) FROM n WHERE i NOT IN (SELECT k FROM absent WHERE v < 0)"))
                .containsExactly(String.valueOf(ROWS));
        assertThat(data.run(LITTLE, "SELECT count(*) FROM absent WHERE k NOT IN (SELECT i FROM n)"))
                .containsExactly("0");
        assertThat(data.run(LITTLE, "SELECT count(*) FROM absent WHERE k NOT IN (SELECT i FROM n WHERE i < 0)"))
                .containsExactly(String.valueOf(ROWS));
        assertThat(data.run(LITTLE,
                "SELECT count(*) FROM absent a WHERE EXISTS (SELECT 1 FROM absent b WHERE a.s = b.s)"))
                .containsExactly("0");
        assertThat(data.run(LITTLE,
                "SELECT count(*) FROM (SELECT * FROM absent WHERE v < 2000) a JOIN (SELECT * FROM absent WHERE v < 3000) b "
                        + "ON a.k IS NOT DISTINCT FROM b.k"))
                .containsExactly("6000000");
    }

    @Test
    void columnsOfNullsAreOneGroup() {
        assertThat(data.run(LITTLE, "SELECT k, s, m, x, d, count(*), count(k), sum(m), min(s), max(d), avg(x), sum(v) "
                + "FROM absent GROUP BY k, s, m, x, d"))
                .containsExactly("null|null|null|null|null|" + ROWS + "|0|null|null|null|null|" + SUM);
        assertThat(data.run(LITTLE, "SELECT DISTINCT k, s, m, x, d FROM absent"))
                .containsExactly("null|null|null|null|null");
        assertThat(data.run(LITTLE,
                "SELECT count(DISTINCT k), sum(DISTINCT m), count(DISTINCT s), avg(DISTINCT x), count(*) "
                        + "FROM absent"))
                .containsExactly("0|null|0|null|" + ROWS);
        assertThat(data.run(LITTLE, "SELECT k, count(DISTINCT s), count(DISTINCT v) FROM absent GROUP BY ROLLUP (k)"))
                .containsExactlyInAnyOrder("null|0|" + ROWS, "null|0|" + ROWS);
        assertThat(data.run(ENOUGH,
                "SELECT cardinality(array_agg(k)), cardinality(array_agg(DISTINCT k)), listagg(s, ',') FROM absent"))
                .containsExactly(ROWS + "|1|null");
    }

    @Test
    void columnsOfNullsAreSortedAndRanked() {
        for (String column : List.of("k", "s", "m", "x", "d")) {
            assertThat(data.run(LITTLE, "SELECT v FROM absent ORDER BY %s DESC, v LIMIT 3".formatted(column)))
                    .containsExactly("0", "1", "2");
            assertThat(data.run(LITTLE,
                    "SELECT max(r), max(d), sum(n), count(f) FROM (SELECT rank() OVER (ORDER BY %1$s) AS r, "
                            .formatted(column)
                            + "dense_rank() OVER (ORDER BY %1$s) AS d, row_number() OVER (ORDER BY %1$s) AS n, "
                                    .formatted(column)
                            + "first_value(%1$s) OVER (ORDER BY %1$s) AS f FROM absent)".formatted(column)))
                    .containsExactly("1|1|" + (SUM + ROWS) + "|0");
        }
        assertThat(data.spilling("4MB", "SELECT k, v FROM absent ORDER BY k, v DESC")).isEqualTo(
                strings(LongStream.range(0, ROWS), i -> "null|" + (ROWS - 1 - i)));
        assertThat(data.run(LITTLE,
                "SELECT DISTINCT c, t, k FROM (SELECT k, count(*) OVER (PARTITION BY k) AS c, sum(m) OVER (PARTITION BY s) AS t FROM absent)"))
                .containsExactly(ROWS + "|null|null");
    }

    @Test
    void distinctValuesOfOneGiantGroupGoToDisk() {
        assertThat(data.spilling("4MB", "SELECT count(DISTINCT t), count(*), min(v), avg(v) FROM skewed"))
                .containsExactly(ROWS + "|" + ROWS + "|0|" + (ROWS - 1) / 2.0);
        assertThat(data.run(LITTLE,
                "SELECT count(DISTINCT v), sum(DISTINCT v), sum(DISTINCT v % 5), avg(DISTINCT v) FROM skewed"))
                .containsExactly(ROWS + "|" + SUM + "|10|" + (ROWS - 1) / 2.0);
        assertThat(data.spilling("4MB", "SELECT count(DISTINCT t), count(DISTINCT s), sum(v), "
                + "count(DISTINCT t) FILTER (WHERE v < 500), count(*) FILTER (WHERE v >= 199990) FROM skewed"))
                .containsExactly(ROWS + "|" + (ROWS / 10 + 1) + "|" + SUM + "|500|10");
        assertThat(data.spilling("4MB",
                "SELECT k = 7 AS common, count(DISTINCT t), count(DISTINCT s), sum(DISTINCT v), max(v) "
                        + "FROM skewed GROUP BY k = 7 ORDER BY 1"))
                .containsExactly(
                        "false|" + ROWS / 10 + "|" + ROWS / 10 + "|"
                                + LongStream.range(0, ROWS).filter(i -> i % 10 == 9).sum() + "|199999",
                        "true|" + ROWS / 10 * 9 + "|1|" + LongStream.range(0, ROWS).filter(i -> i % 10 < 9).sum()
                                + "|199998");
        assertThat(data.spilling("4MB",
                "SELECT k = 7 AS common, v % 2, count(DISTINCT t), count(*) FROM skewed GROUP BY ROLLUP (k = 7, v % 2) ORDER BY 1, 2"))
                .containsExactly("false|1|20000|20000", "false|null|20000|20000", "true|0|100000|100000",
                        "true|1|80000|80000", "true|null|180000|180000", "null|null|200000|200000");
    }

    @Test
    void listsOfOneGiantGroupAreRefused() {
        for (String call : List.of("cardinality(array_agg(t))", "length(listagg(t, ','))",
                "cardinality(array_agg(DISTINCT t))")) {
            String sql = "SELECT %s, count(*) FROM skewed".formatted(call);
            assertThat(data.refusal(LITTLE, sql)).matches(
                    "Cannot run aggregation \\(node \\d+\\): it needs [\\d,]+ more bytes of memory beside [\\d,]+ in use, "
                            + "and query.max-memory-per-query is 6,291,456");
        }
        long length = LongStream.range(0, ROWS).map(i -> wide(i).length()).sum();
        assertThat(data.run(ENOUGH, "SELECT cardinality(array_agg(t)), length(listagg(t, ',')), "
                + "cardinality(array_agg(DISTINCT s)) FROM skewed"))
                .containsExactly(ROWS + "|" + (length + ROWS - 1) + "|" + (ROWS / 10 + 1));
    }

    @Test
    void oneGiantPartitionIsComputedOrRefused() {
        assertThat(data.spilling(LITTLE, "SELECT sum(r - v), max(c), max(s), sum(run), sum(part) FROM (SELECT v, "
                + "row_number() OVER (ORDER BY t) - rank() OVER (ORDER BY t) + v AS r, count(*) OVER () AS c, sum(v) OVER () AS s, "
                + "sum(1) OVER (ORDER BY v) AS run, ntile(10) OVER (ORDER BY v) AS part FROM skewed)"))
                .containsExactly("0|" + ROWS + "|" + SUM + "|" + (SUM + ROWS) + "|" + ROWS / 10 * 55);
        String lag = "SELECT count(p), sum(v - p) FROM (SELECT v, lag(v) OVER (ORDER BY t) AS p, max(t) OVER (ORDER BY t) FROM skewed)";
        assertThat(data.refusal("4MB", lag)).matches("Cannot run window \\(node \\d+\\): it needs [\\d,]+ more bytes "
                + "of memory beside [\\d,]+ in use, and query.max-memory-per-query is 4,194,304");
        List<Long> ordered = LongStream.range(0, ROWS).boxed()
                .sorted((a, b) -> wide(a).compareTo(wide(b))).toList();
        assertThat(data.run(ENOUGH, lag))
                .containsExactly(ROWS - 1 + "|" + (ordered.getLast() - ordered.getFirst()));
    }

    @Test
    void aJoinOfAHundredForOneIsAggregatedAndSorted() {
        // 20,000 rows that have 100 partners each.
        String join = " FROM (SELECT v, t, v % 200 AS g FROM skewed WHERE v < 20000) a "
                + "JOIN (SELECT v, t, v % 200 AS g FROM skewed WHERE v < 20000) b ON a.g = b.g";
        long rows = 20_000L * 100;
        assertThat(data.run(LITTLE, "SELECT count(*), sum(a.v), sum(b.v)" + join))
                .containsExactly(rows + "|" + 199_990_000L * 100 + "|" + 199_990_000L * 100);
        List<String> grouped = data.spilling(LITTLE,
                "SELECT a.v, count(*), sum(b.v), max(a.t)" + join + " GROUP BY a.v ORDER BY a.v");
        assertThat(grouped).isEqualTo(strings(LongStream.range(0, 20_000), i -> {
            long sum = LongStream.range(0, 100).map(p -> i % 200 + 200 * p).sum();
            return i + "|100|" + sum + "|" + wide(i);
        }));
        assertThat(data.run(LITTLE, "SELECT a.v, b.v" + join + " ORDER BY a.v + b.v DESC, a.v LIMIT 3"))
                .containsExactly("19999|19999", "19998|19998", "19997|19997");
        assertThat(
                data.spilling(LITTLE, "SELECT count(*), min(x), max(x), max(t) FROM (SELECT a.v AS x, b.t AS t" + join
                        + " ORDER BY a.v, b.v LIMIT 60000)"))
                .containsExactly("60000|0|599|" + highestText());
    }

    private static String highestText() {
        return LongStream.range(0, 20_000).mapToObj(HardData::wide).max(String::compareTo).orElseThrow();
    }

    @Test
    void distinctRowsOfAnExplodingJoinGoToDisk() {
        assertThat(data.spilling(LITTLE, "SELECT count(DISTINCT a.t || b.t), count(*) FROM "
                + "(SELECT t, v % 20 AS g FROM skewed WHERE v < 2000) a JOIN (SELECT t, v % 20 AS g FROM skewed WHERE v < 1000) b ON a.g = b.g"))
                .containsExactly("100000|100000");
    }
}

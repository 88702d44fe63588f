package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Windows that leave out what a filter above them would drop, against the same windows below a filter that they do not understand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestRankLimits {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private HardData data;

    @BeforeAll
    void make(@TempDir Path folder) {
        data = new HardData(folder);
        // Keys with many ties and nulls; v is unique.
        data.fixture.run("CREATE TABLE r AS SELECT CASE WHEN i % 13 = 0 THEN NULL ELSE i * 7919 % 50 END AS few, "
                + "CASE WHEN i % 7 = 0 THEN NULL ELSE 'p' || CAST(i * 31 % 10000 AS string) END AS many, "
                + "CASE WHEN i % 11 = 0 THEN NULL ELSE CAST(i * 104729 % 37 AS double) / 4 END AS x, "
                + "CASE WHEN i % 5 = 0 THEN NULL ELSE 't' || CAST(i * 15485863 % 1000 AS string) END AS t, i AS v FROM n WHERE i < 60000");
    }

    @AfterAll
    void close() {
        data.close();
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String plan(HardData data, String sql) {
        return String.join("\n", data.run("200MB", "EXPLAIN " + sql));
    }

    /** @param left what is compared: the rank itself, or a sum with nothing */
    private static String sql(String partition, String order, String functions, String left, String condition) {
        return "SELECT few, many, x, t, v, a, b FROM (SELECT *, %s FROM r) WHERE %s %s ORDER BY v".formatted(
                functions.formatted(partition, order, partition, order), left, condition);
    }

    @Test
    void theRowsAreThoseOfTheFilterAlone() {
        for (int round = 0; round < 10; round++) {
            String partition = any("", "PARTITION BY few", "PARTITION BY many", "PARTITION BY few, x",
                    "PARTITION BY t");
            // The order of rows that are numbered is made whole, so that there is one answer.
            boolean ranks = random.nextBoolean();
            String order = any("x", "x DESC", "t NULLS FIRST, x", "t DESC NULLS LAST", "x NULLS FIRST, many")
                    + (ranks ? "" : ", v DESC");
            String function = ranks ? any("rank()", "dense_rank()") : any("row_number()", "rank()", "dense_rank()");
            String other = ranks ? any("rank()", "dense_rank()") : any("row_number()", "rank()");
            String condition = any("<= 1", "= 1", "< 4", "<= 3", "<= 50", "<= 0", "< 1", "= 2", "<= 100000");
            String memory = any("8MB", "200MB");
            String functions = function + " OVER (%s ORDER BY %s) AS a, " + other + " OVER (%s ORDER BY %s) AS b";
            String pushed = sql(partition, order, functions, "a", condition);
            assertThat(plan(data, pushed)).as("seed %d: %s", seed, pushed).contains("; only a <= ");
            String plain = sql(partition, order, functions, "a + 0", condition);
            assertThat(plan(data, plain)).doesNotContain("; only ");
            assertThat(data.run(memory, pushed)).as("seed %d: %s", seed, pushed).isEqualTo(data.run("200MB", plain));
        }
    }

    @Test
    void oneOfTheRowsThatTieIsTaken() {
        String rows = "SELECT few, x, count(*), min(a), max(a) FROM (SELECT *, row_number() OVER (PARTITION BY few ORDER BY x) AS a FROM r) "
                + "WHERE %s GROUP BY few, x ORDER BY few, x";
        assertThat(data.run("8MB", rows.formatted("a <= 200")))
                .isEqualTo(data.run("200MB", rows.formatted("a + 0 <= 200")));
    }

    @Test
    void aLimitIsUnderstoodFromBothSides() {
        String sql = "SELECT v FROM (SELECT v, rank() OVER (ORDER BY v DESC) AS a FROM r) WHERE %s ORDER BY v";
        for (String condition : List.of("3 >= a", "4 > a", "a BETWEEN 1 AND 3", "a < 4 AND v % 1 = 0",
                "a <= 3 AND a <= 5")) {
            assertThat(plan(data, sql.formatted(condition))).as(condition).contains("; only a <= 3");
            assertThat(data.run("8MB", sql.formatted(condition))).as(condition)
                    .containsExactly("59997", "59998", "59999");
        }
        for (String condition : List.of("a > 59998", "a <> 1", "a <= v", "a <= 2 OR v = 1")) {
            assertThat(plan(data, sql.formatted(condition))).as(condition).doesNotContain("; only ");
        }
        assertThat(data.run("8MB", sql.formatted("a > 59998"))).containsExactly("0", "1");
    }

    @Test
    void aWindowWithOtherFunctionsKeepsItsRows() {
        String sql = "SELECT v, s FROM (SELECT v, rank() OVER (ORDER BY v) AS a, sum(1) OVER (ORDER BY v ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS s FROM r) "
                + "WHERE a <= 1";
        assertThat(plan(data, sql)).doesNotContain("; only ");
        assertThat(data.run("200MB", sql)).containsExactly("0|60000");
    }

    @Test
    void fewRowsOfMuchDataStayInMemory() {
        String sql = "SELECT count(*), max(t || many || w) > 'a' FROM (SELECT rank() OVER (PARTITION BY few ORDER BY v) AS a, t, many, "
                + "repeat(many, 20) AS w FROM r) WHERE a <= 20";
        assertThat(data.spilling("8MB", sql.replace("a <=", "a + 0 <="))).containsExactly("1020|true");
        try (SqlSession session = data.session("8MB"); Query query = session.submit(sql, List.of())) {
            assertThat(EngineFixture.rows(query)).containsExactly("1020|true");
            assertThat(query.progress().spilledBytes()).isZero();
        }
    }
}

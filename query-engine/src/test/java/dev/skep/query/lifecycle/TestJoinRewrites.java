package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.TableName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the optimizer makes of joins answers as the plain plan does. The same random rows lie in two tables: {@code sales} has statistics that call for the
 * rewriting, those of {@code plain} call for none.
 */
final class TestJoinRewrites {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private EngineFixture fixture;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new EngineFixture(folder);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(
                    "(%s, %s, %s, %s)".formatted(key(12), key(5), random.nextInt(8) == 0 ? "NULL" : random.nextInt(100),
                            random.nextInt(8) == 0 ? "NULL" : random.nextInt(10_000) / 100.0));
        }
        String values = String.join(", ", rows);
        for (String table : List.of("sales", "plain")) {
            fixture.run("CREATE TABLE %s (item int, day int, quantity int, price decimal(7,2)) STORED AS PARQUET"
                    .formatted(table));
            fixture.run("INSERT INTO %s SELECT CAST(a AS int), CAST(b AS int), CAST(c AS int), CAST(d AS decimal(7,2)) "
                    .formatted(table) + "FROM (VALUES " + values + ") AS v (a, b, c, d)");
        }
        fixture.run("CREATE TABLE items (id int, name varchar(10), kind varchar(10)) STORED AS PARQUET");
        fixture.run(
                "INSERT INTO items VALUES (0, 'a', 'x'), (1, 'b', 'x'), (2, 'c', 'y'), (3, 'a', 'y'), (3, 'd', 'x'), (40, 'e', 'y'), (NULL, 'f', 'x')");
        fixture.run("CREATE TABLE days (id int, name varchar(10)) STORED AS PARQUET");
        fixture.run("INSERT INTO days VALUES (0, 'Sunday'), (1, 'Monday'), (2, 'Sunday'), (3, 'Friday')");
        fixture.run("ALTER TABLE sales SET TBLPROPERTIES ('numRows'='10000000')");
        CatalogSession session = fixture.catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
        session.statistics().updateTable(TableName.of("default", "sales"), List.of(
                statistics("item", 12), statistics("day", 5), statistics("quantity", 100)));
    }

    private static ColumnStatistics statistics(String column, long distinct) {
        return new ColumnStatistics(column, "int", "hive", 1,
                new ColumnStatistics.LongValues(0L, distinct - 1, 0, distinct, null, null));
    }

    private String key(int values) {
        return random.nextInt(10) == 0 ? "NULL" : String.valueOf(random.nextInt(values));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String plan(String sql) {
        return String.join("\n", fixture.run("EXPLAIN " + sql));
    }

    private void answersAlike(String sql) {
        assertThat(fixture.run(sql.replace("$T", "sales")).stream().sorted()).as("%s, seed %d", sql, seed)
                .isEqualTo(fixture.run(sql.replace("$T", "plain")).stream().sorted().toList());
    }

    private void addsUpFirst(String sql) {
        assertThat(plan(sql.replace("$T", "sales")).split("Aggregate \\[", -1)).as(sql).hasSize(3);
        assertThat(plan(sql.replace("$T", "plain")).split("Aggregate \\[", -1)).as(sql).hasSize(2);
        answersAlike(sql);
    }

    @Test
    void addsUpBeforeAJoin() {
        addsUpFirst(
                "SELECT name, sum(price), count(*), count(quantity), min(quantity), max(price) FROM $T JOIN items ON item = id GROUP BY name");
        addsUpFirst("SELECT sum(price * quantity), count(*) FROM $T JOIN items ON item = id");
        addsUpFirst("SELECT sum(price), count(*) FROM $T JOIN items ON item = id WHERE kind = 'nothing'");
        addsUpFirst("SELECT kind, day, sum(price) FROM $T JOIN items ON item = id AND day < id GROUP BY kind, day");
    }

    @Test
    void addsUpBeforeAChoiceByTheOtherSide() {
        addsUpFirst(
                "SELECT item, sum(CASE WHEN name = 'Sunday' THEN price END), sum(CASE WHEN name = 'Monday' THEN price ELSE 0 END), "
                        + "max(CASE WHEN name = 'Sunday' THEN quantity END) FROM $T JOIN days ON day = id GROUP BY item");
    }

    @Test
    void doesNotComputeForRowsThatTheJoinDropsWhatMayFail() {
        String sql = "SELECT name, sum(100 / quantity) FROM $T JOIN items ON item = id AND quantity > 0 GROUP BY name";
        assertThat(plan(sql.replace("$T", "sales")).split("Aggregate \\[", -1)).hasSize(2);
        answersAlike("SELECT name, avg(price), count(DISTINCT quantity) FROM $T JOIN items ON item = id GROUP BY name");
    }

    @Test
    void outerJoinsThatAreNoneAreNotDoneAsSuch() {
        String absent = "SELECT item, quantity, price FROM plain LEFT JOIN items ON item = id WHERE id IS NULL";
        assertThat(plan(absent)).contains("AntiJoin").doesNotContain("LeftJoin");
        assertThat(fixture.run(absent)).hasSameElementsAs(fixture.run(
                "SELECT item, quantity, price FROM plain WHERE NOT EXISTS (SELECT 1 FROM items WHERE id = item)"));
        String present = "SELECT item, name FROM plain LEFT JOIN items ON item = id WHERE coalesce(id, -1) >= 0";
        assertThat(plan(present)).contains("InnerJoin");
        assertThat(fixture.run(present).stream().sorted()).isEqualTo(fixture.run(
                "SELECT item, name FROM plain JOIN items ON item = id").stream().sorted().toList());
        String other = "SELECT item, name FROM plain LEFT JOIN items ON item = id WHERE kind IS NULL";
        assertThat(plan(other)).doesNotContain("AntiJoin");
    }

    @Test
    void constantsOfOneSideReachTheOther() {
        String sql = "SELECT s.day, s.n, p.n FROM (SELECT day, count(*) AS n FROM sales GROUP BY day) AS s "
                + "LEFT JOIN (SELECT day, sum(quantity) AS n FROM plain GROUP BY day) AS p ON s.day = p.day WHERE s.day = 3";
        assertThat(plan(sql).split("filter day = 3", -1)).hasSize(3);
        assertThat(fixture.run(sql)).hasSize(1);
    }

    @Test
    void semiJoinsBuildTheSmallerSide() {
        String sql = "SELECT id, name FROM items WHERE %s EXISTS (SELECT 1 FROM sales WHERE item = id)";
        assertThat(plan(sql.formatted(""))).contains("RightSemiJoin");
        assertThat(plan(sql.formatted("NOT"))).contains("RightAntiJoin");
        for (String not : List.of("", "NOT")) {
            assertThat(fixture.run(sql.formatted(not)).stream().sorted()).isEqualTo(fixture.run(
                    sql.formatted(not).replace("sales", "plain")).stream().sorted().toList());
        }
    }
}

package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates over tables that nobody has analyzed: what the files' metadata says of ranges is used. */
final class TestFooterStatistics {
    private static final int ROWS = 2000;
    private static final Pattern ESTIMATE = Pattern.compile("Scan .*\\{rows: ([0-9,]+)");

    private EngineFixture fixture;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new EngineFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void fill(String table, int from, int to) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add("(%d, %d, %d.25)".formatted(i, i % 10, i));
        }
        fixture.run("INSERT INTO " + table
                + " SELECT CAST(a AS bigint), CAST(b AS int), CAST(c AS decimal(9,2)), DATE '2026-01-01' + INTERVAL '1' DAY * (a / 100) FROM (VALUES "
                + String.join(", ", rows) + ") AS v (a, b, c)");
    }

    private long estimate(String query) {
        String plan = String.join("\n", fixture.run("EXPLAIN " + query));
        Matcher matcher = ESTIMATE.matcher(plan);
        assertThat(matcher.find()).as(plan).isTrue();
        return Long.parseLong(matcher.group(1).replace(",", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARQUET", "ORC"})
    void rangesAndFewValuesAreKnownFromFiles(String format) {
        fixture.run("CREATE TABLE t (id bigint, kind int, price decimal(9,2), day date) STORED AS " + format);
        fill("t", 0, ROWS / 2);
        fill("t", ROWS / 2, ROWS);
        assertThat(estimate("SELECT id FROM t WHERE id < 500")).isBetween(450L, 550L);
        assertThat(estimate("SELECT id FROM t WHERE price >= 1500 AND price < 1600")).isBetween(80L, 120L);
        assertThat(estimate("SELECT id FROM t WHERE kind = 3")).isBetween(190L, 210L);
        assertThat(estimate("SELECT id FROM t WHERE day >= DATE '2026-01-16'")).isBetween(400L, 600L);
        // A new file is looked at by the next statement.
        fill("t", ROWS, 2 * ROWS);
        assertThat(estimate("SELECT id FROM t WHERE id < 501")).isBetween(450L, 550L);
    }

    @Test
    void whatTheCatalogSaysComesFirst() {
        fixture.run("CREATE TABLE t (id bigint, kind int, price decimal(9,2), day date) STORED AS PARQUET");
        fill("t", 0, ROWS);
        fixture.run("ANALYZE TABLE t COMPUTE STATISTICS FOR COLUMNS");
        long exact = estimate("SELECT id FROM t WHERE kind = 3");
        assertThat(exact).isBetween(150L, 250L);
        assertThat(estimate("SELECT id FROM t WHERE id < 500")).isBetween(450L, 550L);
    }

    @Test
    void chosenPartitionsAreEstimatedByTheirFiles() {
        fixture.run(
                "CREATE TABLE t (id bigint, kind int, price decimal(9,2), day date) PARTITIONED BY (p int) STORED AS PARQUET");
        for (int p = 0; p < 3; p++) {
            fixture.run("ALTER TABLE t ADD PARTITION (p=" + p + ")");
            fill("t PARTITION (p=" + p + ")", p * 500, p * 500 + 500);
        }
        assertThat(estimate("SELECT id FROM t WHERE p = 2 AND id < 1100")).isBetween(80L, 120L);
    }
}

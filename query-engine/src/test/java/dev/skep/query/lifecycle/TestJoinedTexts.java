package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.io.TempDir;

/** Texts of the probed side of joins that give several rows for one, over many batches of each: every row that comes out has the text that belongs to its number. */
final class TestJoinedTexts {
    private static final int ROWS = 9_000;

    private EngineFixture fixture;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new EngineFixture(folder);
        fixture.run("CREATE TABLE twice (k bigint, n int) STORED AS PARQUET");
        fixture.run("INSERT INTO twice SELECT id, n FROM " + numbers(100) + ", (VALUES 1, 2) AS b (n)");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Each text follows from the number beside it, some are null; every third has no partner. */
    private void makeTexts(String format) {
        fixture.run("CREATE TABLE texts (id bigint, k bigint, s string, o string) STORED AS " + format);
        fixture.run("INSERT INTO texts SELECT id, id % 150, 'text of ' || CAST(id AS varchar),"
                + " CASE WHEN id % 7 = 0 THEN NULL ELSE 'maybe ' || CAST(id * 31 AS varchar) END"
                + " FROM " + numbers(ROWS));
    }

    /** The numbers below {@code end}. */
    private static String numbers(int end) {
        String hundred = IntStream.range(0, 100).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return "(SELECT 100 * h.v + l.v AS id FROM (VALUES %s, %s) AS h (v), (VALUES %s) AS l (v) WHERE 100 * h.v + l.v < %d) AS t"
                .formatted(hundred, IntStream.range(100, 200).mapToObj(String::valueOf)
                        .collect(Collectors.joining(", ")), hundred, end);
    }

    private static List<String> expected(boolean isUpper, boolean isFixed) {
        List<String> rows = new ArrayList<>();
        for (int id = 0; id < ROWS; id++) {
            String s = isFixed ? "text of " + id : id % 7 == 0 ? "null" : "maybe " + id * 31L;
            for (int n = 1; n <= 2 && id % 150 < 100; n++) {
                rows.add(id + "|" + (isUpper && !s.equals("null") ? s.toUpperCase(Locale.ROOT) : s) + "|"
                        + n);
            }
        }
        return rows.stream().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARQUET", "ORC", "TEXTFILE"})
    void textsOfPairsBelongToTheirRows(String format) {
        makeTexts(format);
        for (String column : List.of("s", "o")) {
            for (boolean isUpper : new boolean[]{false, true}) {
                List<String> expected = expected(isUpper, column.equals("s"));
                String value = isUpper ? "upper(" + column + ")" : column;
                String pairs = "SELECT a.id, a.x, b.n FROM (SELECT id, k, %s AS x FROM texts) a JOIN twice b ON a.k = b.k"
                        .formatted(value);
                for (String query : List.of(pairs, pairs + " ORDER BY a.x, b.n, a.id",
                        "SELECT DISTINCT id, x, n FROM (" + pairs + ")",
                        "SELECT p.id, p.x, p.n FROM (" + pairs + ") p JOIN (SELECT DISTINCT k FROM twice) q"
                                + " ON p.id % 100 = q.k",
                        "SELECT id, max(x), n FROM (" + pairs + ") GROUP BY id, n",
                        "SELECT id, first_value(x) OVER (PARTITION BY id, n ORDER BY x), n FROM (" + pairs + ")",
                        "SELECT p.id, p.x, p.n FROM (VALUES 1) AS u (v), (" + pairs + ") p")) {
                    assertThat(fixture.run(query).stream().sorted().toList()).as("%s: %s", format, query)
                            .isEqualTo(expected);
                }
            }
        }
    }
}

package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.Identity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of 2,000 columns of all kinds, in several row groups or stripes, by queries that may hold little. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestWideTables {
    private static final int COLUMNS = 2_000;
    private static final int ROWS = 1_500;
    private static final int KINDS = 7;
    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
    private static final String MEMORY = "192MB";

    private EngineFixture fixture;

    @BeforeAll
    void make(@TempDir Path folder) {
        fixture = new EngineFixture(folder);
        fixture.run("CREATE TABLE d AS SELECT CAST(x AS bigint) AS x FROM (VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) v(x)");
        fixture.run("CREATE TABLE n AS SELECT a.x + 10 * b.x + 100 * c.x + 1000 * e.x AS i FROM d a, d b, d c, d e "
                + "WHERE a.x + 10 * b.x + 100 * c.x + 1000 * e.x < " + ROWS);
        Map<String, String> small = Map.of("parquet", "'parquet.block.size'='3000000'", "orc",
                "'orc.stripe.size'='3000000', 'orc.stripe.row.count'='500'");
        small.forEach((format, properties) -> fixture.run(
                "CREATE TABLE wide_%s STORED AS %s TBLPROPERTIES (%s) AS SELECT %s FROM (SELECT i FROM n ORDER BY i) r"
                        .formatted(format, format, properties, list(c -> value(c) + " AS c" + c))));
    }

    @AfterEach
    void holdsNothing() {
        assertThat(fixture.memoryNow()).isZero();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private static String list(IntFunction<String> column) {
        return IntStream.range(0, COLUMNS).mapToObj(column).collect(Collectors.joining(", "));
    }

    /** What column {@code c} has at row {@code i}. */
    private static String value(int c) {
        return switch (c % KINDS) {
            case 0 -> "i * %d".formatted(c + 1);
            case 1 -> "CASE WHEN i %% 5 = 0 THEN NULL ELSE CAST(i %% 100 + %d AS int) END".formatted(c);
            case 2 -> "CAST(i + %d AS double)".formatted(c);
            case 3 -> "'v' || CAST(i + %d AS string)".formatted(1000 + c);
            case 4 -> "CAST(i AS decimal(12, 2))";
            case 5 -> "i % 2 = 0";
            default -> "date_add('day', CAST(i + %d AS bigint), DATE '%s')".formatted(c, FIRST_DAY);
        };
    }

    private static Object expected(int c, long i) {
        return switch (c % KINDS) {
            case 0 -> i * (c + 1);
            case 1 -> i % 5 == 0 ? "null" : i % 100 + c;
            case 2 -> (double) (i + c);
            case 3 -> "v" + (i + 1000 + c);
            case 4 -> BigDecimal.valueOf(i * 100, 2);
            case 5 -> i % 2 == 0;
            default -> FIRST_DAY.plusDays(i + c);
        };
    }

    private static String total(int c) {
        String call = switch (c % KINDS) {
            case 0, 2 -> "sum(c%d)";
            case 1, 4, 6 -> "max(c%d)";
            case 3 -> "min(c%d)";
            default -> "count(CASE WHEN c%d THEN 1 END)";
        };
        return call.formatted(c);
    }

    private static Object expectedTotal(int c) {
        long sum = (long) ROWS * (ROWS - 1) / 2;
        return switch (c % KINDS) {
            case 0 -> sum * (c + 1);
            case 1 -> 99 + c;
            case 2 -> (double) (sum + (long) c * ROWS);
            case 3 -> IntStream.range(0, ROWS).mapToObj(i -> "v" + (i + 1000 + c)).min(String::compareTo).orElseThrow();
            case 4 -> BigDecimal.valueOf((ROWS - 1) * 100L, 2);
            case 5 -> ROWS / 2;
            default -> FIRST_DAY.plusDays(ROWS - 1 + c);
        };
    }

    private record Answer(List<String> rows, long bytesRead, long groups) {}

    private Answer run(String sql) {
        try (SqlSession session = fixture.engine.openSession(Caller.internal(Identity.of("ann")), "default",
                Map.of("query.max-memory-per-query", MEMORY)); Query query = session.submit(sql, List.of())) {
            List<String> rows = EngineFixture.rows(query);
            return new Answer(rows, query.progress().bytesRead(), query.progress().rowGroupsTotal());
        }
    }

    private static String row(long i) {
        return IntStream.range(0, COLUMNS).mapToObj(c -> String.valueOf(expected(c, i)))
                .collect(Collectors.joining("|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void allColumnsOfSomeRows(String format) {
        Answer some = run("SELECT * FROM wide_%s WHERE c0 BETWEEN 700 AND 702 ORDER BY c0 LIMIT 2".formatted(format));
        assertThat(some.rows).containsExactly(row(700), row(701));
        assertThat(some.groups).as("row groups or stripes").isGreaterThan(1);
        assertThat(run("SELECT * FROM wide_%s LIMIT 7".formatted(format)).rows).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void someColumnsOfAllRowsTakeOnlyTheirBytes(String format) {
        Answer three = run("SELECT c7, c1002, c1998 FROM wide_%s ORDER BY c7".formatted(format));
        List<String> expected = new ArrayList<>();
        for (long i = 0; i < ROWS; i++) {
            expected.add("%s|%s|%s".formatted(expected(7, i), expected(1002, i), expected(1998, i)));
        }
        assertThat(three.rows).isEqualTo(expected);
        Answer all = run("SELECT %s FROM wide_%s".formatted(list(TestWideTables::total), format));
        assertThat(all.rows).containsExactly(IntStream.range(0, COLUMNS)
                .mapToObj(c -> String.valueOf(expectedTotal(c))).collect(Collectors.joining("|")));
        assertThat(three.bytesRead).isLessThan(all.bytesRead / 2);
    }

    @Test
    void allColumnsAreWrittenFromOneFormatIntoTheOther() {
        fixture.run("CREATE TABLE copied LIKE wide_orc STORED AS ORC");
        run("INSERT INTO copied SELECT * FROM wide_parquet");
        assertThat(run("SELECT * FROM copied WHERE c0 = 33").rows).containsExactly(row(33));
        assertThat(run("SELECT count(*), sum(c1995), max(c1999), min(c1998) FROM copied").rows)
                .isEqualTo(run("SELECT count(*), sum(c1995), max(c1999), min(c1998) FROM wide_parquet").rows);
    }
}

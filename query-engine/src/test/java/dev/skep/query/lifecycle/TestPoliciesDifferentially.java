package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.query.QueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A query over a table with policies gives what it gives over a table that holds just the rows and values that the policies show. Some would fail if they
 * were computed on a row that the policies take away.
 */
final class TestPoliciesDifferentially {
    private static final int TABLES = 6;
    private static final int QUERIES = 22;
    private static final int ROWS = 200;
    private static final List<String> COLUMNS = List.of("id", "g", "v", "s", "d", "p");
    private static final List<String> FILTERS = List.of("g = 'g1'", "v > 3 OR v IS NULL", "p <> 'p2'", "id % 3 = 0",
            "s LIKE '%1%'", "d >= DATE '2020-03-01'", "id BETWEEN 50 AND 150 AND g IN ('g0', 'g1')",
            "p IN ('p0', 'p1')",
            "CAST(substr(s, 2) AS int) > 10", "current_user = 'bob' AND v < 8", "coalesce(v, 7) <> 7", "id < 0");
    private static final Map<String, List<String>> MASKS = masks();

    @TempDir
    Path folder;

    private final Random random;
    /** A row that policies take away: to divide by its distance fails where it is met. */
    private long absentId;
    private final long seed;

    TestPoliciesDifferentially() {
        String given = System.getenv("POLICIES_SEED");
        seed = given == null ? System.nanoTime() : Long.parseLong(given);
        random = new Random(seed);
    }

    private static Map<String, List<String>> masks() {
        Map<String, List<String>> masks = new LinkedHashMap<>();
        masks.put("g", List.of("NULL", "'x'", "upper(g)", "concat(g, p)"));
        masks.put("v", List.of("NULL", "0", "v % 3", "CASE WHEN id < 100 THEN v ELSE 5 END"));
        masks.put("s", List.of("NULL", "concat('*', substr(s, -1))", "lower(to_hex(sha256(to_utf8(s))))", "'s5'"));
        masks.put("d", List.of("NULL", "date_trunc('year', d)", "DATE '2020-01-01'"));
        masks.put("p", List.of("'p0'", "upper(p)", "NULL"));
        return masks;
    }

    @Test
    void queriesSeeWhatPoliciesShow() {
        List<PolicyCatalog> policies = new ArrayList<>();
        try (EngineFixture fixture = new EngineFixture(folder, stored -> {
            PolicyCatalog catalog = new PolicyCatalog(stored);
            policies.add(catalog);
            return catalog;
        })) {
            fixture.run("CREATE TABLE dim (g string, w int) STORED AS ORC");
            fixture.run("INSERT INTO dim VALUES ('g0', 1), ('g1', 2), ('x', 3), (NULL, 4), ('G1', 5)");
            for (int table = 0; table < TABLES; table++) {
                String format = List.of("PARQUET", "ORC", "TEXTFILE").get(table % 3);
                List<String> visible = makeTables(fixture, policies.getFirst(), table, format);
                for (int query = 0; query < QUERIES; query++) {
                    String sql = query(visible);
                    assertThat(rows(fixture, sql.replace("@T", "restricted" + table)))
                            .as("seed %d, table %d of %s, query %s", seed, table, format, sql)
                            .isEqualTo(rows(fixture, sql.replace("@T", "shown" + table)));
                }
            }
        }
    }

    /** Makes a table with policies for bob, and one of what they show; returns the columns that are left. */
    private List<String> makeTables(EngineFixture fixture, PolicyCatalog policies, int number, String format) {
        String table = "restricted" + number;
        fixture.run("CREATE TABLE " + table + " (id bigint, g string, v int, s string, d date) PARTITIONED BY"
                + " (p string) STORED AS " + format);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add("(%d, %s, %s, 's%d', %s, 'p%d')".formatted(i, random.nextInt(9) == 0
                    ? "NULL"
                    : "'g" + random.nextInt(3) + "'",
                    random.nextInt(9) == 0 ? "NULL" : String.valueOf(random.nextInt(10)), random.nextInt(30),
                    random.nextInt(9) == 0 ? "NULL" : "DATE '2020-0%d-11'".formatted(1 + random.nextInt(9)),
                    random.nextInt(4)));
        }
        fixture.run("INSERT INTO " + table + " VALUES " + String.join(", ", rows));
        fixture.run("ANALYZE TABLE " + table + " COMPUTE STATISTICS FOR COLUMNS");
        PolicyCatalog.Restriction restriction = policies.restrict("bob", table);
        List<String> conditions = new ArrayList<>(List.of("true"));
        for (int i = random.nextInt(3); i > 0; i--) {
            String filter = FILTERS.get(random.nextInt(FILTERS.size()));
            restriction.filter(filter);
            conditions.add("(" + filter.replace("current_user", "'bob'") + ")");
        }
        List<String> visible = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (String column : COLUMNS) {
            List<String> masks = MASKS.getOrDefault(column, List.of());
            int choice = random.nextInt(6);
            if (choice == 0 && !column.equals("id")) {
                restriction.hide(column);
                continue;
            }
            visible.add(column);
            String type = column.equals("id")
                    ? "bigint"
                    : column.equals("v") ? "int" : column.equals("d") ? "date" : "varchar";
            if (choice < 3 && !masks.isEmpty()) {
                String mask = masks.get(random.nextInt(masks.size()));
                restriction.mask(column, mask);
                shown.add("CAST(%s AS %s) AS %s".formatted(mask, type, column));
            } else {
                shown.add(column);
            }
        }
        fixture.run("CREATE TABLE shown%d STORED AS %s AS SELECT %s FROM %s WHERE %s".formatted(number, format,
                String.join(", ", shown), table, String.join(" AND ", conditions)));
        String absent = fixture.run("SELECT min(id) FROM %s WHERE id NOT IN (SELECT id FROM shown%d)".formatted(table,
                number)).getFirst();
        absentId = absent.equals("null") ? ROWS : Long.parseLong(absent);
        return visible;
    }

    private List<String> rows(EngineFixture fixture, String sql) {
        try {
            return fixture.runAs("bob", sql).stream().sorted().toList();
        } catch (QueryException e) {
            throw new AssertionError("seed %d, %s: %s".formatted(seed, sql, e.getMessage()), e);
        }
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String condition(List<String> visible, String alias) {
        List<String> usable = new ArrayList<>(List.of("@.id < " + random.nextInt(ROWS), "@.id % 2 = 0",
                "1 / (@.id - %d) < 5".formatted(absentId), "@.id IN (1, 2, 3, 77, 150)",
                "@.id NOT BETWEEN 20 AND 90"));
        if (visible.contains("g")) {
            usable.addAll(List.of("@.g = 'g1'", "@.g IS NULL", "@.g <> 'x'", "upper(@.g) = 'G1'"));
        }
        if (visible.contains("v")) {
            usable.addAll(List.of("@.v > 4", "@.v = 5", "@.v IS NOT NULL", "@.v IN (0, 1)"));
        }
        if (visible.contains("s")) {
            usable.addAll(List.of("@.s LIKE 's1%'", "length(@.s) < 3", "@.s = 's5'"));
        }
        if (visible.contains("d")) {
            usable.addAll(List.of("@.d < DATE '2020-05-05'", "@.d = DATE '2020-01-01'", "extract(month FROM @.d) > 2"));
        }
        if (visible.contains("p")) {
            usable.addAll(List.of("@.p = 'p1'", "@.p IN ('p0', 'p3')", "@.p LIKE 'P%'", "@.p IS NULL", "@.p > 'p1'"));
        }
        String condition = one(usable);
        if (random.nextInt(3) == 0) {
            condition = "(" + condition + one(List.of(" OR ", " AND ", " AND NOT ")) + "(" + one(usable) + "))";
        }
        return condition.replace("@", alias);
    }

    private String query(List<String> visible) {
        String c = one(visible);
        String e = one(visible);
        String all = String.join(", ", visible);
        String where = " WHERE " + condition(visible, "t");
        return switch (random.nextInt(17)) {
            case 0 -> "SELECT * FROM @T t" + where;
            case 1 -> "SELECT %s, count(*), min(%s), max(%s), count(DISTINCT %s), sum(id) FROM @T t%s GROUP BY %s"
                    .formatted(c, e, e, e, where, c);
            case 2 ->
                "SELECT a.id, b.%s FROM @T a JOIN @T b ON a.%s = b.%s AND a.id <= b.id WHERE %s AND %s".formatted(e, c,
                        c, condition(visible, "a"), condition(visible, "b"));
            case 3 -> "SELECT t.id, x.w FROM @T t LEFT JOIN dim x ON %s = x.g AND x.w < 4%s"
                    .formatted(visible.contains("g") ? "t.g" : "'x'", where);
            case 4 -> "SELECT id FROM @T t WHERE EXISTS (SELECT 1 FROM @T u WHERE u.%s = t.%s AND u.id > t.id AND %s)"
                    .formatted(c, c, condition(visible, "u"));
            case 5 -> "SELECT id FROM @T t WHERE id %s (SELECT u.id + 1 FROM @T u WHERE %s)"
                    .formatted(one(List.of("IN", "NOT IN")), condition(visible, "u"));
            case 6 -> "SELECT id, (SELECT max(u.id) FROM @T u WHERE u.%s = t.%s) FROM @T t%s".formatted(c, c, where);
            case 7 -> ("SELECT id, row_number() OVER (PARTITION BY %s ORDER BY id), sum(id) OVER (PARTITION BY %s),"
                    + " lag(%s) OVER (ORDER BY id) FROM @T t%s").formatted(c, c, e, where);
            case 8 -> "SELECT %s FROM @T t%s %s SELECT %s FROM @T".formatted(c, where,
                    one(List.of("UNION", "UNION ALL", "INTERSECT", "EXCEPT")), c);
            case 9 -> "SELECT %s FROM @T t%s ORDER BY %s %s, %s LIMIT %d".formatted(all, where, c,
                    one(List.of("", "DESC", "DESC NULLS LAST", "NULLS FIRST")), all, 1 + random.nextInt(20));
            case 10 -> "WITH q AS (SELECT * FROM @T t%s) SELECT count(*), (SELECT count(*) FROM q) FROM q WHERE %s"
                    .formatted(where, condition(visible, "q"));
            case 11 -> "SELECT %s, count(*) FROM @T t%s GROUP BY ROLLUP(%s)".formatted(c, where, c);
            case 12 ->
                "SELECT t.id, n FROM @T t JOIN (SELECT %s AS k, count(*) AS n FROM @T GROUP BY %s) q ON q.k = t.%s%s"
                        .formatted(c, c, c, where);
            case 13 -> "SELECT sum(10 / (id - %d)) FROM (SELECT * FROM @T t%s)".formatted(absentId, where);
            case 14 -> "SELECT DISTINCT %s, TRY(1 / (id - 7)) FROM @T t WHERE id < 20".formatted(c);
            case 15 -> "SELECT w, t.id FROM dim x JOIN @T t ON x.w = t.id AND %s".formatted(condition(visible, "t"));
            default -> "SELECT count(*), count(%s), min(%s), max(%s) FROM @T".formatted(c, c, e);
        };
    }
}

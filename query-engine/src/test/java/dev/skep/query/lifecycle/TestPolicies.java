package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.access.Mask;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.result.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ann owns everything; bob sees what a test lets him see. */
final class TestPolicies {
    private static final String DENIED = "Cannot read default.people: a policy on it cannot be applied";

    @TempDir
    Path folder;
    private EngineFixture fixture;
    private final List<PolicyCatalog> catalogs = new ArrayList<>();

    @BeforeEach
    void open() {
        fixture = new EngineFixture(folder, stored -> {
            catalogs.add(new PolicyCatalog(stored));
            return catalogs.getFirst();
        });
        fixture.run("CREATE TABLE people (id bigint, name string, ssn string, pay decimal(10,2), dept string,"
                + " born date) STORED AS PARQUET");
        fixture.run("INSERT INTO people VALUES (1, 'Ada', '111-22-3333', 100.00, 'a', DATE '1990-05-06'),"
                + " (2, 'Bea', '222-33-4444', 200.00, 'a', DATE '1991-01-01'),"
                + " (3, 'Cid', 'boom', 300.00, 'b', DATE '1992-02-02'), (4, 'Dan', NULL, NULL, 'b', NULL)");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private PolicyCatalog.Restriction restrict(String table) {
        return catalogs.getFirst().restrict("bob", table);
    }

    private List<String> bob(String sql) {
        return fixture.runAs("bob", sql);
    }

    private QueryException bobFails(String sql) {
        return fixture.failureAs("bob", sql);
    }

    private String message(String sql) {
        return String.valueOf(bobFails(sql).getMessage());
    }

    private String plan(String sql) {
        return String.join("\n", bob("EXPLAIN " + sql));
    }

    @Test
    void filtersRowsWhereverATableIsRead() {
        restrict("people").filter("dept = 'a'");
        assertThat(bob("SELECT id FROM people ORDER BY id")).containsExactly("1", "2");
        assertThat(bob("SELECT count(*), max(pay) FROM people")).containsExactly("2|200.00");
        assertThat(bob("SELECT id FROM people WHERE id IN (SELECT id + 1 FROM people)")).containsExactly("2");
        assertThat(bob("WITH p AS (SELECT * FROM people) SELECT count(*) FROM p a JOIN p b ON a.dept = b.dept"))
                .containsExactly("4");
        assertThat(bob("SELECT (SELECT count(*) FROM people), 1")).containsExactly("2|1");
        assertThat(bob("SELECT id FROM people UNION ALL SELECT id FROM people EXCEPT SELECT 1")).containsExactly("2");
        bob("CREATE TABLE taken AS SELECT * FROM people");
        assertThat(fixture.run("SELECT id FROM taken ORDER BY id")).containsExactly("1", "2");
        bob("INSERT INTO taken SELECT * FROM people WHERE id = 3");
        assertThat(fixture.run("SELECT count(*) FROM taken")).containsExactly("2");
        assertThat(fixture.run("SELECT count(*) FROM people")).containsExactly("4");
    }

    @Test
    void appliesAllFilters() {
        restrict("people").filter("dept = 'a' -- only a").filter("id > 1 OR name IS NULL");
        assertThat(bob("SELECT id FROM people")).containsExactly("2");
    }

    @Test
    void masksValuesBeforeAnyOtherUse() {
        restrict("people").mask("ssn", "concat('***', substr(ssn, 8))").mask("pay", "NULL").mask("dept", "'x'");
        assertThat(bob("SELECT id, ssn, pay, dept FROM people ORDER BY id")).containsExactly("1|***3333|null|x",
                "2|***4444|null|x", "3|***|null|x", "4|null|null|x");
        assertThat(bob("SELECT id FROM people WHERE ssn = '111-22-3333'")).isEmpty();
        assertThat(bob("SELECT id FROM people WHERE ssn = '***3333'")).containsExactly("1");
        assertThat(bob("SELECT id FROM people WHERE pay > 150")).isEmpty();
        assertThat(bob("SELECT dept, count(*) FROM people GROUP BY dept")).containsExactly("x|4");
        assertThat(bob("SELECT min(ssn), max(ssn), count(DISTINCT dept) FROM people"))
                .containsExactly("***|***4444|1");
        assertThat(bob("SELECT id FROM people ORDER BY ssn DESC NULLS LAST, id LIMIT 1")).containsExactly("2");
        assertThat(bob("SELECT a.id, b.id FROM people a JOIN people b ON a.pay = b.pay")).isEmpty();
        assertThat(bob("SELECT a.id FROM people a JOIN (VALUES '***3333', '222-33-4444') v(s) ON a.ssn = v.s"))
                .containsExactly("1");
        assertThat(bob("SELECT rank() OVER (ORDER BY dept) FROM people")).containsExactly("1", "1", "1", "1");
    }

    @Test
    void filtersSeeUnmaskedAndHiddenValues() {
        restrict("people").hide("pay").mask("dept", "'x'").filter("dept = 'a' AND pay > 100");
        assertThat(bob("SELECT * FROM people")).containsExactly("2|Bea|222-33-4444|x|1991-01-01");
    }

    @Test
    void hiddenColumnsAreAsMissing() {
        restrict("people").hide("ssn");
        String absent = message("SELECT ssx FROM people");
        assertThat(bobFails("SELECT ssn FROM people")).hasMessage(absent.replace("ssx", "ssn"));
        assertThat(bob("SELECT * FROM people WHERE id = 1")).containsExactly("1|Ada|100.00|a|1990-05-06");
        assertThat(bobFails("SELECT p.ssn FROM people p")).hasMessage(
                message("SELECT p.ssx FROM people p").replace("ssx", "ssn"));
        assertThat(bobFails("SELECT ssnn FROM people").getMessage()).doesNotContain("'ssn'");
        assertThat(bobFails("SELECT 1 FROM people a JOIN people b USING (ssn)")).hasMessage(
                message("SELECT 1 FROM people a JOIN people b USING (ssx)").replace("ssx", "ssn"));
        fixture.run("CREATE TABLE numbers (ssn string, id bigint)");
        fixture.run("INSERT INTO numbers VALUES ('other', 1), ('other', 2)");
        assertThat(bob("SELECT ssn FROM people JOIN numbers ON people.id = numbers.id")).containsExactly("other",
                "other");
    }

    @Test
    void hiddenColumnsDoNotShiftPositionsInFiles() {
        fixture.run("CREATE TABLE lines (a string, b string, c string, d string) ROW FORMAT DELIMITED"
                + " FIELDS TERMINATED BY ',' STORED AS TEXTFILE");
        fixture.run("INSERT INTO lines VALUES ('a1', 'b1', 'c1', 'd1'), ('a2', 'b2', 'c2', 'd2')");
        restrict("lines").hide("b").mask("c", "'***'").filter("b = 'b2'");
        assertThat(bob("SELECT * FROM lines")).containsExactly("a2|***|d2");
        assertThat(bob("SELECT d FROM lines WHERE a LIKE 'a%'")).containsExactly("d2");
    }

    @Test
    void partitionKeysCanBeHiddenMaskedAndFiltered() {
        fixture.run("CREATE TABLE sales (id bigint) PARTITIONED BY (region string, day string) STORED AS ORC");
        fixture.run("INSERT INTO sales VALUES (1, 'eu', 'mon'), (2, 'eu', 'tue'), (3, 'us', 'mon')");
        restrict("sales").hide("region");
        assertThat(bob("SELECT id, day FROM sales ORDER BY id")).containsExactly("1|mon", "2|tue", "3|mon");
        assertThat(bob("SELECT id FROM sales WHERE day = 'tue'")).containsExactly("2");
        assertThat(bob("SELECT count(*), count(\"$path\") FROM sales")).containsExactly("3|0");
        assertThat(plan("SELECT id FROM sales")).doesNotContain("partitions").doesNotContain("region");
        catalogs.getFirst().free("bob", "sales");
        restrict("sales").mask("region", "'?'").filter("region = 'eu'");
        assertThat(bob("SELECT * FROM sales ORDER BY id")).containsExactly("1|?|mon", "2|?|tue");
        assertThat(bob("SELECT id FROM sales WHERE region = 'eu'")).isEmpty();
        assertThat(bob("SELECT id FROM sales WHERE region = '?' AND day = 'mon'")).containsExactly("1");
        assertThat(bob("SELECT count(\"$path\") FROM sales")).containsExactly("0");
    }

    @Test
    void nothingOfTheQueryIsComputedOnWhatPoliciesTakeAway() {
        restrict("people").filter("id <= 2");
        for (String probe : List.of("SELECT 1 / (id - 3) FROM people", "SELECT id FROM people WHERE 1 / (id - 3) > -5",
                "SELECT CAST(replace(ssn, '-', '') AS bigint) FROM people",
                "SELECT id FROM people WHERE CAST(replace(ssn, '-', '') AS bigint) > 0",
                "SELECT a.id FROM people a JOIN people b ON a.id = b.id AND 1 / (b.id - 3) < 5",
                "SELECT a.id FROM people a JOIN people b ON a.id = b.id WHERE 1 / (a.id - 3) + b.id < 50",
                "SELECT sum(1 / (id - 3)) FROM people GROUP BY id",
                "SELECT id FROM people WHERE EXISTS (SELECT 1 FROM people p WHERE p.id = people.id AND 1 / (p.id - 3) < 9)",
                "SELECT id FROM (SELECT * FROM people LIMIT 10) WHERE 1 / (id - 3) < 9",
                "SELECT rank() OVER (ORDER BY 1 / (id - 3)) FROM people")) {
            assertThat(bob(probe)).as(probe).hasSize(2);
            assertThat(fixture.failure(probe).reason()).as(probe).isEqualTo(Reason.DATA);
        }
    }

    @Test
    void nothingOfTheQueryIsComputedOnMaskedValues() {
        restrict("people").mask("ssn", "'7'").mask("id", "0");
        assertThat(bob("SELECT CAST(ssn AS bigint) FROM people WHERE 1 / (id - 3) = 0"))
                .containsExactly("7", "7", "7", "7");
        assertThat(fixture.failure("SELECT CAST(replace(ssn, '-', '') AS bigint) FROM people").reason())
                .isEqualTo(Reason.DATA);
    }

    @Test
    void aPolicyThatFailsTellsNothing() {
        restrict("people").filter("CAST(replace(ssn, '-', '') AS bigint) > 0");
        for (String sql : List.of("SELECT id FROM people", "SELECT count(*) FROM people",
                "SELECT TRY(id) FROM people", "SELECT name FROM people WHERE id = 3",
                "SELECT name FROM people WHERE id = 1000",
                "SELECT p.name FROM people p JOIN (VALUES 1000, 1001) v(n) ON p.id = v.n",
                "CREATE TABLE copied AS SELECT * FROM people")) {
            QueryException failure = bobFails(sql);
            assertThat(failure).as(sql).hasMessage(DENIED).hasNoCause();
            assertThat(failure.reason()).isEqualTo(Reason.ACCESS_DENIED);
        }
        catalogs.getFirst().free("bob", "people");
        restrict("people").mask("pay", "10 / (id - 3)");
        assertThat(bob("SELECT id FROM people ORDER BY id LIMIT 1")).containsExactly("1");
        assertThat(bobFails("SELECT TRY(pay) FROM people")).hasMessage(DENIED).hasNoCause();
    }

    @Test
    void aPolicyThatIsNotUnderstoodDenies() {
        for (String condition : List.of("gone = 1", "nofunction(id)", "id", "id =", "1 = 1) OR (1 = 1",
                "id IN (SELECT id FROM people)", "count(*) > 1", "id = 1; DROP TABLE people", "true), (true",
                "true /*", "sum(id) OVER () > 1", "exists (select 1)")) {
            catalogs.getFirst().free("bob", "people");
            restrict("people").filter(condition);
            assertThat(bobFails("SELECT id, '" + condition.replace("'", "''") + "' FROM people")).as(condition)
                    .hasMessage(DENIED).hasNoCause();
        }
        for (String mask : List.of("gone", "max(ssn)", "(SELECT 'a')", "1", "DATE '2020-01-01'", "'a', 'b'",
                "ssn FROM numbers --", "row_number() OVER (ORDER BY ssn)")) {
            catalogs.getFirst().free("bob", "people");
            restrict("people").mask("ssn", mask);
            assertThat(bobFails("SELECT id FROM people")).as(mask).hasMessage(DENIED).hasNoCause();
        }
    }

    @Test
    void builtInMasksRun() {
        restrict("people").mask("ssn", new Mask.LastFour().expressionFor("ssn"))
                .mask("name", new Mask.Hash().expressionFor("name"))
                .mask("born", new Mask.DateToYear().expressionFor("born"))
                .mask("pay", new Mask.Constant("0.5").expressionFor("pay"))
                .mask("dept", new Mask.AsNull().expressionFor("dept"));
        assertThat(bob("SELECT ssn, name, born, pay, dept FROM people WHERE id = 1")).containsExactly(
                "*******3333|" + sha256("Ada") + "|1990-01-01|0.50|null");
        assertThat(bob("SELECT ssn, born FROM people WHERE id > 2 ORDER BY id")).containsExactly("****|1992-01-01",
                "null|null");
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsNotSeenIsAbsentAndWhatIsNotAllowedIsDenied() {
        fixture.run("CREATE TABLE secret (id bigint)");
        String absent = message("SELECT * FROM sacred");
        restrict("secret").vanish();
        assertThat(bobFails("SELECT * FROM secret")).hasMessage(absent.replace("sacred", "secret"));
        catalogs.getFirst().free("bob", "secret");
        restrict("secret").deny();
        for (String sql : List.of("SELECT * FROM secret", "SELECT 1 WHERE 1 IN (SELECT id FROM secret)",
                "EXPLAIN SELECT * FROM secret", "CREATE TABLE c AS SELECT * FROM secret",
                "INSERT INTO people (id) SELECT id FROM secret", "CREATE VIEW w AS SELECT * FROM secret",
                "WITH s AS (SELECT * FROM secret) SELECT 1 FROM s", "EXPLAIN ANALYZE SELECT count(*) FROM secret",
                "EXPLAIN INSERT INTO people (id) SELECT id FROM secret",
                "ANALYZE TABLE secret COMPUTE STATISTICS FOR COLUMNS")) {
            assertThat(bobFails(sql).reason()).as(sql).isEqualTo(Reason.ACCESS_DENIED);
        }
        SqlSession session = fixture.engine.openSession(
                dev.skep.metastore.access.Caller.internal(dev.skep.metastore.access.Identity.of("bob")), "default",
                java.util.Map.of());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> session.describe("SELECT * FROM secret"))
                .isInstanceOf(QueryException.class).hasMessageContaining("not allowed");
        session.close();
    }

    @Test
    void viewsOfTheInvokerShowWhatHeSees() {
        fixture.run("CREATE VIEW v AS SELECT id, ssn, current_user AS who FROM people");
        restrict("people").filter("dept = 'a'").mask("ssn", "current_user");
        assertThat(bob("SELECT * FROM v ORDER BY id")).containsExactly("1|bob|bob", "2|bob|bob");
        assertThat(fixture.run("SELECT count(*) FROM v")).containsExactly("4");
        catalogs.getFirst().free("bob", "people");
        restrict("people").deny();
        QueryException denied = bobFails("SELECT * FROM v");
        assertThat(denied.reason()).isEqualTo(Reason.ACCESS_DENIED);
        assertThat(denied.getMessage()).contains("Cannot read view default.v").contains("not allowed")
                .doesNotContain("people");
        catalogs.getFirst().free("bob", "people");
        restrict("people").vanish();
        assertThat(bobFails("SELECT * FROM v").getMessage()).contains("Cannot read view default.v")
                .doesNotContain("people");
        catalogs.getFirst().free("bob", "people");
        restrict("people").hide("ssn");
        assertThat(bobFails("SELECT id FROM v").getMessage()).contains("Cannot read view default.v")
                .doesNotContain("ssn");
        catalogs.getFirst().free("bob", "people");
        restrict("people").filter("CAST(ssn AS bigint) = 1");
        assertThat(bobFails("SELECT id FROM v"))
                .hasMessage("Cannot read default.v: a policy on it cannot be applied");
    }

    @Test
    void viewsOfTheDefinerShowWhatHeSees() {
        fixture.run("CREATE VIEW v TBLPROPERTIES ('skep.view.security'='definer') AS"
                + " SELECT id, ssn, current_user AS who FROM people WHERE id <> 3");
        fixture.run("CREATE VIEW outerview AS SELECT id, who FROM v");
        restrict("people").vanish();
        assertThat(bob("SELECT * FROM v ORDER BY id")).containsExactly("1|111-22-3333|bob", "2|222-33-4444|bob",
                "4|null|bob");
        catalogs.getFirst().restrict("ann", "people").filter("current_user = 'ann' AND id < 4").mask("ssn",
                "current_user");
        assertThat(bob("SELECT * FROM v ORDER BY id")).containsExactly("1|ann|bob", "2|ann|bob");
        assertThat(bob("SELECT * FROM outerview ORDER BY id")).containsExactly("1|bob", "2|bob");
        // What the view leaves out is out of reach of the query's own expressions.
        assertThat(bob("SELECT id FROM v WHERE 1 / (id - 3) < 9 ORDER BY id")).containsExactly("1", "2");
        assertThat(plan("SELECT id FROM v WHERE id = 1")).contains("Policy [default.v]").doesNotContain("people");
        restrict("v").deny();
        assertThat(bobFails("SELECT * FROM v").reason()).isEqualTo(Reason.ACCESS_DENIED);
        assertThat(bobFails("SELECT * FROM outerview").getMessage()).contains("default.outerview")
                .doesNotContain("default.v:");
    }

    @Test
    void viewsHavePoliciesThemselves() {
        fixture.run("CREATE VIEW v AS SELECT id, ssn, dept FROM people");
        restrict("v").filter("dept = 'a'").mask("ssn", "'?'").hide("dept");
        assertThat(bob("SELECT * FROM v ORDER BY id")).containsExactly("1|?", "2|?");
        restrict("people").filter("id > 1");
        assertThat(bob("SELECT * FROM v")).containsExactly("2|?");
        assertThat(bob("SELECT count(*) FROM v a JOIN people b ON a.id = b.id")).containsExactly("1");
    }

    @Test
    void plansTellThatAPolicyAppliesAndNoMore() {
        fixture.run("ANALYZE TABLE people COMPUTE STATISTICS");
        assertThat(plan("SELECT id FROM people WHERE id > 0")).contains("rows:").doesNotContain("Policy");
        restrict("people").filter("dept = 'a' AND pay > 987654321").mask("ssn", "concat('zzz', ssn)");
        for (String sql : List.of("EXPLAIN SELECT ssn FROM people WHERE id > 0 ORDER BY id LIMIT 3",
                "EXPLAIN ANALYZE SELECT ssn, count(*) FROM people GROUP BY ssn",
                "EXPLAIN CREATE TABLE t AS SELECT * FROM people",
                "EXPLAIN ANALYZE SELECT a.id FROM people a JOIN people b ON a.id = b.id WHERE a.ssn = 'x'")) {
            String plan = String.join("\n", bob(sql));
            assertThat(plan).as(sql).contains("Policy [default.people]").doesNotContain("zzz")
                    .doesNotContain("987654321")
                    .doesNotContain("concat").doesNotContain("rows:").doesNotContain("Scan").doesNotContain("split")
                    .doesNotContain("pay >").doesNotContain("dept =");
        }
        assertThat(plan("SELECT id FROM people")).doesNotContain("dept").doesNotContain("pay");
    }

    @Test
    void countsOfRowsBelowAPolicyAreNotTold() {
        restrict("people").filter("dept = 'a'");
        assertThat(bob("SELECT count(*) FROM people")).containsExactly("2");
        Progress told = progress("bob");
        assertThat(told.rowsRead()).isZero();
        assertThat(told.bytesRead()).isZero();
        assertThat(told.rowGroupsTotal()).isZero();
        assertThat(told.splitsTotal()).isZero();
        assertThat(told.partitionsRead()).isZero();
        fixture.finished.clear();
        // A sum reads the rows; their count would be in the footers.
        fixture.run("SELECT count(*), sum(id) FROM people");
        assertThat(progress("ann").rowsRead()).isEqualTo(4);
    }

    private Progress progress(String user) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < end) {
            for (QueryListener.QuerySummary summary : fixture.finished) {
                if (summary.user().equals(user) && summary.sql().startsWith("SELECT count(*)")) {
                    return summary.progress();
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no query of " + user + " is over");
    }

    @Test
    void skippingByTheQueryIsAllowedWhereThePolicyCannotFail() {
        restrict("people").filter("dept = 'a' OR name IS NULL").mask("name", "'?'");
        assertThat(bob("SELECT name FROM people WHERE id = 1000")).isEmpty();
        assertThat(bob("SELECT p.id, p.name FROM people p JOIN (VALUES 2, 3) v(n) ON p.id = v.n"))
                .containsExactly("2|?");
        assertThat(bob("SELECT id FROM people WHERE name = 'Ada'")).isEmpty();
        assertThat(bob("SELECT p.id FROM people p JOIN (VALUES 'Ada', 'Bea') v(n) ON p.name = v.n")).isEmpty();
        assertThat(bob("SELECT count(*) FROM people WHERE name >= '?' AND name < 'A'")).containsExactly("2");
    }

    @Test
    void failuresOfFilesTellNoPathsAndColumns() throws java.io.IOException {
        fixture.run("CREATE TABLE parts (id bigint, ssn string) PARTITIONED BY (region string) STORED AS PARQUET");
        fixture.run("INSERT INTO parts VALUES (1, 'x', 'secret-region')");
        String file = fixture.files().stream().filter(name -> name.contains("secret-region")).findFirst().orElseThrow();
        java.nio.file.Files.writeString(folder.resolve("warehouse").resolve(file), "this is no parquet file at all");
        restrict("parts").mask("region", "'?'").filter("ssn <> 'y'");
        QueryException failure = bobFails("SELECT id FROM parts");
        assertThat(failure.reason()).isEqualTo(Reason.STORAGE);
        assertThat(failure).hasMessage("Cannot read default.parts: one of its files cannot be read").hasNoCause();
        assertThat(fixture.failure("SELECT id FROM parts")).hasMessageContaining("secret-region");
    }

    @Test
    void partitionsArePrunedByPoliciesAndQueriesTogether() {
        fixture.run("CREATE TABLE parts (id bigint) PARTITIONED BY (region string) STORED AS PARQUET");
        fixture.run("INSERT INTO parts VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        fixture.files().stream().filter(name -> name.contains("region=c")).forEach(name -> {
            try {
                java.nio.file.Files.writeString(folder.resolve("warehouse").resolve(name), "broken: not to be opened");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        restrict("parts").filter("region IN ('a', 'b')");
        assertThat(bob("SELECT id FROM parts ORDER BY id")).containsExactly("1", "2");
        catalogs.getFirst().free("bob", "parts");
        restrict("parts").filter("id > 0");
        assertThat(bob("SELECT id FROM parts WHERE region < 'c' ORDER BY id")).containsExactly("1", "2");
        assertThat(bobFails("SELECT id FROM parts").reason()).isEqualTo(Reason.STORAGE);
    }

    @Test
    void estimatesTellOnlyTheMagnitude() {
        fixture.run("CREATE TABLE few (id bigint) STORED AS ORC");
        fixture.run("INSERT INTO few VALUES (1), (2)");
        restrict("people").filter("id = 1");
        String join = "SELECT count(*) FROM people p JOIN few f ON p.id = f.id WHERE p.name = 'Ada'";
        String before = plan(join);
        fixture.run("INSERT INTO people SELECT id + 10, name, ssn, pay, dept, born FROM people");
        assertThat(plan(join)).isEqualTo(before);
    }

    @Test
    void writesIntoRestrictedTables() {
        restrict("people").filter("dept = 'a'");
        bob("INSERT INTO people VALUES (9, 'Eve', 's', 1, 'b', NULL)");
        assertThat(fixture.run("SELECT count(*) FROM people")).containsExactly("5");
        restrict("people").hide("ssn");
        assertThat(bobFails("INSERT INTO people VALUES (9, 'Eve', 1, 'b', NULL)").reason())
                .isEqualTo(Reason.ACCESS_DENIED);
        assertThat(bobFails("ANALYZE TABLE people COMPUTE STATISTICS").reason()).isEqualTo(Reason.ACCESS_DENIED);
    }

    @Test
    void preparedStatementsMeetThePoliciesOfTheirRun() {
        try (SqlSession session = fixture.engine.openSession(
                dev.skep.metastore.access.Caller.internal(dev.skep.metastore.access.Identity.of("bob")), "default",
                java.util.Map.of())) {
            EngineFixture.rows(session.submit("PREPARE p FROM SELECT count(*) FROM people", List.of()));
            assertThat(EngineFixture.rows(session.submit("EXECUTE p", List.of()))).containsExactly("4");
            restrict("people").filter("id = 1");
            assertThat(EngineFixture.rows(session.submit("EXECUTE p", List.of()))).containsExactly("1");
        }
    }
}

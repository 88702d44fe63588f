package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.Tables;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans are used again exactly as long as planning anew would give the same. */
class TestPlanCache {
    private static final String ALL = "SELECT id, region FROM orders ORDER BY id";

    @TempDir
    private Path folder;

    private EngineFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(folder);
        fixture.run("CREATE TABLE orders (id bigint, region string) PARTITIONED BY (day date) STORED AS PARQUET");
        fixture.run("INSERT INTO orders VALUES (1, 'EU', DATE '2024-01-01'), (2, 'US', DATE '2024-01-02')");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private PlanCache.Figures figures() {
        return fixture.engine.plans().figures();
    }

    /** The rows, and that they came by a plan that was made before. */
    private List<String> known(String sql) {
        long before = figures().hits();
        List<String> rows = fixture.run(sql);
        assertThat(figures().hits()).as(sql).isEqualTo(before + 1);
        return rows;
    }

    /** The rows, and that the statement was planned. */
    private List<String> planned(String sql) {
        long before = figures().misses();
        List<String> rows = fixture.run(sql);
        assertThat(figures().misses()).as(sql).isEqualTo(before + 1);
        return rows;
    }

    private List<String> as(String user, String sql) {
        return fixture.runAs(user, sql);
    }

    @Test
    void aStatementThatIsRunAgainIsNotPlannedAgain() {
        assertThat(planned(ALL)).containsExactly("1|EU", "2|US");
        assertThat(known(ALL)).containsExactly("1|EU", "2|US");
        assertThat(known(ALL)).containsExactly("1|EU", "2|US");
        assertThat(planned(ALL + " ")).hasSize(2);
        PlanCache.Figures figures = figures();
        assertThat(figures.hits()).isEqualTo(2);
        assertThat(figures.plans()).isEqualTo(2);
        assertThat(figures.bytes()).isPositive();
    }

    @Test
    void changesOfOtherObjectsLeaveAPlanAsItIs() {
        planned(ALL);
        fixture.run("CREATE TABLE other (a int) STORED AS PARQUET");
        fixture.run("GRANT SELECT ON other TO USER bob");
        assertThat(known(ALL)).hasSize(2);
        assertThat(figures().stale()).isZero();
    }

    @Test
    void rowsThatAreAddedAreSeen() {
        planned(ALL);
        fixture.run("INSERT INTO orders VALUES (3, 'EU', DATE '2024-01-01')");
        assertThat(fixture.run(ALL)).containsExactly("1|EU", "2|US", "3|EU");
        fixture.run("INSERT INTO orders VALUES (4, 'EU', DATE '2024-05-05')");
        assertThat(planned(ALL)).containsExactly("1|EU", "2|US", "3|EU", "4|EU");
        String day = "SELECT count(*) FROM orders WHERE day >= DATE '2024-05-01'";
        assertThat(planned(day)).containsExactly("1");
        fixture.run("ALTER TABLE orders DROP PARTITION (day = DATE '2024-05-05')");
        assertThat(planned(day)).containsExactly("0");
        assertThat(planned(ALL)).hasSize(3);
    }

    @Test
    void tablesThatChangeOrAreMadeAnewAreSeen() {
        String star = "SELECT * FROM plain";
        fixture.run("CREATE TABLE plain STORED AS PARQUET AS SELECT 1 AS a");
        assertThat(planned(star)).containsExactly("1");
        fixture.run("ALTER TABLE plain ADD COLUMNS (b int)");
        assertThat(planned(star)).containsExactly("1|null");
        fixture.run("DROP TABLE plain");
        assertThat(fixture.failure(star)).hasMessageContaining("'plain' does not exist");
        fixture.run("CREATE TABLE plain STORED AS ORC AS SELECT 'x' AS c");
        assertThat(planned(star)).containsExactly("x");
        fixture.run("ALTER TABLE plain RENAME TO renamed");
        assertThat(fixture.failure(star)).hasMessageContaining("'plain' does not exist");
        fixture.run("CREATE VIEW plain AS SELECT 7 AS v");
        assertThat(planned(star)).containsExactly("7");
    }

    @Test
    void changesByAnotherServerAreSeen() {
        String star = "SELECT * FROM plain";
        fixture.run("CREATE TABLE plain STORED AS PARQUET AS SELECT 1 AS a, 2 AS b");
        planned(star);
        known(star);
        Tables tables = fixture.catalog.sessionFor(Caller.internal(Identity.SERVER), FileReader.ENGINE).tables();
        TableName name = DatabaseName.of("default").table("plain");
        Table before = tables.table(name).visible();
        tables.alter(name, before.withStorage(before.storage().withColumns(before.storage().columns().subList(0, 1))),
                Tables.Cascade.TABLE_ONLY, Map.of());
        assertThat(planned(star)).containsExactly("1");
    }

    @Test
    void viewsThatChangeAreSeenHoweverDeep() {
        fixture.run("CREATE VIEW deep AS SELECT id FROM orders WHERE region = 'EU'");
        fixture.run("CREATE VIEW middle AS SELECT id + 10 AS id FROM deep");
        String sql = "SELECT id FROM middle ORDER BY id";
        assertThat(planned(sql)).containsExactly("11");
        assertThat(known(sql)).containsExactly("11");
        fixture.run("CREATE OR REPLACE VIEW deep AS SELECT id FROM orders WHERE region = 'US'");
        assertThat(planned(sql)).containsExactly("12");
        fixture.run("CREATE VIEW mine TBLPROPERTIES ('skep.view.security'='definer') AS SELECT id FROM deep");
        assertThat(planned("SELECT id FROM mine")).containsExactly("2");
        assertThat(known("SELECT id FROM mine")).containsExactly("2");
        fixture.run("CREATE OR REPLACE VIEW deep AS SELECT id FROM orders");
        assertThat(planned("SELECT count(*) FROM mine")).containsExactly("2");
        assertThat(planned("SELECT id FROM mine")).hasSize(2);
    }

    @Test
    void aNameThatMeansSomethingElseIsSeen() {
        fixture.run("CREATE DATABASE a");
        fixture.run("CREATE TABLE a.t STORED AS PARQUET AS SELECT 1 AS id");
        fixture.run("CREATE TABLE t STORED AS PARQUET AS SELECT 2 AS id");
        assertThat(planned("SELECT id FROM t")).containsExactly("2");
        fixture.run("USE a");
        assertThat(planned("SELECT id FROM t")).containsExactly("1");
        assertThat(planned("SELECT current_database()")).containsExactly("a");
        fixture.run("USE default");
        assertThat(known("SELECT id FROM t")).containsExactly("2");
        assertThat(planned("SELECT current_database()")).containsExactly("default");
    }

    @Test
    void statisticsAndSettingsThatChangeMakeANewPlan() {
        fixture.run("CREATE TABLE plain STORED AS PARQUET AS SELECT id FROM orders");
        String sql = "SELECT count(*) FROM plain p JOIN orders o ON p.id = o.id";
        planned(sql);
        known(sql);
        fixture.run("ANALYZE TABLE plain COMPUTE STATISTICS FOR COLUMNS");
        assertThat(planned(sql)).containsExactly("2");
        fixture.run("SET query.threads = 1");
        assertThat(planned(sql)).containsExactly("2");
        fixture.run("RESET query.threads");
        assertThat(known(sql)).containsExactly("2");
    }

    @Test
    void policiesAreInForceAtOnce() {
        fixture.run("GRANT SELECT ON orders TO USER bob");
        assertThat(as("bob", ALL)).hasSize(2);
        assertThat(as("bob", ALL)).hasSize(2);
        assertThat(figures().hits()).isEqualTo(1);
        fixture.run("CREATE ROW FILTER eu ON TABLE orders AS (region = 'EU') TO bob");
        assertThat(as("bob", ALL)).containsExactly("1|EU");
        assertThat(as("bob", ALL)).containsExactly("1|EU");
        fixture.run("CREATE COLUMN MASK r ON COLUMN orders.region USING ('?') TO bob");
        assertThat(as("bob", ALL)).containsExactly("1|?");
        fixture.run("DROP ROW FILTER eu");
        assertThat(as("bob", ALL)).containsExactly("1|?", "2|?");
        fixture.run("DENY SELECT ON orders TO USER bob");
        assertThat(fixture.failureAs("bob", ALL).reason()).isEqualTo(Reason.ACCESS_DENIED);
        fixture.run("DENY DESCRIBE ON orders TO USER bob");
        assertThat(fixture.failureAs("bob", ALL)).hasMessageContaining("'orders' does not exist");
    }

    @Test
    void rolesAreInForceAtOnce() {
        fixture.run("CREATE ROLE analyst");
        fixture.run("CREATE ROW FILTER own ON TABLE orders AS (is_member_of('analyst')) TO bob");
        assertThat(as("bob", ALL)).isEmpty();
        assertThat(as("bob", ALL)).isEmpty();
        fixture.run("GRANT analyst TO USER bob");
        assertThat(as("bob", ALL)).hasSize(2);
        fixture.run("REVOKE analyst FROM USER bob");
        assertThat(as("bob", ALL)).isEmpty();
        String member = "SELECT is_member_of('analyst')";
        assertThat(as("bob", member)).containsExactly("false");
        fixture.run("GRANT analyst TO USER bob");
        assertThat(as("bob", member)).containsExactly("true");
    }

    @Test
    void nobodyGetsAnothersPlan() {
        fixture.run("CREATE ROW FILTER own ON TABLE orders AS (region = 'EU' AND current_user = 'bob'"
                + " OR region = 'US' AND is_member_of('us')) EXCEPT ann");
        fixture.run("CREATE COLUMN MASK hidden ON COLUMN orders.region USING (concat(current_user, '!')) EXCEPT ann");
        Identity inUs = new Identity("cid", Set.of("us"), Set.of());
        for (int round = 0; round < 3; round++) {
            assertThat(fixture.run(ALL)).containsExactly("1|EU", "2|US");
            assertThat(as("bob", ALL)).containsExactly("1|bob!");
            assertThat(as("cid", ALL)).isEmpty();
            assertThat(EngineFixture.run(fixture.sessionOf(inUs), ALL)).containsExactly("2|cid!");
            assertThat(as("bob", "SELECT current_user")).containsExactly("bob");
            assertThat(as("cid", "SELECT current_user")).containsExactly("cid");
        }
        assertThat(figures().hits()).isEqualTo(12);
    }

    @Test
    void whatADefinerMayNotReadAnyMoreIsNotReadByThePlansOfOthers() {
        fixture.run("GRANT CREATE ON DATABASE default TO USER eve");
        as("eve", "CREATE VIEW mine TBLPROPERTIES ('skep.view.security'='definer') AS SELECT id FROM orders");
        fixture.run("DENY SELECT ON orders TO USER bob");
        assertThat(as("bob", "SELECT id FROM mine")).hasSize(2);
        assertThat(as("bob", "SELECT id FROM mine")).hasSize(2);
        assertThat(figures().hits()).isEqualTo(1);
        fixture.run("CREATE ROW FILTER eu ON TABLE orders AS (region = 'EU') TO eve");
        assertThat(as("bob", "SELECT id FROM mine")).containsExactly("1");
        fixture.run("DENY SELECT ON orders TO USER eve");
        assertThat(fixture.failureAs("bob", "SELECT id FROM mine").getMessage()).doesNotContain("orders");
    }

    @Test
    void aGrantThatEndsByTheClockEndsForPlansToo() {
        int runs = 0;
        // On a machine that is busy with other things the end may come before the first run; then another one has longer.
        for (int seconds = 2; runs == 0; seconds *= 2) {
            runs = runsUntil(Instant.now().plus(seconds, ChronoUnit.SECONDS), "bob" + seconds);
        }
    }

    /** How often a user's statement ran until a denial came into force. */
    private int runsUntil(Instant end, String user) {
        fixture.run("DENY SELECT ON orders TO USER %s WHEN DATE FROM '%s'".formatted(user, end));
        String sql = "SELECT count(*) FROM orders";
        long hits = figures().hits();
        int runs = 0;
        boolean isDenied = false;
        while (!isDenied) {
            Instant before = Instant.now();
            try {
                as(user, sql);
                assertThat(before).isBefore(end);
                runs++;
            } catch (dev.skep.query.QueryException e) {
                assertThat(e.reason()).isEqualTo(Reason.ACCESS_DENIED);
                isDenied = true;
            }
        }
        assertThat(figures().hits() - hits).isEqualTo(Math.max(0, runs - 1));
        assertThat(fixture.failureAs(user, sql).reason()).isEqualTo(Reason.ACCESS_DENIED);
        return runs;
    }

    @Test
    void theTimeOfAStatementIsItsOwn() {
        String now = "SELECT current_timestamp FROM orders WHERE id = 1";
        LocalDateTime first = LocalDateTime.parse(planned(now).getFirst().replace(' ', 'T'));
        LocalDateTime second = LocalDateTime.parse(planned(now).getFirst().replace(' ', 'T'));
        assertThat(second).isAfter(first);
        planned("SELECT id FROM orders WHERE day < current_date - INTERVAL '1' DAY");
        planned("SELECT id FROM orders WHERE day < current_date - INTERVAL '1' DAY");
        fixture.run("CREATE VIEW today AS SELECT current_date AS d FROM orders WHERE id = 1");
        String today = LocalDateTime.now(ZoneOffset.UTC).toLocalDate().toString();
        assertThat(planned("SELECT d >= DATE '%s' FROM today".formatted(today))).containsExactly("true");
        planned("SELECT d >= DATE '%s' FROM today".formatted(today));
        fixture.run("CREATE ROW FILTER later ON TABLE orders AS (current_timestamp > TIMESTAMP '2024-01-01 00:00:00')");
        planned(ALL);
        planned(ALL);
        assertThat(planned("SELECT rand() FROM orders WHERE id = 1"))
                .isNotEqualTo(fixture.run("SELECT rand() FROM orders WHERE id = 1"));
    }

    @Test
    void parametersHaveAPlanForTheirValues() {
        String sql = "SELECT region FROM orders WHERE id = ?";
        assertThat(fixture.run(sql, 1L)).containsExactly("EU");
        assertThat(fixture.run(sql, 2L)).containsExactly("US");
        assertThat(fixture.run(sql, 1L)).containsExactly("EU");
        assertThat(figures().hits()).isEqualTo(1);
        assertThat(fixture.run("SELECT ?", "1")).containsExactly("1");
        assertThat(fixture.run("SELECT ?", 1)).containsExactly("1");
        fixture.run("PREPARE p FROM " + sql);
        assertThat(fixture.run("EXECUTE p USING 1")).containsExactly("EU");
        assertThat(fixture.run("EXECUTE p USING 2")).containsExactly("US");
    }

    @Test
    void systemTablesAreReadAnew() {
        String sql = "SELECT count(*) FROM sys.roles WHERE role = 'analyst'";
        assertThat(planned(sql)).containsExactly("0");
        fixture.run("CREATE ROLE analyst");
        assertThat(planned(sql)).containsExactly("1");
        fixture.run("DENY MANAGE ON CATALOG hive TO USER bob");
        assertThat(fixture.failureAs("bob", sql)).hasMessageContaining("does not exist");
    }

    @Test
    void plansTakeNoMoreThanTheyMay() {
        PlanCache.Figures before = figures();
        for (int i = 0; i < 300; i++) {
            fixture.run("SELECT id + " + i + " FROM orders /* " + "x".repeat(100_000) + " */");
        }
        PlanCache.Figures after = figures();
        assertThat(after.bytes()).isLessThanOrEqualTo(16L << 20).isGreaterThan(before.bytes());
        assertThat(after.plans()).isBetween(20, 100);
        assertThat(known("SELECT id + 299 FROM orders /* " + "x".repeat(100_000) + " */")).containsExactlyInAnyOrder(
                "300", "301");
    }
}

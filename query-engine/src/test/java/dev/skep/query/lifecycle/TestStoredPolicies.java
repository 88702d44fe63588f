package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies as the catalog keeps them, made with SQL by ann and met by bob. */
final class TestStoredPolicies {
    @TempDir
    Path folder;
    private EngineFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(folder);
        fixture.run(
                "CREATE TABLE orders (id bigint, email string, price decimal(10,2)) PARTITIONED BY (region string, day date)"
                        + " STORED AS PARQUET");
        fixture.run("INSERT INTO orders VALUES (1, 'ada@x.org', 10, 'EU', DATE '2024-03-01'),"
                + " (2, 'bea@x.org', 20, 'US', DATE '2024-03-02'), (3, 'cid@x.org', 30, 'EU', DATE '2024-04-03')");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private List<String> bob(String sql) {
        return fixture.runAs("bob", sql);
    }

    @Test
    void filtersAndMasksApply() {
        fixture.run("CREATE ROW FILTER eu ON TABLE orders AS (orders.region = 'EU' OR is_member_of('all')) EXCEPT ann");
        fixture.run("CREATE COLUMN MASK email ON COLUMN orders.email USING LAST FOUR EXCEPT ann");
        fixture.run("CREATE COLUMN MASK day ON COLUMN orders.day USING DATE TO YEAR TO bob");
        assertThat(bob("SELECT * FROM orders ORDER BY id")).containsExactly("1|*****.org|10.00|EU|2024-01-01",
                "3|*****.org|30.00|EU|2024-01-01");
        assertThat(bob("SELECT id FROM orders WHERE day = DATE '2024-03-01' OR region = 'US'")).isEmpty();
        assertThat(bob("SELECT count(*), count(\"$path\") FROM orders WHERE day = DATE '2024-01-01'"))
                .containsExactly("2|0");
        assertThat(fixture.run("SELECT id, email FROM orders WHERE day = DATE '2024-03-02'"))
                .containsExactly("2|bea@x.org");
        assertThat(String.join("\n", bob("EXPLAIN SELECT id FROM orders"))).contains("Policy [default.orders]")
                .doesNotContain("EU").doesNotContain("partitions");
        fixture.run("DROP ROW FILTER eu");
        assertThat(bob("SELECT count(*) FROM orders")).containsExactly("3");
    }

    @Test
    void deniedColumnsAreAsMissing() {
        fixture.run("DENY SELECT ON COLUMN orders.email TO USER bob");
        fixture.run("DENY SELECT ON COLUMN orders.region TO USER bob");
        assertThat(bob("SELECT * FROM orders ORDER BY id")).containsExactly("1|10.00|2024-03-01",
                "2|20.00|2024-03-02", "3|30.00|2024-04-03");
        assertThat(fixture.failureAs("bob", "SELECT email FROM orders"))
                .hasMessage(String.valueOf(fixture.failureAs("bob", "SELECT emaix FROM orders").getMessage())
                        .replace("emaix", "email"));
        assertThat(fixture.failureAs("bob", "INSERT INTO orders VALUES (4, 1, DATE '2024-03-01')").reason())
                .isEqualTo(Reason.ACCESS_DENIED);
        assertThat(bob("SELECT id FROM orders WHERE day > DATE '2024-04-01'")).containsExactly("3");
    }

    @Test
    void deniedTablesAreNotReadAndHiddenOnesAbsent() {
        fixture.run("DENY SELECT ON orders TO USER bob");
        assertThat(fixture.failureAs("bob", "SELECT id FROM orders").reason()).isEqualTo(Reason.ACCESS_DENIED);
        fixture.run("DENY DESCRIBE ON orders TO USER bob");
        assertThat(fixture.failureAs("bob", "SELECT id FROM orders"))
                .hasMessage(String.valueOf(fixture.failureAs("bob", "SELECT id FROM ordexs").getMessage())
                        .replace("ordexs", "orders"));
        assertThat(bob("SHOW TABLES")).isEmpty();
    }

    @Test
    void viewsReadWithTheRightsOfTheirOwner() {
        fixture.run("CREATE ROW FILTER eu ON TABLE orders AS (region = 'EU' AND current_user = 'ann')");
        fixture.run("CREATE VIEW mine TBLPROPERTIES ('skep.view.security'='definer') AS"
                + " SELECT id, region, current_user AS who FROM orders");
        fixture.run("CREATE VIEW yours AS SELECT id FROM orders");
        fixture.run("DENY DESCRIBE ON orders TO USER bob");
        assertThat(bob("SELECT * FROM mine ORDER BY id")).containsExactly("1|EU|bob", "3|EU|bob");
        assertThat(bob("SELECT id FROM mine WHERE region = 'EU' AND id > 1")).containsExactly("3");
        QueryException failure = fixture.failureAs("bob", "SELECT * FROM yours");
        assertThat(failure.getMessage()).contains("Cannot read view default.yours").doesNotContain("orders");
        fixture.run("CREATE ROW FILTER first_only ON TABLE mine AS (id = 1)");
        assertThat(bob("SELECT id FROM mine")).containsExactly("1");
    }

    @Test
    void writersKeepCountsOfTablesThatTheySeeInPart() {
        fixture.run("CREATE TABLE plain STORED AS ORC AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) t (id, dept)");
        fixture.run("CREATE ROW FILTER a ON TABLE plain AS (dept = 'a') TO bob");
        bob("INSERT INTO plain VALUES (3, 'a'), (4, 'b')");
        assertThat(bob("SELECT id FROM plain ORDER BY id")).containsExactly("1", "3");
        assertThat(fixture.run("SHOW TBLPROPERTIES plain ('numRows')")).containsExactly("numRows|4");
        bob("INSERT INTO orders VALUES (5, 'eve@x.org', 5, 'US', DATE '2024-03-02')");
        assertThat(fixture.run("SELECT id FROM orders WHERE region = 'US' ORDER BY id")).containsExactly("2", "5");
    }

    @Test
    void policiesOnColumnsThatAreGoneDeny() {
        fixture.run("CREATE TABLE plain (id bigint, dept string) STORED AS ORC");
        fixture.run("CREATE ROW FILTER a ON TABLE plain AS (dept = 'a') TO bob");
        fixture.run("ALTER TABLE plain REPLACE COLUMNS (id bigint)");
        assertThat(fixture.failureAs("bob", "SELECT id FROM plain").reason()).isEqualTo(Reason.ACCESS_DENIED);
    }

    @Test
    void systemTablesAreThereForThoseWhoManageEverything() {
        fixture.run("CREATE ROLE analyst");
        fixture.run("GRANT analyst TO USER bob");
        fixture.run("CREATE ROW FILTER eu ON TABLE orders AS (region = 'EU') EXCEPT ann");
        fixture.run("SET TAG pii = 'yes' ON COLUMN orders.email");
        assertThat(fixture.run("SELECT name, kind FROM sys.policies WHERE kind LIKE 'ROW%'"))
                .containsExactly("eu|ROW FILTER");
        assertThat(fixture.run("SELECT member_type, member_name FROM sys.roles WHERE role = 'analyst'"))
                .containsExactly("USER|bob");
        assertThat(fixture.run("SELECT count(*), min(tag_value) FROM hive.sys.tags")).containsExactly("1|yes");
        assertThat(fixture.run("SELECT count(*), max(line) FROM sys.audit")).containsExactly("100000|100000");
        assertThat(fixture
                .run("SELECT a.detail FROM sys.audit a JOIN orders o ON a.line = o.id WHERE a.line < 3 ORDER BY 1"))
                .containsExactly("line 1", "line 2");
        fixture.run("DENY MANAGE ON CATALOG hive TO USER bob");
        for (String table : List.of("audit", "policies", "roles", "tags", "nothing")) {
            assertThat(fixture.failureAs("bob", "SELECT * FROM sys." + table))
                    .hasMessage(String.valueOf(fixture.failureAs("bob", "SELECT * FROM sxx." + table).getMessage())
                            .replace("sxx", "sys"));
        }
    }
}

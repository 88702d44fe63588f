package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestWrites {
    @TempDir
    Path folder;
    private EngineFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARQUET", "ORC"})
    void insertsRows(String format) {
        fixture.run("CREATE TABLE t (a bigint, b string, c decimal(10,2)) STORED AS " + format);
        assertThat(fixture.written("INSERT INTO t VALUES (1, 'x', 1.5), (2, NULL, 2)")).isEqualTo(2);
        assertThat(fixture.written("INSERT INTO t (c, a) SELECT 7, 3")).isEqualTo(1);
        assertThat(fixture.run("SELECT * FROM t ORDER BY a")).containsExactly("1|x|1.50", "2|null|2.00", "3|null|7.00");
        assertThat(fixture.files()).hasSize(2);
        assertThat(fixture.run("SELECT count(DISTINCT \"$path\") FROM t")).containsExactly("2");
    }

    @Test
    void overwritesRowsAndReadsThemMeanwhile() {
        fixture.run("CREATE TABLE t AS SELECT * FROM (VALUES 1, 2, 3) v(a)");
        assertThat(fixture.run("SHOW TBLPROPERTIES t ('numRows')")).containsExactly("numRows|3");
        assertThat(fixture.written("INSERT OVERWRITE TABLE t SELECT a * 10 FROM t WHERE a > 1")).isEqualTo(2);
        assertThat(fixture.run("SELECT a FROM t ORDER BY a")).containsExactly("20", "30");
        assertThat(fixture.run("SHOW TBLPROPERTIES t ('numRows')")).containsExactly("numRows|2");
        fixture.run("INSERT INTO t VALUES 5");
        assertThat(fixture.run("SHOW TBLPROPERTIES t ('numRows')")).containsExactly("numRows|3");
        fixture.run("INSERT OVERWRITE t SELECT x FROM (VALUES 1) v(x) WHERE x > 1");
        assertThat(fixture.run("SELECT count(*) FROM t")).containsExactly("0");
    }

    @Test
    void writesStaticAndDynamicPartitions() {
        fixture.run("CREATE TABLE t (a int) PARTITIONED BY (y int, c string)");
        fixture.run("INSERT INTO t PARTITION (y=2024, c='x') VALUES 1");
        fixture.run("INSERT INTO t PARTITION (y=2024, c) VALUES (2, 'y'), (3, 'a/b'), (4, NULL)");
        fixture.run("INSERT INTO t VALUES (5, 2025, 'x')");
        assertThat(fixture.run("SHOW PARTITIONS t")).containsExactly("y=2024/c=__HIVE_DEFAULT_PARTITION__",
                "y=2024/c=a%2Fb", "y=2024/c=x", "y=2024/c=y", "y=2025/c=x");
        assertThat(fixture.run("SELECT a, y, c FROM t ORDER BY a")).containsExactly("1|2024|x", "2|2024|y",
                "3|2024|a/b", "4|2024|null", "5|2025|x");
        fixture.run("INSERT OVERWRITE t PARTITION (y=2024, c) VALUES (20, 'y'), (60, 'new')");
        assertThat(fixture.run("SELECT a FROM t ORDER BY a")).containsExactly("1", "3", "4", "5", "20", "60");
        fixture.run("INSERT OVERWRITE t PARTITION (y=2024, c='x') SELECT x FROM (VALUES 1) v(x) WHERE x > 1");
        fixture.run("INSERT OVERWRITE t PARTITION (y=2030, c='e') SELECT x FROM (VALUES 1) v(x) WHERE x > 1");
        assertThat(fixture.run("SELECT a FROM t ORDER BY a")).containsExactly("3", "4", "5", "20", "60");
        assertThat(fixture.run("SHOW PARTITIONS t PARTITION (y=2030)")).containsExactly("y=2030/c=e");
        assertThat(fixture.written("INSERT OVERWRITE t PARTITION (y=2025, c='x') IF NOT EXISTS VALUES 9")).isZero();
    }

    @Test
    void meetsPartitionsThatLieElsewhereOrAreSpelledOtherwise() throws IOException {
        fixture.run("CREATE TABLE t (a int) PARTITIONED BY (m int)");
        Files.createDirectories(folder.resolve("warehouse/t/m=07"));
        fixture.run("MSCK REPAIR TABLE t");
        fixture.run("ALTER TABLE t ADD PARTITION (m=8) LOCATION 'file:" + folder.resolve("warehouse/elsewhere") + "'");
        fixture.run("INSERT INTO t VALUES (1, 7), (2, 8)");
        fixture.run("INSERT INTO t PARTITION (m=7) VALUES 3");
        assertThat(fixture.run("SHOW PARTITIONS t")).containsExactly("m=07", "m=8");
        assertThat(fixture.run("SELECT a, m FROM t ORDER BY a")).containsExactly("1|7", "2|8", "3|7");
        assertThat(fixture.files()).filteredOn(file -> file.startsWith("elsewhere/")).hasSize(1);
        fixture.run("INSERT OVERWRITE t VALUES (20, 8)");
        assertThat(fixture.run("SELECT a FROM t ORDER BY a")).containsExactly("1", "3", "20");
    }

    @Test
    void namesWhatDoesNotFit() {
        fixture.run("CREATE TABLE t (a int, b string) PARTITIONED BY (p int)");
        assertThat(fixture.failure("INSERT INTO t SELECT 1, 'x'"))
                .hasMessageContaining("3 columns are to be filled [a, b, p], but the query has 2");
        assertThat(fixture.failure("INSERT INTO t PARTITION (p=1) SELECT 'x', 'y'"))
                .hasMessageContaining("Cannot put a value of type").hasMessageContaining("column 'a' of type integer");
        assertThat(fixture.failure("INSERT INTO t (a, a) SELECT 1, 2")).hasMessageContaining("it is named twice");
        assertThat(fixture.failure("INSERT INTO t PARTITION (p=1) (a, p) SELECT 1, 2"))
                .hasMessageContaining("the partition fixes its value");
        assertThat(fixture.failure("INSERT INTO t PARTITION (p='x') SELECT 1, 'y'").reason()).isEqualTo(Reason.DATA);
        assertThat(fixture.failure("INSERT INTO nowhere SELECT 1").reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(fixture.files()).isEmpty();
    }

    @Test
    void leavesNothingBehindWhenAWriteFails() {
        fixture.run("CREATE TABLE src AS SELECT * FROM (VALUES (1, 1), (2, 0)) v(a, b)");
        List<String> before = fixture.files();
        fixture.run("CREATE TABLE t (a int) PARTITIONED BY (p int)");
        assertThat(fixture.failure("INSERT INTO t SELECT a / b, a FROM src").reason()).isEqualTo(Reason.DATA);
        assertThat(fixture.failure("CREATE TABLE u AS SELECT a / b AS c FROM src").reason()).isEqualTo(Reason.DATA);
        assertThat(fixture.files()).isEqualTo(before);
        assertThat(fixture.run("SHOW PARTITIONS t")).isEmpty();
        assertThat(fixture.run("SHOW TABLES")).containsExactly("src", "t");
        assertThat(folder.resolve("warehouse/u")).doesNotExist();
        assertThat(folder.resolve("warehouse/t")).isEmptyDirectory();
    }

    @Test
    void makesTablesOfQueries() {
        assertThat(fixture.written("CREATE TABLE t STORED AS ORC TBLPROPERTIES ('k'='v') AS SELECT 1 AS a, 'x' AS b"))
                .isEqualTo(1);
        assertThat(fixture.run("SELECT * FROM t")).containsExactly("1|x");
        assertThat(fixture.run("SHOW TBLPROPERTIES t ('k')")).containsExactly("k|v");
        assertThat(fixture.failure("CREATE TABLE t AS SELECT 1 AS a").reason()).isEqualTo(Reason.ALREADY_EXISTS);
        assertThat(fixture.written("CREATE TABLE IF NOT EXISTS t AS SELECT 1 AS a")).isZero();
        fixture.run("CREATE TABLE n AS SELECT 1 AS a WITH NO DATA");
        assertThat(fixture.run("SELECT * FROM n")).isEmpty();
        fixture.run("CREATE TABLE p (x, y bigint) PARTITIONED BY (x) AS SELECT 'k' AS a, 2 AS b");
        assertThat(fixture.run("SELECT y, x FROM p")).containsExactly("2|k");
        assertThat(fixture.run("DESCRIBE p").subList(0, 2)).containsExactly("y|bigint|", "x|string|");
        assertThat(fixture.failure("CREATE TABLE bad AS SELECT NULL AS a")).hasMessageContaining("cast it");
    }

    @Test
    void letsOneOfTwoStatementsMakeATable() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            String sql = "CREATE TABLE t AS SELECT %d AS a";
            List<Query> queries = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                queries.add(fixture.session.submit(sql.formatted(i), List.of()));
            }
            int made = 0;
            for (Query query : queries) {
                try {
                    EngineFixture.rows(query);
                    made++;
                } catch (QueryException e) {
                    assertThat(e.reason()).isEqualTo(Reason.ALREADY_EXISTS);
                }
            }
            assertThat(made).isEqualTo(1);
            assertThat(fixture.run("SELECT count(*) FROM t")).containsExactly("1");
            assertThat(fixture.files()).hasSize(1);
            fixture.run("DROP TABLE t");
        }
    }

    @Test
    void refusesAFolderThatIsNotEmpty() throws IOException {
        Path full = Files.createDirectories(folder.resolve("warehouse/full"));
        Files.writeString(full.resolve("file"), "x");
        assertThat(fixture.failure("CREATE TABLE t WITH (external_location = 'file:" + full + "') AS SELECT 1 AS a"))
                .hasMessageContaining("is not empty");
        assertThat(fixture.files()).containsExactly("full/file");
    }
}

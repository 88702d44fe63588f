package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.skep.query.QueryException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

final class TestCommands {
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

    @Test
    void makesAndDropsDatabases() {
        fixture.run("CREATE DATABASE sales COMMENT 'what we sell' WITH DBPROPERTIES ('a'='1')");
        fixture.run("CREATE DATABASE IF NOT EXISTS sales");
        assertThat(fixture.failure("CREATE DATABASE sales").reason()).isEqualTo(Reason.ALREADY_EXISTS);
        assertThat(fixture.run("SHOW DATABASES LIKE 's*'")).containsExactly("sales");
        fixture.run("ALTER DATABASE sales SET DBPROPERTIES ('b'='2')");
        assertThat(fixture.run("DESCRIBE DATABASE EXTENDED sales").getFirst()).startsWith("sales|what we sell|file:")
                .endsWith("|ann|USER|{a=1, b=2}");
        fixture.run("CREATE TABLE sales.t (a int)");
        assertThat(fixture.failure("DROP DATABASE sales")).hasMessageContaining("not empty");
        fixture.run("DROP DATABASE sales CASCADE");
        fixture.run("DROP DATABASE IF EXISTS sales");
        assertThat(fixture.run("SHOW DATABASES")).containsExactly("default");
    }

    @Test
    void describesATable() {
        fixture.run("CREATE TABLE t (a int COMMENT 'first', b decimal(10,2)) PARTITIONED BY (d date)");
        assertThat(fixture.run("DESCRIBE t")).containsExactly("a|int|first", "b|decimal(10,2)|", "d|date|",
                "|null|null", "# Partition Information|null|null", "# col_name|data_type|comment", "d|date|");
        assertThat(fixture.run("DESCRIBE FORMATTED t")).contains("Owner:|ann|null", "Table Type:|MANAGED_TABLE|null",
                "SerDe Library:|org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe|null");
        assertThat(fixture.run("DESCRIBE t b")).containsExactly("b|decimal(10,2)|");
        assertThat(fixture.run("SHOW COLUMNS FROM t")).containsExactly("a", "b", "d");
        assertThat(fixture.run("SHOW TABLES '*'")).containsExactly("t");
        assertThat(fixture.run("SHOW TABLES LIKE 'u*'")).isEmpty();
    }

    @Test
    void showsAStatementThatMakesTheTableAgain() {
        fixture.run("CREATE EXTERNAL TABLE `t` (a int COMMENT 'it''s\\n\\\\', `select` array<struct<x:int,y:string>>) "
                + "COMMENT 'a \"table\"' PARTITIONED BY (d date COMMENT 'day') ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' "
                + "ESCAPED BY '\\\\' STORED AS TEXTFILE LOCATION 'file:" + folder.resolve("x")
                + "' TBLPROPERTIES ('skip.header.line.count'='1')");
        List<String> before = fixture.run("SHOW CREATE TABLE t");
        List<String> described = fixture.run("DESCRIBE t");
        fixture.run("DROP TABLE t");
        fixture.run(String.join("\n", before));
        assertThat(fixture.run("SHOW CREATE TABLE t")).isEqualTo(before);
        assertThat(fixture.run("DESCRIBE t")).isEqualTo(described);
        assertThat(before).contains("CREATE EXTERNAL TABLE `default`.`t`(", "PARTITIONED BY (",
                "  `select` array<struct<x:int,y:string>>)");
    }

    @Test
    void readsTrinosFormOfTableOptions() {
        fixture.run("CREATE TABLE t (a integer, p varchar) WITH (format = 'ORC', partitioned_by = ARRAY['p'])");
        assertThat(fixture.run("DESCRIBE FORMATTED t")).contains("p|string|",
                "SerDe Library:|org.apache.hadoop.hive.ql.io.orc.OrcSerde|null");
        assertThat(fixture.failure("CREATE TABLE u (a integer) WITH (fromat = 'ORC')"))
                .hasMessageContaining("'fromat': it is unknown; did you mean 'format'?");
        assertThat(fixture.failure("CREATE TABLE u (a integer) STORED AS rcfile").reason())
                .isEqualTo(Reason.UNSUPPORTED);
        assertThat(fixture.failure("CREATE TABLE u (a integer) WITH (partitioned_by = ARRAY['b'])"))
                .hasMessageContaining("partition key 'b' is not one of its columns");
    }

    @Test
    void changesColumnsAndProperties() {
        fixture.run("CREATE TABLE t (a int, b string)");
        fixture.run("ALTER TABLE t ADD COLUMNS (c double COMMENT 'third')");
        fixture.run("ALTER TABLE t CHANGE COLUMN a aa bigint AFTER b");
        fixture.run("ALTER TABLE t RENAME COLUMN c TO cc");
        assertThat(fixture.run("DESCRIBE t")).containsExactly("b|string|", "aa|bigint|", "cc|double|third");
        fixture.run("ALTER TABLE t DROP COLUMN cc");
        fixture.run("ALTER TABLE t SET TBLPROPERTIES ('k'='v')");
        assertThat(fixture.run("SHOW TBLPROPERTIES t ('k')")).containsExactly("k|v");
        fixture.run("ALTER TABLE t UNSET TBLPROPERTIES ('k')");
        assertThat(fixture.run("SHOW TBLPROPERTIES t ('k')"))
                .containsExactly("k|Table default.t does not have property: k");
        fixture.run("ALTER TABLE t RENAME TO u");
        assertThat(fixture.run("SHOW TABLES")).containsExactly("u");
        assertThat(fixture.failure("ALTER TABLE u CHANGE x y int")).hasMessageContaining("Cannot find column 'x'");
        fixture.run("CREATE TABLE v LIKE u STORED AS ORC");
        assertThat(fixture.run("DESCRIBE v")).isEqualTo(fixture.run("DESCRIBE u"));
    }

    @Test
    void addsRenamesAndDropsPartitions() {
        fixture.run("CREATE TABLE t (a int) PARTITIONED BY (y int, c string)");
        fixture.run("ALTER TABLE t ADD PARTITION (y=2024, c='a/b') PARTITION (y=2025, c='x')");
        fixture.run("ALTER TABLE t ADD IF NOT EXISTS PARTITION (y=2025, c='x') PARTITION (y=2026, c='x')");
        assertThat(fixture.failure("ALTER TABLE t ADD PARTITION (y=2025, c='x')").reason())
                .isEqualTo(Reason.ALREADY_EXISTS);
        assertThat(fixture.run("SHOW PARTITIONS t")).containsExactly("y=2024/c=a%2Fb", "y=2025/c=x", "y=2026/c=x");
        assertThat(fixture.run("SHOW PARTITIONS t PARTITION (y=2025)")).containsExactly("y=2025/c=x");
        fixture.run("ALTER TABLE t PARTITION (y=2026, c='x') RENAME TO PARTITION (y=2027, c='z')");
        fixture.run("ALTER TABLE t DROP PARTITION (y<2025), PARTITION (c='x')");
        assertThat(fixture.run("SHOW PARTITIONS t")).containsExactly("y=2027/c=z");
        assertThat(fixture.failure("ALTER TABLE t DROP PARTITION (y=1)").reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(fixture.failure("ALTER TABLE t ADD PARTITION (y=1)")).hasMessageContaining("key 'c' has no value");
        assertThat(fixture.failure("ALTER TABLE t ADD PARTITION (z=1)"))
                .hasMessageContaining("Invalid partition key 'z'");
    }

    @Test
    void repairsPartitions() throws IOException {
        fixture.run("CREATE TABLE t (a int) PARTITIONED BY (y int, c string)");
        Path table = folder.resolve("warehouse/t");
        Files.createDirectories(table.resolve("y=2024/c=a%2Fb"));
        Files.createDirectories(table.resolve("y=2025/c=x"));
        Files.createDirectories(table.resolve("y=old/c=x"));
        Files.createDirectories(table.resolve("c=x/y=1"));
        assertThat(fixture.run("MSCK REPAIR TABLE t")).contains(
                "Partitions not in metastore:\tt:y=2024/c=a%2Fb\tt:y=2025/c=x",
                "Repair: Added partition to metastore t:y=2024/c=a%2Fb").hasSize(4);
        assertThat(fixture.run("SHOW PARTITIONS t")).containsExactly("y=2024/c=a%2Fb", "y=2025/c=x");
        Files.delete(table.resolve("y=2025/c=x"));
        assertThat(fixture.run("MSCK REPAIR TABLE t"))
                .contains("Partitions missing from filesystem:\tt:y=2025/c=x");
        fixture.run("MSCK REPAIR TABLE t SYNC PARTITIONS");
        assertThat(fixture.run("SHOW PARTITIONS t")).containsExactly("y=2024/c=a%2Fb");
    }

    @Test
    void keepsTheMeaningOfViews() {
        fixture.run("CREATE DATABASE views");
        fixture.run("CREATE TABLE t AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) v(id, name)");
        fixture.run("CREATE VIEW views.v (i, n) COMMENT 'c' AS WITH w AS (SELECT * FROM t) SELECT w.id, name FROM w");
        fixture.run("USE views");
        assertThat(fixture.run("SELECT n, i FROM v ORDER BY i")).containsExactly("a|1", "b|2");
        assertThat(fixture.run("SHOW VIEWS")).containsExactly("v");
        assertThat(fixture.failure("CREATE VIEW v AS SELECT 1 AS a").reason()).isEqualTo(Reason.ALREADY_EXISTS);
        fixture.run("CREATE OR REPLACE VIEW v AS SELECT 1 AS a");
        assertThat(fixture.run("SHOW CREATE VIEW v")).containsExactly("CREATE VIEW `views`.`v` AS", "SELECT 1 AS a");
        assertThat(fixture.failure("DROP TABLE v")).hasMessageContaining("it is a view");
        assertThat(fixture.failure("INSERT INTO v SELECT 1")).hasMessageContaining("it is a view");
        fixture.run("DROP VIEW v");
        assertThat(fixture.failure("CREATE VIEW v AS SELECT 1 AS a, 2 AS a"))
                .hasMessageContaining("two columns of its query are named 'a'");
        assertThat(fixture.run("SHOW VIEWS")).isEmpty();
    }

    @Test
    void analyzesTables() {
        fixture.run("CREATE TABLE t AS SELECT * FROM (VALUES (1, 'a'), (2, 'bbb'), (NULL, 'a')) v(id, name)");
        fixture.run("ALTER TABLE t UNSET TBLPROPERTIES ('numRows')");
        fixture.run("ANALYZE TABLE t COMPUTE STATISTICS FOR COLUMNS");
        assertThat(fixture.run("SHOW TBLPROPERTIES t ('numRows')")).containsExactly("numRows|3");
        var statistics = fixture.catalog.sessionFor(Caller.internal(fixture.session.identity()), FileReader.ENGINE)
                .statistics().ofTable(
                        dev.skep.metastore.model.TableName.of("default", "t"), List.of("id", "name"), "hive");
        assertThat(statistics).extracting(one -> one.values().toString()).anySatisfy(
                text -> assertThat(text).contains("low=1, high=2, nulls=1, distinct=2"));
        assertThat(statistics).extracting(one -> one.values().toString())
                .anySatisfy(text -> assertThat(text).contains("maxLength=3").contains("nulls=0, distinct=2"));
    }

    @Test
    void analyzesEachPartition() {
        fixture.run("CREATE TABLE t WITH (partitioned_by = ARRAY['p']) AS "
                + "SELECT * FROM (VALUES (1, 'x'), (2, 'x'), (3, 'y')) v(id, p)");
        fixture.run("ANALYZE TABLE t COMPUTE STATISTICS FOR COLUMNS id");
        var statistics = fixture.catalog.sessionFor(Caller.internal(fixture.session.identity()), FileReader.ENGINE)
                .statistics().ofPartitions(
                        dev.skep.metastore.model.TableName.of("default", "t"), List.of("p=x", "p=y"), List.of("id"),
                        "hive");
        assertThat(java.util.Objects.requireNonNull(statistics.get("p=x")).toString()).contains("low=1, high=2");
        assertThat(java.util.Objects.requireNonNull(statistics.get("p=y")).toString()).contains("low=3, high=3");
        assertThat(fixture.run("DESCRIBE FORMATTED t PARTITION (p='x')")).contains("|numRows|2");
    }

    @Test
    void truncatesTables() {
        fixture.run("CREATE TABLE t AS SELECT 1 AS a");
        fixture.run("TRUNCATE TABLE t");
        assertThat(fixture.run("SELECT * FROM t")).isEmpty();
        assertThat(fixture.files()).isEmpty();
    }

    @Test
    void explainsPlans() {
        fixture.run("CREATE TABLE t AS SELECT 1 AS a");
        assertThat(String.join("\n", fixture.run("EXPLAIN SELECT a FROM t WHERE a > 0"))).contains("default.t");
        assertThat(fixture.run("EXPLAIN ANALYZE SELECT a FROM t")).anyMatch(line -> line.contains("actual rows: 1"));
        assertThat(fixture.run("EXPLAIN INSERT INTO t SELECT 2")).isNotEmpty();
        assertThat(fixture.run("SELECT * FROM t")).containsExactly("1");
        assertThat(fixture.failure("EXPLAIN DROP TABLE t").reason()).isEqualTo(Reason.UNSUPPORTED);
    }
}

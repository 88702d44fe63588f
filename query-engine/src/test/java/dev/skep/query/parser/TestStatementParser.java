package dev.skep.query.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import org.junit.jupiter.api.Test;

class TestStatementParser {

    private static Statement parse(String sql) {
        return StatementParser.parse(sql).statement();
    }

    @Test
    void readsBothQuotingsOfNames() {
        Statement.DropTable both = (Statement.DropTable) parse("DROP TABLE IF EXISTS `My Db`.\"My Table\" PURGE;");
        assertThat(both.name().parts()).containsExactly("my db", "my table");
        assertThat(both.ifExists()).isTrue();
        assertThat(both.purge()).isTrue();
        assertThat(parse("SELECT `a b`, \"c\" FROM `x`.\"y\"")).isInstanceOf(Statement.Select.class);
    }

    @Test
    void readsHivesCreateTable() {
        Statement.CreateTable create = (Statement.CreateTable) parse(
                """
                        CREATE EXTERNAL TABLE IF NOT EXISTS db.t (
                          a int COMMENT 'first', b array<struct<x:bigint,y:map<string,decimal(5,2)>>>, `date` date)
                        COMMENT 'about' PARTITIONED BY (day string, hour int)
                        CLUSTERED BY (a) SORTED BY (a DESC) INTO 8 BUCKETS
                        ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' NULL DEFINED AS 'N'
                        STORED AS TEXTFILE LOCATION 's3://b/p/' TBLPROPERTIES ('k' = 'v', "q" = "w")""");
        assertThat(create.external()).isTrue();
        assertThat(create.ifNotExists()).isTrue();
        assertThat(create.columns()).extracting(ColumnDefinition::name).containsExactly("a", "b", "date");
        assertThat(create.columns().get(1).type()).isEqualTo(new ArrayType(
                new StructType(List.of(new StructType.Field("x", PrimitiveType.BIGINT), new StructType.Field("y",
                        new MapType(PrimitiveType.STRING, new DecimalType(5, 2)))))));
        TableOptions options = create.options();
        assertThat(options.partitionedBy()).extracting(ColumnDefinition::name).containsExactly("day", "hour");
        assertThat(options.buckets()).isEqualTo(8);
        assertThat(options.sortColumns()).containsExactly(new TableOptions.SortColumn("a", false));
        assertThat(options.serdeProperties()).containsEntry("field.delim", "\t").containsEntry("escape.delim", "\\")
                .containsEntry("line.delim", "\n").containsEntry("serialization.null.format", "N");
        assertThat(options.storedAs()).isEqualTo("textfile");
        assertThat(options.properties()).isEqualTo(Map.of("k", "v", "q", "w"));
    }

    @Test
    void readsTrinosCreateTableAs() {
        Statement.CreateTableAs create = (Statement.CreateTableAs) parse("CREATE TABLE t WITH (format = 'ORC', "
                + "partitioned_by = ARRAY['x', 'y'], bucket_count = 4) AS WITH q AS (SELECT 1 AS a) SELECT * FROM q WITH NO DATA");
        assertThat(create.withData()).isFalse();
        assertThat(create.options().with()).extracting(TableOptions.WithProperty::name).containsExactly("format",
                "partitioned_by", "bucket_count");
        assertThat(create.options().with().get(1).values()).containsExactly("x", "y");
    }

    @Test
    void readsInsertInAllItsForms() {
        Statement.Insert insert = (Statement.Insert) parse(
                "INSERT OVERWRITE TABLE t PARTITION (a = 1, b = 'x', c) (d, e) SELECT 1, 2, 3");
        assertThat(insert.overwrite()).isTrue();
        assertThat(insert.partition()).extracting(PartitionTerm::value).containsExactly("1", "x", null);
        assertThat(insert.partition().get(2).isDynamic()).isTrue();
        assertThat(insert.columns()).containsExactly("d", "e");
        Statement.Insert plain = (Statement.Insert) parse("INSERT INTO t (SELECT 1)");
        assertThat(plain.columns()).isNull();
        assertThat(plain.overwrite()).isFalse();
    }

    @Test
    void readsAlterTable() {
        assertThat(change("RENAME TO other.u")).isInstanceOf(TableChange.Rename.class);
        assertThat(change("ADD COLUMNS (c varchar(5), d timestamp) CASCADE"))
                .isEqualTo(new TableChange.AddColumns(List.of(
                        new ColumnDefinition("c", new VarcharType(5), null, 1, 28),
                        new ColumnDefinition("d", PrimitiveType.TIMESTAMP, null, 1, 42)), true));
        assertThat(change("CHANGE COLUMN a b bigint COMMENT 'x' AFTER c")).isInstanceOf(TableChange.ChangeColumn.class);
        assertThat(change("ADD IF NOT EXISTS PARTITION (p = 1) LOCATION 's3://b/1' PARTITION (p = 2)"))
                .extracting(add -> ((TableChange.AddPartitions) add).partitions().size()).isEqualTo(2);
        assertThat(change("DROP IF EXISTS PARTITION (p >= 1), PARTITION (p = 'x') PURGE"))
                .extracting(drop -> ((TableChange.DropPartitions) drop).purge()).isEqualTo(true);
        assertThat(change("SET SERDEPROPERTIES ('field.delim' = ',')")).isEqualTo(
                new TableChange.SetSerDe(null, Map.of("field.delim", ",")));
        assertThat(change("UNSET TBLPROPERTIES IF EXISTS ('a', 'b')")).isEqualTo(
                new TableChange.UnsetProperties(List.of("a", "b"), true));
    }

    private static TableChange change(String clause) {
        return ((Statement.AlterTable) parse("ALTER TABLE t " + clause)).change();
    }

    @Test
    void keepsTheTextOfAView() {
        Statement.CreateView view = (Statement.CreateView) parse(
                "CREATE OR REPLACE VIEW v (a COMMENT 'x', b)\nCOMMENT 'about' AS\n  SELECT 1, 2 -- two\n FROM t ;\n");
        assertThat(view.text()).isEqualTo("SELECT 1, 2 -- two\n FROM t");
        assertThat(view.columns()).containsExactly(new Statement.ViewColumn("a", "x"),
                new Statement.ViewColumn("b", null));
        assertThat(view.comment()).isEqualTo("about");
    }

    @Test
    void readsSettingsAsTheyStand() {
        assertThat(parse("set hive.exec.dynamic.partition.mode=nonstrict;"))
                .isEqualTo(new Statement.SetProperty("hive.exec.dynamic.partition.mode", "nonstrict"));
        assertThat(parse("SET SESSION query.threads = '2'")).isEqualTo(new Statement.SetProperty("query.threads", "2"));
        assertThat(parse("SET")).isEqualTo(new Statement.SetProperty(null, null));
        assertThat(parse("RESET query.threads")).isEqualTo(new Statement.ResetProperty("query.threads"));
    }

    @Test
    void takesWordsOfTheGrammarAsNamesWhereNoOtherReadingIsPossible() {
        for (String word : List.of("date", "year", "month", "day", "hour", "timestamp", "value", "location", "comment",
                "tables",
                "columns", "partitions", "string", "show", "rank", "data", "key", "user_id", "position_", "result",
                "start")) {
            assertThat(parse("SELECT t." + word + ", " + word + " AS x FROM t WHERE " + word + " = 1")).as(word)
                    .isInstanceOf(Statement.Select.class);
        }
    }

    @Test
    void countsParameters() {
        assertThat(StatementParser.parse("SELECT ?, '?' FROM t WHERE a IN (?, ?)").parameters()).isEqualTo(3);
    }

    @Test
    void readsOtherStatements() {
        assertThat(parse("MSCK REPAIR TABLE db.t")).isInstanceOf(Statement.RepairTable.class);
        assertThat(parse("SHOW TABLES IN db LIKE 'a*|b*'")).isInstanceOf(Statement.ShowTables.class);
        assertThat(parse("SHOW PARTITIONS t PARTITION (a = 1)")).isInstanceOf(Statement.ShowPartitions.class);
        assertThat(parse("DESCRIBE FORMATTED db.t")).isInstanceOf(Statement.DescribeTable.class);
        assertThat(parse("DESC t col")).isInstanceOf(Statement.DescribeTable.class);
        assertThat(parse("DESCRIBE DATABASE EXTENDED db")).isInstanceOf(Statement.DescribeDatabase.class);
        assertThat(parse("ANALYZE TABLE t PARTITION (p = 1) COMPUTE STATISTICS FOR COLUMNS a, b"))
                .isInstanceOf(Statement.AnalyzeTable.class);
        assertThat(((Statement.Explain) parse("EXPLAIN ANALYZE SELECT 1")).analyze()).isTrue();
        assertThat(parse("USE db")).isInstanceOf(Statement.Use.class);
        assertThat(parse("TRUNCATE TABLE t PARTITION (p = 1)")).isInstanceOf(Statement.TruncateTable.class);
        assertThat(parse("DROP DATABASE IF EXISTS db CASCADE")).isInstanceOf(Statement.DropDatabase.class);
        assertThat(parse("ALTER DATABASE db SET DBPROPERTIES ('a' = 'b')")).isInstanceOf(Statement.AlterDatabase.class);
        assertThat(((Statement.Prepare) parse("PREPARE p FROM SELECT ? + 1")).text()).isEqualTo("SELECT ? + 1");
        assertThat(parse("EXECUTE p USING 1, 'x'")).isInstanceOf(Statement.Execute.class);
        assertThat(parse("VALUES 1, 2")).isInstanceOf(Statement.Select.class);
        assertThat(parse("(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1 LIMIT 1")).isInstanceOf(Statement.Select.class);
    }

    @Test
    void tellsWhereTheTextIsWrongAndWhatWasExpected() {
        refuses("SELEC 1", 1, 1, "mismatched input 'SELEC'");
        refuses("SELECT a FROM", 1, 14, "at the end of the text");
        refuses("SELECT a\nFROM t WHERE", 2, 13, "an expression");
        refuses("CREATE TABLE t (a notatype)", 1, 19, "mismatched input 'notatype'");
        refuses("DROP t", 1, 6, "TABLE");
        refuses("SELECT 'open", 1, 0, "");
        refuses("SELECT 1 FROM t; SELECT 2", 1, 18, "mismatched input 'SELECT'");
        refuses("SELECT CAST(1 AS decimal(50, 2))", 1, 0, "Invalid type: decimal(50,2)");
        refuses("", 1, 0, "at the end of the text");
    }

    private static void refuses(String sql, int line, int column, String part) {
        assertThatThrownBy(() -> parse(sql)).as(sql).isInstanceOfSatisfying(QueryException.class, e -> {
            assertThat(e.reason()).isIn(Reason.SYNTAX, Reason.ANALYSIS);
            assertThat(e.line()).isEqualTo(line);
            if (column > 0) {
                assertThat(e.column()).isEqualTo(column);
            }
            assertThat(e).hasMessageContaining(part);
            assertThat(String.valueOf(e.getMessage()).length()).isLessThan(300);
        });
    }

    @Test
    void refusesTextsThatNestTooDeeply() {
        String deep = "SELECT " + "(".repeat(50_000) + "1" + ")".repeat(50_000);
        assertThatThrownBy(() -> parse(deep)).isInstanceOf(QueryException.class)
                .hasMessageContaining("nested too deeply");
    }
}

import java.util.Arrays;

/** What an ordinary Flink session does with tables of Hive's catalog, in Hive's language and in its own, as lines that the test compares. Arguments: the metastore's URI, the warehouse, a folder of its own. */
public final class FlinkScenario {
    private FlinkScenario() {}

    public static void main(String[] arguments) throws Exception {
        FlinkSession flink = new FlinkSession(arguments[0], arguments[1]);
        flink.sql("CREATE DATABASE flow COMMENT 'by flink'");
        flink.sql("SHOW DATABASES");
        flink.sql("ALTER DATABASE flow SET ('purpose' = 'scenario')");
        flink.sql("USE flow");
        for (String format : Arrays.asList("parquet", "orc")) {
            partitioned(flink, format);
        }
        own(flink, arguments[2]);
        views(flink);
        flink.sql("SHOW TABLES");
        removes(flink);
        FlinkSession.OUT.println("END");
        FlinkSession.OUT.flush();
        // Without shutdown hooks, which would log after the last line.
        Runtime.getRuntime().halt(0);
    }

    private static void partitioned(FlinkSession flink, String format) throws Exception {
        String t = "sales_" + format;
        flink.speakHive();
        flink.sql("CREATE TABLE " + t + " (id INT COMMENT 'the key', name STRING, amount DECIMAL(10,2), tags ARRAY<STRING>) COMMENT 'sales' "
                + "PARTITIONED BY (ds STRING, region STRING) STORED AS " + format);
        flink.sql("INSERT INTO " + t + " PARTITION (ds = '2026-01-01', region = 'eu') SELECT 1, 'one', CAST(1.50 AS DECIMAL(10,2)), array('a', 'b')");
        flink.sql("INSERT INTO " + t + " PARTITION (ds, region) SELECT 2, 'two', CAST(2.50 AS DECIMAL(10,2)), array('c'), '2026-01-02', 'us/ca' "
                + "UNION ALL SELECT 3, 'three', CAST(3.25 AS DECIMAL(10,2)), array('d'), '2026-01-03', 'eu'");
        flink.speakFlink();
        flink.sql("SHOW PARTITIONS " + t);
        flink.sql("SELECT id, name, amount, tags, ds, region FROM " + t + " ORDER BY id");
        flink.sql("SELECT id FROM " + t + " WHERE ds >= '2026-01-02' AND region = 'eu' ORDER BY id");
        flink.sql("SELECT id FROM " + t + " WHERE region LIKE 'us%' OR ds = '2026-01-01' ORDER BY id");
        flink.sql("INSERT OVERWRITE " + t + " PARTITION (ds = '2026-01-01', region = 'eu') VALUES (10, 'ten', CAST(10.00 AS DECIMAL(10,2)), ARRAY['x'])");
        flink.sql("SELECT id, name FROM " + t + " WHERE ds = '2026-01-01'");
        flink.speakHive();
        flink.sql("ALTER TABLE " + t + " SET TBLPROPERTIES ('made.by' = 'flink')");
        flink.sql("ALTER TABLE " + t + " ADD COLUMNS (note STRING COMMENT 'added')");
        flink.sql("ALTER TABLE " + t + " ADD IF NOT EXISTS PARTITION (ds = '2026-02-01', region = 'as') PARTITION (ds = '2026-02-02', region = 'as')");
        flink.sql("ALTER TABLE " + t + " DROP PARTITION (ds = '2026-02-02', region = 'as')");
        flink.sql("SHOW PARTITIONS " + t);
        flink.sql("INSERT INTO " + t + " PARTITION (ds = '2026-02-01', region = 'as') SELECT 6, 'six', CAST(6.00 AS DECIMAL(10,2)), array('y'), 'a note'");
        flink.sql("DESCRIBE " + t);
        flink.speakFlink();
        flink.sql("SELECT id, note FROM " + t + " WHERE id >= 6 ORDER BY id");
        flink.sql("ALTER TABLE " + t + " RENAME TO kept_" + format);
        flink.sql("SELECT COUNT(*), SUM(amount) FROM kept_" + format);
        flink.fails("SELECT * FROM " + t);
        flink.speakHive();
        flink.sql("CREATE TABLE copy_" + format + " STORED AS " + format + " AS SELECT id, name FROM kept_" + format + " WHERE id < 3");
        flink.speakFlink();
        flink.sql("ANALYZE TABLE copy_" + format + " COMPUTE STATISTICS FOR COLUMNS id, name");
        flink.sql("SELECT id, name FROM copy_" + format);
        flink.sql("DROP TABLE copy_" + format);
    }

    /** Tables that only Flink understands: their columns are parameters. */
    private static void own(FlinkSession flink, String folder) throws Exception {
        flink.sql("CREATE TABLE events (id BIGINT, seen TIMESTAMP(3), amount DECIMAL(10,2), WATERMARK FOR seen AS seen - INTERVAL '5' SECOND, PRIMARY KEY (id) NOT ENFORCED) "
                + "WITH ('connector' = 'filesystem', 'path' = 'file://" + folder + "', 'format' = 'csv')");
        flink.sql("INSERT INTO events VALUES (1, TIMESTAMP '2026-01-01 10:00:00.250', CAST(1.50 AS DECIMAL(10,2))), (2, TIMESTAMP '2026-01-01 11:00:00', CAST(2.50 AS DECIMAL(10,2)))");
        flink.sql("SELECT id, seen, amount FROM events ORDER BY id");
        flink.sql("DESCRIBE events");
        flink.sql("ALTER TABLE events SET ('csv.field-delimiter' = ',')");
        flink.sql("ALTER TABLE events ADD (note STRING)");
        flink.sql("DESCRIBE events");
        flink.fails("CREATE TABLE events (id INT) WITH ('connector' = 'filesystem', 'path' = 'file://" + folder + "', 'format' = 'csv')");
    }

    private static void views(FlinkSession flink) throws Exception {
        flink.sql("CREATE VIEW totals AS SELECT region, COUNT(*) AS n FROM kept_orc GROUP BY region");
        flink.sql("SELECT region, n FROM totals ORDER BY region");
        flink.sql("ALTER VIEW totals AS SELECT COUNT(*) AS n FROM kept_parquet");
        flink.sql("SELECT n FROM totals");
        flink.sql("SHOW VIEWS");
        flink.sql("CREATE FUNCTION shout AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'");
        flink.sql("SELECT shout('a')");
        flink.sql("DROP FUNCTION shout");
    }

    private static void removes(FlinkSession flink) throws Exception {
        flink.fails("DROP DATABASE flow");
        flink.sql("DROP VIEW totals");
        flink.sql("DROP TABLE events");
        flink.fails("DROP TABLE missing");
        flink.sql("DROP TABLE IF EXISTS missing");
        flink.sql("CREATE DATABASE passing");
        flink.sql("DROP DATABASE passing");
        flink.sql("SHOW TABLES");
    }
}

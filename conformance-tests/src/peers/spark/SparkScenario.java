import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What an ordinary Spark session does with tables, as lines that the test compares. Arguments: the metastore's URI, the warehouse, a name for the database, a folder of its own. */
public final class SparkScenario {
    private static SparkSession spark;

    private SparkScenario() {}

    public static void main(String[] arguments) {
        String db = arguments[2];
        spark = SparkSession.builder().master("local[1]").appName("scenario").config("spark.ui.enabled", "false")
                .config("spark.sql.catalogImplementation", "hive").config("spark.hadoop.hive.metastore.uris", arguments[0])
                .config("spark.sql.warehouse.dir", arguments[1]).config("spark.sql.shuffle.partitions", "1")
                .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
                .config("spark.hadoop.hive.exec.dynamic.partition.mode", "nonstrict").config("spark.sql.session.timeZone", "UTC")
                .enableHiveSupport().getOrCreate();
        sql("CREATE DATABASE " + db + " COMMENT 'by spark'");
        sql("USE " + db);
        sql("SHOW DATABASES LIKE '" + db + "'");
        for (String format : Arrays.asList("parquet", "orc")) {
            partitioned(format);
        }
        dataSource(arguments[3]);
        views();
        sql("SHOW TABLES");
        spark.stop();
        System.out.println("END");
        System.exit(0);
    }

    private static void partitioned(String format) {
        String t = "sales_" + format;
        sql("CREATE TABLE " + t + " (id INT COMMENT 'the key', name STRING, amount DECIMAL(10,2), at TIMESTAMP) COMMENT 'sales' "
                + "PARTITIONED BY (ds DATE, region STRING) STORED AS " + format);
        sql("INSERT INTO " + t + " PARTITION (ds = '2026-01-01', region = 'eu') VALUES (1, 'one', 1.50, timestamp '2026-01-01 10:00:00'), "
                + "(2, 'two', 2.50, timestamp '2026-01-01 11:00:00')");
        sql("INSERT INTO " + t + " PARTITION (ds, region) SELECT 3, 'three', 3.25, timestamp '2026-01-02 12:00:00', date '2026-01-02', 'us/ca' "
                + "UNION ALL SELECT 4, null, null, null, date '2026-01-03', 'eu' UNION ALL SELECT 5, 'five', 5.00, null, date '2026-01-03', null");
        sql("SHOW PARTITIONS " + t);
        sql("SELECT id, name, amount, at, ds, region FROM " + t + " ORDER BY id");
        sql("SELECT id FROM " + t + " WHERE ds >= date '2026-01-02' AND region = 'eu' ORDER BY id");
        sql("SELECT id FROM " + t + " WHERE region LIKE 'us%' OR ds = '2026-01-01' ORDER BY id");
        sql("SELECT id FROM " + t + " WHERE region IN ('eu', 'xx') AND ds IN (date '2026-01-01', date '2026-01-03') ORDER BY id");
        sql("SELECT id FROM " + t + " WHERE region IS NULL");
        sql("INSERT OVERWRITE TABLE " + t + " PARTITION (ds = '2026-01-01', region = 'eu') VALUES (10, 'ten', 10.00, null)");
        sql("SELECT id FROM " + t + " WHERE ds = '2026-01-01'");
        sql("ALTER TABLE " + t + " ADD COLUMNS (note STRING COMMENT 'added')");
        sql("ALTER TABLE " + t + " SET TBLPROPERTIES ('made.by' = 'spark')");
        sql("SHOW TBLPROPERTIES " + t + " ('made.by')");
        sql("ALTER TABLE " + t + " ADD IF NOT EXISTS PARTITION (ds = '2026-02-01', region = 'as') PARTITION (ds = '2026-02-02', region = 'as')");
        sql("ALTER TABLE " + t + " PARTITION (ds = '2026-02-01', region = 'as') RENAME TO PARTITION (ds = '2026-02-03', region = 'as')");
        sql("ALTER TABLE " + t + " DROP PARTITION (ds = '2026-02-02', region = 'as')");
        fails("ALTER TABLE " + t + " DROP PARTITION (ds = '1999-02-02', region = 'as')");
        sql("SHOW PARTITIONS " + t);
        sql("INSERT INTO " + t + " PARTITION (ds = '2026-02-03', region = 'as') VALUES (6, 'six', 6.00, null, 'a note')");
        sql("SELECT id, note FROM " + t + " WHERE id >= 6 ORDER BY id");
        repair(t, format);
        sql("ANALYZE TABLE " + t + " COMPUTE STATISTICS FOR COLUMNS id, amount");
        sql("DESCRIBE EXTENDED " + t + " id");
        sql("ALTER TABLE " + t + " RENAME TO kept_" + format);
        sql("SELECT count(*), sum(amount) FROM kept_" + format);
    }

    /** Files that something else has put into the table's folder. */
    private static void repair(String table, String format) {
        String location = "";
        for (Row row : spark.sql("DESCRIBE FORMATTED " + table).collectAsList()) {
            if (row.getString(0).equals("Location")) {
                location = row.getString(1);
            }
        }
        spark.sql("SELECT 7 AS id, 'seven' AS name, cast(7 AS DECIMAL(10,2)) AS amount, cast(null AS TIMESTAMP) AS at, 'found' AS note")
                .write().format(format).save(location + "/ds=2026-03-01/region=eu");
        sql("SELECT count(*) FROM " + table + " WHERE ds = '2026-03-01'");
        sql("MSCK REPAIR TABLE " + table);
        sql("SELECT id, note FROM " + table + " WHERE ds = '2026-03-01'");
    }

    private static void dataSource(String folder) {
        sql("CREATE TABLE events (id BIGINT, tags ARRAY<STRING>, point STRUCT<x: DOUBLE, y: DOUBLE>, day INT) USING parquet PARTITIONED BY (day)");
        sql("INSERT INTO events VALUES (1, array('a', 'b'), named_struct('x', 1.0D, 'y', 2.0D), 1), (2, array(), null, 2), (3, null, null, 10)");
        sql("SELECT id, concat_ws('+', tags), point.x, day FROM events WHERE day > 1 ORDER BY id");
        sql("SHOW PARTITIONS events");
        sql("TRUNCATE TABLE events PARTITION (day = 10)");
        sql("SELECT count(*) FROM events");
        sql("CREATE EXTERNAL TABLE outside (id INT) STORED AS PARQUET LOCATION '" + folder + "'");
        sql("INSERT INTO outside VALUES (1), (2)");
        sql("DROP TABLE outside");
        System.out.println("> files of the dropped external table: " + new java.io.File(folder).exists());
        sql("CREATE TABLE bucketed (id INT, name STRING) USING orc CLUSTERED BY (id) SORTED BY (name) INTO 4 BUCKETS");
        sql("INSERT INTO bucketed SELECT id, cast(id AS STRING) FROM range(10)");
        sql("SELECT count(*) FROM bucketed");
        sql("CREATE TABLE copy STORED AS ORC AS SELECT id, name FROM bucketed WHERE id < 3");
        sql("SELECT id, name FROM copy ORDER BY id");
        sql("DROP TABLE copy");
        fails("SELECT * FROM copy");
        fails("CREATE TABLE events (id INT)");
        fails("DROP DATABASE " + spark.catalog().currentDatabase());
    }

    private static void views() {
        sql("CREATE VIEW totals AS SELECT region, count(*) AS n FROM kept_orc GROUP BY region");
        sql("SELECT region, n FROM totals ORDER BY region");
        sql("CREATE OR REPLACE VIEW totals AS SELECT count(*) AS n FROM kept_parquet");
        sql("SELECT n FROM totals");
        sql("SHOW VIEWS");
        sql("CREATE FUNCTION shout AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'");
        sql("SELECT shout('a')");
        sql("SHOW USER FUNCTIONS LIKE '*shout'");
        sql("DROP FUNCTION shout");
    }

    private static void sql(String statement) {
        System.out.println("> " + statement);
        List<String> rows = new ArrayList<>();
        for (Row row : spark.sql(statement).collectAsList()) {
            rows.add("  " + row.mkString(" | "));
        }
        if (statement.startsWith("SHOW")) {
            Collections.sort(rows);
        }
        rows.forEach(System.out::println);
    }

    private static void fails(String statement) {
        System.out.println("> " + statement);
        try {
            spark.sql(statement).collectAsList();
            System.out.println("  unexpected success");
        } catch (Exception e) {
            // Spark's own name of the error stands in brackets at the front.
            String message = String.valueOf(e.getMessage());
            System.out.println("  fails" + (message.startsWith("[") ? " " + message.substring(0, message.indexOf(']') + 1) : " " + e.getClass().getSimpleName()));
        }
    }
}

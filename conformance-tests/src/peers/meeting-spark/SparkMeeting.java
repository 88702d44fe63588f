import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.ArrayList;
import java.util.List;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark among other engines on one metastore: rounds of tables of its own, then one that the others read, and when a file named {@code all} is there, the tables of the others. Arguments: the
 * metastore's URI, the warehouse, its name, the shared folder, the names of all engines divided by commas, how many rounds.
 */
public final class SparkMeeting {
    private static SparkSession spark;

    private SparkMeeting() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments[2];
        spark = SparkSession.builder().master("local[1]").appName(name).config("spark.ui.enabled", "false")
                .config("spark.sql.catalogImplementation", "hive").config("spark.hadoop.hive.metastore.uris", arguments[0])
                .config("spark.sql.warehouse.dir", arguments[1]).config("spark.sql.shuffle.partitions", "1")
                .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
                .config("spark.hadoop.hive.exec.dynamic.partition.mode", "nonstrict").config("spark.sql.session.timeZone", "UTC")
                .enableHiveSupport().getOrCreate();
        rows("CREATE DATABASE " + name);
        for (int i = 0; i < Integer.parseInt(arguments[5]); i++) {
            String own = name + ".t" + i;
            rows("CREATE TABLE " + own + " (id INT, name STRING) PARTITIONED BY (ds STRING) STORED AS PARQUET");
            rows("INSERT INTO " + own + " PARTITION (ds) SELECT 1, 'a', 'x' UNION ALL SELECT 2, 'b', 'y'");
            rows("ALTER TABLE " + own + " ADD COLUMNS (note STRING)");
            rows("ALTER TABLE " + own + " RENAME TO " + name + ".r" + i);
            System.out.println("round: " + rows("SELECT count(*), sum(id) FROM " + name + ".r" + i));
            rows("DROP TABLE " + name + ".r" + i);
        }
        rows("CREATE TABLE meeting.by_" + name + " (id INT, name STRING, amount DECIMAL(10,2)) PARTITIONED BY (ds STRING) STORED AS PARQUET");
        rows("INSERT INTO meeting.by_" + name + " PARTITION (ds) SELECT 1, '" + name + "', CAST(1.25 AS DECIMAL(10,2)), 'x' UNION ALL SELECT 2, null, CAST(-2.50 AS DECIMAL(10,2)), 'y'");
        Files.createFile(Path.of(arguments[3], name));
        while (!Files.exists(Path.of(arguments[3], "all"))) {
            Thread.sleep(100);
        }
        for (String other : Arrays.asList(arguments[4].split(","))) {
            System.out.println("by " + other + ": " + rows("SELECT id, name, amount, ds FROM meeting.by_" + other + " ORDER BY id"));
        }
        spark.stop();
        System.out.println("END");
        System.exit(0);
    }

    private static List<String> rows(String statement) {
        List<String> rows = new ArrayList<>();
        for (Row row : spark.sql(statement).collectAsList()) {
            rows.add(row.mkString("|"));
        }
        return rows.isEmpty() ? Collections.emptyList() : rows;
    }
}

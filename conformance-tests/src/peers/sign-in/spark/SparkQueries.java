import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs the statements of a file, one a line, and prints their rows or why they fail. Arguments: a file of settings, {@code key=value} a line, and the file of statements. */
public final class SparkQueries {
    private SparkQueries() {}

    public static void main(String[] arguments) throws Exception {
        SparkSession.Builder builder = SparkSession.builder().master("local[1]").appName("queries").config("spark.ui.enabled", "false")
                .config("spark.sql.catalogImplementation", "hive").config("spark.sql.shuffle.partitions", "1")
                .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC");
        for (String setting : Files.readAllLines(Path.of(arguments[0]))) {
            int equals = setting.indexOf('=');
            builder.config(setting.substring(0, equals), setting.substring(equals + 1));
        }
        SparkSession spark = builder.enableHiveSupport().getOrCreate();
        for (String sql : Files.readAllLines(Path.of(arguments[1]))) {
            System.out.println("> " + sql);
            try {
                for (Row row : spark.sql(sql).collectAsList()) {
                    System.out.println("  " + row.mkString("|"));
                }
            } catch (Exception e) {
                System.out.println("  failed: " + messages(e));
            }
        }
        System.out.println("END");
        System.exit(0);
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable e = failure; e != null; e = e.getCause()) {
            all.append(all.length() == 0 ? "" : " < ").append(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        return all.toString();
    }
}

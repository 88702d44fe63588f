import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Flink among other engines on one metastore: rounds of tables of its own, then one that the others read, and when a file named {@code all} is there, the tables of the others. Arguments: the
 * metastore's URI, the warehouse, its name, the shared folder, the names of all engines divided by commas, how many rounds.
 */
public final class FlinkMeeting {
    private FlinkMeeting() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments[2];
        FlinkSession flink = new FlinkSession(arguments[0], arguments[1]);
        flink.rows("CREATE DATABASE " + name);
        for (int i = 0; i < Integer.parseInt(arguments[5]); i++) {
            String own = name + ".t" + i;
            flink.speakHive();
            flink.rows("CREATE TABLE " + own + " (id INT, name STRING) PARTITIONED BY (ds STRING) STORED AS PARQUET");
            flink.rows("INSERT INTO " + own + " PARTITION (ds) SELECT 1, 'a', 'x' UNION ALL SELECT 2, 'b', 'y'");
            flink.rows("ALTER TABLE " + own + " ADD COLUMNS (note STRING)");
            flink.speakFlink();
            flink.rows("ALTER TABLE " + own + " RENAME TO r" + i);
            FlinkSession.OUT.println("round: " + pipes(flink.rows("SELECT COUNT(*), SUM(id) FROM " + name + ".r" + i)));
            flink.rows("DROP TABLE " + name + ".r" + i);
        }
        flink.speakHive();
        flink.rows("CREATE TABLE meeting.by_" + name + " (id INT, name STRING, amount DECIMAL(10,2)) PARTITIONED BY (ds STRING) STORED AS PARQUET");
        flink.rows("INSERT INTO meeting.by_" + name + " PARTITION (ds) SELECT 1, '" + name + "', CAST(1.25 AS DECIMAL(10,2)), 'x' UNION ALL SELECT 2, CAST(null AS STRING), CAST(-2.50 AS DECIMAL(10,2)), 'y'");
        flink.speakFlink();
        Files.createFile(Path.of(arguments[3], name));
        while (!Files.exists(Path.of(arguments[3], "all"))) {
            Thread.sleep(100);
        }
        for (String other : Arrays.asList(arguments[4].split(","))) {
            FlinkSession.OUT.println("by " + other + ": " + pipes(flink.rows("SELECT id, name, amount, ds FROM meeting.by_" + other + " ORDER BY id")));
        }
        FlinkSession.OUT.println("END");
        FlinkSession.OUT.flush();
        // Without shutdown hooks, which would log after the last line.
        Runtime.getRuntime().halt(0);
    }

    private static List<String> pipes(List<String> rows) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.replace(" | ", "|")));
        return texts;
    }
}

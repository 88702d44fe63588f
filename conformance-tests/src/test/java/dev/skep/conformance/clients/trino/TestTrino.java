package dev.skep.conformance.clients.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.harness.ServerProcess;
import dev.skep.storage.hadoop.S3ProxyServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trino 476 makes, fills, changes and drops tables through our metastore, with files on S3; our SQL and Trino read each other's rows. */
final class TestTrino {
    @TempDir
    Path folder;

    @Test
    void writesTablesThatOurSqlReads() throws Exception {
        try (S3ProxyServer s3 = TrinoProcess.startS3(folder)) {
            s3.createBucket("lake");
            Map<String, String> settings = new LinkedHashMap<>(s3.settings());
            settings.put("warehouse.dir", "s3://lake/warehouse");
            try (ServerProcess server = ServerProcess.start(folder.resolve("data"), settings);
                    TrinoProcess trino = TrinoProcess.start(Files.createDirectories(folder.resolve("trino")),
                            server.metastoreUri(), s3,
                            Map.of("hive.metastore.thrift.delete-files-on-drop", "true"),
                            List.of());
                    Connection trinos = trino.connect("ann", "lake");
                    Connection ours = server.connect()) {
                Transcript transcript = new Transcript(trinos);
                transcript.run("CREATE SCHEMA lake").run("SHOW SCHEMAS LIKE 'la%'");
                int compared = 0;
                for (String format : List.of("PARQUET", "ORC")) {
                    compared += partitioned(transcript, trinos, ours, format);
                }
                views(transcript);
                ours(ours, transcript);
                transcript.run("SHOW TABLES");
                removes(transcript);
                ExpectedLines.assertSame(TestTrino.class, "trino-scenario.txt", transcript.lines());
                System.out.printf("Trino 476 on S3: %d lines as expected, %d rows the same through our SQL%n",
                        transcript.lines().size(), compared);
            }
        }
    }

    private static int partitioned(Transcript trino, Connection trinos, Connection ours, String format)
            throws SQLException {
        String table = "sales_" + format.toLowerCase(java.util.Locale.ROOT);
        trino.run("CREATE TABLE " + table
                + " (id INTEGER COMMENT 'the key', name VARCHAR, amount DECIMAL(10,2), at TIMESTAMP(3), tags ARRAY(VARCHAR), ds DATE, region VARCHAR) COMMENT 'sales' WITH (format = '"
                + format + "', partitioned_by = ARRAY['ds', 'region'])");
        trino.run("INSERT INTO " + table
                + " VALUES (1, 'one', 1.50, TIMESTAMP '2026-01-01 10:00:00.250', ARRAY['a', 'b'], DATE '2026-01-01', 'eu'), "
                + "(2, NULL, NULL, NULL, NULL, DATE '2026-01-01', 'eu'), (3, 'three', -3.25, TIMESTAMP '2026-01-02 12:00:00', ARRAY[], DATE '2026-01-02', 'us/ca'), "
                + "(4, 'four', 4.00, NULL, ARRAY[NULL], DATE '2026-01-03', 'eu')");
        trino.run("SELECT * FROM \"" + table + "$partitions\" ORDER BY 1, 2");
        trino.run("SELECT id FROM " + table + " WHERE ds >= DATE '2026-01-02' AND region = 'eu' ORDER BY id");
        trino.run("SELECT id FROM " + table + " WHERE region LIKE 'us%' OR ds = DATE '2026-01-01' ORDER BY id");
        trino.run("ANALYZE " + table);
        trino.run("SHOW STATS FOR (SELECT id, amount FROM " + table + " WHERE region = 'eu')");
        trino.run("ALTER TABLE " + table + " ADD COLUMN note VARCHAR COMMENT 'added'");
        trino.run("INSERT INTO " + table
                + " VALUES (5, 'five', 5.00, NULL, NULL, 'a note', DATE '2026-02-01', 'as')");
        trino.run("COMMENT ON COLUMN " + table + ".name IS 'how it is called'");
        trino.run("DELETE FROM " + table + " WHERE region = 'us/ca'");
        trino.run("ALTER TABLE " + table + " RENAME TO kept_" + table);
        trino.run("SELECT count(*), sum(amount), count(note) FROM kept_" + table);
        trino.run("SHOW COLUMNS FROM kept_" + table);
        String all = "SELECT id, name, amount, at, note, ds, region FROM kept_%s ORDER BY id".formatted(table);
        List<String> theirRows = withoutZeros(Transcript.rows(trinos, all));
        assertThat(withoutZeros(Transcript.rows(ours, all.replace("kept_", "lake.kept_")))).isEqualTo(theirRows)
                .hasSize(4);
        Transcript.rows(ours, "INSERT INTO lake.kept_" + table
                + " PARTITION (ds = DATE '2026-04-01', region = 'eu') VALUES (6, 'six', 6.00, TIMESTAMP '2026-04-01 00:00:00', ARRAY['x'], 'ours')");
        trino.run("SELECT * FROM kept_" + table + " WHERE id = 6");
        trino.run("CALL system.create_empty_partition('lake', 'kept_" + table
                + "', ARRAY['ds', 'region'], ARRAY['2026-03-01', 'af'])");
        trino.run("SELECT ds, region FROM \"kept_" + table + "$partitions\" ORDER BY 1, 2");
        return theirRows.size();
    }

    /** Engines write fractions of seconds with different numbers of zeros. */
    private static List<String> withoutZeros(List<String> rows) {
        List<String> same = new ArrayList<>();
        rows.forEach(row -> same.add(row.replaceAll("(:\\d\\d\\.\\d*?)0+\\|", "$1|").replace(".|", "|")));
        return same;
    }

    private static void views(Transcript trino) throws SQLException {
        trino.run("CREATE VIEW totals AS SELECT region, count(*) AS n FROM kept_sales_orc GROUP BY region");
        trino.run("SELECT * FROM totals ORDER BY region");
        trino.run("CREATE OR REPLACE VIEW totals SECURITY INVOKER AS SELECT count(*) AS n FROM kept_sales_parquet");
        trino.run("SELECT * FROM totals");
        trino.run("CREATE TABLE copy WITH (format = 'ORC') AS SELECT id, tags FROM kept_sales_parquet WHERE id < 3");
        trino.run("SELECT * FROM copy ORDER BY id");
        trino.fails("CREATE TABLE copy (id INTEGER)");
        trino.fails("SELECT * FROM missing");
    }

    /** A table that our SQL has made. */
    private static void ours(Connection ours, Transcript trino) throws SQLException {
        Transcript.rows(ours,
                "CREATE TABLE lake.ours (id BIGINT, day DATE, point STRUCT<x: DOUBLE, y: DOUBLE>) PARTITIONED BY (part INT) STORED AS PARQUET");
        Transcript.rows(ours,
                "INSERT INTO lake.ours VALUES (1, DATE '2026-01-31', ROW(1.0, 2.0), 7), (2, NULL, NULL, 8)");
        trino.run("SELECT id, day, point.x, part FROM ours WHERE part > 0 ORDER BY id");
        trino.run("INSERT INTO ours VALUES (3, DATE '2026-02-28', ROW(3.0, 4.0), 8)");
        trino.run("SELECT count(*) FROM ours WHERE part = 8");
    }

    private static void removes(Transcript trino) throws SQLException {
        trino.fails("DROP SCHEMA lake");
        trino.run("DROP VIEW totals");
        for (String table : List.of("copy", "ours", "kept_sales_parquet", "kept_sales_orc")) {
            trino.run("DROP TABLE " + table);
        }
        trino.run("DROP SCHEMA lake").run("SHOW SCHEMAS LIKE 'la%'");
    }
}

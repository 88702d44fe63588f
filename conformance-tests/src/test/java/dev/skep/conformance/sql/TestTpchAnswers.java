package dev.skep.conformance.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.skep.conformance.harness.ServerProcess;
import dev.skep.server.SkepServer;
import dev.skep.server.tpch.TpchData;
import dev.skep.server.tpch.TpchQueries;
import dev.skep.storage.file.Location;
import dev.skep.storage.hadoop.HadoopFileSystem;
import dev.skep.storage.hadoop.HadoopSettings;
import dev.skep.storage.hadoop.S3ProxyServer;
import dev.skep.storage.local.LocalFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The 22 queries of TPC-H over Parquet and ORC, on local files and on S3; the answers are DuckDB's over the same Parquet files. System property {@code skep.tpch.scale}: default 1. */
final class TestTpchAnswers {
    private static final double SCALE = Double.parseDouble(System.getProperty("skep.tpch.scale", "1"));
    private static final String BUCKET = "lake";

    @TempDir
    static Path folder;

    private static ServerProcess server;
    private static S3ProxyServer s3;
    private static final Map<Integer, List<List<Object>>> EXPECTED = new LinkedHashMap<>();

    @BeforeAll
    static void makeFilesAndAskTheOracle() throws IOException, SQLException {
        s3 = S3ProxyServer.start(folder, Map.of());
        s3.createBucket(BUCKET);
        Path files = folder.resolve("files");
        for (String format : List.of("parquet", "orc")) {
            for (String table : TpchData.tables()) {
                long rows = TpchData.write(table, SCALE, table.equals("lineitem") ? 2 : 1, new LocalFileSystem(),
                        Location.of(files.resolve(format).resolve(table).toString()),
                        requireNonNull(SkepServer.fileFormats().get(format)), Map.of());
                assertThat(rows).as(table).isPositive();
            }
        }
        upload(files);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            for (String table : TpchData.tables()) {
                statement.execute("CREATE VIEW %s AS SELECT * FROM read_parquet('%s/parquet/%s/*.parquet')"
                        .formatted(table, files, table));
            }
            for (int query = 1; query <= TpchQueries.COUNT; query++) {
                EXPECTED.put(query, Rows.of(duck, TpchQueries.text(query)));
            }
        }
        server = ServerProcess.start(folder.resolve("server"), s3.settings(), "3g");
    }

    private static void upload(Path files) throws IOException {
        try (HadoopFileSystem bucket = new HadoopFileSystem(new HadoopSettings(s3.settings()));
                Stream<Path> all = Files.walk(files)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Location target = Location.of("s3://" + BUCKET + "/" + files.relativize(file));
                try (OutputStream out = bucket.output(target).create()) {
                    Files.copy(file, out);
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (s3 != null) {
            s3.close();
        }
    }

    @Test
    void answersOverLocalParquet() throws SQLException {
        answersOver("local_parquet", "parquet", "file:" + folder.resolve("files") + "/parquet");
    }

    @Test
    void answersOverLocalOrc() throws SQLException {
        answersOver("local_orc", "orc", "file:" + folder.resolve("files") + "/orc");
    }

    @Test
    void answersOverParquetOnS3() throws SQLException {
        answersOver("s3_parquet", "parquet", "s3://" + BUCKET + "/parquet");
    }

    @Test
    void answersOverOrcOnS3() throws SQLException {
        answersOver("s3_orc", "orc", "s3a://" + BUCKET + "/orc");
    }

    private static void answersOver(String database, String format, String location) throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (Connection skep = server.connect(); Statement statement = skep.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
            statement.execute("USE " + database);
            for (String table : TpchData.tables()) {
                String columns = TpchData.columns(table).stream()
                        .map(column -> column.name() + " " + column.type().hiveName())
                        .collect(Collectors.joining(", "));
                statement.execute("CREATE EXTERNAL TABLE %s (%s) STORED AS %s LOCATION '%s/%s'".formatted(table,
                        columns, format, location, table));
            }
            for (int query = 1; query <= TpchQueries.COUNT; query++) {
                try {
                    Rows.assertSame("q" + query, Rows.of(skep, TpchQueries.text(query)),
                            requireNonNull(EXPECTED.get(query)));
                } catch (SQLException | AssertionError e) {
                    wrong.add("q" + query + ": " + e.getMessage());
                }
            }
        }
        System.out.printf("TPC-H scale %s over %s: %d of %d answers equal DuckDB's%n", SCALE, database,
                TpchQueries.COUNT - wrong.size(), TpchQueries.COUNT);
        assertThat(wrong).isEmpty();
    }
}

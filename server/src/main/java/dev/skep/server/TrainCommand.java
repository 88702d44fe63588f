package dev.skep.server;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.server.rehearsal.Rehearsal;
import dev.skep.server.tpch.TpchData;
import dev.skep.server.tpch.TpchQueries;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * {@code skep train}: a server in a throw-away folder that answers the queries of TPC-H over a few rows, and ends. The script runs it once for each build, for the JVM to write
 * down which classes and methods a server needs (JEP 483, 514, 515), so that later ones are quick from their first query on.
 */
@Command(name = "train", hidden = true, description = "A short run from which the JVM learns what a server needs.")
public final class TrainCommand implements Callable<Integer> {
    private static final double SCALE = 0.01;
    private static final int ROUNDS = 4;
    private static final Duration REHEARSAL = Duration.ofMinutes(2);

    @Override
    public Integer call() throws Exception {
        rehearse();
        Path folder = Files.createTempDirectory("skep-train");
        ServerSettings settings = ServerSettings.of(Settings.read(null, Map.of(), Map.of("data.dir", folder.toString(),
                "metastore.port", "0", "hiveserver2.port", "0", "http.port", "0")));
        try {
            try (SkepServer server = SkepServer.start(settings)) {
                ask(server, folder);
            }
            // Most servers start on a folder that was there.
            SkepServer.start(settings).close();
            return 0;
        } finally {
            new LocalFileSystem().deleteRecursively(Location.of(folder.toString()));
        }
    }

    private static void ask(SkepServer server, Path folder) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.endpoints().hiveServer2());
                Statement statement = connection.createStatement()) {
            for (String format : List.of("orc", "parquet")) {
                statement.execute("CREATE DATABASE of_" + format);
                statement.execute("USE of_" + format);
                for (String table : TpchData.tables()) {
                    make(statement, table, format, folder.resolve(format).resolve(table));
                }
                for (int round = 0; round < ROUNDS; round++) {
                    for (int query = 1; query <= TpchQueries.COUNT; query++) {
                        // As many texts as rounds: each one is planned.
                        read(statement, TpchQueries.text(query) + " ".repeat(round));
                    }
                }
            }
        }
    }

    /** What later servers do first. */
    private static void rehearse() throws InterruptedException {
        Rehearsal rehearsal = Rehearsal.start(REHEARSAL);
        if (!rehearsal.awaitOver(REHEARSAL) || rehearsal.played() == 0) {
            throw new IllegalStateException("Cannot train: the rehearsal did not end well");
        }
    }

    private static void make(Statement statement, String table, String format, Path folder) throws SQLException {
        TpchData.write(table, SCALE, 1, new LocalFileSystem(), Location.of(folder.toString()),
                requireNonNull(SkepServer.fileFormats().get(format), "format is null"), Map.of());
        String columns = TpchData.columns(table).stream()
                .map(column -> column.name() + " " + column.type().hiveName()).collect(Collectors.joining(", "));
        statement.execute("CREATE EXTERNAL TABLE %s (%s) STORED AS %s LOCATION 'file:%s'".formatted(table, columns,
                format, folder));
        statement.execute("ANALYZE TABLE %s COMPUTE STATISTICS FOR COLUMNS".formatted(table));
    }

    private static void read(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    @Nullable
                    Object ignored = rows.getObject(i);
                }
            }
        }
    }
}

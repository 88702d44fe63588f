package dev.skep.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.skep.server.tpch.TpchData;

/** TPC-H's lineitem in a partition for each month of the ship date, of which there are 84, written by Skep once and kept. */
final class MonthlyTable {
    static final String NAME = "lineitem_monthly";
    static final String KEY = "l_shipmonth";

    private final Path folder;

    /** @param files where the tables of one scale, compression and format are */
    MonthlyTable(Path files) {
        this.folder = files.resolve(NAME);
    }

    /** Makes the table, and its files if there are none yet. */
    void create(Connection skep, String format) throws SQLException {
        String columns = TpchData.columns("lineitem").stream()
                .map(column -> column.name() + " " + column.type().hiveName()).collect(Collectors.joining(", "));
        Path done = folder.resolveSibling("_" + NAME + ".done");
        boolean isMade = Files.exists(done);
        try (Statement statement = skep.createStatement()) {
            statement.execute("CREATE EXTERNAL TABLE %s (%s) PARTITIONED BY (%s int) STORED AS %s LOCATION 'file:%s'"
                    .formatted(NAME, columns, KEY, format, folder));
            if (isMade) {
                try (Stream<Path> months = Files.list(folder)) {
                    for (Path month : months.filter(Files::isDirectory).sorted().toList()) {
                        String value = month.getFileName().toString();
                        statement.execute("ALTER TABLE %s ADD PARTITION (%s = %s) LOCATION 'file:%s'".formatted(NAME,
                                KEY, value.substring(value.indexOf('=') + 1), month));
                    }
                }
            } else {
                statement.execute(("INSERT INTO %s SELECT l.*, year(l_shipdate) * 100 + month(l_shipdate)"
                        + " FROM lineitem l").formatted(NAME));
                Files.createFile(done);
                System.out.printf("made %s%n", NAME);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the partitions below " + folder, e);
        }
    }

    /** Bytes of the files of one partition. */
    long bytes(int month) {
        try (Stream<Path> files = Files.list(folder.resolve(KEY + "=" + month))) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the partition of " + month, e);
        }
    }

    /** Makes DuckDB's view of the files, which are Parquet. */
    void createView(Connection duckDb) throws SQLException {
        try (Statement statement = duckDb.createStatement()) {
            statement.execute("CREATE VIEW %s AS SELECT * FROM read_parquet('%s/*/*', hive_partitioning = true)"
                    .formatted(NAME, folder));
        }
    }
}

package dev.skep.conformance.clients.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.StoreKind;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Apache Spark creates and fills partitioned tables through our metastore; our SQL reads the same rows from the same files. */
final class TestSpark {
    private static final int JAVA = 17;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"3.5, EMBEDDED", "4.0, POSTGRESQL", "3.5, POSTGRESQL", "4.0, EMBEDDED"})
    void writesTablesThatOurSqlReads(String version, StoreKind store) throws SQLException {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data, store.settings())) {
            List<String> lines = new PeerProgram("spark-" + version, List.of("spark"), "SparkScenario", JAVA).run(
                    folder.resolve("spark"),
                    server.metastoreUri(), data.resolve("warehouse").toString(), "scenario",
                    folder.resolve("outside").toString());
            ExpectedLines.assertSame(TestSpark.class, "spark-scenario.txt",
                    lines.stream().map(line -> line.replace(folder.toString(), "<folder>")).toList());
            for (String table : List.of("kept_parquet", "kept_orc")) {
                assertThat(rows(server,
                        "SELECT id, name, amount, note, ds, region FROM scenario." + table + " ORDER BY id"))
                        .containsExactly(
                                "3|three|3.25|null|2026-01-02|us/ca", "4|null|null|null|2026-01-03|eu",
                                "5|five|5.00|null|2026-01-03|null",
                                "6|six|6.00|a note|2026-02-03|as", "7|seven|7.00|found|2026-03-01|eu",
                                "10|ten|10.00|null|2026-01-01|eu");
                assertThat(
                        rows(server, "SELECT id FROM scenario." + table + " WHERE ds >= DATE '2026-02-01' ORDER BY id"))
                        .containsExactly("6", "7");
            }
            System.out.printf("Spark %s on %s: %d lines as expected, the same rows through our SQL%n", version, store,
                    lines.size());
        }
    }

    private static List<String> rows(ServerProcess server, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }
}

package dev.skep.conformance.clients.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Flink makes, fills, changes and drops tables through our metastore, in Hive's language and its own; our SQL reads the same rows. */
@Tag("all-clients")
final class TestFlink {
    private static final int JAVA = 17;

    @TempDir
    Path folder;

    @Test
    void writesTablesThatOurSqlReads() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data, Map.of())) {
            List<String> lines = new PeerProgram("flink-1.20", List.of("flink"), "FlinkScenario", JAVA)
                    .withOption("-Dlog4j2.level=OFF")
                    .run(folder.resolve("flink"), server.metastoreUri(), data.resolve("warehouse").toString(),
                            folder.resolve("events").toString());
            ExpectedLines.assertSame(TestFlink.class, "flink-scenario.txt",
                    lines.stream().map(line -> line.replace(folder.toString(), "<folder>")).toList());
            try (Connection ours = server.connect()) {
                for (String table : List.of("kept_parquet", "kept_orc")) {
                    assertThat(Transcript.rows(ours,
                            "SELECT id, name, amount, note, ds, region FROM flow." + table + " ORDER BY id"))
                            .containsExactly("2|two|2.50|null|2026-01-02|us/ca", "3|three|3.25|null|2026-01-03|eu",
                                    "6|six|6.00|a note|2026-02-01|as", "10|ten|10.00|null|2026-01-01|eu");
                }
            }
            System.out.printf("Flink 1.20: %d lines as expected, the same rows through our SQL%n", lines.size());
        }
    }
}

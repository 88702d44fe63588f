package dev.skep.conformance.clients.hms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Column statistics over partitions: those of the server are those of Hive's own aggregators, down to the last distinct value that joined sketches tell. */
final class TestAggregatedStatistics {
    private static final int JAVA = 17;
    private static final String ROUNDS = "60";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"3.1, 3.1", "4.0, 4"})
    void areThoseOfHive(String version, String dialect) {
        // One that brings no two equal estimates, of which Hive takes any.
        String seed = "42";
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), Map.of())) {
            PeerProgram program = new PeerProgram("hive-exec-" + version,
                    List.of("hive-client/" + dialect, "statistics/common", "statistics/" + dialect),
                    "AggregationOracle", JAVA);
            List<String> lines = program.run(folder.resolve("peer"), server.metastoreUri(), "figures", seed, ROUNDS);
            System.out.printf("statistics over partitions, Hive %s: %s%n", version, lines.getLast());
            assertThat(lines).hasSize(1);
        }
    }
}

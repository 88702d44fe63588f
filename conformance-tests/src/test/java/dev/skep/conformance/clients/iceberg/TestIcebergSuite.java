package dev.skep.conformance.clients.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.StoreKind;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Iceberg's own published tests of its Hive catalog, of 1.10.1 and unchanged, {@code CatalogTests} among them, with the client of Hive 2.3.10. */
final class TestIcebergSuite {
    private static final int JAVA = 17;
    /** What the classes hold, without those that the suite itself leaves out for a Hive catalog; all of it passes against Hive's server. */
    private static final String ALL = "254 of 254";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    void whatPassesAgainstHivePassesHere(StoreKind store) {
        Path data = folder.resolve("data");
        PeerProgram suite = new PeerProgram("iceberg-1.10", List.of("iceberg-suite"), "RunIcebergSuite", JAVA);
        try (ServerProcess server = ServerProcess.start(data, store.settings())) {
            List<String> lines = suite.run(folder.resolve("suite"), server.metastoreUri(),
                    data.resolve("warehouse").toString());
            lines.stream().filter(line -> line.startsWith("CLASS ")).forEach(System.out::println);
            System.out.printf("Iceberg's suite of its Hive catalog on %s: %s%n", store, sum(lines));
            assertThat(lines).noneMatch(line -> line.startsWith("FAILED "));
            assertThat(sum(lines)).isEqualTo(ALL);
        }
    }

    /** The suite's sum, {@code N of M}. */
    private static String sum(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("SUM ")).findFirst().orElseThrow()
                .substring("SUM ".length());
    }
}

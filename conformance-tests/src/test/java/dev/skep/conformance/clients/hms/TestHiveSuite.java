package dev.skep.conformance.clients.hms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.StoreKind;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hive's own published suite of its metastore client, of 3.1.3 and unchanged: what passes against Hive's server passes against ours. */
final class TestHiveSuite {
    private static final int JAVA = 17;
    private static final String LINE_OF_FAILURE = "FAILED ";

    /** What fails against Hive's own server too, and why. */
    private static final Map<String, String> FAILING_IN_HIVE = Map.of(
            "TestAddPartitions.testAddPartitionNullColTypeInSd", "a column without a type is taken",
            "TestAddPartitions.testAddPartitionsNullColTypeInSd", "a column without a type is taken",
            "TestAddPartitionsFromPartSpec.testAddPartitionSpecNullColTypeInSd", "a column without a type is taken",
            "TestAlterPartitions.testAlterPartitionsNullPartitionList",
            "a list that is absent ends the connection there too late for the client",
            "TestAlterPartitions.testAlterPartitionsWithEnvironmentCtxNullPartitionList",
            "a list that is absent ends the connection there too late for the client",
            "TestRuntimeStats.testCleanup", "opens the server's database in the client's process",
            "TestRuntimeStats.testReading", "opens the server's database in the client's process");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    void whatPassesAgainstHivePassesHere(StoreKind store) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path data = folder.resolve("data");
        Map<String, String> settings = new HashMap<>(store.settings());
        settings.put("metastore.limit.partition.request", "100");
        settings.put("metastore.authorization.storage.checks", "true");
        settings.put("fs.trash.interval", "30");
        settings.put("fs.trash.checkpoint.interval", "30");
        PeerProgram suite = new PeerProgram("hive-suite-3.1", List.of("hive-suite"), "RunSuite", JAVA);
        try (ServerProcess server = ServerProcess.start(data, settings, List.of("-Xmx1500m", "-Duser.home=" + home))) {
            List<String> lines = suite.withOption("-ea").withOption("-Duser.home=" + home).run(folder.resolve("suite"),
                    server.metastoreUri(), "file:" + data.resolve("warehouse"));
            System.out.printf("Hive's client suite on %s: %s%n", store, sum(lines));
            assertThat(failures(lines)).isSubsetOf(FAILING_IN_HIVE.keySet());
        }
    }

    /** The suite's sum, {@code N of M}. */
    private static String sum(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("SUM ")).findFirst().orElseThrow()
                .substring("SUM ".length());
    }

    private static TreeSet<String> failures(List<String> lines) {
        TreeSet<String> names = new TreeSet<>();
        for (String line : lines) {
            if (line.startsWith(LINE_OF_FAILURE)) {
                names.add(line.substring(LINE_OF_FAILURE.length(), line.indexOf('[')));
            }
        }
        return names;
    }
}

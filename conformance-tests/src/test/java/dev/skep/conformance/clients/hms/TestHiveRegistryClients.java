package dev.skep.conformance.clients.hms;

import java.nio.file.Path;
import java.util.List;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.StoreKind;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What only some generations of Hive have, by their own clients on one server: indexes (2.3.10), the schema registry (3.1.3, 4.0.1, 4.2.0), stored procedures, packages, data
 * connectors and properties (4.0.1, 4.2.0).
 */
final class TestHiveRegistryClients {
    private static final int OLD_JAVA = 17;
    private static final int NEW_JAVA = 25;

    @TempDir
    Path folder;

    private void run(ServerProcess server, String version, String dialect, int release, String sources,
            String program, String expected) {
        List<String> lines = new PeerProgram("hive-client-" + version,
                List.of("hive-client/" + dialect, "hive-registry/" + sources), program, release)
                .run(folder.resolve(sources + version), server.metastoreUri(), "kept");
        ExpectedLines.assertSame(TestHiveRegistryClients.class, expected, lines);
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    void everyGenerationKeepsWhatItHas(StoreKind store) {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), store.settings())) {
            run(server, "2.3", "2.3", OLD_JAVA, "indexes", "IndexScenario", "hive-indexes.txt");
            schemas(server, "3.1", "3.1", OLD_JAVA);
            schemas(server, "4.0", "4", OLD_JAVA);
            schemas(server, "4.2", "4", NEW_JAVA);
            run(server, "4.0", "4", OLD_JAVA, "hive4", "KeptForHive4", "hive-kept-for-4.txt");
            run(server, "4.2", "4", NEW_JAVA, "hive4", "KeptForHive4", "hive-kept-for-4.txt");
        }
    }

    private void schemas(ServerProcess server, String version, String dialect, int release) {
        List<String> lines = new PeerProgram("hive-client-" + version,
                List.of("hive-client/" + dialect, "hive-registry/schemas"), "SchemaScenario", release)
                .run(folder.resolve("schemas" + version), server.metastoreUri(), "kept_" + version.replace('.', '_'));
        ExpectedLines.assertSame(TestHiveRegistryClients.class, "hive-schemas.txt", lines);
    }
}

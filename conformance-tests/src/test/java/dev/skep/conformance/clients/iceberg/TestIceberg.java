package dev.skep.conformance.clients.iceberg;

import java.nio.file.Path;
import java.util.List;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.StoreKind;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Iceberg's Hive catalog: namespaces, tables, views, and commits, by compare-and-set and under locks, of which none is lost. */
final class TestIceberg {
    private static final int JAVA = 17;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    void commitsWithoutLocksAndLosesNothing(StoreKind store) {
        runScenario(store, "false");
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    void commitsWithLocksAndLosesNothing(StoreKind store) {
        runScenario(store, "true");
    }

    private void runScenario(StoreKind store, String isLocking) {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data, store.settings())) {
            List<String> lines = new PeerProgram("iceberg-1.10", List.of("iceberg"), "IcebergScenario", JAVA).run(
                    folder.resolve("iceberg"),
                    server.metastoreUri(), data.resolve("warehouse").toString(), isLocking);
            ExpectedLines.assertSame(TestIceberg.class, "iceberg-scenario.txt", lines);
            System.out.printf("Iceberg 1.10 on %s, locks %s: %d lines as expected%n", store, isLocking, lines.size());
        }
    }
}

package dev.skep.conformance.clients.hms;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.StoreKind;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hive's own metastore clients 2.3.10, 3.1.3, 4.0.1 and 4.2.0 on one server: each sees the same, as one file of expected lines says. */
final class TestHiveClients {
    private static final int OLD_JAVA = 17;
    private static final int NEW_JAVA = 25;

    private record Client(String version, String dialect, int release) {
        PeerProgram program() {
            return new PeerProgram("hive-client-" + version, List.of("hive-client/common", "hive-client/" + dialect),
                    "HiveClientScenario", release);
        }
    }

    private static final List<Client> CLIENTS = List.of(new Client("2.3", "2.3", OLD_JAVA),
            new Client("3.1", "3.1", OLD_JAVA), new Client("4.0", "4", OLD_JAVA),
            new Client("4.2", "4", NEW_JAVA));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    void everyGenerationSeesTheSame(StoreKind store) {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), store.settings())) {
            for (Client client : CLIENTS) {
                List<String> lines = new ArrayList<>();
                lines.addAll(client.program().run(folder.resolve(client.version()), server.metastoreUri(), "scenario"));
                ExpectedLines.assertSame(TestHiveClients.class, "hive-client-scenario.txt", lines);
                System.out.printf("Hive client %s on %s: %d lines as expected%n", client.version(), store,
                        lines.size());
            }
        }
    }

    /** What clusters keep beside the catalog: Hive 2.3 keeps nothing, 3.1 less than 4. */
    @ParameterizedTest
    @EnumSource(StoreKind.class)
    void everyGenerationKeepsWhatItKnows(StoreKind store) {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), store.settings())) {
            for (Client client : CLIENTS.subList(1, CLIENTS.size())) {
                PeerProgram program = new PeerProgram("hive-client-" + client.version(),
                        List.of("hive-client-upkeep/common", "hive-client-upkeep/" + client.dialect()),
                        "UpkeepScenario", client.release());
                List<String> lines = program.run(folder.resolve(client.version()), server.metastoreUri(),
                        "upkeep_" + client.version().replace('.', '_'));
                ExpectedLines.assertSame(TestHiveClients.class, "upkeep-scenario-%s.txt".formatted(client.dialect()),
                        lines);
                System.out.printf("Hive client %s on %s: %d lines of upkeep as expected%n", client.version(), store,
                        lines.size());
            }
        }
    }
}

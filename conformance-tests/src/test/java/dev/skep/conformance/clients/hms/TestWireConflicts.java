package dev.skep.conformance.clients.hms;

import java.nio.file.Path;
import java.util.List;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four structs that generations of Hive's client write and read in different ways, by a live client of each generation: all see the same. */
final class TestWireConflicts {
    private record Client(String version, String dialect, int release) {
        PeerProgram program() {
            return new PeerProgram("hive-client-" + version,
                    List.of("wire-conflicts/common", "wire-conflicts/" + dialect), "WireConflicts", release);
        }
    }

    private static final List<Client> CLIENTS = List.of(new Client("2.3", "2.3", 17), new Client("3.1", "3.1", 17),
            new Client("4.0", "3.1", 17), new Client("4.2", "3.1", 25));

    @TempDir
    Path folder;

    @Test
    void everyGenerationIsReadAndAnsweredInItsOwnForm() {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), java.util.Map.of())) {
            for (Client client : CLIENTS) {
                List<String> lines = client.program().run(folder.resolve(client.version()), server.metastoreUri(),
                        "wire");
                ExpectedLines.assertSame(TestWireConflicts.class, "wire-conflicts.txt", lines);
                System.out.printf("wire conflicts, Hive client %s: %d lines as expected%n", client.version(),
                        lines.size());
            }
        }
    }
}

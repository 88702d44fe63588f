package dev.skep.conformance.clients.hms;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of every kind, read by Hive's own deserializers: JSON by Hive 3.1 and 4, the compressed form by Hive 4. */
final class TestEventMessages {
    private static final int JAVA = 17;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"3.1, 3.1, json.JSONMessageEncoder, events-3.1.txt", "4.0, 4, json.JSONMessageEncoder, events-4.txt",
            "4.0, 4, json.gzip.GzipJSONMessageEncoder, events-4-gzip.txt"})
    void areReadByHive(String version, String dialect, String encoder, String expected) {
        Map<String, String> settings = Map.of("metastore.event.message.factory",
                "org.apache.hadoop.hive.metastore.messaging." + encoder);
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), settings)) {
            PeerProgram program = new PeerProgram("hive-exec-" + version,
                    List.of("hive-client/" + dialect, "events/common", "events/" + dialect), "EventReader", JAVA);
            List<String> lines = program.run(folder.resolve("peer"), server.metastoreUri(), "told");
            ExpectedLines.assertSame(TestEventMessages.class, expected, lines);
            System.out.printf("events read by Hive %s from %s: %d kinds%n", version, encoder, lines.size());
        }
    }
}

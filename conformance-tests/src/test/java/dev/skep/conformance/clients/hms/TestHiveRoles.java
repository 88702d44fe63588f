package dev.skep.conformance.clients.hms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles, privileges, tokens and marks by Hive's own metastore clients 2.3.10, 3.1.3 and 4.0.1: each sees the same, as one file of expected lines says. */
final class TestHiveRoles {
    private static final int JAVA = 17;
    /** The clients and the folders of what each does in its own way. */
    private static final Map<String, String> CLIENTS = Map.of("2.3", "2.3", "3.1", "3.1", "4.0", "4");

    @TempDir
    Path folder;

    @Test
    void everyGenerationSeesTheSame() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), Map.of());
                Connection sql = server.connect()) {
            CLIENTS.forEach((version, dialect) -> {
                List<String> lines = new PeerProgram("hive-client-" + version,
                        List.of("hive-client/roles", "hive-client/" + dialect), "HiveRolesScenario", JAVA)
                        .withEnvironment("HADOOP_USER_NAME", "root")
                        .run(folder.resolve(version), server.metastoreUri(), "scenario");
                ExpectedLines.assertSame(TestHiveRoles.class, "hive-roles-scenario.txt", lines);
                System.out.printf("Hive client %s, roles: %d lines as expected%n", version, lines.size());
            });
            assertThat(Transcript.rows(sql, "SHOW ROLES")).hasSize(2);
        }
    }
}

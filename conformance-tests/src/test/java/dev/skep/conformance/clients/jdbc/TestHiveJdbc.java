package dev.skep.conformance.clients.jdbc;

import java.nio.file.Path;
import java.util.List;

import dev.skep.conformance.clients.ExpectedLines;
import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.StoreKind;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hive's JDBC drivers 3.1.3 and 4.0.1 define, fill, read and browse through HiveServer2. */
final class TestHiveJdbc {
    private static final int JAVA = 17;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"3.1,EMBEDDED", "3.1,POSTGRESQL", "4.0,EMBEDDED", "4.0,POSTGRESQL"})
    void readsThroughHiveServer2(String version, StoreKind store) {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), store.settings())) {
            String place = server.hiveServer2Address();
            List<String> lines = new PeerProgram("hive-jdbc-" + version, List.of("hive-jdbc"), "HiveJdbcScenario", JAVA)
                    .run(folder.resolve("peer"), place);
            ExpectedLines.assertSame(TestHiveJdbc.class, "hive-jdbc-scenario.txt", lines);
            System.out.printf("Hive's JDBC driver %s on %s: %d lines as expected%n", version, store, lines.size());
        }
    }
}

package dev.skep.conformance.clients.hms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.harness.CommandProcess;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code skep adopt} from real metastores of older Hives, filled by their own clients: copied, compared, run again, and again once the source has changed. */
final class TestAdopt {
    @TempDir
    Path folder;

    @Test
    void takesOverWhatHive23Describes() throws Exception {
        adopts("spark-3.5", "2.3");
    }

    @Test
    @Tag("all-clients")
    void takesOverWhatHive31Describes() throws Exception {
        adopts("hive-metastore-3.1", "3.1");
    }

    @Test
    @Tag("all-clients")
    void takesOverWhatHive40Describes() throws Exception {
        adopts("hive-metastore-4.0", "4");
    }

    private void adopts(String peer, String generation) throws Exception {
        try (OldMetastore source = OldMetastore.start(Files.createDirectories(folder.resolve("old")), peer, generation,
                false);
                ServerProcess server = ServerProcess.start(folder.resolve("data"), Map.of())) {
            List<String> folders = folders();
            CommandProcess planned = adopt(source, server, "--dry-run");
            assertThat(planned.lines()).contains("would make database shop", "would make table shop.orders");
            assertThat(planned.status()).isZero();
            assertThat(adopt(source, server, "--dry-run").lines()).isEqualTo(planned.lines());

            CommandProcess first = adopt(source, server);
            assertThat(first.lines()).contains("Verified: everything that the source describes is the same in Skep.");
            assertThat(first.status()).isZero();
            assertThat(sum(first, "partitions:")).isEqualTo("1,000, of them 1,000 new, 0 changed");
            assertThat(planned.lines()).contains(changes(first));
            assertSeen(server);
            assertThat(folders()).isEqualTo(folders);

            CommandProcess second = adopt(source, server);
            assertThat(changes(second)).isEqualTo("0 changes");
            assertThat(second.status()).isZero();

            source.change();
            CommandProcess third = adopt(source, server);
            // Two tables, a partition that is new, one that is other, and one that is gone.
            assertThat(changes(third)).isEqualTo("5 changes");
            assertThat(third.status()).isZero();
            assertThat(changes(adopt(source, server))).isEqualTo("0 changes");
            System.out.printf("Adopted from Hive %s: %s, then 0, then 5%n", generation, changes(first));
        }
    }

    /** What there is where the source's objects lie. */
    private List<String> folders() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("old/outside"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private static CommandProcess adopt(OldMetastore source, ServerProcess server, String... options) {
        List<String> arguments = new ArrayList<>(List.of("adopt", source.uri(), "--data", server.data().toString()));
        arguments.addAll(List.of(options));
        return CommandProcess.run(arguments);
    }

    private static String changes(CommandProcess run) {
        return run.lines().stream().filter(line -> line.endsWith(" changes")).findFirst()
                .orElseThrow(() -> new AssertionError(String.join("\n", run.lines())));
    }

    private static String sum(CommandProcess run, String kind) {
        return run.lines().stream().map(String::strip).filter(line -> line.startsWith(kind)).findFirst().orElseThrow()
                .substring(kind.length()).strip();
    }

    /** What our SQL says of it. */
    private static void assertSeen(ServerProcess server) throws Exception {
        try (Connection connection = server.connect()) {
            assertThat(Transcript.rows(connection, "SHOW TABLES IN shop")).contains("customers", "ledger", "orders",
                    "sorted", "totals");
            assertThat(Transcript.rows(connection, "SHOW PARTITIONS shop.orders")).hasSize(1_000)
                    .contains("ds=a%2Fb%3Dc %25ü/part=7");
        }
    }
}

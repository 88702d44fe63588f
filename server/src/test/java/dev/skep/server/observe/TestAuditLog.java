package dev.skep.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.metastore.access.AccessLog.Event;
import dev.skep.metastore.access.AccessLog.Outcome;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.server.auth.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestAuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("logs").resolve("audit.jsonl");
    }

    private AuditLog open(long bytes, int files) throws IOException {
        return AuditLog.open(new AuditSettings(file, bytes, files), clock);
    }

    private static Event event(String object) {
        return new Event(Caller.internal(Identity.of("ann")), Outcome.DENIED, "SELECT", object, List.of("p"), "no");
    }

    private static List<String> objects(AuditLines lines) throws IOException {
        try (lines) {
            List<String> objects = new ArrayList<>();
            while (lines.hasNext()) {
                objects.add(JSON.readTree(lines.next()).get("object").asText());
            }
            return objects;
        }
    }

    @Test
    void writesOneLineForEachEventWhateverTheNames() throws IOException {
        try (AuditLog log = open(1 << 20, 3)) {
            log.record(new Event(
                    new Caller(new Identity("a\"\n{}\u2028", Set.of("g2", "g1"), Set.of()),
                            new Origin(InetAddress.getByName("10.0.0.1"), ClientKind.SQL)),
                    Outcome.ALTERED, "SELECT", "sales.'; DROP TABLE x --\r\n", List.of("f1", "f2"), "rows filtered"));
            log.refused("", null, ClientKind.METASTORE, "PLAIN", "Cannot sign in: wrong user or password");
            log.signedIn(Identity.of("bob"), InetAddress.getLoopbackAddress(), ClientKind.HTTP, "BEARER");
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        JsonNode first = JSON.readTree(lines.get(0));
        assertThat(first.get("time").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(first.get("user").asText()).isEqualTo("a\"\n{}\u2028");
        assertThat(first.get("groups").toString()).isEqualTo("[\"g1\",\"g2\"]");
        assertThat(first.get("address").asText()).isEqualTo("10.0.0.1");
        assertThat(first.get("client").asText()).isEqualTo("SQL");
        assertThat(first.get("outcome").asText()).isEqualTo("ALTERED");
        assertThat(first.get("operation").asText()).isEqualTo("SELECT");
        assertThat(first.get("object").asText()).isEqualTo("sales.'; DROP TABLE x --\r\n");
        assertThat(first.get("policies").toString()).isEqualTo("[\"f1\",\"f2\"]");
        assertThat(first.get("detail").asText()).isEqualTo("rows filtered");
        assertThat(JSON.readTree(lines.get(1)).get("outcome").asText()).isEqualTo("REFUSED");
        assertThat(JSON.readTree(lines.get(2)).get("operation").asText()).isEqualTo("BEARER");
        assertThat(Files.getPosixFilePermissions(file)).containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void beginsANewFileAtTheSizeAndKeepsSoMany() throws IOException {
        try (AuditLog log = open(1024, 3)) {
            for (int i = 0; i < 40; i++) {
                log.record(event("t" + i));
            }
            List<String> oldest = objects(log.oldestFirst());
            List<String> newest = objects(log.newestFirst());
            assertThat(newest).isEqualTo(oldest.reversed()).first().isEqualTo("t39");
            assertThat(oldest).hasSizeBetween(8, 25);
            for (int i = 0; i < oldest.size(); i++) {
                assertThat(oldest.get(i)).isEqualTo("t" + (40 - oldest.size() + i));
            }
        }
        assertThat(file.resolveSibling("audit.jsonl.2")).exists();
        assertThat(file.resolveSibling("audit.jsonl.3")).doesNotExist();
        assertThat(Files.size(file)).isLessThanOrEqualTo(1024);
    }

    @Test
    void readsBackwardsOverBlocksAndLongLines() throws IOException {
        try (AuditLog log = open(10 << 20, 2)) {
            for (int i = 0; i < 2_000; i++) {
                log.record(new Event(Caller.internal(Identity.of("ünser")), Outcome.CHANGED, "GRANT", "o" + i,
                        List.of(), "é".repeat(i)));
            }
            List<String> oldest = objects(log.oldestFirst());
            assertThat(oldest).hasSize(2_000).first().isEqualTo("o0");
            assertThat(objects(log.newestFirst())).isEqualTo(oldest.reversed());
        }
    }

    @Test
    void goesOnAfterACrashThatTookHalfALine() throws IOException {
        try (AuditLog log = open(1 << 20, 2)) {
            log.record(event("t1"));
        }
        Files.writeString(file, "{\"time\":\"2026", StandardOpenOption.APPEND);
        try (AuditLog log = open(1 << 20, 2)) {
            log.record(event("t2"));
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(JSON.readTree(lines.get(2)).get("object").asText()).isEqualTo("t2");
    }

    @Test
    void losesNoLineOfManyThreads() throws Exception {
        try (AuditLog log = open(64 << 10, 1_000)) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 2_000; i++) {
                    int number = i;
                    threads.execute(() -> log.record(event("t" + number)));
                }
            }
            assertThat(new TreeSet<>(objects(log.newestFirst()))).hasSize(2_000);
        }
    }

    @Test
    void aThreadThatIsInterruptedWritesItsLineAndLeavesTheFileToOthers() throws IOException {
        try (AuditLog log = open(1024, 10)) {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 12; i++) {
                log.record(event("t" + i));
            }
            assertThat(Thread.interrupted()).isTrue();
            log.record(event("last"));
            assertThat(objects(log.oldestFirst())).hasSize(13).startsWith("t0").endsWith("last");
        }
        assertThat(file.resolveSibling("audit.jsonl.1")).as("a file that was begun anew").exists();
    }

    @Test
    void readingIsNotDisturbedByRotation() throws IOException {
        try (AuditLog log = open(1024, 2)) {
            for (int i = 0; i < 8; i++) {
                log.record(event("t" + i));
            }
            AuditLines before = log.oldestFirst();
            List<String> expected = objects(log.oldestFirst());
            for (int i = 8; i < 60; i++) {
                log.record(event("t" + i));
            }
            assertThat(objects(before)).startsWith(expected.toArray(String[]::new));
        }
    }
}

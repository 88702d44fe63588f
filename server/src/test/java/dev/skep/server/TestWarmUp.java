package dev.skep.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.server.rehearsal.Rehearsal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestWarmUp {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private SkepServer start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("data.dir", folder.toString(), "metastore.port", "0",
                "hiveserver2.port", "0", "http.port", "0"));
        settings.putAll(more);
        return SkepServer.start(ServerSettings.of(Settings.read(null, Map.of(), settings)));
    }

    private static List<String> ask(SkepServer server, String sql) throws SQLException {
        List<String> answer = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(server.endpoints().hiveServer2());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                answer.add(rows.getString(1));
            }
        }
        return answer;
    }

    @Test
    void leavesNoTraceInTheServer() throws Exception {
        try (SkepServer server = start(Map.of())) {
            server.warmUp();
            Rehearsal rehearsal = requireNonNull(server.rehearsal());
            assertThat(rehearsal.awaitOver(LONG)).isTrue();
            assertThat(rehearsal.played()).isPositive();
            assertThat(Files.readString(folder.resolve("audit.jsonl"))).isEmpty();
            assertThat(ask(server, "SHOW DATABASES")).containsExactly("default");
            assertThat(ask(server, "SHOW TABLES")).isEmpty();
            assertThat(ask(server, "SELECT query FROM sys.queries")).containsExactly("SELECT query FROM sys.queries");
            assertThat(ask(server, "SELECT value FROM sys.metrics WHERE name = 'plan_cache.plans'"))
                    .containsExactly("0");
            try (var files = Files.walk(folder.resolve("warehouse"))) {
                assertThat(files.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    @Test
    void endsWhenAClientOpensASession() throws Exception {
        try (SkepServer server = start(Map.of())) {
            server.warmUp();
            Rehearsal rehearsal = requireNonNull(server.rehearsal());
            assertThat(ask(server, "SELECT 1")).containsExactly("1");
            assertThat(rehearsal.isStopped()).isTrue();
            assertThat(rehearsal.awaitOver(LONG)).isTrue();
            server.warmUp();
            assertThat(server.rehearsal()).as("there is no second one").isSameAs(rehearsal);
        }
    }

    @Test
    void doesNotBeginAfterAClientCame() throws Exception {
        try (SkepServer server = start(Map.of())) {
            assertThat(ask(server, "SELECT 1")).containsExactly("1");
            server.warmUp();
            assertThat(server.rehearsal()).isNull();
        }
    }

    @Test
    void endsWithTheServer() throws Exception {
        Rehearsal rehearsal;
        try (SkepServer server = start(Map.of())) {
            server.warmUp();
            rehearsal = requireNonNull(server.rehearsal());
        }
        assertThat(rehearsal.awaitOver(LONG)).isTrue();
    }

    @Test
    void isLeftOutWhereItIsNotWanted() throws Exception {
        try (SkepServer server = start(Map.of("query.warm-up", "false"))) {
            server.warmUp();
            assertThat(server.rehearsal()).isNull();
            assertThat(ask(server, "SELECT 1")).containsExactly("1");
        }
    }
}

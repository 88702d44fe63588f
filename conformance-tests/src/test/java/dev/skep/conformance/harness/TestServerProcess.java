package dev.skep.conformance.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: how it starts, refuses to start, stops, and dies. */
final class TestServerProcess {
    @TempDir
    Path folder;

    @Test
    void writesEndpointsWhenReadyAndRemovesThemWhenItStops() throws Exception {
        Path data = folder.resolve("data");
        ServerProcess server = ServerProcess.start(data, Map.of());
        try (server) {
            assertThat(data.resolve("endpoints.json")).content().contains("\"pid\":" + server.pid());
            String http = new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(data.resolve("endpoints.json").toFile()).get("http").asText();
            HttpResponse<String> health = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create(http + "/health")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).contains("\"status\":\"ready\"");
        }
        assertThat(data.resolve("endpoints.json")).doesNotExist();
    }

    @Test
    void aKilledServerLosesNothingAcknowledged() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path data = folder.resolve("data");
        List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        for (int round = 0; round < 4; round++) {
            ServerProcess server = ServerProcess.start(data, Map.of());
            assertThat(tables(server)).containsAll(acknowledged);
            int enough = acknowledged.size() + 2 + random.nextInt(100);
            int microseconds = random.nextInt(20_000);
            Thread killer = Thread.ofPlatform().start(() -> {
                while (acknowledged.size() < enough && server.isAlive()) {
                    LockSupport.parkNanos(100_000);
                }
                // Somewhere in the next statements.
                LockSupport.parkNanos(1_000L * microseconds);
                server.kill();
            });
            createUntilCutOff(server, round, acknowledged);
            server.kill();
            killer.join();
        }
        assertThat(acknowledged).hasSizeGreaterThan(4);
        try (ServerProcess server = ServerProcess.start(data, Map.of())) {
            assertThat(tables(server)).containsAll(acknowledged);
            System.out.printf("%d acknowledged tables survived 4 kills%n", acknowledged.size());
        }
    }

    private static void createUntilCutOff(ServerProcess server, int round, List<String> acknowledged) {
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            for (int i = 0; i < 100_000; i++) {
                String table = "t_%d_%d".formatted(round, i);
                statement.execute("CREATE TABLE " + table + " (a int) PARTITIONED BY (p int) STORED AS PARQUET");
                acknowledged.add(table);
            }
        } catch (SQLException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static List<String> tables(ServerProcess server) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW TABLES")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Test
    void garbageOnADoorEndsThatConnectionOnly() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), Map.of())) {
            Random random = new Random(7);
            for (String address : List.of(server.metastoreUri().substring("thrift://".length()),
                    server.hiveServer2Address())) {
                String[] hostAndPort = address.split(":");
                for (int i = 0; i < 20; i++) {
                    byte[] garbage = new byte[1 + random.nextInt(4096)];
                    random.nextBytes(garbage);
                    if (i % 4 == 0) {
                        garbage = new byte[]{0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x80, 1, 0, 1};
                    }
                    try (Socket socket = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]));
                            OutputStream out = socket.getOutputStream()) {
                        out.write(garbage);
                        out.flush();
                    } catch (IOException closedAlready) {
                        assertThat(closedAlready).isNotNull();
                    }
                }
            }
            assertThat(tables(server)).isEmpty();
        }
    }

    @Test
    void refusesToStartWithOneClearSentence() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(busy.getLocalPort());
            assertThat(failure("--data", folder.resolve("a").toString(), "--set", "metastore.port=" + port, "--set",
                    "hiveserver2.port=0", "--set", "http.port=0"))
                    .startsWith("skep: Cannot open the metastore door on 127.0.0.1:" + port).contains("in use");
        }
        assertThat(failure("--set", "metastore.prot=1")).startsWith("skep: Unknown setting 'metastore.prot'")
                .contains("metastore.port");
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThat(failure("--data", file.toString())).startsWith("skep: Cannot use data folder '" + file + "'");
        try (ServerProcess first = ServerProcess.start(folder.resolve("data"), Map.of())) {
            assertThat(first.pid()).isPositive();
            assertThat(failure("--data", folder.resolve("data").toString(), "--set", "metastore.port=0", "--set",
                    "hiveserver2.port=0", "--set", "http.port=0"))
                    .startsWith("skep: Cannot").contains("another process");
        }
    }

    /** Runs {@code skep up}, which must end with status 1, and returns what it says. */
    private static String failure(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                        "dev.skep.server.SkepMain", "up"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(error).isEqualTo(1);
        return error.lines().filter(line -> line.startsWith("skep:")).findFirst().orElse(error);
    }
}

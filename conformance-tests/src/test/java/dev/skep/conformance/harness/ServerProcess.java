package dev.skep.conformance.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code skep up} as a process of its own, on free ports. */
public final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final Path data;
    private final JsonNode endpoints;
    private final Duration startTime;

    private ServerProcess(Process process, Path data, JsonNode endpoints, Duration startTime) {
        this.process = process;
        this.data = data;
        this.endpoints = endpoints;
        this.startTime = startTime;
    }

    /** Starts a server over {@code data} and returns when it is ready. */
    public static ServerProcess start(Path data, Map<String, String> settings) {
        return start(data, settings, "1500m");
    }

    /** As {@link #start(Path, Map)}, with a heap of the given size. */
    public static ServerProcess start(Path data, Map<String, String> settings, String heap) {
        return start(data, settings, List.of("-Xmx" + heap));
    }

    /** As {@link #start(Path, Map)}, with options of its Java. */
    public static ServerProcess start(Path data, Map<String, String> settings, List<String> options) {
        List<String> command = command(data, settings, options);
        Path log = data.resolveSibling(data.getFileName() + ".log");
        long begin = System.nanoTime();
        try {
            Files.createDirectories(data);
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            BufferedReader output = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            while (line != null && !line.startsWith("Skep is ready")) {
                line = output.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("The server did not start:\n" + Files.readString(log));
            }
            Duration startTime = Duration.ofNanos(System.nanoTime() - begin);
            Thread.ofVirtual().start(() -> drain(output));
            return new ServerProcess(process, data,
                    new ObjectMapper().readTree(data.resolve("endpoints.json").toFile()), startTime);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(BufferedReader output) {
        try (output) {
            while (output.readLine() != null) {
                continue;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path data, Map<String, String> settings, List<String> options) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-XX:+UseParallelGC", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"), "dev.skep.server.SkepMain", "up", "--data", data.toString()));
        for (String door : List.of("metastore.port", "hiveserver2.port", "http.port")) {
            command.add("--set");
            command.add(door + "=" + settings.getOrDefault(door, "0"));
        }
        settings.forEach((key, value) -> {
            command.add("--set");
            command.add(key + "=" + value);
        });
        return command;
    }

    public String metastoreUri() {
        return endpoints.get("metastore").asText();
    }

    public String jdbcUrl() {
        return endpoints.get("hiveserver2").asText();
    }

    /** Host and port of the HiveServer2 door, for other drivers' URLs. */
    public String hiveServer2Address() {
        String url = jdbcUrl();
        return url.substring("jdbc:skep://".length(), url.indexOf('/', "jdbc:skep://".length()));
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    /** A connection by our driver that signs in with a password. */
    public Connection connect(String user, String password) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user, password);
    }

    /** What the process has logged so far. */
    public String log() {
        try {
            return Files.readString(data.resolveSibling(data.getFileName() + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path data() {
        return data;
    }

    /** From the start of the process to its ready line. */
    public Duration startTime() {
        return startTime;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process as a power failure of it would. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks the process to stop and waits. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The server did not stop within 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}

package dev.skep.server.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Finds the server that runs on a data folder. */
final class RunningServer {
    private static final String ENDPOINTS = "endpoints.json";

    private RunningServer() {}

    /** Returns the server's JDBC URL; fails with an IOException whose message says what to do. */
    static String jdbcUrl(Path dataFolder) throws IOException {
        Path file = dataFolder.resolve(ENDPOINTS);
        if (!Files.exists(file)) {
            throw new IOException(
                    "Cannot find a running server: there is no '%s'; start one with './skep up', name its folder "
                            .formatted(file) + "with --data, or give --url jdbc:skep://host:port/database");
        }
        try {
            JsonNode url = new ObjectMapper().readTree(Files.readString(file)).path("hiveserver2");
            if (url.isTextual()) {
                return url.asText();
            }
        } catch (IOException e) {
            throw new IOException("Cannot read '%s': %s".formatted(file, e.getMessage()), e);
        }
        throw new IOException("Cannot use '%s': it names no hiveserver2".formatted(file));
    }
}

package dev.skep.server.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Finds the server that runs on a data folder. */
public final class RunningServer {
    private static final String ENDPOINTS = "endpoints.json";

    private RunningServer() {}

    /** Returns the server's JDBC URL; fails with an IOException whose message says what to do. */
    static String jdbcUrl(Path dataFolder) throws IOException {
        return endpoint(dataFolder, "hiveserver2", "--url jdbc:skep://host:port/database");
    }

    /** Returns the server's metastore as {@code thrift://host:port}; fails as {@link #jdbcUrl} does. */
    public static String metastoreUri(Path dataFolder) throws IOException {
        return endpoint(dataFolder, "metastore", "--to thrift://host:port");
    }

    private static String endpoint(Path dataFolder, String door, String option) throws IOException {
        Path file = dataFolder.resolve(ENDPOINTS);
        if (!Files.exists(file)) {
            throw new IOException(
                    "Cannot find a running server: there is no '%s'; start one with './skep up', name its folder "
                            .formatted(file) + "with --data, or give " + option);
        }
        try {
            JsonNode url = new ObjectMapper().readTree(Files.readString(file)).path(door);
            if (url.isTextual()) {
                return url.asText();
            }
        } catch (IOException e) {
            throw new IOException("Cannot read '%s': %s".formatted(file, e.getMessage()), e);
        }
        throw new IOException("Cannot use '%s': it names no %s".formatted(file, door));
    }
}

package dev.skep.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code endpoints.json} in the data folder: where the doors of a running server are, for the shell and for scripts. */
public final class EndpointsFile {
    public static final String NAME = "endpoints.json";

    private final Path path;

    public EndpointsFile(Path dataDirectory) {
        this.path = dataDirectory.resolve(NAME);
    }

    /** Writes the file in one step, so that no reader sees half of it. */
    public void write(Endpoints endpoints) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("metastore", endpoints.metastore());
        content.put("hiveserver2", endpoints.hiveServer2());
        content.put("http", endpoints.http());
        content.put("pid", ProcessHandle.current().pid());
        Path draft = path.resolveSibling(NAME + ".new");
        Files.writeString(draft, new ObjectMapper().writeValueAsString(content) + "\n");
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}

package dev.skep.server.observe;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where the audit goes.
 *
 * @param file the file being written; older ones are beside it, {@code .1} the newest of them
 * @param maxFileBytes the size at which the next file is begun
 * @param maxFiles how many files are kept, the one being written included
 */
public record AuditSettings(Path file, long maxFileBytes, int maxFiles) {
    public AuditSettings {
        requireNonNull(file, "file is null");
        if (maxFileBytes < 1024 || maxFiles < 1) {
            throw new IllegalArgumentException(
                    "Invalid settings audit.max-file-size and audit.max-files: %d bytes, %d files (at least 1 KB, one file)"
                            .formatted(maxFileBytes, maxFiles));
        }
    }
}

package dev.skep.storage.file;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a listing says of a file or folder.
 *
 * @param length bytes; 0 for a folder
 * @param modified when the content last changed; the epoch where a store does not say (folders of object stores)
 * @param etag a text that changes with the content, where the store has one
 */
public record FileEntry(Location location, boolean isDirectory, long length, Instant modified, @Nullable String etag) {
    public FileEntry {
        requireNonNull(location, "location is null");
        requireNonNull(modified, "modified is null");
        if (length < 0) {
            throw new IllegalArgumentException("Invalid length of %s: %d".formatted(location, length));
        }
    }

    public static FileEntry file(Location location, long length, Instant modified, @Nullable String etag) {
        return new FileEntry(location, false, length, modified, etag);
    }

    public static FileEntry directory(Location location, Instant modified) {
        return new FileEntry(location, true, 0, modified, null);
    }

    /** A text that differs when the content differs, as well as the store can tell: the etag, or else length and time. */
    public String version() {
        return etag != null ? etag : length + "@" + modified.toEpochMilli();
    }
}

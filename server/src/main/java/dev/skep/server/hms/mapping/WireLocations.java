package dev.skep.server.hms.mapping;

import org.jspecify.annotations.Nullable;

/** Locations as requests write them. */
final class WireLocations {
    private WireLocations() {}

    /** The folder, without a slash at its end. */
    static String withoutSlash(String folder) {
        return folder.endsWith("/") && !folder.endsWith("//") ? folder.substring(0, folder.length() - 1) : folder;
    }

    /** A location of its own: a path without a scheme is one of local files, an empty one is none. */
    static @Nullable String complete(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return text.startsWith("/") ? "file:" + text : text;
    }
}

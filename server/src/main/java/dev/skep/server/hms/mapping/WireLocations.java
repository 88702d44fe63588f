package dev.skep.server.hms.mapping;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Locations as requests write them. */
public final class WireLocations {
    private static final Pattern RELATIVE = Pattern.compile("(?![a-zA-Z][a-zA-Z0-9+.-]*:)[^/].*");

    private WireLocations() {}

    /** Whether a location is a path without a scheme that does not begin at the root. */
    public static boolean isRelative(@Nullable String location) {
        return location != null && RELATIVE.matcher(location).matches() && !location.contains("..");
    }

    /** The location of a partition that is given by a path in its table's folder. */
    public static String below(@Nullable String folder, String path) {
        return folder == null ? path : withoutSlash(folder) + "/" + path;
    }

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

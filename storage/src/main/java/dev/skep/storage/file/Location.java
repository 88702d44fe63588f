package dev.skep.storage.file;

import java.util.Locale;

/**
 * Where a file or folder is: {@code scheme://authority/path}, as Hive's catalogs write it. {@code file:/path} and {@code file:///path} are one
 * form, kept as {@code file:/path}; a bare absolute path means {@code file:}. Nothing is percent-decoded: the text after the authority is the
 * name in the store. A trailing slash is dropped, except that of a root.
 */
public record Location(String text) {
    public Location {
        text = normalized(text);
    }

    /** Returns the location that {@code text} names. Fails with an IllegalArgumentException if it has no scheme and is not an absolute path. */
    public static Location of(String text) {
        return new Location(text);
    }

    private static String normalized(String text) {
        if (text.startsWith("/")) {
            return trimmed("file:" + text);
        }
        int colon = text.indexOf(':');
        if (colon <= 0 || text.indexOf('/') < colon || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "Invalid location: '%s' (expected scheme://authority/path)".formatted(text));
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        if (scheme.equals("file")) {
            String path = rest;
            while (path.startsWith("//")) {
                path = path.substring(1);
            }
            return trimmed("file:" + path);
        }
        if (!rest.startsWith("//") || rest.length() == 2 || rest.charAt(2) == '/') {
            throw new IllegalArgumentException(
                    "Invalid location: '%s' (expected scheme://authority/path)".formatted(text));
        }
        return trimmed(scheme + ":" + rest);
    }

    private static String trimmed(String text) {
        int end = text.length();
        while (end > 1 && text.charAt(end - 1) == '/' && text.charAt(end - 2) != ':' && text.charAt(end - 2) != '/') {
            end--;
        }
        return text.substring(0, end);
    }

    public String scheme() {
        return text.substring(0, text.indexOf(':'));
    }

    /** The bucket or host; empty for {@code file:}. */
    public String authority() {
        int start = text.indexOf("://");
        if (start < 0) {
            return "";
        }
        int end = text.indexOf('/', start + 3);
        return end < 0 ? text.substring(start + 3) : text.substring(start + 3, end);
    }

    /** The path below the authority, beginning with a slash; {@code "/"} for a root. */
    public String path() {
        int start = text.indexOf("://");
        int slash = start < 0 ? text.indexOf(':') + 1 : text.indexOf('/', start + 3);
        return slash < 0 || slash >= text.length() ? "/" : text.substring(slash);
    }

    /** The last part of the path; empty for a root. */
    public String name() {
        String path = path();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The folder that holds this location. Fails with an IllegalArgumentException for a root. */
    public Location parent() {
        String path = path();
        if (path.equals("/")) {
            throw new IllegalArgumentException("Invalid location: '%s' has no parent".formatted(text));
        }
        String root = text.substring(0, text.length() - path.length());
        int slash = path.lastIndexOf('/');
        return new Location(root + (slash == 0 ? "/" : path.substring(0, slash)));
    }

    /** The location {@code child} (a name or a relative path) below this one. */
    public Location resolve(String child) {
        return new Location(text.endsWith("/") ? text + child : text + "/" + child);
    }

    /** True if {@code other} is this location or below it. */
    public boolean contains(Location other) {
        return other.text.equals(text) || other.text.startsWith(text.endsWith("/") ? text : text + "/");
    }

    @Override
    public String toString() {
        return text;
    }
}

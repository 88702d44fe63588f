package dev.skep.metastore.access;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.skep.storage.file.Location;

/**
 * The one form in which locations are compared: that of {@link Location} with one scheme for S3 ({@code s3}), the authority in lower case, and one slash
 * between parts, none at the end but a root's. Parts {@code .} and {@code ..} have no such form, nor has an S3 bucket with a user or port: what they
 * lead to is for the file system to say, not for a comparison of texts.
 */
final class LocationPath {
    private LocationPath() {}

    /** Returns the form of {@code text} to compare, or null if it has none. */
    static @Nullable String normal(String text) {
        Location location;
        try {
            location = Location.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        String scheme = location.scheme();
        boolean isS3 = scheme.equals("s3") || scheme.equals("s3a") || scheme.equals("s3n");
        String authority = location.authority().toLowerCase(Locale.ROOT);
        if (isS3 && (authority.indexOf('@') >= 0 || authority.indexOf(':') >= 0)) {
            return null;
        }
        String path = location.path();
        if (path.charAt(0) != '/') {
            return null;
        }
        StringBuilder normal = new StringBuilder(isS3 ? "s3" : scheme).append(':');
        if (!authority.isEmpty()) {
            normal.append("//").append(authority);
        }
        int root = normal.length();
        int start = 1;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (end > start) {
                if (isDots(path, start, end)) {
                    return null;
                }
                normal.append('/').append(path, start, end);
            }
            start = end + 1;
        }
        if (normal.length() == root && authority.isEmpty()) {
            normal.append('/');
        }
        return normal.toString();
    }

    private static boolean isDots(String path, int start, int end) {
        return path.charAt(start) == '.' && (end == start + 1 || end == start + 2 && path.charAt(start + 1) == '.');
    }

    /** True if {@code location} is {@code prefix} or below it, by whole parts; both are normal. */
    static boolean covers(String prefix, String location) {
        return location.startsWith(prefix) && (location.length() == prefix.length() || prefix.endsWith("/")
                || location.charAt(prefix.length()) == '/');
    }

    /** Returns the normal form of the folder above, or null for a root. */
    static @Nullable String parent(String normal) {
        int slash = normal.lastIndexOf('/');
        int colon = normal.indexOf(':');
        if (slash == colon + 1) {
            return slash == normal.length() - 1 ? null : normal.substring(0, slash + 1);
        }
        return slash == colon + 2 ? null : normal.substring(0, slash);
    }
}

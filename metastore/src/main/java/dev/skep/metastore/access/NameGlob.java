package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A name, or a pattern of names in which {@code *} stands for any characters and {@code ?} for one; without regard to case. Names in the catalog hold neither.
 */
public record NameGlob(String text) {
    public static final NameGlob ANY = new NameGlob("*");

    public NameGlob {
        requireNonNull(text, "text is null");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("Invalid name: it is empty");
        }
        text = text.toLowerCase(Locale.ROOT);
    }

    /** True if it means one name only. */
    public boolean isExact() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    public boolean isAny() {
        return text.equals("*");
    }

    /** {@code name} is in lower case, as the catalog keeps names. */
    public boolean matches(String name) {
        return isExact() ? text.equals(name) : matchesPattern(name);
    }

    /** True if every name that {@code other} matches is surely matched by this. */
    boolean covers(NameGlob other) {
        // With stars and question marks taken as letters: only a star can then have met a star.
        return matches(other.text);
    }

    /** True unless it is sure that no name is matched by both. */
    boolean mayOverlap(NameGlob other) {
        if (isExact()) {
            return other.matches(text);
        }
        if (other.isExact()) {
            return matches(other.text);
        }
        return (fixedStart().startsWith(other.fixedStart()) || other.fixedStart().startsWith(fixedStart()))
                && (fixedEnd().endsWith(other.fixedEnd()) || other.fixedEnd().endsWith(fixedEnd()));
    }

    private String fixedStart() {
        int end = 0;
        while (text.charAt(end) != '*' && text.charAt(end) != '?') {
            end++;
        }
        return text.substring(0, end);
    }

    private String fixedEnd() {
        return text.substring(Math.max(text.lastIndexOf('*'), text.lastIndexOf('?')) + 1);
    }

    /** Goes back only to the last star, so that it takes at most pattern times name steps. */
    private boolean matchesPattern(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = -1;
        while (n < name.length()) {
            if (p < text.length() && text.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < text.length() && isOne(text.charAt(p), name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < text.length() && text.charAt(p) == '*') {
            p++;
        }
        return p == text.length();
    }

    /** A question mark does not meet a star, which may stand for more than one; see {@link #covers}. */
    private static boolean isOne(char pattern, char letter) {
        return pattern == letter || pattern == '?' && letter != '*';
    }

    @Override
    public String toString() {
        return text;
    }
}

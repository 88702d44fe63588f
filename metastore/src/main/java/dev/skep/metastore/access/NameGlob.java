package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/** A name, or a pattern of names in which {@code *} stands for any characters; without regard to case. */
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
        return text.indexOf('*') < 0;
    }

    public boolean isAny() {
        return text.equals("*");
    }

    /** {@code name} is in lower case, as the catalog keeps names. */
    public boolean matches(String name) {
        return isExact() ? text.equals(name) : matches(0, name, 0);
    }

    /** Goes back only to the last star, so that it takes at most pattern times name steps. */
    private boolean matches(int patternStart, String name, int nameStart) {
        int p = patternStart;
        int n = nameStart;
        int star = -1;
        int resume = -1;
        while (n < name.length()) {
            if (p < text.length() && text.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < text.length() && text.charAt(p) == name.charAt(n)) {
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

    @Override
    public String toString() {
        return text;
    }
}

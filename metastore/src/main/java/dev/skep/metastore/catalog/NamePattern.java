package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A pattern for names as Hive has it: alternatives separated by {@code |}, {@code *} for any run of characters, {@code .} for itself or one character; without regard to case. */
public record NamePattern(List<String> alternatives) {
    /** Beyond so many, one pass over all names is as good. */
    private static final int MOST_STARTS = 16;
    private static final NamePattern ALL = new NamePattern(List.of("*"));

    public NamePattern {
        alternatives = alternatives.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    public static NamePattern all() {
        return ALL;
    }

    public static NamePattern of(String text) {
        List<String> alternatives = new ArrayList<>();
        for (String part : text.split("\\|")) {
            alternatives.add(part.trim());
        }
        return new NamePattern(alternatives);
    }

    public boolean isAll() {
        return alternatives.contains("*") || alternatives.contains(".*");
    }

    public boolean matches(String name) {
        for (String alternative : alternatives) {
            if (matches(alternative, name)) {
                return true;
            }
        }
        return false;
    }

    /** Goes back only to the last run, so that it takes at most pattern times name steps. */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int afterRun = -1;
        int resume = -1;
        while (n < name.length()) {
            int run = run(pattern, p);
            if (run > 0) {
                p += run;
                afterRun = p;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == '.') {
                n += Character.charCount(name.codePointAt(n));
                p++;
            } else if (p < pattern.length() && lower(name.charAt(n)) == pattern.charAt(p)) {
                n++;
                p++;
            } else if (afterRun >= 0) {
                p = afterRun;
                n = ++resume;
            } else {
                return false;
            }
        }
        for (int run = run(pattern, p); run > 0; run = run(pattern, p)) {
            p += run;
        }
        return p == pattern.length();
    }

    /** How many characters of the pattern from there on mean any run of characters. */
    private static int run(String pattern, int at) {
        return pattern.startsWith("*", at) ? 1 : pattern.startsWith(".*", at) ? 2 : 0;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }

    /**
     * Returns texts of ASCII characters, with one of which every name that matches begins, so that an index of names need not be read as a whole; empty if a name may begin with
     * anything.
     */
    public Set<String> starts() {
        Set<String> starts = new TreeSet<>();
        for (String alternative : alternatives) {
            int end = 0;
            while (end < alternative.length() && isFixed(alternative.charAt(end))) {
                end++;
            }
            if (end == 0) {
                return Set.of();
            }
            starts.add(alternative.substring(0, end));
        }
        return starts.size() <= MOST_STARTS ? starts : Set.of();
    }

    private static boolean isFixed(char c) {
        return c != '*' && c != '.' && c > ' ' && c < '~';
    }
}

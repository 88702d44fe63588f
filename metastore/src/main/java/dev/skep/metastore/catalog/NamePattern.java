package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A pattern for names as Hive has it: alternatives separated by {@code |}, {@code *} for any run of characters, {@code .} for itself or one character; without regard to case. */
public record NamePattern(List<String> alternatives) {
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
        return isAll() || alternatives.stream().anyMatch(text -> regex(text).matcher(name).matches());
    }

    private static Pattern regex(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*') {
                regex.append(".*");
            } else if (c == '.' && i + 1 < text.length() && text.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (c == '.') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }
}

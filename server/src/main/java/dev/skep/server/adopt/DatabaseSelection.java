package dev.skep.server.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The databases that are asked for: names and patterns with {@code *}, divided by commas; {@code catalog.name} for those of another catalog than {@code hive}. */
record DatabaseSelection(List<Pattern> patterns) {
    static final DatabaseSelection ALL = new DatabaseSelection(List.of());

    DatabaseSelection {
        patterns = List.copyOf(patterns);
    }

    static DatabaseSelection of(String text) {
        List<Pattern> patterns = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                patterns.add(Pattern.compile(
                        String.join(".*", List.of(part.strip().toLowerCase(Locale.ROOT).split("\\*", -1)).stream()
                                .map(Pattern::quote).toList())));
            }
        }
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("Invalid databases: '%s' (expected names, as in a,b*)".formatted(text));
        }
        return new DatabaseSelection(patterns);
    }

    boolean isAll() {
        return patterns.isEmpty();
    }

    boolean contains(DatabaseKey database) {
        String name = database.isOfHive() ? database.name() : database.catalog() + "." + database.name();
        return patterns.isEmpty() || patterns.stream()
                .anyMatch(pattern -> pattern.matcher(name.toLowerCase(Locale.ROOT)).matches());
    }
}

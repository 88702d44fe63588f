package dev.skep.query.lifecycle;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.jspecify.annotations.Nullable;

/** The settings of one session. Keys of Hive and its engines, which clients set out of habit, are kept and shown but mean nothing here. */
final class SessionSettings {
    static final String THREADS = "query.threads";
    static final String MEMORY = "query.max-memory-per-query";
    private static final Set<String> KNOWN = Set.of(THREADS, MEMORY);
    private static final Set<String> FOREIGN = Set.of("hive.", "mapred.", "mapreduce.", "tez.", "spark.", "yarn.", "metaconf:",
            "hiveconf:", "hivevar:", "system:", "env:", "set:");

    private final QuerySettings defaults;
    private final Map<String, String> values = new ConcurrentSkipListMap<>();

    SessionSettings(QuerySettings defaults, Map<String, String> initial) {
        this.defaults = defaults;
        initial.forEach(this::set);
    }

    void set(String key, String value) {
        String name = key.toLowerCase(Locale.ROOT);
        boolean foreign = FOREIGN.stream().anyMatch(name::startsWith);
        if (!foreign && !KNOWN.contains(name)) {
            throw new QueryException(Reason.ANALYSIS,
                    "Unknown setting '%s'; did you mean '%s'?".formatted(key, nearest(name)));
        }
        if (name.equals(THREADS)) {
            number(name, value, 1, defaults.threads());
        } else if (name.equals(MEMORY)) {
            number(name, value, 1 << 20, defaults.maxMemoryPerQuery());
        }
        values.put(name, value);
    }

    void reset(@Nullable String key) {
        if (key == null) {
            values.clear();
        } else {
            values.remove(key.toLowerCase(Locale.ROOT));
        }
    }

    private static long number(String key, String value, long least, long most) {
        long number;
        try {
            number = Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            throw new QueryException(Reason.ANALYSIS, "Invalid setting %s: '%s' (expected a number)".formatted(key, value), e);
        }
        if (number < least || number > most) {
            throw new QueryException(Reason.ANALYSIS,
                    "Invalid setting %s: %d (expected %d to %d)".formatted(key, number, least, most));
        }
        return number;
    }

    int threads() {
        String value = values.get(THREADS);
        return value == null ? defaults.threads() : Integer.parseInt(value.trim());
    }

    long maxMemory() {
        String value = values.get(MEMORY);
        return value == null ? defaults.maxMemoryPerQuery() : Long.parseLong(value.trim());
    }

    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(values);
        all.putIfAbsent(THREADS, String.valueOf(defaults.threads()));
        all.putIfAbsent(MEMORY, String.valueOf(defaults.maxMemoryPerQuery()));
        return all;
    }

    private static String nearest(String name) {
        String best = THREADS;
        int least = Integer.MAX_VALUE;
        for (String known : KNOWN) {
            int distance = distance(name, known);
            if (distance < least) {
                least = distance;
                best = known;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}

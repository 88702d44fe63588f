package dev.skep.query.lifecycle;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.command.Nearest;
import dev.skep.query.execution.ExecutionSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a session. Those of Skep bound what its statements use, within what the server allows; those of Hive, Spark and the like, which
 * drivers set by themselves, are kept and shown but mean nothing.
 */
final class SessionSettings {
    static final String THREADS = "query.threads";
    static final String MEMORY = "query.max-memory-per-query";
    private static final List<String> KNOWN = List.of(THREADS, MEMORY);
    private static final List<String> INERT = List.of("hive.", "mapred.", "mapreduce.", "spark.", "tez.");
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([kmgt]?)i?b?", Pattern.CASE_INSENSITIVE);

    /** Each thread of an operator that can spill is sure of a working minimum; so with little memory fewer threads work, whatever the machine has. */
    private static final long MEMORY_OF_THREAD = 3L << 20;
    private static final int LEAST_THREADS = 2;

    private final QuerySettings server;
    private final Map<String, String> inert = new TreeMap<>();
    private int threads;
    private long memory;

    SessionSettings(QuerySettings server) {
        this.server = server;
        this.threads = server.threads();
        this.memory = server.maxMemoryPerQuery();
    }

    synchronized Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(inert);
        all.put(THREADS, Integer.toString(threads));
        all.put(MEMORY, text(memory));
        return all;
    }

    /** Those that mean something. */
    synchronized Map<String, String> effective() {
        return Map.of(THREADS, Integer.toString(threads), MEMORY, Long.toString(memory));
    }

    /** Returns the value of a setting, or fails if it is unknown; one that means nothing and was not set has none. */
    synchronized @Nullable String get(String key) {
        return isInert(key) ? inert.get(key) : all().get(known(key));
    }

    private static boolean isInert(String key) {
        return INERT.stream().anyMatch(key::startsWith);
    }

    private static String known(String key) {
        if (!KNOWN.contains(key)) {
            throw new QueryException(Reason.ANALYSIS,
                    "Invalid setting '%s': it is unknown; did you mean '%s'?".formatted(key, Nearest.of(key, KNOWN)));
        }
        return key;
    }

    synchronized void set(String key, String value) {
        String name = key.toLowerCase(Locale.ROOT);
        if (isInert(name)) {
            inert.put(name, value);
        } else if (known(name).equals(THREADS)) {
            threads = (int) bounded(name, value, number(name, value), server.threads());
        } else {
            memory = bounded(name, value, bytes(name, value), server.maxMemoryPerQuery());
        }
    }

    private static long number(String key, String value) {
        try {
            return Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            throw new QueryException(Reason.ANALYSIS,
                    "Invalid setting %s: '%s' (expected a whole number)".formatted(key, value), e);
        }
    }

    private static long bytes(String key, String value) {
        Matcher size = SIZE.matcher(value.trim());
        try {
            if (size.matches()) {
                int shift = 10
                        * " kmgt".indexOf(size.group(2).isEmpty() ? " " : size.group(2).toLowerCase(Locale.ROOT));
                return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << shift);
            }
        } catch (ArithmeticException | NumberFormatException e) {
            return Long.MAX_VALUE;
        }
        throw new QueryException(Reason.ANALYSIS,
                "Invalid setting %s: '%s' (expected a size such as 4GB)".formatted(key, value));
    }

    private static long bounded(String key, String value, long number, long most) {
        if (number < 1 || number > most) {
            throw new QueryException(Reason.ANALYSIS,
                    "Invalid setting %s: '%s' (from 1 to %s, which the server allows)".formatted(key, value,
                            key.equals(MEMORY) ? text(most) : Long.toString(most)));
        }
        return number;
    }

    private static String text(long bytes) {
        for (int unit = 4; unit > 0; unit--) {
            if (bytes % (1L << 10 * unit) == 0) {
                return (bytes >> 10 * unit) + List.of("B", "KB", "MB", "GB", "TB").get(unit);
            }
        }
        return bytes + "B";
    }

    /** Gives a setting, or all where {@code key} is null, the value it had at first. */
    synchronized void reset(@Nullable String key) {
        if (key == null) {
            inert.clear();
        } else if (isInert(key)) {
            inert.remove(key);
            return;
        } else {
            known(key);
        }
        if (key == null || key.equals(THREADS)) {
            threads = server.threads();
        }
        if (key == null || key.equals(MEMORY)) {
            memory = server.maxMemoryPerQuery();
        }
    }

    synchronized ExecutionSettings limits(String queryId, String user) {
        int affordable = (int) Math.clamp(memory / MEMORY_OF_THREAD, LEAST_THREADS, Integer.MAX_VALUE);
        return new ExecutionSettings(queryId, user, Math.min(threads, affordable), memory);
    }
}

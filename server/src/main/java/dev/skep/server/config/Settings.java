package dev.skep.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** The values of all settings: defaults, then a properties file, then the environment, then the command line; later ones win. */
public final class Settings {
    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Reads the settings. Fails with a SettingException on an unknown key or an unusable value.
     *
     * @param file a properties file, or null
     * @param commandLine the values of {@code --set} and the like
     */
    public static Settings read(@Nullable Path file, Map<String, String> environment, Map<String, String> commandLine) {
        Map<String, String> values = new TreeMap<>();
        for (SettingDefinition definition : SettingKeys.all()) {
            values.put(definition.key(), definition.defaultText());
        }
        if (file != null) {
            properties(file).forEach((key, value) -> put(values, key, value, "file '" + file + "'"));
        }
        for (SettingDefinition definition : SettingKeys.all()) {
            String value = environment.get(definition.environmentVariable());
            if (value != null) {
                put(values, definition.key(), value, definition.environmentVariable());
            }
        }
        commandLine.forEach((key, value) -> put(values, key, value, "the command line"));
        return new Settings(values);
    }

    private static Map<String, String> properties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException("Cannot read configuration '%s': %s".formatted(file, reason(e)));
        }
        Map<String, String> map = new TreeMap<>();
        properties.forEach((key, value) -> map.put((String) key, (String) value));
        return map;
    }

    private static String reason(Exception e) {
        return e instanceof java.nio.file.NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }

    private static void put(Map<String, String> values, String key, String value, String source) {
        SettingKeys.requireKnown(key, source);
        String trimmed = value.trim();
        SettingKeys.find(key).ifPresent(definition -> check(definition, trimmed));
        values.put(key, trimmed);
    }

    private static void check(SettingDefinition definition, String value) {
        if (value.isEmpty() && definition.defaultText().isEmpty()) {
            return;
        }
        boolean valid = switch (definition.kind()) {
            case TEXT, PATH, FILE -> true;
            case FLAG -> value.equals("true") || value.equals("false");
            case PORT -> isNumber(value, 0, 65535);
            case COUNT -> isNumber(value, 1, Integer.MAX_VALUE);
            case SIZE -> parses(() -> DataSize.parse(value, 1L << 30));
            case DURATION -> parses(() -> parseDuration(value));
        };
        if (!valid) {
            throw new SettingException("Invalid setting %s: '%s' (expected %s)".formatted(definition.key(), value,
                    definition.kind().expectation()));
        }
    }

    private static boolean isNumber(String value, int low, int high) {
        try {
            int number = Integer.parseInt(value);
            return number >= low && number <= high;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean parses(Runnable parser) {
        try {
            parser.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Duration parseDuration(String value) {
        String text = value.toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        if (end == 0) {
            throw new IllegalArgumentException(value);
        }
        long number = Long.parseLong(text.substring(0, end));
        return switch (text.substring(end).trim()) {
            case "ms" -> Duration.ofMillis(number);
            case "s", "" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException(value);
        };
    }

    /** The value of a known key; empty where none is set and there is no default. */
    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("Unknown setting: " + key);
        }
        return value;
    }

    public int number(String key) {
        try {
            return Integer.parseInt(text(key));
        } catch (NumberFormatException e) {
            throw new SettingException("Invalid setting %s: '%s' (expected a whole number)".formatted(key, text(key)));
        }
    }

    public boolean flag(String key) {
        return text(key).equals("true");
    }

    /** A size in bytes; percentages are of {@code whole}. */
    public long bytes(String key, long whole) {
        return DataSize.parse(text(key), whole).bytes();
    }

    public Duration duration(String key) {
        return parseDuration(text(key));
    }

    /** The settings whose keys begin with {@code prefix}, with their whole keys. */
    public Map<String, String> withPrefix(String prefix) {
        Map<String, String> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key, value);
            }
        });
        return found;
    }
}

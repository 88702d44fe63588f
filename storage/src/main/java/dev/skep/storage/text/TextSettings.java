package dev.skep.storage.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a table or SerDe that bear on text, under Hive's names.
 *
 * @param csv OpenCSVSerde if true, else LazySimpleSerDe
 * @param separators by depth of nesting: between fields, between elements, between key and value, and on
 * @param quote the quote of OpenCSVSerde
 * @param escape the escape character, -1 for none
 * @param nullText what stands for NULL; null if nothing does
 * @param headerLines lines to skip at the beginning of a file
 * @param footerLines lines to skip at its end
 * @param timestampFormats what timestamps may look like beside SQL's form
 */
record TextSettings(boolean csv, byte[] separators, byte quote, int escape, byte @Nullable [] nullText, int headerLines,
        int footerLines, List<DateTimeFormatter> timestampFormats) {
    static final String LAZY_SIMPLE = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
    static final String OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
    /** How deep Hive nests by default. */
    private static final int LEVELS = 8;
    private static final String DEFAULT_NULL = "\\N";

    TextSettings {
        timestampFormats = List.copyOf(timestampFormats);
    }

    /** Reads the settings. Fails with UNSUPPORTED for a SerDe or a value that cannot be followed, naming it. */
    static TextSettings of(Map<String, String> properties) {
        String serde = properties.getOrDefault("serialization.lib", LAZY_SIMPLE);
        boolean csv = serde.equals(OPEN_CSV);
        if (!csv && !serde.equals(LAZY_SIMPLE)) {
            throw unsupported("SerDe '%s' is not known for text".formatted(serde));
        }
        if (Boolean.parseBoolean(properties.get("serialization.last.column.takes.rest"))) {
            throw unsupported("property 'serialization.last.column.takes.rest' is not supported");
        }
        String encoding = properties.getOrDefault("serialization.encoding", "UTF-8");
        if (!encoding.equalsIgnoreCase("UTF-8") && !encoding.equalsIgnoreCase("UTF8")) {
            throw unsupported("text encoding '%s' is not supported".formatted(encoding));
        }
        String line = properties.getOrDefault("line.delim", "\n");
        if (!line.equals("\n") && !line.equals("10")) {
            throw unsupported("line.delim '%s' is not supported (only a line feed)".formatted(line));
        }
        int header = count(properties, "skip.header.line.count");
        int footer = count(properties, "skip.footer.line.count");
        return csv ? csv(properties, header, footer) : lazySimple(properties, header, footer);
    }

    private static TextSettings csv(Map<String, String> properties, int header, int footer) {
        return new TextSettings(true, new byte[]{character(properties, "separatorChar", ',')},
                character(properties, "quoteChar", '"'), csvEscape(properties), null, header, footer, List.of());
    }

    /** The SerDe's default, the quote itself, makes the parser behind it take its own: the backslash. */
    private static int csvEscape(Map<String, String> properties) {
        byte escape = character(properties, "escapeChar", '"');
        return escape == '"' ? '\\' : escape;
    }

    private static TextSettings lazySimple(Map<String, String> properties, int header, int footer) {
        byte[] separators = new byte[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            separators[i] = (byte) (i + 1);
        }
        separators[0] = separator(properties, separators[0], "field.delim", "serialization.format");
        // Hive wrote the misspelled name for years.
        separators[1] = separator(properties, separators[1], "collection.delim", "colelction.delim");
        separators[2] = separator(properties, separators[2], "mapkey.delim");
        String escape = properties.get("escape.delim");
        List<DateTimeFormatter> formats = new ArrayList<>();
        String patterns = properties.getOrDefault("timestamp.formats", "");
        for (String pattern : patterns.isBlank() ? List.<String>of() : List.of(patterns.split(","))) {
            formats.add(format(pattern.strip()));
        }
        return new TextSettings(false, separators, (byte) 0,
                escape == null || escape.isEmpty() ? -1 : separator(properties, (byte) 0, "escape.delim"),
                properties.getOrDefault("serialization.null.format", DEFAULT_NULL).getBytes(UTF_8), header, footer,
                formats);
    }

    private static DateTimeFormatter format(String pattern) {
        try {
            return DateTimeFormatter.ofPattern(pattern.replace("yyyy", "uuuu"), Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw unsupported("timestamp.formats '%s' is not supported".formatted(pattern));
        }
    }

    /** A separator is written as a character or as its number. */
    private static byte separator(Map<String, String> properties, byte otherwise, String... keys) {
        for (String key : keys) {
            String text = properties.get(key);
            if (text == null || text.isEmpty()) {
                continue;
            }
            if (text.length() > 1 || Character.isDigit(text.charAt(0))) {
                try {
                    return Byte.parseByte(text);
                } catch (NumberFormatException e) {
                    return oneByte(key, text);
                }
            }
            return oneByte(key, text);
        }
        return otherwise;
    }

    private static byte character(Map<String, String> properties, String key, char otherwise) {
        String text = properties.get(key);
        return text == null || text.isEmpty() ? (byte) otherwise : oneByte(key, text);
    }

    private static byte oneByte(String key, String text) {
        if (text.charAt(0) > 0x7F) {
            throw unsupported("%s '%s' is not supported (only an ASCII character)".formatted(key, text));
        }
        return (byte) text.charAt(0);
    }

    private static int count(Map<String, String> properties, String key) {
        String text = properties.getOrDefault(key, "0").strip();
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw unsupported("%s '%s' is not a number".formatted(key, text));
        }
    }

    private static StorageException unsupported(String what) {
        return new StorageException(Reason.UNSUPPORTED, "Invalid text table: " + what);
    }

    /** True if {@code bytes[start .. end)} stands for NULL. */
    boolean isNull(byte[] bytes, int start, int end) {
        byte[] text = nullText;
        return text != null && end - start == text.length
                && java.util.Arrays.equals(bytes, start, end, text, 0, text.length);
    }
}

package dev.skep.metastore.property;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a map as expressions see them: text that is a number, true or false, or a JSON object or list is one; all else is text. Text that is not written as the
 * number would be, such as {@code 007}, stays text.
 */
final class PropertyValues {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,17})\\.\\d{1,18}");

    private final Map<String, String> texts;
    private final Map<String, Object> read = new HashMap<>();

    PropertyValues(Map<String, String> texts) {
        this.texts = texts;
    }

    @Nullable
    Object find(String name) {
        String text = texts.get(name);
        return text == null ? null : read.computeIfAbsent(name, ignored -> read(text));
    }

    private static Object read(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        if (WHOLE.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        if (DECIMAL.matcher(text).matches()) {
            return Double.valueOf(text);
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return JSON.readValue(text, Object.class);
            } catch (JsonProcessingException e) {
                return text;
            }
        }
        return text;
    }

    /** What a value is written as. */
    static String text(Object value) {
        if (value instanceof Map || value instanceof Iterable) {
            try {
                return JSON.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("Invalid expression over properties: its value has no text", e);
            }
        }
        return value.toString();
    }
}

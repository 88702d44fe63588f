package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/** JSON for what one column holds. */
final class Json {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build()).build();

    private Json() {}

    /** Writes a value with a generator. */
    interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    /** Reads a value with a parser that is at its first token. */
    interface Reader<T> {
        T read(JsonParser json) throws IOException;
    }

    static String write(Writer writer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            writer.write(json);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.toString();
    }

    static <T> T read(String text, Reader<T> reader) {
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            return reader.read(json);
        } catch (IOException e) {
            throw new CatalogException(Reason.STORE, "Cannot read the catalog's store: invalid JSON: " + text, e);
        }
    }

    /** Keys are sorted, so that equal maps have equal texts. */
    static String ofMap(Map<String, String> map) {
        return map.isEmpty() ? "{}" : write(json -> writeMap(json, map));
    }

    static Map<String, String> toMap(String text) {
        return new MapReader().read(text);
    }

    /**
     * Reads maps of {@link #ofMap}, many of which have the same keys: these are made, and hashed, once. Where nothing is escaped or null, as in most of what there is, that takes a tenth of a
     * parser's time. Threads may share one: what they tell each other is only which texts came last.
     */
    static final class MapReader {
        private static final int KEYS = 32;

        private final @Nullable String[] keys = new @Nullable String[KEYS];

        /** Returns a map that cannot be changed. */
        Map<String, String> read(String text) {
            if (text.equals("{}")) {
                return Map.of();
            }
            Map<String, String> plain = text.indexOf('\\') < 0 ? plain(text) : null;
            return plain != null ? plain : Json.read(text, Json::readMap);
        }

        private @Nullable Map<String, String> plain(String text) {
            int last = text.length() - 1;
            if (text.charAt(0) != '{' || text.charAt(last) != '}') {
                return null;
            }
            List<Map.Entry<String, String>> entries = new ArrayList<>();
            String before = null;
            int at = 1;
            while (at < last) {
                String key = key(text, at, entries.size());
                // Sorted, so that none comes twice.
                if (key == null || before != null && before.compareTo(key) >= 0) {
                    return null;
                }
                int value = at + key.length() + 4;
                int valueEnd = text.indexOf('"', value);
                if (valueEnd < 0 || text.charAt(valueEnd + 1) != (valueEnd + 1 == last ? '}' : ',')) {
                    return null;
                }
                entries.add(Map.entry(key, text.substring(value, valueEnd)));
                before = key;
                at = valueEnd + 2;
            }
            @SuppressWarnings({"unchecked", "rawtypes"})
            Map.Entry<String, String>[] all = entries.toArray(new Map.Entry[0]);
            return Map.ofEntries(all);
        }

        /** Returns the key whose quote is at {@code at}, if a value in quotes follows. */
        private @Nullable String key(String text, int at, int number) {
            if (text.charAt(at) != '"') {
                return null;
            }
            String known = number < KEYS ? keys[number] : null;
            if (known != null && text.startsWith(known, at + 1) && isBeforeValue(text, at + 1 + known.length())) {
                return known;
            }
            int end = text.indexOf('"', at + 1);
            if (end < 0 || !isBeforeValue(text, end)) {
                return null;
            }
            String key = text.substring(at + 1, end);
            if (number < KEYS) {
                keys[number] = key;
            }
            return key;
        }

        private static boolean isBeforeValue(String text, int at) {
            return text.startsWith("\":\"", at);
        }
    }

    static void writeMap(JsonGenerator json, Map<String, String> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
            json.writeFieldName(entry.getKey());
            json.writeString(entry.getValue());
        }
        json.writeEndObject();
    }

    static Map<String, String> readMap(JsonParser json) throws IOException {
        Map<String, String> map = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            map.put(key, json.nextTextValue());
        }
        return map;
    }

    static void writeStrings(JsonGenerator json, List<String> list) throws IOException {
        json.writeStartArray();
        for (String text : list) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static List<String> readStrings(JsonParser json) throws IOException {
        List<String> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(json.getText());
        }
        return list;
    }

    /** Writes a field only where it has a value. */
    static void writeOptional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}

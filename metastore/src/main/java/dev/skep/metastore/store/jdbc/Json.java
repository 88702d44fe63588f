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
        if (text.equals("{}")) {
            return Map.of();
        }
        Map<String, String> plain = text.indexOf('\\') < 0 ? plainMap(text) : null;
        return plain != null ? plain : read(text, Json::readMap);
    }

    /** Reads what {@link #ofMap} writes where nothing in it is escaped or null: most of what there is, at a tenth of a parser's time. Null for anything else. */
    private static @Nullable Map<String, String> plainMap(String text) {
        Map<String, String> map = new HashMap<>();
        int at = 1;
        int last = text.length() - 1;
        if (text.charAt(0) != '{' || text.charAt(last) != '}') {
            return null;
        }
        while (at < last) {
            int keyEnd = text.indexOf('"', at + 1);
            if (text.charAt(at) != '"' || keyEnd < 0 || !text.startsWith("\":\"", keyEnd)) {
                return null;
            }
            int valueEnd = text.indexOf('"', keyEnd + 3);
            if (valueEnd < 0 || text.charAt(valueEnd + 1) != (valueEnd + 1 == last ? '}' : ',')) {
                return null;
            }
            map.put(text.substring(at + 1, keyEnd), text.substring(keyEnd + 3, valueEnd));
            at = valueEnd + 2;
        }
        return map;
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

package dev.skep.metastore.access;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

/**
 * The schema that Spark keeps in a table's parameters besides the columns: one JSON text, cut into {@code spark.sql.sources.schema.part.N} or whole in
 * {@code spark.sql.sources.schema}, and lists such as {@code spark.sql.sources.schema.partCol.N}.
 */
final class SparkSchema {
    private static final String PREFIX = "spark.sql.sources.schema";
    private static final String PARTS = PREFIX + ".numParts";
    private static final String PART = PREFIX + ".part.";
    private static final int PART_LENGTH = 4_000;
    private static final JsonFactory JSON = new JsonFactory();

    private SparkSchema() {}

    static boolean isPartOf(String key) {
        return key.startsWith(PREFIX);
    }

    /** Returns the parameters of the schema without the hidden columns; none at all if they cannot be understood. */
    static Map<String, String> without(Map<String, String> parameters, Set<String> hidden) {
        Map<String, String> kept = new HashMap<>();
        String whole = parameters.get(PREFIX);
        String joined = joined(parameters);
        try {
            if (whole != null) {
                kept.put(PREFIX, rewritten(whole, hidden));
            }
            if (joined != null) {
                cut(rewritten(joined, hidden), kept);
            }
        } catch (IOException e) {
            return Map.of();
        }
        list(parameters, "numPartCols", "partCol.", hidden, kept);
        boolean isBucketed = list(parameters, "numBucketCols", "bucketCol.", hidden, kept);
        String buckets = parameters.get(PREFIX + ".numBuckets");
        if (isBucketed && buckets != null) {
            kept.put(PREFIX + ".numBuckets", buckets);
        }
        list(parameters, "numSortCols", "sortCol.", hidden, kept);
        return kept;
    }

    private static @Nullable String joined(Map<String, String> parameters) {
        String count = parameters.get(PARTS);
        if (count == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parameters.size(); i++) {
            String part = parameters.get(PART + i);
            if (part == null) {
                break;
            }
            text.append(part);
        }
        return text.toString();
    }

    private static void cut(String text, Map<String, String> into) {
        int count = 0;
        for (int start = 0; start < text.length(); start += PART_LENGTH) {
            into.put(PART + count++, text.substring(start, Math.min(text.length(), start + PART_LENGTH)));
        }
        into.put(PARTS, Integer.toString(count));
    }

    /** Returns true if no column of the list is hidden. */
    private static boolean list(Map<String, String> parameters, String count, String item, Set<String> hidden,
            Map<String, String> into) {
        Map<Integer, String> columns = new TreeMap<>();
        String prefix = PREFIX + "." + item;
        parameters.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.substring(prefix.length()).chars().allMatch(Character::isDigit)
                    && key.length() > prefix.length() && key.length() < prefix.length() + 6) {
                columns.put(Integer.parseInt(key.substring(prefix.length())), value);
            }
        });
        int before = columns.size();
        columns.values().removeIf(column -> hidden.contains(column.toLowerCase(Locale.ROOT)));
        int index = 0;
        for (String column : columns.values()) {
            into.put(prefix + index++, column);
        }
        if (index > 0) {
            into.put(PREFIX + "." + count, Integer.toString(index));
        }
        return before > 0 && before == index;
    }

    /** Copies the text of all fields but the hidden ones. */
    private static String rewritten(String text, Set<String> hidden) throws IOException {
        StringBuilder fields = new StringBuilder();
        int start = -1;
        int end = -1;
        try (JsonParser json = JSON.createParser(text)) {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isFields = json.currentName().equals("fields");
                JsonToken value = json.nextToken();
                if (!isFields) {
                    json.skipChildren();
                    continue;
                }
                expect(value == JsonToken.START_ARRAY && start < 0);
                start = offset(json) + 1;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    copyUnlessHidden(json, text, hidden, fields);
                }
                end = offset(json);
            }
        }
        expect(start >= 0);
        return text.substring(0, start) + fields + text.substring(end);
    }

    private static void copyUnlessHidden(JsonParser json, String text, Set<String> hidden, StringBuilder into)
            throws IOException {
        expect(json.currentToken() == JsonToken.START_OBJECT);
        int start = offset(json);
        String name = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isName = json.currentName().equals("name");
            json.nextToken();
            if (isName) {
                expect(name == null);
                name = json.getText();
            }
            json.skipChildren();
        }
        expect(name != null);
        if (name != null && !hidden.contains(name.toLowerCase(Locale.ROOT))) {
            into.append(into.isEmpty() ? "" : ",").append(text, start, offset(json) + 1);
        }
    }

    private static int offset(JsonParser json) {
        return (int) json.currentTokenLocation().getCharOffset();
    }

    private static void expect(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("Cannot read a schema of Spark: it has another form than known");
        }
    }
}

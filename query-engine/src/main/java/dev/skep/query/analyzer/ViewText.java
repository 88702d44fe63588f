package dev.skep.query.analyzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.metastore.model.Table;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The query of a view and the database in which its short names are meant. Views of Trino and Athena keep both as JSON in base64, inside a
 * comment in the original text; those of Hive, Spark and Skep are plain text.
 */
public record ViewText(String query, String database) {
    private static final String PRESTO_PREFIX = "/* Presto View: ";
    private static final String PRESTO_SUFFIX = " */";

    public static ViewText of(Table view) {
        String original = view.viewOriginalText();
        if (original != null && original.startsWith(PRESTO_PREFIX)) {
            return presto(view, original);
        }
        String text = firstPresent(view.viewExpandedText(), original);
        if (text == null) {
            throw new QueryException(Reason.UNSUPPORTED, "Cannot read view %s: it has no text".formatted(view.name()));
        }
        return new ViewText(text, view.name().database().name());
    }

    private static @Nullable String firstPresent(@Nullable String text, @Nullable String other) {
        return text == null || text.isBlank() || text.startsWith("/*") ? other : text;
    }

    private static ViewText presto(Table view, String text) {
        try {
            String encoded = text.substring(PRESTO_PREFIX.length(), text.lastIndexOf(PRESTO_SUFFIX));
            JsonNode json = new ObjectMapper().readTree(new String(Base64.getDecoder().decode(encoded.trim()), UTF_8));
            JsonNode query = json.get("originalSql");
            if (query == null || !query.isTextual()) {
                throw unreadable(view, null);
            }
            JsonNode schema = json.get("schema");
            return new ViewText(query.asText(),
                    schema == null || schema.isNull() ? view.name().database().name() : schema.asText());
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException | JsonProcessingException e) {
            throw unreadable(view, e);
        }
    }

    private static QueryException unreadable(Table view, @Nullable Throwable cause) {
        return new QueryException(Reason.UNSUPPORTED,
                "Cannot read view %s: its text is not the JSON that Trino writes".formatted(view.name()), cause);
    }
}

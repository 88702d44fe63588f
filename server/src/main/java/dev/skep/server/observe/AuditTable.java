package dev.skep.server.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.query.plan.SystemTable;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The audit of this server as the table {@code sys.audit}, the newest line first. A line that is not JSON, as a crash may leave one, is passed over. */
public final class AuditTable implements SystemTable {
    private static final List<String> TEXTS = List.of("user", "address", "client", "outcome", "operation", "object",
            "detail");
    private static final ArrayType LIST = new ArrayType(PrimitiveType.STRING);
    private static final List<Field> COLUMNS = List.of(new Field("event_time", PrimitiveType.TIMESTAMP),
            new Field("user_name", PrimitiveType.STRING), new Field("address", PrimitiveType.STRING),
            new Field("client", PrimitiveType.STRING), new Field("outcome", PrimitiveType.STRING),
            new Field("operation", PrimitiveType.STRING), new Field("object", PrimitiveType.STRING),
            new Field("detail", PrimitiveType.STRING), new Field("user_groups", LIST), new Field("policies", LIST));

    private final AuditLog log;
    private final ObjectMapper json = new ObjectMapper();

    public AuditTable(AuditLog log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public List<Field> columns() {
        return COLUMNS;
    }

    @Override
    public Rows open() {
        AuditLines lines;
        try {
            lines = log.newestFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the audit: " + e.getMessage(), e);
        }
        return new Rows() {
            @Override
            public @Nullable List<@Nullable Object> next() {
                while (lines.hasNext()) {
                    List<@Nullable Object> row = row(lines.next());
                    if (row != null) {
                        return row;
                    }
                }
                return null;
            }

            @Override
            public void close() {
                try {
                    lines.close();
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot close the audit: " + e.getMessage(), e);
                }
            }
        };
    }

    private @Nullable List<@Nullable Object> row(String line) {
        JsonNode event;
        try {
            event = json.readTree(line);
        } catch (JsonProcessingException e) {
            return null;
        }
        if (!event.isObject()) {
            return null;
        }
        List<@Nullable Object> row = new ArrayList<>();
        row.add(time(event.path("time").asText()));
        for (String name : TEXTS) {
            row.add(event.path(name).asText());
        }
        row.add(texts(event.path("groups")));
        row.add(texts(event.path("policies")));
        return row;
    }

    private static @Nullable LocalDateTime time(String text) {
        try {
            return LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}

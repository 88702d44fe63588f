package dev.skep.server.hms.compat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

import dev.skep.metastore.event.EventMessages;

/**
 * The form in which clients get the messages of the notification log, by Hive's encoders (seen in 4.0.1). The log itself holds JSON. Hive 3.1 reads {@code json-0.2} only; Hive 4 tells the two by
 * the format that stands with each event.
 */
public enum EventForm {
    JSON("org.apache.hadoop.hive.metastore.messaging.json.JSONMessageEncoder", EventMessages.FORMAT) {
        @Override
        public String encoded(String json) {
            return json;
        }
    },
    /** JSON, compressed and in base 64. */
    GZIP("org.apache.hadoop.hive.metastore.messaging.json.gzip.GzipJSONMessageEncoder", "gzip(json-2.0)") {
        @Override
        public String encoded(String json) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
                compressed.write(json.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        }
    };

    private final String encoder;
    private final String format;

    EventForm(String encoder, String format) {
        this.encoder = encoder;
        this.format = format;
    }

    /** The form that an encoder of Hive's makes. */
    public static EventForm ofEncoder(String name) {
        for (EventForm form : values()) {
            if (form.encoder.equals(name.strip())) {
                return form;
            }
        }
        throw new IllegalArgumentException(
                "Invalid setting metastore.event.message.factory: '%s' (expected %s or %s)".formatted(name,
                        JSON.encoder, GZIP.encoder));
    }

    /** By Hive's name, as it stands with each event. */
    public String format() {
        return format;
    }

    public abstract String encoded(String json);
}

package dev.skep.metastore.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.Skew;

class TestThriftJson {
    private static final StorageDescriptor STORAGE = new StorageDescriptor(
            List.of(new Column("id", "bigint", "a \"quoted\" one"), new Column("b", "string", null)), null, "in", "out",
            false, -1, SerDe.of("serde", Map.of("field.delim", "\t")), List.of("id"), List.of(), Map.of("k", "\\"),
            Skew.NONE, false);

    private static Partition partition(String value, @Nullable String location, StorageDescriptor storage) {
        return new Partition(DatabaseName.of("sales").table("orders"), List.of(value), 1, 2,
                storage.withLocation(location), Map.of("numRows", "7", "q", "\""), 3);
    }

    @Test
    void partitionsThatShareTheirStorageSayTheSameAsEachForItself() throws IOException {
        StorageDescriptor other = STORAGE.withColumns(List.of());
        ThriftJson.QuotedPartitions texts = new ThriftJson.QuotedPartitions();
        for (Partition partition : List.of(partition("1", "file:/a", STORAGE),
                partition("\u0002\"", "file:/ü", STORAGE),
                partition("2", null, STORAGE), partition("3", "file:/c", other), partition("4", null, other),
                partition("5", "file:/d", STORAGE))) {
            String text = String.valueOf(read(texts.quoted(partition)));
            assertThat(read(text)).isEqualTo(read(ThriftJson.of(partition)));
        }
    }

    private static @Nullable Object read(String text) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(text)) {
            json.nextToken();
            return value(json);
        }
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new HashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    map.put(name, value(json));
                }
                return map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(json));
                }
                return list;
            }
            default -> {
                return json.getText();
            }
        }
    }
}

package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.Skew;
import dev.skep.metastore.model.StorageDescriptor.SortColumn;

/** Storage descriptors without their location as JSON. Absent fields have their usual value, so equal descriptors have equal texts. */
final class DescriptorJson {
    private DescriptorJson() {}

    static String write(StorageDescriptor storage) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeFieldName("columns");
            writeColumns(json, storage.columns());
            Json.writeOptional(json, "input", storage.inputFormat());
            Json.writeOptional(json, "output", storage.outputFormat());
            if (storage.compressed()) {
                json.writeBooleanField("compressed", true);
            }
            json.writeNumberField("buckets", storage.buckets());
            json.writeFieldName("serde");
            writeSerDe(json, storage.serDe());
            json.writeFieldName("bucketColumns");
            Json.writeStrings(json, storage.bucketColumns());
            json.writeFieldName("sortColumns");
            json.writeStartArray();
            for (SortColumn column : storage.sortColumns()) {
                json.writeString(column.order() + ":" + column.column());
            }
            json.writeEndArray();
            json.writeFieldName("parameters");
            Json.writeMap(json, storage.parameters());
            if (!storage.skew().equals(Skew.NONE)) {
                json.writeFieldName("skew");
                writeSkew(json, storage.skew());
            }
            if (storage.storedAsSubDirectories()) {
                json.writeBooleanField("subDirectories", true);
            }
            json.writeEndObject();
        });
    }

    static StorageDescriptor read(String text) {
        return Json.read(text, DescriptorJson::read);
    }

    private static StorageDescriptor read(JsonParser json) throws IOException {
        List<Column> columns = List.of();
        String input = null;
        String output = null;
        boolean compressed = false;
        int buckets = -1;
        SerDe serDe = new SerDe(null, null, Map.of(), null, null, null, null);
        List<String> bucketColumns = List.of();
        List<SortColumn> sortColumns = new ArrayList<>();
        Map<String, String> parameters = Map.of();
        Skew skew = Skew.NONE;
        boolean subDirectories = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "columns" -> columns = readColumns(json);
                case "input" -> input = json.getText();
                case "output" -> output = json.getText();
                case "compressed" -> compressed = json.getBooleanValue();
                case "buckets" -> buckets = json.getIntValue();
                case "serde" -> serDe = readSerDe(json);
                case "bucketColumns" -> bucketColumns = Json.readStrings(json);
                case "sortColumns" -> {
                    for (String column : Json.readStrings(json)) {
                        int colon = column.indexOf(':');
                        sortColumns.add(new SortColumn(column.substring(colon + 1),
                                Integer.parseInt(column, 0, colon, 10)));
                    }
                }
                case "parameters" -> parameters = Json.readMap(json);
                case "skew" -> skew = readSkew(json);
                case "subDirectories" -> subDirectories = json.getBooleanValue();
                default -> throw new IOException("unknown field " + field);
            }
        }
        return new StorageDescriptor(columns, null, input, output, compressed, buckets, serDe, bucketColumns,
                sortColumns, parameters, skew, subDirectories);
    }

    /** Columns are arrays of name, type and, where there is one, comment. */
    static void writeColumns(JsonGenerator json, List<Column> columns) throws IOException {
        json.writeStartArray();
        for (Column column : columns) {
            json.writeStartArray();
            json.writeString(column.name());
            json.writeString(column.type());
            if (column.comment() != null) {
                json.writeString(column.comment());
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    static List<Column> readColumns(JsonParser json) throws IOException {
        List<Column> columns = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            List<String> parts = Json.readStrings(json);
            columns.add(new Column(parts.get(0), parts.get(1), parts.size() > 2 ? parts.get(2) : null));
        }
        return columns;
    }

    static void writeSerDe(JsonGenerator json, SerDe serDe) throws IOException {
        json.writeStartObject();
        Json.writeOptional(json, "name", serDe.name());
        Json.writeOptional(json, "library", serDe.library());
        json.writeFieldName("parameters");
        Json.writeMap(json, serDe.parameters());
        Json.writeOptional(json, "description", serDe.description());
        Json.writeOptional(json, "serializer", serDe.serializerClass());
        Json.writeOptional(json, "deserializer", serDe.deserializerClass());
        if (serDe.serdeType() != null) {
            json.writeNumberField("type", serDe.serdeType());
        }
        json.writeEndObject();
    }

    static SerDe readSerDe(JsonParser json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        Map<String, String> parameters = Map.of();
        @Nullable
        Integer type = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "parameters" -> parameters = Json.readMap(json);
                case "type" -> type = json.getIntValue();
                default -> texts.put(field, json.getText());
            }
        }
        return new SerDe(texts.get("name"), texts.get("library"), parameters, texts.get("description"),
                texts.get("serializer"), texts.get("deserializer"), type);
    }

    private static void writeSkew(JsonGenerator json, Skew skew) throws IOException {
        json.writeStartArray();
        Json.writeStrings(json, skew.columns());
        json.writeStartArray();
        for (List<String> values : skew.values()) {
            Json.writeStrings(json, values);
        }
        json.writeEndArray();
        json.writeStartArray();
        List<Map.Entry<List<String>, String>> locations = new ArrayList<>(skew.locations().entrySet());
        locations.sort((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()));
        for (Map.Entry<List<String>, String> entry : locations) {
            List<String> valuesAndLocation = new ArrayList<>(entry.getKey());
            valuesAndLocation.add(entry.getValue());
            Json.writeStrings(json, valuesAndLocation);
        }
        json.writeEndArray();
        json.writeEndArray();
    }

    private static Skew readSkew(JsonParser json) throws IOException {
        json.nextToken();
        List<String> columns = Json.readStrings(json);
        json.nextToken();
        List<List<String>> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(Json.readStrings(json));
        }
        json.nextToken();
        Map<List<String>, String> locations = new HashMap<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            List<String> parts = Json.readStrings(json);
            locations.put(parts.subList(0, parts.size() - 1), parts.getLast());
        }
        json.nextToken();
        return new Skew(columns, values, locations);
    }
}

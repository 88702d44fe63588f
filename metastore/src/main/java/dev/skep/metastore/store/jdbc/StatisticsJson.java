package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.model.ColumnStatistics.BinaryValues;
import dev.skep.metastore.model.ColumnStatistics.BooleanValues;
import dev.skep.metastore.model.ColumnStatistics.DateValues;
import dev.skep.metastore.model.ColumnStatistics.DecimalValues;
import dev.skep.metastore.model.ColumnStatistics.DoubleValues;
import dev.skep.metastore.model.ColumnStatistics.LongValues;
import dev.skep.metastore.model.ColumnStatistics.StringValues;
import dev.skep.metastore.model.ColumnStatistics.TimestampValues;
import dev.skep.metastore.model.ColumnStatistics.Values;

/** The figures of column statistics as JSON: their kind, and what of them is known. Sketches and histograms are in base 64. */
final class StatisticsJson {
    private StatisticsJson() {}

    static String write(Values values) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField("nulls", values.nulls());
            switch (values) {
                case BooleanValues v -> {
                    json.writeStringField("kind", "boolean");
                    json.writeNumberField("trues", v.trues());
                    json.writeNumberField("falses", v.falses());
                }
                case LongValues v ->
                    writeRange(json, "long", v.low(), v.high(), v.distinct(), v.sketch(), v.histogram());
                case DoubleValues v -> writeRange(json, "double", v.low(), v.high(), v.distinct(), v.sketch(),
                        v.histogram());
                case DecimalValues v -> writeRange(json, "decimal", v.low(), v.high(), v.distinct(), v.sketch(),
                        v.histogram());
                case DateValues v ->
                    writeRange(json, "date", v.low(), v.high(), v.distinct(), v.sketch(), v.histogram());
                case TimestampValues v -> writeRange(json, "timestamp", v.low(), v.high(), v.distinct(), v.sketch(),
                        v.histogram());
                case StringValues v -> {
                    writeLengths(json, "string", v.maxLength(), v.averageLength());
                    json.writeNumberField("distinct", v.distinct());
                    writeBytes(json, "sketch", v.sketch());
                }
                case BinaryValues v -> writeLengths(json, "binary", v.maxLength(), v.averageLength());
            }
            json.writeEndObject();
        });
    }

    private static void writeRange(JsonGenerator json, String kind, @Nullable Object low, @Nullable Object high,
            long distinct, byte @Nullable [] sketch, byte @Nullable [] histogram) throws IOException {
        json.writeStringField("kind", kind);
        if (low != null) {
            json.writeStringField("low", low.toString());
        }
        if (high != null) {
            json.writeStringField("high", high.toString());
        }
        json.writeNumberField("distinct", distinct);
        writeBytes(json, "sketch", sketch);
        writeBytes(json, "histogram", histogram);
    }

    private static void writeLengths(JsonGenerator json, String kind, long max, double average) throws IOException {
        json.writeStringField("kind", kind);
        json.writeNumberField("max", max);
        json.writeStringField("average", Double.toString(average));
    }

    private static void writeBytes(JsonGenerator json, String name, byte @Nullable [] bytes) throws IOException {
        if (bytes != null) {
            json.writeBinaryField(name, bytes);
        }
    }

    static Values read(String text) {
        return Json.read(text, json -> new Fields().read(json));
    }

    /** The fields of all kinds. */
    private static final class Fields {
        private String kind = "";
        private long nulls;
        private long trues;
        private long falses;
        private long distinct;
        private long max;
        private double average;
        private @Nullable String low;
        private @Nullable String high;
        private byte @Nullable [] sketch;
        private byte @Nullable [] histogram;

        Values read(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "kind" -> kind = json.getText();
                    case "nulls" -> nulls = json.getLongValue();
                    case "trues" -> trues = json.getLongValue();
                    case "falses" -> falses = json.getLongValue();
                    case "distinct" -> distinct = json.getLongValue();
                    case "max" -> max = json.getLongValue();
                    case "average" -> average = Double.parseDouble(json.getText());
                    case "low" -> low = json.getText();
                    case "high" -> high = json.getText();
                    case "sketch" -> sketch = json.getBinaryValue();
                    case "histogram" -> histogram = json.getBinaryValue();
                    default -> throw new IOException("unknown field " + field);
                }
            }
            return switch (kind) {
                case "boolean" -> new BooleanValues(trues, falses, nulls);
                case "long" -> new LongValues(whole(low), whole(high), nulls, distinct, sketch, histogram);
                case "double" -> new DoubleValues(low == null ? null : Double.valueOf(low),
                        high == null ? null : Double.valueOf(high), nulls, distinct, sketch, histogram);
                case "decimal" -> new DecimalValues(low == null ? null : new BigDecimal(low),
                        high == null ? null : new BigDecimal(high), nulls, distinct, sketch, histogram);
                case "date" -> new DateValues(whole(low), whole(high), nulls, distinct, sketch, histogram);
                case "timestamp" -> new TimestampValues(whole(low), whole(high), nulls, distinct, sketch, histogram);
                case "string" -> new StringValues(max, average, nulls, distinct, sketch);
                case "binary" -> new BinaryValues(max, average, nulls);
                default -> throw new IOException("unknown kind " + kind);
            };
        }

        private static @Nullable Long whole(@Nullable String text) {
            return text == null ? null : Long.valueOf(text);
        }
    }
}

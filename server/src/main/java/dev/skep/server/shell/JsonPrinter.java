package dev.skep.server.shell;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per row and line. Numbers, decimals too, are numbers with all their digits; NaN and the infinities are text, as are dates and
 * timestamps; binary is base64; arrays are arrays, maps and structs objects.
 */
record JsonPrinter(Writer out) implements RowPrinter {

    @Override
    public long print(ResultSet result) throws SQLException, IOException {
        ResultSetMetaData meta = result.getMetaData();
        long rows = 0;
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            while (result.next()) {
                json.writeStartObject();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    json.writeFieldName(meta.getColumnLabel(i));
                    write(json, value(result, meta, i));
                }
                json.writeEndObject();
                rows++;
            }
        }
        if (rows > 0) {
            out.write('\n');
        }
        return rows;
    }

    private static @Nullable Object value(ResultSet result, ResultSetMetaData meta, int column) throws SQLException {
        String type = meta.getColumnTypeName(column);
        if (meta.getColumnType(column) == Types.ARRAY) {
            return result.getObject(column, List.class);
        }
        if (type.startsWith("map") || type.startsWith("struct")) {
            return result.getObject(column, Map.class);
        }
        return switch (meta.getColumnType(column)) {
            case Types.DATE, Types.TIMESTAMP -> result.getString(column);
            default -> result.getObject(column);
        };
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Boolean bool -> json.writeBoolean(bool);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Float number -> writeFloating(json, number.doubleValue(), number.toString());
            case Double number -> writeFloating(json, number, number.toString());
            case byte[] bytes -> json.writeString(Base64.getEncoder().encodeToString(bytes));
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }

    private static void writeFloating(JsonGenerator json, double number, String text) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(text);
        } else {
            json.writeString(text);
        }
    }
}

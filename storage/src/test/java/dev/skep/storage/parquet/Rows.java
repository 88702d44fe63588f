package dev.skep.storage.parquet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/** Reads whole files into lists of rows for comparison; byte arrays become hexadecimal text, so that rows can be compared by equals. */
final class Rows {
    private Rows() {}

    static List<List<@Nullable Object>> read(InputFile file) {
        ParquetFormat format = new ParquetFormat(new FooterCache(0));
        return read(format, file, ScanRequest.of(columns(format.columns(file))), new ScanMetrics());
    }

    static List<ScanColumn> columns(List<Field> fields) {
        List<ScanColumn> columns = new ArrayList<>();
        for (Field field : fields) {
            columns.add(new ScanColumn(field.name().toLowerCase(Locale.ROOT), columns.size(), field.type()));
        }
        return columns;
    }

    static List<List<@Nullable Object>> read(ParquetFormat format, InputFile file, ScanRequest request,
            ScanMetrics metrics) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (BatchReader reader = format.openReader(file, request, metrics)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int i = 0; i < batch.selectedCount(); i++) {
                    int row = batch.selection() == null ? i : batch.selection().rows()[i];
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int c = 0; c < batch.columns().size(); c++) {
                        DataType type = request.columns().get(c).type();
                        values.add(comparable(Values.value(batch.column(c), type, row)));
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }

    /** Returns {@code value} in a form in which equal values are equal. */
    static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> hex(bytes);
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(comparable(element)));
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, element) -> copy.put(comparable(key), comparable(element)));
                yield copy;
            }
            default -> value;
        };
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder("0x");
        for (byte b : bytes) {
            text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }

    static List<String> text(List<List<@Nullable Object>> rows) {
        return new ArrayList<>(Arrays.asList(rows.stream().map(Object::toString).toArray(String[]::new)));
    }
}

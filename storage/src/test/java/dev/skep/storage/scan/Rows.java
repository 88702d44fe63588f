package dev.skep.storage.scan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/** Files as rows of Java objects, for tests. */
public final class Rows {
    private Rows() {}

    /** The columns of a table with these fields. */
    public static List<ScanColumn> columns(List<Field> fields) {
        List<ScanColumn> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            columns.add(new ScanColumn(fields.get(i).name().toLowerCase(java.util.Locale.ROOT), i,
                    fields.get(i).type()));
        }
        return columns;
    }

    /** All rows that {@code format} reads for {@code request}. */
    public static List<List<@Nullable Object>> read(FileFormat format, InputFile file, ScanRequest request) {
        return read(format, file, request, new ScanMetrics());
    }

    public static List<List<@Nullable Object>> read(FileFormat format, InputFile file, ScanRequest request,
            ScanMetrics metrics) {
        return read(format, file, request, metrics, Integer.MAX_VALUE);
    }

    /** The rows of whole batches until there are {@code enough}. */
    public static List<List<@Nullable Object>> read(FileFormat format, InputFile file, ScanRequest request,
            ScanMetrics metrics, int enough) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (BatchReader reader = format.openReader(file, request, metrics)) {
            for (ColumnBatch batch = reader.next(); batch != null
                    && rows.size() < enough; batch = reader.next()) {
                add(batch, request.columns(), rows);
            }
        }
        return rows;
    }

    private static void add(ColumnBatch batch, List<ScanColumn> columns, List<List<@Nullable Object>> rows) {
        SelectionVector selection = batch.selection();
        for (int i = 0; i < batch.selectedCount(); i++) {
            int row = selection == null ? i : selection.rows()[i];
            List<@Nullable Object> values = new ArrayList<>(columns.size());
            for (int c = 0; c < columns.size(); c++) {
                values.add(Values.value(batch.column(c), columns.get(c).type(), row));
            }
            rows.add(values);
        }
    }

    /** Rows as texts, equal exactly if the values are: for comparing rows that hold arrays of bytes, NaN or decimals. */
    public static List<String> texts(List<List<@Nullable Object>> rows) {
        return rows.stream().map(Rows::text).toList();
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> java.util.HexFormat.of().formatHex(bytes);
            case List<?> list ->
                list.stream().map(Rows::text).collect(java.util.stream.Collectors.joining(", ", "[", "]"));
            case java.util.Map<?, ?> map -> map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
            case String text -> '"' + text + '"';
            case null -> "null";
            default -> value.toString();
        };
    }
}

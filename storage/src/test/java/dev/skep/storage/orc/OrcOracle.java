package dev.skep.storage.orc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.jspecify.annotations.Nullable;

/** ORC files read by orc-core alone, from Hadoop's local file system, value by value; as the objects that {@code Values} makes. */
final class OrcOracle {
    /** Longer files are read up to about here. */
    static final int MAX_ROWS = 50_000;

    private OrcOracle() {}

    static Reader open(Path file) throws IOException {
        return OrcFile.createReader(new org.apache.hadoop.fs.Path(file.toUri()),
                OrcFile.readerOptions(new Configuration()).useUTCTimestamp(true).convertToProlepticGregorian(true));
    }

    static List<List<@Nullable Object>> rows(Path file) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Reader reader = open(file); RecordReader records = reader.rows()) {
            VectorizedRowBatch batch = reader.getSchema().createRowBatch(1000);
            while (rows.size() < MAX_ROWS && records.nextBatch(batch)) {
                for (int row = 0; row < batch.size; row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int column = 0; column < batch.numCols; column++) {
                        values.add(value(reader.getSchema().getChildren().get(column), batch.cols[column], row));
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }

    private static @Nullable Object value(TypeDescription type, ColumnVector vector, int row) {
        int at = vector.isRepeating ? 0 : row;
        if (!vector.noNulls && vector.isNull[at]) {
            return null;
        }
        return switch (type.getCategory()) {
            case BOOLEAN -> ((LongColumnVector) vector).vector[at] != 0;
            case BYTE -> (byte) ((LongColumnVector) vector).vector[at];
            case SHORT -> (short) ((LongColumnVector) vector).vector[at];
            case INT -> (int) ((LongColumnVector) vector).vector[at];
            case LONG -> ((LongColumnVector) vector).vector[at];
            case FLOAT -> (float) ((DoubleColumnVector) vector).vector[at];
            case DOUBLE -> ((DoubleColumnVector) vector).vector[at];
            case STRING, CHAR, VARCHAR -> new String(bytes((BytesColumnVector) vector, at), UTF_8);
            case BINARY -> bytes((BytesColumnVector) vector, at);
            case DATE -> LocalDate.ofEpochDay(((LongColumnVector) vector).vector[at]);
            case TIMESTAMP, TIMESTAMP_INSTANT -> timestamp((TimestampColumnVector) vector, at);
            case DECIMAL -> decimal(type, (DecimalColumnVector) vector, at);
            case LIST -> list(type, (ListColumnVector) vector, at);
            case MAP -> map(type, (MapColumnVector) vector, at);
            case STRUCT -> {
                List<@Nullable Object> fields = new ArrayList<>();
                for (int i = 0; i < type.getChildren().size(); i++) {
                    fields.add(value(type.getChildren().get(i), ((StructColumnVector) vector).fields[i], at));
                }
                yield fields;
            }
            case UNION, Geometry, Geography -> throw new IllegalArgumentException("not compared: " + type);
        };
    }

    private static byte[] bytes(BytesColumnVector vector, int row) {
        return Arrays.copyOfRange(vector.vector[row], vector.start[row], vector.start[row] + vector.length[row]);
    }

    private static LocalDateTime timestamp(TimestampColumnVector vector, int row) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(vector.time[row], 1000L), vector.nanos[row] / 1000 * 1000,
                ZoneOffset.UTC);
    }

    private static BigDecimal decimal(TypeDescription type, DecimalColumnVector vector, int row) {
        return vector.vector[row].getHiveDecimal().bigDecimalValue().setScale(type.getScale());
    }

    private static List<@Nullable Object> list(TypeDescription type, ListColumnVector vector, int row) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < vector.lengths[row]; i++) {
            elements.add(value(type.getChildren().getFirst(), vector.child, (int) vector.offsets[row] + i));
        }
        return elements;
    }

    private static Map<@Nullable Object, @Nullable Object> map(TypeDescription type, MapColumnVector vector, int row) {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < vector.lengths[row]; i++) {
            int at = (int) vector.offsets[row] + i;
            entries.put(value(type.getChildren().getFirst(), vector.keys, at),
                    value(type.getChildren().get(1), vector.values, at));
        }
        return entries;
    }
}

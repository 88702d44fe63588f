package dev.skep.server.tpch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;

/** Writes the tables of TPC-H, made by io.trino.tpch, as files of a format. Money is decimal(12,2), keys are bigint. */
public final class TpchData {
    private static final DecimalType MONEY = new DecimalType(12, 2);

    private TpchData() {}

    /** The names of the eight tables. */
    public static List<String> tables() {
        return TpchTable.getTables().stream().map(TpchTable::getTableName).toList();
    }

    /** The columns of a table under the names of the specification ({@code l_orderkey}). */
    public static List<Field> columns(String table) {
        List<Field> columns = new ArrayList<>();
        for (TpchColumn<?> column : TpchTable.getTable(table).getColumns()) {
            columns.add(new Field(column.getColumnName(), type(column)));
        }
        return columns;
    }

    private static DataType type(TpchColumn<?> column) {
        return switch (column.getType().getBase()) {
            case INTEGER -> PrimitiveType.INT;
            case IDENTIFIER -> PrimitiveType.BIGINT;
            case DATE -> PrimitiveType.DATE;
            case DOUBLE -> MONEY;
            case VARCHAR -> PrimitiveType.STRING;
        };
    }

    /**
     * Writes one table into {@code folder} as {@code parts} files.
     *
     * @param scale 1 is about 1 GB of text, 6 million rows of lineitem
     * @param properties what bears on the format (compression)
     * @return how many rows were written
     */
    public static long write(String table, double scale, int parts, FileSystem files, Location folder,
            FileFormat format,
            Map<String, String> properties) {
        return write(TpchTable.getTable(table), scale, parts, files, folder, format, properties);
    }

    private static <E extends TpchEntity> long write(TpchTable<E> table, double scale, int parts, FileSystem files,
            Location folder,
            FileFormat format, Map<String, String> properties) {
        List<TpchColumn<E>> columns = table.getColumns();
        WriteRequest request = new WriteRequest(columns(table.getTableName()), properties);
        files.createDirectories(folder);
        long rows = 0;
        for (int part = 1; part <= parts; part++) {
            Location location = folder.resolve("part-%05d.%s".formatted(part, format.name()));
            try (BatchWriter writer = format.openWriter(files.output(location), request)) {
                Collector<E> collector = new Collector<>(columns);
                for (E entity : table.createGenerator(scale, part, parts)) {
                    collector.add(entity);
                    if (collector.isFull()) {
                        writer.write(collector.take());
                    }
                }
                if (!collector.isEmpty()) {
                    writer.write(collector.take());
                }
                rows += writer.finish().rows();
            }
        }
        return rows;
    }

    /** Collects rows into a batch. */
    private static final class Collector<E extends TpchEntity> {
        private static final int CAPACITY = ColumnBatch.DEFAULT_ROWS;

        private final List<TpchColumn<E>> columns;
        private final List<Object> arrays = new ArrayList<>();
        private int rows;

        private Collector(List<TpchColumn<E>> columns) {
            this.columns = columns;
            for (TpchColumn<E> column : columns) {
                arrays.add(switch (column.getType().getBase()) {
                    case INTEGER, DATE -> new int[CAPACITY];
                    case IDENTIFIER, DOUBLE -> new long[CAPACITY];
                    case VARCHAR -> new Texts();
                });
            }
        }

        boolean isFull() {
            return rows == CAPACITY;
        }

        boolean isEmpty() {
            return rows == 0;
        }

        void add(E entity) {
            for (int i = 0; i < columns.size(); i++) {
                TpchColumn<E> column = columns.get(i);
                switch (column.getType().getBase()) {
                    case INTEGER -> ((int[]) arrays.get(i))[rows] = column.getInteger(entity);
                    case DATE -> ((int[]) arrays.get(i))[rows] = column.getDate(entity);
                    case IDENTIFIER -> ((long[]) arrays.get(i))[rows] = column.getIdentifier(entity);
                    case DOUBLE -> ((long[]) arrays.get(i))[rows] = Math.round(column.getDouble(entity) * 100);
                    case VARCHAR -> ((Texts) arrays.get(i)).add(rows, column.getString(entity).getBytes(UTF_8));
                }
            }
            rows++;
        }

        ColumnBatch take() {
            List<ColumnVector> vectors = new ArrayList<>();
            for (Object array : arrays) {
                vectors.add(switch (array) {
                    case int[] ints -> new IntVector(rows, ints, null);
                    case long[] longs -> new LongVector(rows, longs, null);
                    default -> ((Texts) array).vector(rows);
                });
            }
            ColumnBatch batch = new ColumnBatch(rows, vectors);
            rows = 0;
            return batch;
        }
    }

    /** Texts of a batch, one after the other. */
    private static final class Texts {
        private final int[] offsets = new int[ColumnBatch.DEFAULT_ROWS + 1];
        private byte[] data = new byte[1 << 16];

        void add(int row, byte[] text) {
            int start = offsets[row];
            if (start + text.length > data.length) {
                data = Arrays.copyOf(data, 2 * (start + text.length));
            }
            System.arraycopy(text, 0, data, start, text.length);
            offsets[row + 1] = start + text.length;
        }

        BytesVector vector(int rows) {
            return new BytesVector(rows, data, offsets, null);
        }
    }
}

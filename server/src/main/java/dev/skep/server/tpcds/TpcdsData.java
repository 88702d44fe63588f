package dev.skep.server.tpcds;

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
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;

/** Writes the tables of TPC-DS, made by io.trino.tpcds, as files of a format. Keys are bigint, texts of any declared length are strings. */
public final class TpcdsData {
    private TpcdsData() {}

    /** The names of the 24 tables; the generator's own table of its version is not among them. */
    public static List<String> tables() {
        return Table.getBaseTables().stream().filter(table -> table != Table.DBGEN_VERSION)
                .map(Table::getName).toList();
    }

    /** The columns of a table under the names of the specification ({@code ss_item_sk}). */
    public static List<Field> columns(String table) {
        return Arrays.stream(Table.getTable(table).getColumns())
                .map(column -> new Field(column.getName(), type(column.getType()))).toList();
    }

    private static DataType type(ColumnType type) {
        return switch (type.getBase()) {
            case INTEGER -> PrimitiveType.INT;
            case IDENTIFIER -> PrimitiveType.BIGINT;
            case DATE -> PrimitiveType.DATE;
            case DECIMAL -> new DecimalType(type.getPrecision().orElseThrow(), type.getScale().orElseThrow());
            case VARCHAR, CHAR, TIME -> PrimitiveType.STRING;
        };
    }

    /**
     * Writes one table into {@code folder} as at most {@code parts} files.
     *
     * @param scale 1 is about 1 GB of text, 2.9 million rows of store_sales
     * @param properties what bears on the format (compression)
     * @return how many rows were written
     */
    public static long write(String name, double scale, int parts, FileSystem files, Location folder,
            FileFormat format, Map<String, String> properties) {
        Table table = Table.getTable(name);
        WriteRequest request = new WriteRequest(columns(name), properties);
        files.createDirectories(folder);
        long rows = 0;
        for (int part = 1; part <= parts; part++) {
            Session session = Session.getDefaultSession().withScale(scale).withTable(table).withParallelism(parts)
                    .withChunkNumber(part);
            Location location = folder.resolve("part-%05d.%s".formatted(part, format.name()));
            try (BatchWriter writer = format.openWriter(files.output(location), request)) {
                Collector collector = new Collector(table.getColumns());
                for (List<List<String>> made : Results.constructResults(table, session)) {
                    for (List<String> row : made) {
                        collector.add(row);
                        if (collector.isFull()) {
                            writer.write(collector.take());
                        }
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

    /** Collects rows of texts into a batch. */
    private static final class Collector {
        private final List<TextColumn> columns = new ArrayList<>();
        private int rows;

        private Collector(Column[] columns) {
            for (Column column : columns) {
                this.columns.add(TextColumn.of(type(column.getType())));
            }
        }

        boolean isFull() {
            return rows == ColumnBatch.DEFAULT_ROWS;
        }

        boolean isEmpty() {
            return rows == 0;
        }

        void add(List<String> row) {
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).set(rows, row.get(i));
            }
            rows++;
        }

        ColumnBatch take() {
            List<ColumnVector> vectors = new ArrayList<>();
            for (TextColumn column : columns) {
                vectors.add(column.take(rows));
            }
            ColumnBatch batch = new ColumnBatch(rows, vectors);
            rows = 0;
            return batch;
        }
    }
}

package dev.skep.query.execution;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.OutputFile;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.scan.WrittenFile;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** A format whose files hold the number of a list of batches kept in this object: any vectors can be scanned, any written rows looked at. */
final class RowsFormat implements FileFormat {
    private final Map<Long, List<ColumnBatch>> contents = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** Writes a file with these batches. */
    void put(OutputFile file, List<ColumnBatch> batches) {
        long number = numbers.incrementAndGet();
        contents.put(number, List.copyOf(batches));
        try (OutputStream out = file.create()) {
            out.write(Long.toString(number).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ColumnBatch> batches(InputFile file) {
        byte[] bytes = new byte[(int) file.length()];
        file.read(0, bytes, 0, bytes.length);
        return contents.getOrDefault(Long.parseLong(new String(bytes, UTF_8)), List.of());
    }

    @Override
    public String name() {
        return "rows";
    }

    @Override
    public boolean isSplittable(InputFile file) {
        return false;
    }

    @Override
    public BatchReader openReader(InputFile file, ScanRequest request, ScanMetrics metrics) {
        List<ColumnBatch> batches = batches(file);
        metrics.addFile();
        return new BatchReader() {
            private int next;

            @Override
            public @Nullable ColumnBatch next() {
                while (next < batches.size()) {
                    ColumnBatch batch = batches.get(next++);
                    metrics.addRowsRead(batch.rowCount());
                    List<ColumnVector> columns = new ArrayList<>();
                    for (ScanColumn column : request.columns()) {
                        columns.add(batch.column(column.ordinal()));
                    }
                    SelectionVector selection = null;
                    if (request.filter() != null) {
                        List<ColumnVector> tested = request.filter().columns().stream().map(columns::get).toList();
                        selection = request.filter().select(new ColumnBatch(batch.rowCount(), tested));
                    }
                    ColumnBatch result = new ColumnBatch(batch.rowCount(), columns, selection);
                    if (result.selectedCount() > 0) {
                        return result;
                    }
                }
                return null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public BatchWriter openWriter(OutputFile file, WriteRequest request) {
        List<ColumnBatch> written = new ArrayList<>();
        return new BatchWriter() {
            private long rows;

            @Override
            public void write(ColumnBatch batch) {
                rows += batch.selectedCount();
                written.add(Vectors.compact(batch));
            }

            @Override
            public long estimatedBytes() {
                return rows;
            }

            @Override
            public WrittenFile finish() {
                put(file, written);
                return new WrittenFile(file.location(), 1, rows);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long countRows(InputFile file) {
        return batches(file).stream().mapToLong(ColumnBatch::rowCount).sum();
    }
}

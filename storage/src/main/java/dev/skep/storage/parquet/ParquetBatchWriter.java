package dev.skep.storage.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.OutputFile;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.scan.WrittenFile;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.ColumnBatch;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches column by column into parquet-java's encoders. Pages are of version 1 and encodings are those that Hive 3 reads; statistics and
 * the page index are written.
 */
final class ParquetBatchWriter implements BatchWriter {
    /** Columns are written this many rows at a time; pages end only there, as the writer is to see all columns at the same row. */
    private static final int SLICE = 512;
    private static final int PAGE_ROWS = 40 * SLICE;
    private static final int PAGE_BYTES = 1 << 20;
    private static final int DICTIONARY_BYTES = 1 << 20;

    private final OutputFile file;
    private final List<Field> columns;
    private final WriteSettings settings;
    private final MessageType schema;
    private final ParquetProperties properties;
    private final List<FieldWriter> fields = new ArrayList<>();
    private final PageCompressor compressor;
    private final SignedOutput output;
    private final ParquetFileWriter writer;

    private @Nullable ColumnChunkPageWriteStore pages;
    private @Nullable ColumnWriteStore values;
    private long groupRows;
    private long rows;
    private boolean isDone;

    ParquetBatchWriter(OutputFile file, WriteRequest request) {
        this(file, request, UnaryOperator.identity());
    }

    /** @param change what shall be different from the encodings and pages that we write otherwise */
    ParquetBatchWriter(OutputFile file, WriteRequest request, UnaryOperator<ParquetProperties.Builder> change) {
        this.file = file;
        this.columns = request.columns();
        this.settings = WriteSettings.of(request.properties());
        try {
            this.schema = new WriteSchema(settings.timestampAsInt96()).message(columns);
        } catch (DecodeException e) {
            throw failure(e.reason(), e);
        }
        int[] nextColumn = new int[1];
        for (Field column : columns) {
            fields.add(FieldWriter.of(column.type(), schema, nextColumn, 0, 0, false));
        }
        this.properties = change.apply(ParquetProperties.builder().withWriterVersion(WriterVersion.PARQUET_1_0)
                .withPageSize(PAGE_BYTES).withDictionaryPageSize(DICTIONARY_BYTES).withPageRowCountLimit(PAGE_ROWS)
                .withMinRowCountForPageSizeCheck(SLICE).estimateRowCountForPageSizeCheck(false)
                .withAllocator(HeapByteBufferAllocator.getInstance())).build();
        this.compressor = new PageCompressor(settings.codec());
        this.output = new SignedOutput(file);
        try {
            this.writer = new ParquetFileWriter(output, schema, ParquetFileWriter.Mode.CREATE,
                    settings.rowGroupBytes(), 0, null, properties);
            writer.start();
        } catch (IOException e) {
            throw failure(Reason.IO, e);
        }
    }

    private StorageException failure(Reason reason, Exception e) {
        return new StorageException(reason,
                "Cannot write Parquet file '%s': %s".formatted(file.location(), e.getMessage()), e);
    }

    @Override
    public void write(ColumnBatch batch) {
        if (isDone) {
            throw new IllegalStateException("The file '%s' is complete".formatted(file.location()));
        }
        int count = batch.selectedCount();
        int[] chosen = batch.selection() == null ? null : batch.selection().rows();
        int done = 0;
        try {
            while (done < count) {
                ColumnWriteStore store = store();
                int now = (int) Math.min(count - done, SLICE - groupRows % SLICE);
                for (int i = 0; i < fields.size(); i++) {
                    writeColumn(i, batch, chosen, done, done + now);
                }
                for (int i = 0; i < now; i++) {
                    store.endRecord();
                }
                done += now;
                groupRows += now;
                rows += now;
                if (groupRows % SLICE == 0 && store.getBufferedSize() >= settings.rowGroupBytes()) {
                    endGroup();
                }
            }
        } catch (IOException e) {
            throw failure(Reason.IO, e);
        }
    }

    private void writeColumn(int index, ColumnBatch batch, int @Nullable [] chosen, int from, int to) {
        try {
            fields.get(index).writeAll(batch.column(index), chosen, from, to);
        } catch (DecodeException | ArithmeticException e) {
            throw new StorageException(Reason.UNSUPPORTED, "Cannot write Parquet file '%s', column '%s': %s"
                    .formatted(file.location(), columns.get(index).name(), e.getMessage()), e);
        }
    }

    private ColumnWriteStore store() {
        ColumnWriteStore open = values;
        if (open == null) {
            pages = new ColumnChunkPageWriteStore(compressor, schema, HeapByteBufferAllocator.getInstance(),
                    properties.getColumnIndexTruncateLength(), properties.getPageWriteChecksumEnabled());
            open = properties.newColumnWriteStore(schema, pages, pages);
            values = open;
            for (FieldWriter field : fields) {
                field.open(open);
            }
        }
        return open;
    }

    private void endGroup() throws IOException {
        ColumnWriteStore open = values;
        ColumnChunkPageWriteStore chunks = pages;
        values = null;
        pages = null;
        if (open != null && chunks != null) {
            writer.startBlock(groupRows);
            open.flush();
            chunks.flushToFileWriter(writer);
            writer.endBlock();
            open.close();
            chunks.close();
        }
        groupRows = 0;
    }

    @Override
    public long estimatedBytes() {
        return output.getPos() + (values == null ? 0 : values.getBufferedSize());
    }

    @Override
    public WrittenFile finish() {
        if (isDone) {
            throw new IllegalStateException("The file '%s' is complete".formatted(file.location()));
        }
        try {
            endGroup();
            output.beginEnd();
            // Hive and others move INT96 from the writer's zone; ours are as the clock on the wall shows them.
            writer.end(settings.timestampAsInt96() ? Map.of("writer.time.zone", "UTC") : Map.of());
            long length = output.sign();
            isDone = true;
            return new WrittenFile(file.location(), length, rows);
        } catch (IOException e) {
            throw failure(Reason.IO, e);
        }
    }

    @Override
    public void close() {
        if (isDone) {
            return;
        }
        isDone = true;
        try {
            if (values != null) {
                values.close();
            }
            if (pages != null) {
                pages.close();
            }
            output.abandon();
            file.discard();
        } catch (IOException e) {
            throw failure(Reason.IO, e);
        }
    }
}

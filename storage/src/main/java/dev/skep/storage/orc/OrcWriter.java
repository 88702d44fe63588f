package dev.skep.storage.orc;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.OutputFile;
import dev.skep.storage.hadoop.PortedFileSystem;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.scan.WrittenFile;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/**
 * Writes one ORC file: statistics for file, stripe and row group, timestamps as UTC wall clock, the proleptic calendar. Properties named
 * {@code orc.*} mean what they mean to orc-core; {@code write.compression} is another name of {@code orc.compress}. Without either the
 * compression is snappy, which every reader knows.
 */
final class OrcWriter implements BatchWriter {
    private static final String DEFAULT_COMPRESSION = "SNAPPY";
    private static final long STRIPE_BYTES = 64L << 20;

    private final OutputFile file;
    private final PortedFileSystem fileSystem;
    private final Writer writer;
    private final VectorizedRowBatch batch;
    private final List<OrcColumnWriter> columns;
    private long rows;
    private boolean finished;
    private boolean closed;

    private OrcWriter(OutputFile file, PortedFileSystem fileSystem, Writer writer, VectorizedRowBatch batch,
            List<OrcColumnWriter> columns) {
        this.file = file;
        this.fileSystem = fileSystem;
        this.writer = writer;
        this.batch = batch;
        this.columns = columns;
    }

    static OrcWriter open(OutputFile file, WriteRequest request) {
        TypeDescription schema = TypeDescription.createStruct();
        for (Field field : request.columns()) {
            schema.addField(field.name(), OrcTypes.toOrc(field.name(), field.type()));
        }
        PortedFileSystem fileSystem = PortedFileSystem.writing(file);
        try {
            OrcFile.WriterOptions options = OrcFile
                    .writerOptions(properties(request.properties()), new Configuration(false))
                    .fileSystem(fileSystem).setSchema(schema).overwrite(false).blockPadding(false)
                    .useUTCTimestamp(true).setProlepticGregorian(true);
            Writer writer = OrcFile.createWriter(PortedFileSystem.FILE, options);
            return new OrcWriter(file, fileSystem, writer,
                    schema.createRowBatch(TypeDescription.RowBatchVersion.USE_DECIMAL64,
                            VectorizedRowBatch.DEFAULT_SIZE),
                    request.columns().stream().map(field -> OrcColumnWriter.of(field.type())).toList());
        } catch (IOException | RuntimeException e) {
            throw OrcFailures.writing(file.location(), e);
        }
    }

    private static Properties properties(Map<String, String> table) {
        Properties properties = new Properties();
        properties.setProperty("orc.stripe.size", Long.toString(STRIPE_BYTES));
        table.forEach((key, value) -> {
            if (key.toLowerCase(Locale.ROOT).startsWith("orc.")) {
                properties.setProperty(key.toLowerCase(Locale.ROOT), value);
            }
        });
        String compression = properties.getProperty("orc.compress",
                table.getOrDefault("write.compression", DEFAULT_COMPRESSION));
        properties.setProperty("orc.compress", compression(compression));
        return properties;
    }

    private static String compression(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        String orc = switch (upper) {
            case "GZIP", "DEFLATE" -> "ZLIB";
            case "UNCOMPRESSED" -> "NONE";
            case "ZSTANDARD" -> "ZSTD";
            default -> upper;
        };
        for (CompressionKind kind : CompressionKind.values()) {
            if (kind.name().equals(orc) && kind != CompressionKind.BROTLI) {
                return orc;
            }
        }
        throw new StorageException(Reason.UNSUPPORTED,
                "Invalid ORC compression: '%s' (expected NONE, ZLIB, SNAPPY, LZO, LZ4 or ZSTD)".formatted(name));
    }

    @Override
    public void write(ColumnBatch from) {
        int count = from.selectedCount();
        int[] selected = rows(from);
        try {
            for (int start = 0; start < count; start += batch.getMaxSize()) {
                int size = Math.min(batch.getMaxSize(), count - start);
                int[] chunk = new int[size];
                System.arraycopy(selected, start, chunk, 0, size);
                batch.reset();
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).write(from.column(i), chunk, size, batch.cols[i], 0);
                }
                batch.size = size;
                writer.addRowBatch(batch);
            }
            rows += count;
        } catch (IOException | RuntimeException e) {
            throw OrcFailures.writing(file.location(), e);
        }
    }

    private static int[] rows(ColumnBatch from) {
        SelectionVector selection = from.selection();
        if (selection != null) {
            return selection.rows();
        }
        int[] all = new int[from.rowCount()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }

    @Override
    public long estimatedBytes() {
        return fileSystem.bytesWritten() + writer.estimateMemory();
    }

    @Override
    public WrittenFile finish() {
        try {
            writer.close();
        } catch (IOException | RuntimeException e) {
            throw OrcFailures.writing(file.location(), e);
        }
        finished = true;
        return new WrittenFile(file.location(), fileSystem.bytesWritten(), rows);
    }

    @Override
    public void close() {
        if (finished || closed) {
            return;
        }
        closed = true;
        try {
            writer.close();
        } catch (IOException | RuntimeException e) {
            // The file is given up: that it cannot be completed changes nothing.
            finished = false;
        }
        file.discard();
    }
}

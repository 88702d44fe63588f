package dev.skep.storage.text;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.OutputFile;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.scan.WrittenFile;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;

/** Writes rows as lines, compressed if the file's name says so. Text with a separator or line end in it is refused where nothing can escape it. */
final class TextWriter implements BatchWriter {
    private static final int FLUSH_BYTES = 256 << 10;

    private final OutputFile file;
    private final CountingStream written;
    private final OutputStream stream;
    private final List<Field> columns;
    private final TextBuffer buffer;
    private final List<TextValueWriter> writers = new ArrayList<>();
    private long rows;
    private boolean finished;
    private boolean closed;

    private TextWriter(OutputFile file, CountingStream written, OutputStream stream, TextSettings settings,
            List<Field> columns) {
        this.file = file;
        this.written = written;
        this.stream = stream;
        this.columns = columns;
        this.buffer = new TextBuffer(settings);
        for (Field column : columns) {
            writers.add(TextValueWriter.of(column.name(), column.type(), 0, settings));
        }
    }

    static TextWriter open(OutputFile file, WriteRequest request) {
        TextSettings settings = TextSettings.of(request.properties());
        for (Field column : request.columns()) {
            TextValueWriter.of(column.name(), column.type(), 0, settings);
        }
        TextCompression compression = TextCompression.of(file.location().name());
        CountingStream written = new CountingStream(file.create());
        try {
            return new TextWriter(file, written, compression == null ? written : compression.compressed(written),
                    settings, request.columns());
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void write(ColumnBatch batch) {
        SelectionVector selection = batch.selection();
        try {
            for (int i = 0; i < batch.selectedCount(); i++) {
                int row = selection == null ? i : selection.rows()[i];
                for (int c = 0; c < columns.size(); c++) {
                    if (c > 0) {
                        buffer.separator(0);
                    }
                    writers.get(c).write(batch.column(c), row, buffer);
                }
                buffer.endLine();
                rows++;
                if (buffer.length() > FLUSH_BYTES) {
                    buffer.flush(stream);
                }
            }
        } catch (IOException e) {
            throw failure(file, e);
        } catch (TextBuffer.UnescapedText e) {
            throw new StorageException(Reason.UNSUPPORTED,
                    "Cannot write %s: row %d has %s in its text, which the table has no way to escape"
                            .formatted(file.location(), rows + 1, e.getMessage()),
                    e);
        }
    }

    @Override
    public long estimatedBytes() {
        return written.bytes + buffer.length();
    }

    @Override
    public WrittenFile finish() {
        try {
            buffer.flush(stream);
            stream.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
        finished = true;
        return new WrittenFile(file.location(), written.bytes, rows);
    }

    @Override
    public void close() {
        if (finished || closed) {
            return;
        }
        closed = true;
        try {
            stream.close();
        } catch (IOException e) {
            // The file is given up: that it cannot be completed changes nothing.
            finished = false;
        }
        file.discard();
    }

    private static StorageException failure(OutputFile file, IOException cause) {
        return new StorageException(Reason.IO, "Cannot write %s: %s".formatted(file.location(), cause.getMessage()),
                cause);
    }

    private static final class CountingStream extends OutputStream {
        private final OutputStream to;
        private long bytes;

        private CountingStream(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            to.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            to.write(b, offset, length);
            bytes += length;
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }
}

package dev.skep.storage.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one part of a file into vectors. Where lines cannot be told apart from the middle of a file (compressed, quoted over
 * lines, lines to leave out at the end) the part that holds the first byte has all rows and the others none.
 */
final class TextReader implements BatchReader {
    private static final int MAX_BUFFER = 4 << 20;
    private static final int MIN_BUFFER = 64 << 10;

    private final InputFile file;
    private final ScanRequest request;
    private final ScanMetrics metrics;
    private final TextSettings settings;
    private final @Nullable TextCompression compression;
    private final RowSplitter splitter;
    private final TextCell[] cells;
    private final int[] ordinals;
    private final boolean whole;
    private final Deque<Line> footer = new ArrayDeque<>();
    private @Nullable LineReader lines;
    private boolean finished;

    /** A line kept until enough others follow it. */
    private record Line(byte[] bytes) {}

    TextReader(InputFile file, ScanRequest request, ScanMetrics metrics) {
        this.file = file;
        this.request = request;
        this.metrics = metrics;
        this.settings = TextSettings.of(request.properties());
        this.compression = TextCompression.of(file.location().name());
        int fields = 0;
        this.cells = new TextCell[request.columns().size()];
        this.ordinals = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            ScanColumn column = request.columns().get(i);
            cells[i] = TextCell.of(column.name(), column.type(), 0, settings);
            ordinals[i] = column.ordinal();
            fields = Math.max(fields, column.ordinal() + 1);
        }
        this.splitter = RowSplitter.of(settings, fields);
        this.whole = compression != null || settings.csv() || settings.footerLines() > 0;
        this.finished = request.predicate().isNone() || (whole && request.splitOffset() > 0)
                || request.splitOffset() >= file.length();
    }

    @Override
    public @Nullable ColumnBatch next() {
        try {
            while (!finished) {
                ColumnBatch batch = filtered(read());
                if (batch.selectedCount() > 0) {
                    return batch;
                }
            }
            return null;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private StorageException damaged(Exception cause) {
        return new StorageException(Reason.CORRUPT, "Cannot read %s: not valid %s (%s)".formatted(file.location(),
                compression == null ? "text" : compression.name().toLowerCase(java.util.Locale.ROOT),
                cause.getMessage()), cause);
    }

    private ColumnBatch read() throws IOException {
        for (TextCell cell : cells) {
            cell.clear();
        }
        LineReader open = lines;
        if (open == null) {
            open = open();
            lines = open;
        }
        int rows = 0;
        while (rows < ColumnBatch.DEFAULT_ROWS && nextRow(open)) {
            if (cells.length > 0 || settings.csv()) {
                splitter.split(open);
            }
            byte[] bytes = splitter.bytes();
            for (int i = 0; i < cells.length; i++) {
                int field = ordinals[i];
                if (field < splitter.count()) {
                    cells[i].append(bytes, splitter.start(field), splitter.end(field));
                } else {
                    cells[i].appendNull();
                }
            }
            rows++;
        }
        finished = rows < ColumnBatch.DEFAULT_ROWS;
        metrics.addRowsRead(rows);
        List<ColumnVector> vectors = new ArrayList<>(cells.length);
        for (TextCell cell : cells) {
            vectors.add(cell.vector());
        }
        return new ColumnBatch(rows, vectors);
    }

    private ColumnBatch filtered(ColumnBatch batch) {
        BatchFilter filter = request.filter();
        if (filter == null || batch.rowCount() == 0) {
            return batch;
        }
        List<ColumnVector> tested = new ArrayList<>(filter.columns().size());
        for (int column : filter.columns()) {
            tested.add(batch.column(column));
        }
        return batch.select(filter.select(new ColumnBatch(batch.rowCount(), tested)));
    }

    private boolean nextRow(LineReader open) throws IOException {
        if (!open.next()) {
            return false;
        }
        return whole || open.offset() - request.splitOffset() < request.splitLength();
    }

    /** Opens the file at the first line of the part that is a row. */
    private LineReader open() throws IOException {
        if (whole) {
            LineReader all = reader(0);
            skip(all, settings.headerLines());
            return settings.footerLines() > 0 ? withoutFooter(all) : all;
        }
        long start = request.splitOffset();
        if (settings.headerLines() > 0) {
            long headerEnd = headerEnd();
            if (headerEnd >= start) {
                return reader(headerEnd);
            }
        }
        if (start == 0) {
            return reader(0);
        }
        // The line that holds the byte before belongs to the part before, also where that byte ends it.
        LineReader part = reader(start - 1);
        part.next();
        return part;
    }

    private long headerEnd() throws IOException {
        try (LineReader header = new LineReader(new RangeStream(file, 0, MIN_BUFFER, metrics), 0, MIN_BUFFER)) {
            skip(header, settings.headerLines());
            return header.next() ? header.offset() : file.length();
        }
    }

    private static void skip(LineReader reader, int count) throws IOException {
        for (int i = 0; i < count && reader.next(); i++) {
            continue;
        }
    }

    private LineReader reader(long start) throws IOException {
        long wanted = whole ? file.length() : Math.min(file.length() - start, request.splitLength() + 1);
        long softEnd = wanted > file.length() - start ? file.length() : start + wanted;
        InputStream stream = new RangeStream(file, start, softEnd, metrics);
        int buffer = (int) Math.clamp(wanted, MIN_BUFFER, MAX_BUFFER);
        return new LineReader(compression == null ? stream : compression.decompressed(stream), start, buffer);
    }

    /** All lines but the last ones, put together anew. */
    private LineReader withoutFooter(LineReader all) {
        return new LineReader(new InputStream() {
            private byte[] current = new byte[0];
            private int at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                while (at == current.length) {
                    if (!all.next()) {
                        return -1;
                    }
                    byte[] line = new byte[all.end() - all.start() + 1];
                    System.arraycopy(all.buffer(), all.start(), line, 0, line.length - 1);
                    line[line.length - 1] = '\n';
                    footer.add(new Line(line));
                    if (footer.size() > settings.footerLines()) {
                        current = footer.remove().bytes();
                        at = 0;
                    }
                }
                int count = Math.min(length, current.length - at);
                System.arraycopy(current, at, buffer, offset, count);
                at += count;
                return count;
            }

            @Override
            public void close() throws IOException {
                all.close();
            }
        }, 0, MIN_BUFFER);
    }

    @Override
    public void close() {
        finished = true;
        LineReader open = lines;
        lines = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw damaged(e);
            }
        }
    }
}

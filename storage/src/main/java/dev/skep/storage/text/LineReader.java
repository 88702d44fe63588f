package dev.skep.storage.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Finds the lines of a stream. A line ends with LF, CR or CR LF, as in Hadoop; the last may lack its end. A line is looked at in the buffer, which
 * the next call may change.
 */
final class LineReader implements AutoCloseable {
    private static final int MAX_LINE = 1 << 30;

    private final InputStream stream;
    private byte[] buffer;
    private int position;
    private int limit;
    private long bufferOffset;
    private boolean afterCarriageReturn;
    private boolean exhausted;
    private int start;
    private int end;

    /** Reads {@code stream}, whose first byte is at {@code offset} of the file. */
    LineReader(InputStream stream, long offset, int bufferBytes) {
        this.stream = stream;
        this.bufferOffset = offset;
        this.buffer = new byte[bufferBytes];
    }

    /** Goes to the next line; false at the end of the stream. */
    boolean next() throws IOException {
        if (position == limit && !fill(position)) {
            return false;
        }
        if (afterCarriageReturn && buffer[position] == '\n') {
            position++;
            if (position == limit && !fill(position)) {
                afterCarriageReturn = false;
                return false;
            }
        }
        afterCarriageReturn = false;
        start = position;
        int scan = position;
        while (true) {
            byte[] bytes = buffer;
            int stop = limit;
            while (scan < stop && bytes[scan] != '\n' && bytes[scan] != '\r') {
                scan++;
            }
            if (scan < stop) {
                end = scan;
                position = scan + 1;
                afterCarriageReturn = bytes[scan] == '\r';
                return true;
            }
            int scanned = scan - start;
            if (!fill(start)) {
                end = limit;
                position = limit;
                return true;
            }
            start = 0;
            scan = scanned;
        }
    }

    /** Reads on behind the bytes from {@code keep} on, which move to the front; false if there is nothing more. */
    private boolean fill(int keep) throws IOException {
        if (exhausted) {
            return false;
        }
        int kept = limit - keep;
        if (kept == buffer.length) {
            if (kept >= MAX_LINE) {
                throw new IOException("a line of more than %d bytes at %d".formatted(MAX_LINE, bufferOffset));
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(MAX_LINE, buffer.length * 2L));
        }
        int count = 0;
        byte[] from = buffer;
        System.arraycopy(from, keep, buffer, 0, kept);
        while (count == 0) {
            count = stream.read(buffer, kept, buffer.length - kept);
        }
        bufferOffset += keep;
        start -= keep;
        position = Math.max(0, position - keep);
        limit = kept + Math.max(count, 0);
        exhausted = count < 0;
        return count > 0;
    }

    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Where in the file the line begins. */
    long offset() {
        return bufferOffset + start;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}

package dev.skep.storage.text;

import java.io.InputStream;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.ScanMetrics;

/**
 * The bytes of a file from a position to its end, as large requests up to {@code softEnd} and small ones after it. Failures to read are
 * StorageExceptions, so that whoever decompresses the stream can take an IOException for damage.
 */
final class RangeStream extends InputStream {
    private static final int MAX_REQUEST = 8 << 20;
    private static final int REQUEST_BEYOND_END = 64 << 10;

    private final InputFile file;
    private final long softEnd;
    private final ScanMetrics metrics;
    private long position;

    RangeStream(InputFile file, long position, long softEnd, ScanMetrics metrics) {
        this.file = file;
        this.position = position;
        this.softEnd = Math.min(softEnd, file.length());
        this.metrics = metrics;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        long left = position < softEnd ? softEnd - position : Math.min(file.length() - position, REQUEST_BEYOND_END);
        if (left <= 0) {
            return -1;
        }
        int count = (int) Math.min(Math.min(length, MAX_REQUEST), left);
        file.read(position, buffer, offset, count);
        position += count;
        metrics.addBytesRead(count);
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, file.length() - position);
    }
}

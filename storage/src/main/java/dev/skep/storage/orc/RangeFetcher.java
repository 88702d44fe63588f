package dev.skep.storage.orc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.ScanMetrics;

/** Fetches runs of bytes of a file, all that are wanted in one call; neighbours become one range. */
final class RangeFetcher {
    /** Neighbours together are at most this long. */
    private static final int MAX_RANGE = 64 << 20;

    private final InputFile file;
    private final ScanMetrics metrics;
    private final List<Wish> wishes = new ArrayList<>();

    /** Bytes that somebody wants; they are there after {@link RangeFetcher#fetch}. */
    static final class Wish {
        private final long offset;
        private final int length;
        private byte[] array = new byte[0];
        private int arrayOffset;

        private Wish(long offset, int length) {
            this.offset = offset;
            this.length = length;
        }

        /** The bytes as a part of a stream, in which they begin at {@code start}. */
        StreamBytes.Part part(long start) {
            return new StreamBytes.Part(start, array, arrayOffset, length);
        }
    }

    RangeFetcher(InputFile file, ScanMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
    }

    /** Asks for {@code length} bytes at {@code offset}. Fails with CORRUPT if the file does not have them. */
    Wish want(long offset, long length) {
        if (offset < 0 || length < 0 || length > file.length() || offset > file.length() - length) {
            throw DecodeException.corrupt("%d bytes at %d do not lie in a file of %d", length, offset, file.length());
        }
        if (length > Integer.MAX_VALUE - 64) {
            throw DecodeException.unsupported("a stream of %d bytes", length);
        }
        Wish wish = new Wish(offset, (int) length);
        wishes.add(wish);
        return wish;
    }

    /** How many bytes are wanted. */
    long wanted() {
        long bytes = 0;
        for (Wish wish : wishes) {
            bytes += wish.length;
        }
        return bytes;
    }

    void fetch() {
        List<Wish> sorted = new ArrayList<>(wishes);
        wishes.clear();
        sorted.removeIf(wish -> wish.length == 0);
        sorted.sort(Comparator.comparingLong(wish -> wish.offset));
        List<InputFile.Range> ranges = new ArrayList<>();
        int[] rangeOf = new int[sorted.size()];
        for (int i = 0; i < sorted.size(); i++) {
            Wish wish = sorted.get(i);
            InputFile.Range last = ranges.isEmpty() ? null : ranges.getLast();
            long end = wish.offset + wish.length;
            // Streams do not overlap unless a column is asked for twice.
            boolean overlaps = last != null && wish.offset < last.end();
            if (last != null && (overlaps || wish.offset == last.end() && end - last.offset() <= MAX_RANGE)) {
                int length = Math.toIntExact(Math.max(end, last.end()) - last.offset());
                ranges.set(ranges.size() - 1, new InputFile.Range(last.offset(), length));
            } else {
                ranges.add(new InputFile.Range(wish.offset, wish.length));
            }
            rangeOf[i] = ranges.size() - 1;
        }
        if (ranges.isEmpty()) {
            return;
        }
        List<ByteBuffer> buffers = file.read(ranges);
        for (InputFile.Range range : ranges) {
            metrics.addBytesRead(range.length());
        }
        for (int i = 0; i < sorted.size(); i++) {
            Wish wish = sorted.get(i);
            ByteBuffer buffer = buffers.get(rangeOf[i]);
            wish.array = buffer.array();
            wish.arrayOffset = buffer.arrayOffset() + (int) (wish.offset - ranges.get(rangeOf[i]).offset());
        }
    }
}

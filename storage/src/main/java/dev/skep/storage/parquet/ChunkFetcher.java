package dev.skep.storage.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.ScanMetrics;

/** Fetches the parts of a file that the columns of a row group want, all in one call. */
final class ChunkFetcher {
    private final InputFile file;
    private final ScanMetrics metrics;
    private final List<Wish> wishes = new ArrayList<>();

    /** Bytes that somebody wants; {@link #bytes} is there after {@link ChunkFetcher#fetch}. */
    static final class Wish {
        private final long offset;
        private final int length;
        private ByteBuffer bytes = ByteBuffer.allocate(0);

        private Wish(long offset, int length) {
            this.offset = offset;
            this.length = length;
        }

        ByteBuffer bytes() {
            return bytes;
        }
    }

    ChunkFetcher(InputFile file, ScanMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
    }

    /** Asks for {@code length} bytes at {@code offset}. Fails with CORRUPT if the file does not have them. */
    Wish want(long offset, long length) {
        check(offset, length);
        if (length > Integer.MAX_VALUE - 64) {
            throw DecodeException.unsupported("a column chunk of %d bytes", length);
        }
        Wish wish = new Wish(offset, (int) length);
        wishes.add(wish);
        return wish;
    }

    /** Fails with CORRUPT if the file does not have {@code length} bytes at {@code offset}. */
    void check(long offset, long length) {
        if (offset < 0 || length < 0 || length > file.length() || offset > file.length() - length) {
            throw DecodeException.corrupt("%d bytes at %d do not lie in a file of %d", length, offset, file.length());
        }
    }

    void fetch() {
        List<Wish> sorted = new ArrayList<>(wishes);
        sorted.removeIf(wish -> wish.length == 0);
        sorted.sort(Comparator.comparingLong(wish -> wish.offset));
        List<InputFile.Range> ranges = new ArrayList<>();
        List<List<Wish>> sharers = new ArrayList<>();
        for (Wish wish : sorted) {
            // Chunks do not overlap unless a column is asked for twice, or the footer lies.
            InputFile.Range last = ranges.isEmpty() ? null : ranges.getLast();
            if (last != null && wish.offset < last.end()) {
                long end = Math.max(last.end(), wish.offset + wish.length);
                if (end - last.offset() > Integer.MAX_VALUE - 64) {
                    throw DecodeException.corrupt("column chunks overlap");
                }
                ranges.set(ranges.size() - 1, new InputFile.Range(last.offset(), (int) (end - last.offset())));
                sharers.getLast().add(wish);
            } else {
                ranges.add(new InputFile.Range(wish.offset, wish.length));
                sharers.add(new ArrayList<>(List.of(wish)));
            }
        }
        if (ranges.isEmpty()) {
            return;
        }
        List<ByteBuffer> buffers = file.read(ranges);
        for (int i = 0; i < ranges.size(); i++) {
            metrics.addBytesRead(ranges.get(i).length());
            for (Wish wish : sharers.get(i)) {
                wish.bytes = buffers.get(i).slice((int) (wish.offset - ranges.get(i).offset()), wish.length);
            }
        }
        wishes.clear();
    }
}

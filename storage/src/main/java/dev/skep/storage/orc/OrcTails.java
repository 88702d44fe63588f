package dev.skep.storage.orc;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.hadoop.PortedFileSystem;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.impl.OrcTail;
import org.apache.orc.impl.ReaderImpl;
import org.jspecify.annotations.Nullable;

/** The tails of files that were opened of late, by location, length and version; bounded by their bytes. Any thread may call. */
final class OrcTails {
    /** What parsed metadata takes on the heap for a byte in the file, about. */
    private static final int HEAP_FACTOR = 4;

    private final long maxBytes;
    private final Map<Key, OrcTail> tails = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    private record Key(Location location, long length, String version) {}

    /** Keeps tails that take about {@code maxBytes} on the heap. */
    OrcTails(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns a reader of {@code file}; reads its tail unless it is kept. Fails with CORRUPT if the tail does not hold together. */
    Reader open(InputFile file, PortedFileSystem fileSystem) {
        Key key = new Key(file.location(), file.length(), file.version());
        OrcTail known = find(key);
        try {
            OrcFile.ReaderOptions options = options(fileSystem);
            if (known != null) {
                return new ReaderImpl(PortedFileSystem.FILE, options.orcTail(known));
            }
            Reader reader = new ReaderImpl(PortedFileSystem.FILE, options);
            OrcTail tail = options.getOrcTail();
            check(file, tail);
            keep(key, tail);
            return reader;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw OrcFailures.reading(file.location(), null, null, e);
        }
    }

    static OrcFile.ReaderOptions options(PortedFileSystem fileSystem) {
        return OrcFile.readerOptions(new Configuration(false)).filesystem(fileSystem).useUTCTimestamp(true)
                .convertToProlepticGregorian(true);
    }

    private synchronized @Nullable OrcTail find(Key key) {
        return tails.get(key);
    }

    private synchronized void keep(Key key, OrcTail tail) {
        OrcTail replaced = tails.put(key, tail);
        bytes += size(tail) - (replaced == null ? 0 : size(replaced));
        var oldest = tails.entrySet().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            bytes -= size(oldest.next().getValue());
            oldest.remove();
        }
    }

    private static long size(OrcTail tail) {
        return (long) HEAP_FACTOR * tail.getFileTail().getSerializedSize();
    }

    private static void check(InputFile file, OrcTail tail) {
        long rows = 0;
        long end = 0;
        for (StripeInformation stripe : tail.getStripes()) {
            boolean inside = stripe.getOffset() >= end && stripe.getIndexLength() >= 0 && stripe.getDataLength() >= 0
                    && stripe.getFooterLength() >= 0 && stripe.getNumberOfRows() >= 0
                    && stripe.getIndexLength() <= file.length() && stripe.getDataLength() <= file.length()
                    && stripe.getFooterLength() <= file.length()
                    && stripe.getOffset() <= file.length() - stripe.getLength();
            if (!inside) {
                throw OrcFailures.corrupt(file.location(),
                        "stripe %d: not valid ORC (it does not lie inside the file)".formatted(stripe.getStripeId()));
            }
            end = stripe.getOffset() + stripe.getLength();
            rows += stripe.getNumberOfRows();
        }
        if (rows != tail.getFooter().getNumberOfRows()) {
            throw OrcFailures.corrupt(file.location(), "not valid ORC (its stripes have %d rows, its footer says %d)"
                    .formatted(rows, tail.getFooter().getNumberOfRows()));
        }
    }
}

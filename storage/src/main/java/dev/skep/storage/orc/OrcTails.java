package dev.skep.storage.orc;

import java.io.IOException;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.hadoop.PortedFileSystem;
import dev.skep.storage.scan.RecentFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.impl.OrcTail;
import org.apache.orc.impl.ReaderImpl;

/** The tails of files that were opened of late, bounded by their bytes. Any thread may call. */
final class OrcTails {
    /** What parsed metadata takes on the heap for a byte in the file, about. */
    private static final int HEAP_FACTOR = 4;

    private final RecentFiles<OrcTail> recent;

    /** Keeps tails that take about {@code maxBytes} on the heap. */
    OrcTails(long maxBytes) {
        this.recent = new RecentFiles<>(maxBytes);
    }

    /** Returns a reader of {@code file}; reads its tail unless it is kept. Fails with CORRUPT if the tail does not hold together. */
    Reader open(InputFile file, PortedFileSystem fileSystem) {
        OrcTail known = recent.find(file);
        try {
            OrcFile.ReaderOptions options = options(fileSystem);
            if (known != null) {
                return new ReaderImpl(PortedFileSystem.FILE, options.orcTail(known));
            }
            Reader reader = new ReaderImpl(PortedFileSystem.FILE, options);
            OrcTail tail = options.getOrcTail();
            check(file, tail);
            recent.keep(file, tail, size(tail));
            return reader;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw OrcFailures.reading(file.location(), null, null, e);
        }
    }

    static OrcFile.ReaderOptions options(PortedFileSystem fileSystem) {
        return OrcFile.readerOptions(new Configuration(false)).filesystem(fileSystem).useUTCTimestamp(true)
                .convertToProlepticGregorian(true);
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

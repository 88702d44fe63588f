package dev.skep.storage.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ScanMetrics;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what the columns of one row group need: all of it in one call if that is not much and may be held, else the beginning of each chunk, and the rest piece by
 * piece while it is read.
 */
final class GroupFetch {
    /** Row groups of which more is wanted than this are fetched bit by bit. */
    private static final long MAX_FETCH = 64L << 20;
    private static final long MIN_WINDOW = 64 << 10;
    private static final long MAX_WINDOW = 8 << 20;
    /** How much smaller a window becomes that may not be held. */
    private static final int SHRINK = 4;

    private final InputFile file;
    private final ScanMetrics metrics;
    private final HeldBytes held;
    private final boolean verifiesChecksums;
    private final long rowCount;
    private final RowRanges ranges;
    private final List<Wanted> chunks = new ArrayList<>();

    /** Bytes of a chunk that follow each other; {@code firstPage} is -1 without an index. */
    private record Run(long offset, long length, int firstPage) {}

    /** A chunk and what is wanted of it. */
    private record Wanted(LeafReader leaf, ColumnMetaData chunk, @Nullable OffsetIndex index, List<Run> runs) {
        // Spelled out: the compact form loses @Nullable in the class file.
        Wanted(LeafReader leaf, ColumnMetaData chunk, @Nullable OffsetIndex index, List<Run> runs) {
            this.leaf = leaf;
            this.chunk = chunk;
            this.index = index;
            this.runs = runs;
        }

        long bytes() {
            return runs.stream().mapToLong(Run::length).sum();
        }
    }

    /** The part of a run that is fetched at once, null if none is, and the run. */
    private record Begun(ChunkFetcher.@Nullable Wish wish, Run run, long fetched) {
        // Spelled out: the compact form loses @Nullable in the class file.
        Begun(ChunkFetcher.@Nullable Wish wish, Run run, long fetched) {
            this.wish = wish;
            this.run = run;
            this.fetched = fetched;
        }
    }

    /** @param ranges the rows that are wanted */
    GroupFetch(InputFile file, ScanMetrics metrics, HeldBytes held, boolean verifiesChecksums, long rowCount,
            RowRanges ranges) {
        this.file = file;
        this.metrics = metrics;
        this.held = held;
        this.verifiesChecksums = verifiesChecksums;
        this.rowCount = rowCount;
        this.ranges = ranges;
    }

    /** Adds a column. @param index tells where its pages are; null if the whole chunk is wanted */
    void add(LeafReader leaf, ColumnMetaData chunk, @Nullable OffsetIndex index) {
        long start = Footer.chunkStart(chunk);
        List<Run> runs = index == null
                ? List.of(new Run(start, chunk.getTotal_compressed_size(), -1))
                : runsOfPages(start, index);
        ChunkFetcher fetcher = new ChunkFetcher(file, metrics);
        for (Run run : runs) {
            fetcher.check(run.offset, run.length);
        }
        chunks.add(new Wanted(leaf, chunk, index, runs));
    }

    /** The dictionary, which lies before the first page, and the runs of pages that have wanted rows. */
    private List<Run> runsOfPages(long start, OffsetIndex index) {
        List<Run> runs = new ArrayList<>();
        List<PageLocation> pages = index.getPage_locations();
        long firstOffset = pages.getFirst().getOffset();
        if (firstOffset > start) {
            runs.add(new Run(start, firstOffset - start, -1));
        }
        int page = 0;
        while (page < pages.size()) {
            if (!isWanted(pages, page)) {
                metrics.addPagesSkipped(1);
                page++;
                continue;
            }
            int first = page;
            long offset = pages.get(page).getOffset();
            long end = offset;
            while (page < pages.size() && pages.get(page).getOffset() == end && isWanted(pages, page)) {
                end += pages.get(page).getCompressed_page_size();
                page++;
            }
            runs.add(new Run(offset, end - offset, first));
        }
        return runs;
    }

    private boolean isWanted(List<PageLocation> pages, int page) {
        return ranges.overlaps(pages.get(page).getFirst_row_index(), GroupFilter.endRow(pages, page, rowCount));
    }

    /** Fetches and opens the columns. */
    void open() {
        long window = window();
        ChunkFetcher fetcher = new ChunkFetcher(file, metrics);
        List<List<Begun>> begun = new ArrayList<>(chunks.size());
        for (Wanted wanted : chunks) {
            long left = window;
            List<Begun> ofChunk = new ArrayList<>(wanted.runs.size());
            for (Run run : wanted.runs) {
                long fetched = Math.min(left, run.length);
                left -= fetched;
                ofChunk.add(new Begun(fetched == 0 ? null : fetcher.want(run.offset, fetched), run, fetched));
            }
            begun.add(ofChunk);
        }
        fetcher.fetch();
        for (int i = 0; i < chunks.size(); i++) {
            Wanted wanted = chunks.get(i);
            List<PageCursor.Part> parts = new ArrayList<>();
            for (Begun one : begun.get(i)) {
                parts.add(part(one, (int) Math.min(window, MAX_WINDOW)));
            }
            wanted.leaf.open(new PageCursor(parts, wanted.index, verifiesChecksums, held), wanted.chunk.getCodec(),
                    rowCount);
        }
    }

    private PageCursor.Part part(Begun begun, int step) {
        Run run = begun.run;
        ByteBuffer bytes = begun.wish == null ? ByteBuffer.allocate(0) : begun.wish.bytes();
        PageCursor.Rest rest = begun.fetched == run.length
                ? null
                : new PageCursor.Rest(file, run.offset + begun.fetched, run.offset + run.length, step, metrics, held);
        return new PageCursor.Part(bytes, run.firstPage, rest);
    }

    /** How much of a chunk is fetched at first; counted when this returns. */
    private long window() {
        long all = fetchedAtFirst(Long.MAX_VALUE);
        if (all <= MAX_FETCH && held.tryAdd(all)) {
            return MAX_FETCH;
        }
        long window = Math.clamp(MAX_FETCH / Math.max(1, chunks.size()), MIN_WINDOW, MAX_WINDOW);
        while (!held.tryAdd(fetchedAtFirst(window))) {
            if (window == MIN_WINDOW) {
                held.add(fetchedAtFirst(window));
                break;
            }
            window = Math.max(MIN_WINDOW, window / SHRINK);
        }
        return window;
    }

    private long fetchedAtFirst(long window) {
        long bytes = 0;
        for (Wanted wanted : chunks) {
            bytes += Math.min(window, wanted.bytes());
        }
        return bytes;
    }
}

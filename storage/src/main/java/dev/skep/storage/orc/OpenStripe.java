package dev.skep.storage.orc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.ScanMetrics;
import org.apache.orc.OrcProto;
import org.apache.orc.StripeInformation;
import org.jspecify.annotations.Nullable;

/**
 * One stripe while it is read: its footer, the row groups that are wanted, and the data of some of them at a time. A stripe whose wanted data is too large to be
 * held at once is fetched in several pieces of whole row groups.
 */
final class OpenStripe {
    /** How many times more pieces there are when one may not be held. */
    private static final int SHRINK = 4;

    private final InputFile file;
    private final ScanMetrics metrics;
    private final StripeInformation stripe;
    private final List<ColumnStreams> streams;
    private final long maxFetch;
    private final FetchedBytes fetched;
    private final boolean seeks;
    private final int stride;
    private final StripeLayout layout;
    private boolean isIndexFetched;
    private boolean @Nullable [] groups;
    private int groupsPerFetch;
    private int nextGroup;

    /** Rows from {@code start} to before {@code end}. */
    record RowRange(long start, long end) {}

    /**
     * Reads the footer.
     *
     * @param wanted by type id, the columns that are read
     * @param maxFetch about how many bytes are fetched at once
     * @param fetched counts them
     * @param seeks true if row groups may turn out not to be needed, so that it pays to fetch the index
     */
    OpenStripe(InputFile file, ScanMetrics metrics, StripeInformation stripe, boolean[] wanted,
            List<ColumnStreams> streams, StreamBytes scratch, int stride, long maxFetch,
            FetchedBytes fetched, boolean seeks) throws IOException {
        this.file = file;
        this.metrics = metrics;
        this.stripe = stripe;
        this.streams = streams;
        this.stride = stride;
        this.maxFetch = maxFetch;
        this.fetched = fetched;
        this.seeks = seeks && stride > 0;
        RangeFetcher fetcher = new RangeFetcher(file, metrics);
        RangeFetcher.Wish wish = fetcher.want(
                stripe.getOffset() + stripe.getIndexLength() + stripe.getDataLength(), stripe.getFooterLength());
        fetcher.fetch();
        scratch.open(List.of(wish.part(0)), stripe.getFooterLength());
        this.layout = StripeLayout.of(stripe, OrcProto.StripeFooter.parseFrom(scratch.readRest()), wanted);
        for (ColumnStreams column : streams) {
            column.begin(layout);
        }
    }

    long rows() {
        return stripe.getNumberOfRows();
    }

    private int groupCount() {
        return stride == 0 ? 1 : Math.toIntExact((rows() + stride - 1) / stride);
    }

    /** Leaves out the row groups that {@code filter} rules out; returns how many those are. */
    int choose(RowGroupFilter filter, StreamBytes scratch) throws IOException {
        RangeFetcher fetcher = new RangeFetcher(file, metrics);
        Map<StripeLayout.Stream, RangeFetcher.Wish> wishes = new LinkedHashMap<>();
        filter.wantBloomFilters(layout, fetcher, wishes);
        for (ColumnStreams column : streams) {
            column.wantIndex(fetcher);
        }
        fetcher.fetch();
        isIndexFetched = true;
        Map<StripeLayout.Stream, byte[]> blooms = new LinkedHashMap<>();
        for (Map.Entry<StripeLayout.Stream, RangeFetcher.Wish> each : wishes.entrySet()) {
            scratch.open(List.of(each.getValue().part(0)), each.getKey().length());
            blooms.put(each.getKey(), scratch.readRest());
        }
        boolean[] picked = filter.pick(stripe, layout, streams, blooms);
        int left = 0;
        for (int i = 0; picked != null && i < picked.length; i++) {
            left += picked[i] ? 0 : 1;
        }
        groups = picked;
        return left;
    }

    boolean isExcluded(int leftOut) {
        return leftOut == groupCount();
    }

    /** Fetches the next row groups and returns which rows they have, in ascending order; none at the end. */
    List<RowRange> fetch(List<StripeColumn> columns) {
        int count = groupCount();
        if (nextGroup == 0) {
            groupsPerFetch = groupsPerFetch(count);
        }
        while (nextGroup < count) {
            int end = Math.min(count, nextGroup + groupsPerFetch);
            boolean[] part = null;
            if (groups != null || groupsPerFetch < count) {
                part = new boolean[count];
                for (int i = nextGroup; i < end; i++) {
                    part[i] = groups == null || groups[i];
                }
            }
            List<RowRange> ranges = ranges(part, nextGroup, end);
            nextGroup = end;
            if (!ranges.isEmpty()) {
                fetch(columns, part);
                return ranges;
            }
        }
        return List.of();
    }

    private int groupsPerFetch(int count) {
        long bytes = 0;
        drop();
        for (ColumnStreams column : streams) {
            bytes += column.dataLength();
        }
        int pieces = (int) Math.min(count, bytes / maxFetch + 1);
        while (pieces < count && !fetched.trySet(bytes / pieces)) {
            pieces = Math.min(count, pieces * SHRINK);
        }
        if (pieces > 1 && !isIndexFetched) {
            RangeFetcher fetcher = new RangeFetcher(file, metrics);
            for (ColumnStreams column : streams) {
                column.wantIndex(fetcher);
            }
            fetcher.fetch();
            isIndexFetched = true;
        }
        for (ColumnStreams column : streams) {
            if (column.stride() == 0) {
                return count;
            }
        }
        return (count + pieces - 1) / pieces;
    }

    private List<RowRange> ranges(boolean @Nullable [] part, int from, int to) {
        if (part == null) {
            return List.of(new RowRange(0, rows()));
        }
        List<RowRange> ranges = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (!part[i]) {
                continue;
            }
            int start = i;
            while (i < to && part[i]) {
                i++;
            }
            ranges.add(new RowRange((long) start * stride, Math.min(rows(), (long) i * stride)));
        }
        return ranges;
    }

    /** What was fetched before is read. */
    private void drop() {
        for (ColumnStreams column : streams) {
            column.dropData();
        }
        fetched.set(0);
    }

    private void fetch(List<StripeColumn> columns, boolean @Nullable [] part) {
        drop();
        RangeFetcher fetcher = new RangeFetcher(file, metrics);
        for (StripeColumn column : columns) {
            column.streams.wantData(fetcher, part, column.needsShared());
            if (seeks && !isIndexFetched) {
                column.streams.wantIndex(fetcher);
            }
        }
        fetched.set(fetcher.wanted());
        fetcher.fetch();
        isIndexFetched |= seeks;
        for (StripeColumn column : columns) {
            column.open();
        }
    }
}

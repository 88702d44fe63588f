package dev.skep.storage.scan;

import java.util.concurrent.atomic.LongAdder;

/** Counters of what scans read and what they could leave out. Shared by the readers of one scan; any thread may add. */
public final class ScanMetrics {
    private final LongAdder files = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder rowsRead = new LongAdder();
    private final LongAdder groupsRead = new LongAdder();
    private final LongAdder groupsSkipped = new LongAdder();
    private final LongAdder pagesSkipped = new LongAdder();

    public void addFile() {
        files.increment();
    }

    /** Adds bytes that were fetched from the store. */
    public void addBytesRead(long bytes) {
        bytesRead.add(bytes);
    }

    /** Adds rows that were decoded or, with a filter, tested. */
    public void addRowsRead(long rows) {
        rowsRead.add(rows);
    }

    /** Adds row groups or stripes that were read. */
    public void addGroupsRead(long groups) {
        groupsRead.add(groups);
    }

    /** Adds row groups or stripes that statistics allowed to leave out. */
    public void addGroupsSkipped(long groups) {
        groupsSkipped.add(groups);
    }

    /** Adds pages or index strides that statistics or a filter allowed to leave out. */
    public void addPagesSkipped(long pages) {
        pagesSkipped.add(pages);
    }

    public Snapshot snapshot() {
        return new Snapshot(files.sum(), bytesRead.sum(), rowsRead.sum(), groupsRead.sum(), groupsSkipped.sum(),
                pagesSkipped.sum());
    }

    /** The counters at one moment. */
    public record Snapshot(long files, long bytesRead, long rowsRead, long groupsRead, long groupsSkipped,
            long pagesSkipped) {}
}

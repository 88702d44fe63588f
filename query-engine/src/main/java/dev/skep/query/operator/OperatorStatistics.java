package dev.skep.query.operator;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What one node of a plan did, added up over threads. */
public final class OperatorStatistics {
    private final LongAdder rows = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder spilled = new LongAdder();
    private final AtomicLong peak = new AtomicLong();
    private volatile Supplier<String> details = () -> "";

    public void addOutput(long rowCount) {
        rows.add(rowCount);
        batches.increment();
    }

    void addNanos(long time) {
        nanos.add(time);
    }

    public void addPeakMemory(long bytes) {
        peak.addAndGet(bytes);
    }

    /** Counts bytes that were written to disk for want of memory. */
    public void addSpilled(long bytes) {
        spilled.add(bytes);
    }

    public void describe(Supplier<String> text) {
        details = text;
    }

    public long rows() {
        return rows.sum();
    }

    public long batches() {
        return batches.sum();
    }

    public long nanos() {
        return nanos.sum();
    }

    public long spilled() {
        return spilled.sum();
    }

    public long peakMemory() {
        return peak.get();
    }

    public String details() {
        return details.get();
    }
}

package dev.skep.jdbc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

import dev.skep.thrift.hs2.TProgressUpdateResp;

/** How far a statement is and what its scans did, as the server last said. What a server does not tell is empty. */
public final class QueryProgress {
    /** Of a statement of which nothing is known yet. */
    static final QueryProgress NONE = new QueryProgress(0, Map.of());

    private final double fraction;
    private final Map<String, Long> counters;

    private QueryProgress(double fraction, Map<String, Long> counters) {
        this.fraction = fraction;
        this.counters = counters;
    }

    /** Reads the two columns, name and value, that Skep's server sends; other servers send tables that are not understood here. */
    static QueryProgress of(TProgressUpdateResp progress) {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (List<String> row : progress.getRows()) {
            if (row.size() == 2) {
                try {
                    counters.put(row.get(0), Long.valueOf(row.get(1)));
                } catch (NumberFormatException ignored) {
                    // A row of another server's table.
                }
            }
        }
        return new QueryProgress(progress.getProgressedPercentage(), counters);
    }

    /** The part of the known work that is done, 0 to 1. */
    public double fraction() {
        return fraction;
    }

    private OptionalLong counter(String name) {
        Long value = counters.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Parts of files that were read. */
    public OptionalLong splitsDone() {
        return counter("splitsDone");
    }

    /** Parts of files that are planned so far. */
    public OptionalLong splitsTotal() {
        return counter("splitsTotal");
    }

    /** Rows that scans read. */
    public OptionalLong rowsRead() {
        return counter("rowsRead");
    }

    /** Bytes fetched from stores. */
    public OptionalLong bytesRead() {
        return counter("bytesRead");
    }

    /** Row groups and stripes that statistics allowed to leave out. */
    public OptionalLong rowGroupsSkipped() {
        return counter("rowGroupsSkipped");
    }

    /** Row groups and stripes in all files of the scans. */
    public OptionalLong rowGroupsTotal() {
        return counter("rowGroupsTotal");
    }

    /** Partitions that scans read. */
    public OptionalLong partitionsRead() {
        return counter("partitionsRead");
    }

    /** The most bytes that operators held at once. */
    public OptionalLong peakMemory() {
        return counter("peakMemory");
    }

    /** Bytes that operators wrote to disk for want of memory. */
    public OptionalLong spilledBytes() {
        return counter("spilledBytes");
    }

    /** Processor time of all the query's threads. */
    public Duration cpu() {
        return Duration.ofMillis(counter("cpuMillis").orElse(0));
    }

    /** Time since the statement was submitted. */
    public Duration elapsed() {
        return Duration.ofMillis(counter("elapsedMillis").orElse(0));
    }

    /** What the scans did, in one line for people; empty if they did nothing, or the server told nothing. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (rowsRead().orElse(0) > 0 || bytesRead().orElse(0) > 0) {
            text.append(", ").append(grouped(rowsRead().orElse(0))).append(" rows and ")
                    .append(size(bytesRead().orElse(0))).append(" read");
        }
        if (rowGroupsTotal().orElse(0) > 0) {
            text.append(", ").append(grouped(rowGroupsSkipped().orElse(0))).append(" of ")
                    .append(grouped(rowGroupsTotal().orElse(0))).append(" row groups skipped");
        }
        if (partitionsRead().orElse(0) > 0) {
            text.append(", ").append(grouped(partitionsRead().orElse(0))).append(" partitions");
        }
        if (!cpu().isZero()) {
            text.append(String.format(Locale.ROOT, ", %.2f s CPU", cpu().toMillis() / 1e3));
        }
        if (peakMemory().orElse(0) > 0) {
            text.append(", ").append(size(peakMemory().orElse(0))).append(" memory");
        }
        if (spilledBytes().orElse(0) > 0) {
            text.append(", ").append(size(spilledBytes().orElse(0))).append(" spilled");
        }
        return text.length() == 0 ? "" : text.substring(2);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double size = bytes / 1e3;
        for (String unit : List.of("kB", "MB", "GB")) {
            if (size < 1000) {
                return String.format(Locale.ROOT, "%.1f %s", size, unit);
            }
            size /= 1e3;
        }
        return String.format(Locale.ROOT, "%.1f TB", size);
    }
}

package dev.skep.jdbc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import dev.skep.thrift.hs2.TProgressUpdateResp;
import org.jspecify.annotations.Nullable;

/** How far a statement is and what its scans did, as the server last said. What a server does not tell is empty. */
public final class QueryProgress {
    private final double fraction;
    private final Map<String, Long> counters;

    private QueryProgress(double fraction, Map<String, Long> counters) {
        this.fraction = fraction;
        this.counters = counters;
    }

    /** Reads the two columns, name and value, that Skep's server sends; other servers send tables that are not understood here. */
    static @Nullable QueryProgress of(@Nullable TProgressUpdateResp progress) {
        if (progress == null) {
            return null;
        }
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

    /** Processor time of all the query's threads. */
    public Duration cpu() {
        return Duration.ofMillis(counter("cpuMillis").orElse(0));
    }

    /** Time since the statement was submitted. */
    public Duration elapsed() {
        return Duration.ofMillis(counter("elapsedMillis").orElse(0));
    }
}

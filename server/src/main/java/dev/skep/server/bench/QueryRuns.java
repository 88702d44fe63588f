package dev.skep.server.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.skep.server.bench.BenchEngine.Run;

/** The runs of one query on one engine: those that warm it up, and those that count. A query that fails once is not run again. */
final class QueryRuns {
    private static final int AGREEING = 3;
    private static final double TOLERANCE = 0.05;

    private final BenchEngine engine;
    private final String sql;
    private final List<Run> warmUps = new ArrayList<>();
    private final List<Run> counted = new ArrayList<>();
    private String failure = "";

    QueryRuns(BenchEngine engine, String sql) {
        this.engine = engine;
        this.sql = sql;
    }

    void warmUp() {
        runInto(warmUps);
    }

    void measure() {
        runInto(counted);
    }

    private void runInto(List<Run> runs) {
        if (failure.isEmpty()) {
            try {
                runs.add(engine.run(sql));
            } catch (SQLException e) {
                failure = engine.name() + ": " + e.getMessage();
            }
        }
    }

    /** Whether the last three runs before the measurement took the same time within 5 %; also if the query fails. */
    boolean isWarm() {
        if (!failure.isEmpty()) {
            return true;
        }
        if (warmUps.size() < AGREEING) {
            return false;
        }
        double[] last = warmUps.subList(warmUps.size() - AGREEING, warmUps.size()).stream()
                .mapToDouble(Run::wallMillis).sorted().toArray();
        return last[AGREEING - 1] - last[0] <= TOLERANCE * last[AGREEING / 2];
    }

    /** Why the query failed; empty if it did not. */
    String failure() {
        return failure;
    }

    double wallMillis() {
        return median(Run::wallMillis);
    }

    double cpuMillis() {
        return median(Run::cpuMillis);
    }

    /** Bytes read from files, -1 if the engine does not tell. */
    long bytesRead() {
        return (long) median(Run::bytesRead);
    }

    /** Bytes that operators held at most, -1 if the engine does not tell. */
    long peakMemory() {
        return (long) median(Run::peakMemory);
    }

    /** Bytes that operators wrote to disk. */
    long spilledBytes() {
        return (long) median(Run::spilledBytes);
    }

    private double median(ToDoubleFunction<Run> figure) {
        double[] values = counted.stream().mapToDouble(figure).toArray();
        Arrays.sort(values);
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }
}

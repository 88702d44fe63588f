package dev.skep.server.bench;

import java.time.Duration;
import java.util.Arrays;

/** How long the calls of one case took on one server, over all its counted rounds. */
final class Samples {
    private long[] nanos = new long[1024];
    private int count;
    private long wallNanos;
    private Duration cpu = Duration.ZERO;

    void add(long[] more, int size, long wall, Duration processor) {
        if (count + size > nanos.length) {
            nanos = Arrays.copyOf(nanos, Math.max(nanos.length * 2, count + size));
        }
        System.arraycopy(more, 0, nanos, count, size);
        count += size;
        wallNanos += wall;
        cpu = cpu.plus(processor);
    }

    void sort() {
        Arrays.sort(nanos, 0, count);
    }

    double perSecond() {
        return count * 1e9 / wallNanos;
    }

    /** Milliseconds; after {@link #sort}. */
    double quantileMillis(double fraction) {
        int at = (int) Math.ceil(fraction * count) - 1;
        return nanos[Math.max(0, Math.min(count - 1, at))] / 1e6;
    }

    double cpuMillisPerCall() {
        return cpu.toNanos() / 1e6 / count;
    }

    int count() {
        return count;
    }
}

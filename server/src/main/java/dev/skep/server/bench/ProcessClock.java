package dev.skep.server.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import com.sun.management.OperatingSystemMXBean;

/** Wall and processor time (user and system, all threads) of this process since a moment. */
final class ProcessClock {
    private static final OperatingSystemMXBean SYSTEM = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);

    private final long wall = System.nanoTime();
    private final long cpu = SYSTEM.getProcessCpuTime();

    Measurement stop() {
        return new Measurement(Duration.ofNanos(System.nanoTime() - wall),
                Duration.ofNanos(SYSTEM.getProcessCpuTime() - cpu));
    }

    /** What something cost. */
    record Measurement(Duration wall, Duration cpu) {
        double wallMillis() {
            return wall.toNanos() / 1e6;
        }

        double cpuMillis() {
            return cpu.toNanos() / 1e6;
        }
    }
}

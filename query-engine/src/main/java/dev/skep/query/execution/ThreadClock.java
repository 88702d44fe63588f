package dev.skep.query.execution;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor time of the thread that asks. */
final class ThreadClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThreadClock() {}

    /** Nanoseconds, user and system, since the thread began. */
    static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}

package dev.skep.query.execution;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor time of threads. */
final class ThreadClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThreadClock() {}

    /** Nanoseconds, user and system, since the thread that asks began. */
    static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** The same of another thread; -1 if it has ended. */
    static long nanosOf(Thread thread) {
        return THREADS.getThreadCpuTime(thread.threadId());
    }
}

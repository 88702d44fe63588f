package dev.skep.query.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The threads that all queries share. Turns go to queries, not to their tasks: next is always the query that has had the least time so far, where a young query's time counts for
 * less, so that a short query passes long ones, and none stands still. A job ends its turn by itself when {@link Share#shouldYield} says so. One that does not (a
 * step that cannot be cut, a read from slow storage) is after a while no longer counted as a thread, and a further thread takes its place as long
 * as others wait.
 */
final class FairThreads implements AutoCloseable {
    /** A turn lasts at least so long, unless its job ends: switching more often costs more than it gives. */
    private static final long MIN_TURN_NANOS = 4_000_000;
    /** A job that works longer than this without an end of its turn gets a thread of its own. */
    private static final long OVERRUN_NANOS = 100_000_000;
    private static final long WATCH_MILLIS = 25;
    private static final int MAX_REPLACED = 64;
    /** Up to so much processor time a query's time counts a sixteenth, an eighth, a quarter, half. */
    private static final long[] AGES = {200_000_000L, 1_000_000_000L, 5_000_000_000L, 30_000_000_000L};
    private static final long NOBODY = Long.MAX_VALUE;

    private final int count;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition contended = lock.newCondition();
    private final List<Share> ready = new ArrayList<>();
    private final Set<Worker> workers = new HashSet<>();
    /** Workers that are not in an overrun. */
    private int active;
    private int idle;
    private int numbers;
    /** No query that is ready has had less time than this. */
    private long floor;
    /** The least time of those that wait. */
    private volatile long leastWaiting = NOBODY;
    private boolean closed;

    FairThreads(int count) {
        this.count = count;
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                startWorker();
            }
        } finally {
            lock.unlock();
        }
        Thread watch = new Thread(this::watch, "skep-query-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Returns the turns of a new query. */
    Share share() {
        lock.lock();
        try {
            return new Share(floor);
        } finally {
            lock.unlock();
        }
    }

    /** One query's place among the others. */
    final class Share {
        private final ArrayDeque<Runnable> jobs = new ArrayDeque<>();
        private long used;
        /** Time used, weighed by age, from the floor of its beginning on. */
        private long weighed;
        private int running;
        private boolean hurries;
        private boolean isInterruptible;

        private Share(long weighed) {
            this.weighed = weighed;
        }

        /** Has a job run at this query's next turn. Fails with RejectedExecutionException after the end of the threads. */
        void execute(Runnable job) {
            lock.lock();
            try {
                if (closed) {
                    throw new RejectedExecutionException("the threads are closed");
                }
                if (jobs.isEmpty()) {
                    weighed = Math.max(weighed, floor);
                    ready.add(this);
                }
                jobs.add(job);
                tellWaiting();
                if (idle > 0) {
                    work.signal();
                } else {
                    contended.signal();
                }
            } finally {
                lock.unlock();
            }
        }

        /** What is left to do goes before all others, and a job that does not end soon is interrupted: the query only gives back what it holds. */
        void hurry() {
            lock.lock();
            try {
                hurries = true;
                isInterruptible = true;
                tellWaiting();
                contended.signal();
            } finally {
                lock.unlock();
            }
        }

        /** The job that asks gives back what the query holds: from here on none is interrupted. */
        void finish() {
            lock.lock();
            try {
                isInterruptible = false;
                Thread.interrupted();
            } finally {
                lock.unlock();
            }
        }

        /** True if a job that has worked for so long should let others have a turn. Cheap enough to ask after every batch. */
        boolean shouldYield(long nanos) {
            return nanos > MIN_TURN_NANOS && leastWaiting < weighed + nanos / weight(used);
        }

        /** As if another job of this query ran: several threads do not take the same turn. */
        private long rank() {
            return hurries ? Long.MIN_VALUE : weighed + running * (MIN_TURN_NANOS / weight(used));
        }

        private void charge(long nanos) {
            weighed += nanos / weight(used);
            used += nanos;
        }
    }

    private static long weight(long used) {
        int level = AGES.length;
        while (level > 0 && used < AGES[level - 1]) {
            level--;
        }
        return 1L << AGES.length - level;
    }

    private void tellWaiting() {
        long least = NOBODY;
        for (Share share : ready) {
            least = Math.min(least, share.rank());
        }
        leastWaiting = least;
    }

    private @Nullable Share next() {
        Share best = null;
        for (Share share : ready) {
            if (best == null || share.rank() < best.rank()) {
                best = share;
            }
        }
        return best;
    }

    private void startWorker() {
        Worker worker = new Worker();
        workers.add(worker);
        active++;
        Thread thread = new Thread(worker, "skep-query-" + ++numbers);
        thread.setDaemon(true);
        worker.thread = thread;
        thread.start();
    }

    /** One thread. Its fields are guarded by the lock. */
    private final class Worker implements Runnable {
        private @Nullable Thread thread;
        private long since;
        private @Nullable Share share;
        private boolean works;
        private boolean isReplaced;

        @Override
        public void run() {
            @Nullable
            Share last = null;
            long cpu = 0;
            while (true) {
                Share share;
                Runnable job;
                lock.lock();
                try {
                    if (last != null) {
                        ended(last, cpu);
                    }
                    share = take();
                    if (share == null) {
                        workers.remove(this);
                        return;
                    }
                    job = share.jobs.removeFirst();
                    begin(share);
                } finally {
                    lock.unlock();
                }
                long before = ThreadClock.nanos();
                try {
                    job.run();
                } finally {
                    cpu = ThreadClock.nanos() - before;
                }
                last = share;
            }
        }

        private void begin(Share share) {
            if (share.jobs.isEmpty()) {
                ready.remove(share);
            }
            if (!share.hurries) {
                floor = Math.max(floor, share.weighed);
            }
            share.running++;
            tellWaiting();
            this.share = share;
            works = true;
            since = System.nanoTime();
        }

        private void ended(Share share, long nanos) {
            share.running--;
            share.charge(nanos);
            tellWaiting();
            works = false;
            this.share = null;
            Thread.interrupted();
            if (isReplaced) {
                isReplaced = false;
                active++;
            }
        }

        /** Waits for a turn; null if this thread is to end, as the threads do or there is one too many. */
        private @Nullable Share take() {
            boolean interrupted = false;
            while (true) {
                if (active > count || closed && ready.isEmpty()) {
                    active--;
                    return null;
                }
                Share share = next();
                if (share != null) {
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    return share;
                }
                idle++;
                try {
                    work.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                } finally {
                    idle--;
                }
            }
        }
    }

    /** Puts a thread in the place of each that does not end its turn while others wait. */
    private void watch() {
        lock.lock();
        try {
            while (!closed) {
                try {
                    if (ready.isEmpty() && !isHurrying()) {
                        contended.await();
                    }
                    if (!closed) {
                        pause();
                    }
                } catch (InterruptedException e) {
                    return;
                }
                replaceOverrun(System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.unlock();
        try {
            Thread.sleep(WATCH_MILLIS);
        } finally {
            lock.lock();
        }
    }

    private boolean isHurrying() {
        for (Worker worker : workers) {
            if (worker.works && worker.share != null && worker.share.isInterruptible) {
                return true;
            }
        }
        return false;
    }

    private void replaceOverrun(long now) {
        for (Worker worker : workers) {
            boolean isSlow = worker.works && now - worker.since > OVERRUN_NANOS;
            if (isSlow && worker.share != null && worker.share.isInterruptible && worker.thread != null) {
                // It may stand in a read; the flag is taken away when the job has ended.
                worker.thread.interrupt();
            }
        }
        if (ready.isEmpty()) {
            return;
        }
        int replaced = 0;
        for (Worker worker : List.copyOf(workers)) {
            replaced += worker.isReplaced ? 1 : 0;
            if (worker.works && !worker.isReplaced && now - worker.since > OVERRUN_NANOS) {
                worker.isReplaced = true;
                active--;
                replaced++;
            }
        }
        while (active < count && replaced <= MAX_REPLACED) {
            startWorker();
        }
    }

    /** Jobs that stand in line still run, others are refused; threads that wait for something are interrupted. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Worker worker : workers) {
                if (worker.thread != null) {
                    worker.thread.interrupt();
                }
            }
            work.signalAll();
            contended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

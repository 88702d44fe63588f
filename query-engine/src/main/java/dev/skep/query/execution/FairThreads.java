package dev.skep.query.execution;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The threads that all queries share, in {@link Turns}. A job ends its turn by itself when {@link Share#shouldYield} says so: soon where a younger query waits.
 *
 * <p>A job that does not end its turn is watched. One that stands in a read from slow storage is no longer counted as a thread, and another takes its place. One that computes (a step that
 * cannot be cut) keeps its place, but others that wait get a thread beside it, of which there are as many as there are threads at most: the machine then shares its processors. Where those
 * too are at work on steps that do not end, queries that have had little time still get threads, which run nothing else and end when no such query waits.
 */
final class FairThreads implements AutoCloseable {
    private static final long WATCH_MILLIS = 10;
    /** A job that has not used the processor for so many looks stands in a read. */
    private static final int LOOKS_AT_REST = 3;
    private static final long REST_NANOS = WATCH_MILLIS * 1_000_000 / 16;
    /** A job that has computed for so long in one turn has another thread beside it; sooner where a younger query waits. */
    private static final long OVERRUN_NANOS = 100_000_000;
    private static final long OVERRUN_OF_YOUNGER_NANOS = 15_000_000;
    /** After so long the job of a query that is to end is interrupted. */
    private static final long INTERRUPT_NANOS = 30_000_000;
    private static final int MAX_REPLACED = 64;
    private final int count;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition contended = lock.newCondition();
    private final Turns turns = new Turns();
    private final Set<Worker> workers = new HashSet<>();
    /** Workers that are not replaced. */
    private int active;
    private int idle;
    private int jobsWaiting;
    private int numbers;
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
    Share share(String user) {
        lock.lock();
        try {
            return new Share(turns.place(user));
        } finally {
            lock.unlock();
        }
    }

    /** How many threads have a job. */
    int working() {
        lock.lock();
        try {
            int working = 0;
            for (Worker worker : workers) {
                working += worker.place == null ? 0 : 1;
            }
            return working;
        } finally {
            lock.unlock();
        }
    }

    /** One query's part of the threads. */
    final class Share {
        private final Turns.Place place;

        private Share(Turns.Place place) {
            this.place = place;
        }

        /** Has a job run at this query's next turn. Fails with RejectedExecutionException after the end of the threads. */
        void execute(Runnable job) {
            lock.lock();
            try {
                if (closed) {
                    throw new RejectedExecutionException("the threads are closed");
                }
                place.add(job);
                jobsWaiting++;
                work.signal();
                // Some of the idle ones may be on their way to other jobs.
                if (idle < jobsWaiting) {
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
                place.hurry();
                contended.signal();
            } finally {
                lock.unlock();
            }
        }

        /** The job that asks gives back what the query holds: from here on none is interrupted. */
        void finish() {
            lock.lock();
            try {
                place.finish();
                Thread.interrupted();
            } finally {
                lock.unlock();
            }
        }

        /** True if a job that has worked for so long should let others have a turn. Cheap enough to ask after every batch. */
        boolean shouldYield(long nanos) {
            return place.shouldYield(nanos);
        }
    }

    private void startWorker() {
        active++;
        start(new Worker(false));
    }

    private void start(Worker worker) {
        workers.add(worker);
        Thread thread = new Thread(worker, "skep-query-" + ++numbers);
        thread.setDaemon(true);
        worker.thread = thread;
        thread.start();
    }

    /** One thread. Its fields are guarded by the lock. */
    private final class Worker implements Runnable {
        private @Nullable Thread thread;
        private Turns.@Nullable Place place;
        /** When its job began, and the thread's processor time then. */
        private long since;
        private long cpuBefore;
        /** The thread's processor time at the last look, and how many looks it has not changed. */
        private long cpuSeen;
        private int rests;
        private boolean isReplaced;
        /** Whether it runs young queries only; it is none of those that are counted then. */
        private final boolean isForYoung;

        Worker(boolean isForYoung) {
            this.isForYoung = isForYoung;
        }

        @Override
        public void run() {
            Turns.Place last = null;
            long cpu = 0;
            while (true) {
                Turns.Place next;
                Runnable job;
                lock.lock();
                try {
                    if (last != null) {
                        ended(last, cpu);
                    }
                    next = isForYoung ? turns.nextYoung() : take();
                    if (next == null) {
                        workers.remove(this);
                        return;
                    }
                    job = begin(next);
                } finally {
                    lock.unlock();
                }
                try {
                    job.run();
                } finally {
                    cpu = ThreadClock.nanos() - cpuBefore;
                }
                last = next;
            }
        }

        private Runnable begin(Turns.Place next) {
            Runnable job = next.begin();
            jobsWaiting--;
            place = next;
            since = System.nanoTime();
            cpuBefore = ThreadClock.nanos();
            cpuSeen = cpuBefore;
            rests = 0;
            return job;
        }

        private void ended(Turns.Place last, long nanos) {
            last.end(nanos);
            place = null;
            Thread.interrupted();
            if (isReplaced) {
                isReplaced = false;
                active++;
            }
        }

        /** Waits for a turn; null if this thread is to end, as the threads do or there is one too many. */
        private Turns.@Nullable Place take() {
            boolean interrupted = false;
            while (true) {
                if (active > count || closed && turns.isNobodyWaiting()) {
                    active--;
                    return null;
                }
                Turns.Place next = turns.next();
                if (next != null) {
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    return next;
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

        /** Sees whether the job that runs uses the processor. */
        private void look() {
            if (place != null && thread != null) {
                long cpu = ThreadClock.nanosOf(thread);
                rests = cpu - cpuSeen < REST_NANOS ? rests + 1 : 0;
                cpuSeen = cpu;
            }
        }

        private boolean isAtRest() {
            return place != null && rests >= LOOKS_AT_REST;
        }

        /** Whether the job has computed for so long that those that wait should have a thread beside it. */
        private boolean isOverrun() {
            long computed = cpuSeen - cpuBefore;
            return place != null && (computed > OVERRUN_NANOS
                    || computed > OVERRUN_OF_YOUNGER_NANOS && place.keepsYoungerWaiting(computed));
        }
    }

    /** Sees to those that do not end their turns while others wait. */
    private void watch() {
        lock.lock();
        try {
            while (!closed) {
                try {
                    if (turns.isNobodyWaiting() && !isHurrying()) {
                        contended.await();
                    }
                    if (!closed) {
                        pause();
                    }
                } catch (InterruptedException e) {
                    return;
                }
                interruptLate(System.nanoTime());
                replaceOverrun();
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
            if (worker.place != null && worker.place.isInterruptible()) {
                return true;
            }
        }
        return false;
    }

    private void interruptLate(long now) {
        for (Worker worker : workers) {
            if (worker.place != null && worker.place.isInterruptible() && now - worker.since > INTERRUPT_NANOS
                    && worker.thread != null) {
                // It may stand in a read; the flag is taken away when the job has ended.
                worker.thread.interrupt();
            }
        }
    }

    private void replaceOverrun() {
        int computing = 0;
        int replaced = 0;
        for (Worker worker : workers) {
            worker.look();
            replaced += worker.isReplaced ? 1 : 0;
            computing += worker.isReplaced && !worker.isAtRest() ? 1 : 0;
        }
        for (Worker worker : List.copyOf(workers)) {
            if (turns.isNobodyWaiting() || replaced >= MAX_REPLACED) {
                break;
            }
            if (!worker.isReplaced && !worker.isForYoung
                    && (worker.isAtRest() || computing < count && worker.isOverrun())) {
                computing += worker.isAtRest() ? 0 : 1;
                replaced++;
                worker.isReplaced = true;
                active--;
                startWorker();
            }
        }
        if (turns.nextYoung() != null && isTakenByOverruns()) {
            start(new Worker(true));
        }
    }

    /** Whether no thread is going to be free soon, and there are not many for young queries already. */
    private boolean isTakenByOverruns() {
        int forYoung = 0;
        for (Worker worker : workers) {
            if (worker.isForYoung) {
                forYoung += worker.isOverrun() ? 0 : 1;
            } else if (!worker.isReplaced && !worker.isOverrun()) {
                return false;
            }
        }
        return forYoung < count && workers.size() < MAX_REPLACED;
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

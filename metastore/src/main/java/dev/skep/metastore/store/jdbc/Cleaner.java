package dev.skep.metastore.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.skep.metastore.CatalogException;

/**
 * Deletes what dropped tables left behind, a part in each transaction, in a thread of its own. It begins when the store is opened, so that what an earlier
 * process left is deleted as well, and rests as long as it works, so that it takes at most half of the store's time.
 */
final class Cleaner implements AutoCloseable {
    private static final int PART = 2_000;
    private static final Duration CLAIM = Duration.ofSeconds(20);
    private static final Duration REST = Duration.ofSeconds(10);

    private final JdbcStore store;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean hasNew;
    private volatile boolean isClosed;

    Cleaner(JdbcStore store) {
        this.store = store;
        this.thread = Thread.ofVirtual().name("skep-store-cleaner").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** A table was dropped. */
    void wake() {
        lock.lock();
        try {
            hasNew = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!isClosed) {
            try {
                Optional<Long> claimed = store.inDroppedTables(
                        (tables, now) -> tables.claim(now, now.plus(CLAIM)));
                claimed.ifPresent(this::delete);
                if (claimed.isEmpty()) {
                    await(REST);
                }
            } catch (CatalogException e) {
                // The store cannot be reached, or others were at the same rows: whoever calls it is told. What is left is deleted later.
                await(REST);
            }
        }
    }

    private void delete(long table) {
        boolean goesOn = true;
        while (goesOn && !isClosed) {
            long start = System.nanoTime();
            goesOn = store.inDroppedTables((tables, now) -> tables.deleteSome(table, PART, now.plus(CLAIM)));
            pause(System.nanoTime() - start);
        }
        if (goesOn) {
            // So that the next to open the store need not wait for the claim's end, as after a crash.
            store.<Boolean>inDroppedTables((tables, now) -> tables.release(table));
        }
    }

    private void await(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!hasNew && !isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
            hasNew = false;
        } catch (InterruptedException e) {
            isClosed = true;
        } finally {
            lock.unlock();
        }
    }

    private void pause(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            isClosed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends with the transaction that it is at. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is done with the rows of dropped tables. */
    interface Work<T> {
        T with(DroppedTables tables, Instant now);
    }
}

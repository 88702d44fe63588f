package dev.skep.server.rehearsal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the rehearsal, on a thread of its own. It ends by itself after some seconds, or when it is told to, which is what the first session of a client does. A
 * failure of it is nobody's: it is logged for developers, and the server goes on.
 */
public final class Rehearsal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    /** It takes some five seconds of processor time, compilers included; on a machine that is too busy for that it is given up. */
    private static final Duration LONGEST = Duration.ofSeconds(30);
    static final int ROUNDS = 8;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final long end;
    private volatile @Nullable RehearsalStage stage;
    private volatile int played;

    private Rehearsal(Duration longest) {
        this.end = System.nanoTime() + longest.toNanos();
    }

    /** Begins; returns at once. */
    public static Rehearsal start() {
        return start(LONGEST);
    }

    /** As the other, for one that may take longer. */
    public static Rehearsal start(Duration longest) {
        Rehearsal rehearsal = new Rehearsal(longest);
        Thread thread = Thread.ofPlatform().name("rehearsal").daemon().priority(Thread.MIN_PRIORITY)
                .unstarted(rehearsal::run);
        thread.start();
        return rehearsal;
    }

    private void run() {
        try (RehearsalStage opened = new RehearsalStage(this::isStopped)) {
            stage = opened;
            for (int round = 0; round < ROUNDS; round++) {
                for (String sql : RehearsalQueries.ofRound(round)) {
                    if (isStopped()) {
                        return;
                    }
                    opened.play(sql);
                    played++;
                }
            }
        } catch (Exception e) {
            // The boundary of a background task. One that was stopped may fail in the middle of anything.
            if (!stopped.get()) {
                LOG.debug("The rehearsal failed", e);
            }
        } finally {
            stage = null;
            over.countDown();
        }
    }

    /** Whether it was told to end, or its time is over. */
    public boolean isStopped() {
        return stopped.get() || System.nanoTime() > end;
    }

    /** Ends it: the query that runs is cancelled, no other begins. Returns at once; any thread may call, often. */
    public void stop() {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        RehearsalStage open = stage;
        if (open != null) {
            open.cancel();
        }
    }

    /** Waits until nothing is left of it; returns false if the time is over before. */
    public boolean awaitOver(Duration timeout) throws InterruptedException {
        return over.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many queries were answered. */
    public int played() {
        return played;
    }

    /** Ends it and waits until it is over, for a while. */
    @Override
    public void close() throws InterruptedException {
        stop();
        awaitOver(Duration.ofSeconds(5));
    }
}

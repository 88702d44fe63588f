package dev.skep.query.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.skep.query.execution.FairThreads.Share;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestFairThreads {
    private final FairThreads threads = new FairThreads(2);

    @AfterEach
    void close() {
        threads.close();
    }

    /** Uses the processor for so long at a time as its query's turn lasts, until it is stopped; counts what it used. */
    private final class Busy implements Runnable {
        private final Share share;
        private final AtomicBoolean stopped;
        private final AtomicLong used = new AtomicLong();
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Runnable afterTurn;

        Busy(Share share, AtomicBoolean stopped) {
            this(share, stopped, () -> {});
        }

        /** @param afterTurn what is to be seen at once, not when a test's own thread comes to it */
        Busy(Share share, AtomicBoolean stopped, Runnable afterTurn) {
            this.share = share;
            this.stopped = stopped;
            this.afterTurn = afterTurn;
        }

        @Override
        public void run() {
            long begin = System.nanoTime();
            long cpu = ThreadClock.nanos();
            while (!stopped.get() && !share.shouldYield(System.nanoTime() - begin)) {
                Thread.onSpinWait();
            }
            used.addAndGet(ThreadClock.nanos() - cpu);
            afterTurn.run();
            if (stopped.get()) {
                ended.countDown();
            } else {
                share.execute(this);
            }
        }
    }

    @Test
    void aQueryWithManyTasksGetsNoMoreThanOneWithFew() throws InterruptedException {
        AtomicBoolean stopped = new AtomicBoolean();
        Share many = threads.share("ann");
        Share few = threads.share("bob");
        Busy[] tasks = new Busy[8];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new Busy(many, stopped);
            many.execute(tasks[i]);
        }
        AtomicLong begin = new AtomicLong();
        AtomicLong meanwhile = new AtomicLong();
        Busy[] others = new Busy[2];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Busy(few, stopped, () -> {
                // From its first turn on: before it had come, the other had all threads for itself.
                begin.compareAndSet(0, sum(tasks));
                if (sum(others) >= 400_000_000 && !stopped.getAndSet(true)) {
                    meanwhile.set(sum(tasks) - begin.get());
                }
            });
        }
        for (Busy other : others) {
            few.execute(other);
        }
        for (Busy other : others) {
            other.ended.await();
        }
        for (Busy task : tasks) {
            assertThat(task.ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(sum(tasks)).isGreaterThan(150_000_000L);
        assertThat(meanwhile.get()).isLessThan(1_200_000_000L);
    }

    @Test
    void aYoungQueryPassesOldOnes() throws InterruptedException {
        AtomicBoolean stopped = new AtomicBoolean();
        Busy[] old = new Busy[8];
        for (int i = 0; i < old.length; i++) {
            old[i] = new Busy(threads.share("ann"), stopped);
            old[i].share.execute(old[i]);
        }
        long before = 0;
        while (before < 4_000_000_000L) {
            Thread.sleep(5);
            before = sum(old);
        }
        AtomicLong begin = new AtomicLong();
        AtomicLong meanwhile = new AtomicLong();
        Busy[] young = new Busy[1];
        young[0] = new Busy(threads.share("ann"), stopped, () -> {
            // From its first turn on.
            begin.compareAndSet(0, sum(old));
            if (sum(young) >= 100_000_000 && !stopped.getAndSet(true)) {
                meanwhile.set(sum(old) - begin.get());
            }
        });
        young[0].share.execute(young[0]);
        young[0].ended.await();
        // With even turns the old ones would have had eight times as much.
        assertThat(meanwhile.get()).isLessThan(500_000_000);
        for (Busy task : old) {
            assertThat(task.ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static long sum(Busy[] tasks) {
        long sum = 0;
        for (Busy task : tasks) {
            sum += task.used.get();
        }
        return sum;
    }

    @Test
    void stepsThatDoNotEndLeaveTheirThreadsToOthers() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            threads.share("ann").execute(() -> {
                held.countDown();
                await(release);
            });
        }
        CountDownLatch ran = new CountDownLatch(1);
        threads.share("ann").execute(ran::countDown);
        assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        release.countDown();
        AtomicInteger later = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(100);
        Share share = threads.share("ann");
        for (int i = 0; i < 100; i++) {
            share.execute(() -> {
                later.incrementAndGet();
                all.countDown();
            });
        }
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(later).hasValue(100);
    }

    @Test
    void stepsThatComputeAndDoNotEndHaveThreadsBesideThem() throws InterruptedException {
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            threads.share("ann").execute(() -> {
                while (!stopped.get()) {
                    Thread.onSpinWait();
                }
                ended.countDown();
            });
        }
        CountDownLatch ran = new CountDownLatch(2);
        threads.share("bob").execute(ran::countDown);
        threads.share("cid").execute(ran::countDown);
        assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ended.getCount()).isEqualTo(2);
        stopped.set(true);
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aYoungQueryIsNotKeptWaitingByHoweverManyStepsThatDoNotEnd() throws InterruptedException {
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            Share share = threads.share("ann");
            // Steps of queries that are not young any more.
            share.execute(() -> {
                long cpu = ThreadClock.nanos();
                while (!stopped.get() && ThreadClock.nanos() - cpu < 150_000_000) {
                    Thread.onSpinWait();
                }
                share.execute(() -> {
                    while (!stopped.get()) {
                        Thread.onSpinWait();
                    }
                    ended.countDown();
                });
            });
        }
        for (int i = 0; i < 5; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            threads.share("bob").execute(ran::countDown);
            assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
        }
        stopped.set(true);
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aUserWithOneQueryGetsMoreForItThanOneWithMany() throws InterruptedException {
        AtomicBoolean stopped = new AtomicBoolean();
        Busy[] all = new Busy[9];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Busy(threads.share(i == 0 ? "bob" : "ann"), stopped, () -> {
                if (sum(all) >= 1_500_000_000L) {
                    stopped.set(true);
                }
            });
        }
        for (Busy task : all) {
            task.share.execute(task);
        }
        for (Busy task : all) {
            task.ended.await();
        }
        // Even among queries would be a ninth; even among users is as much as one task can have.
        assertThat(all[0].used.get()).isGreaterThan(sum(all) / 5);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStepOfAQueryThatIsToEndIsInterrupted() throws InterruptedException {
        CountDownLatch stands = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        AtomicBoolean flag = new AtomicBoolean(true);
        Share share = threads.share("ann");
        share.execute(() -> {
            stands.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            share.finish();
            flag.set(Thread.currentThread().isInterrupted());
            finished.countDown();
        });
        assertThat(stands.await(60, TimeUnit.SECONDS)).isTrue();
        share.hurry();
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(finished.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(flag).isFalse();
    }

    @Test
    void aQueryThatGivesBackWhatItHoldsIsNotInterruptedByACancelThatComesLate() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch watched = new CountDownLatch(2);
        AtomicBoolean wasInterrupted = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Share share = threads.share("ann");
        share.execute(() -> {
            share.finish();
            begun.countDown();
            try {
                watched.await();
            } catch (InterruptedException e) {
                wasInterrupted.set(true);
            }
            ended.countDown();
        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        share.hurry();
        // It began later: when it is interrupted for the second time, the watch has seen to the other, too.
        Share later = threads.share("ann");
        later.execute(() -> {
            while (watched.getCount() > 0) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    watched.countDown();
                }
            }
        });
        later.hurry();
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(wasInterrupted).isFalse();
    }

    @Test
    void closedThreadsRefuseJobs() {
        Share share = threads.share("ann");
        threads.close();
        assertThatThrownBy(() -> share.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}

package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.skep.query.QueryException;
import dev.skep.query.command.CommandControl;
import dev.skep.query.lifecycle.Admission.Place;
import org.junit.jupiter.api.Test;

class TestAdmission {
    private static final Duration LONG = Duration.ofMinutes(5);

    private static Admission of(int running, int perUser, int queued, int queuedPerUser) {
        return new Admission(new AdmissionSettings(running, perUser, queued, queuedPerUser, LONG), () -> true);
    }

    private static Place enter(Admission admission, String user) throws InterruptedException {
        return admission.enter(user, false, new CommandControl());
    }

    /** One that waits on a thread of its own; returns when it stands in line. */
    private static CompletableFuture<Place> line(Admission admission, String user) throws InterruptedException {
        int before = admission.waiting();
        CompletableFuture<Place> place = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                place.complete(enter(admission, user));
            } catch (Throwable e) {
                place.completeExceptionally(e);
            }
        });
        while (admission.waiting() == before && !place.isDone()) {
            Thread.onSpinWait();
        }
        return place;
    }

    private static Place get(CompletableFuture<Place> place) throws Exception {
        return place.get(60, TimeUnit.SECONDS);
    }

    @Test
    void letsTheUserWithTheFewestRunningBegin() throws Exception {
        Admission admission = of(3, 3, 100, 100);
        Place first = enter(admission, "ann");
        enter(admission, "ann");
        Place bobs = enter(admission, "bob");
        CompletableFuture<Place> annWaits = line(admission, "ann");
        CompletableFuture<Place> bobWaits = line(admission, "bob");
        CompletableFuture<Place> cidWaits = line(admission, "cid");
        admission.leave(first);
        Place cids = get(cidWaits);
        assertThat(annWaits).isNotDone();
        assertThat(bobWaits).isNotDone();
        admission.leave(bobs);
        get(bobWaits);
        assertThat(annWaits).isNotDone();
        admission.leave(cids);
        get(annWaits);
    }

    @Test
    void keepsAnEighthOfThePlacesForUsersWithoutAny() throws Exception {
        Admission admission = of(8, 8, 100, 100);
        for (int i = 0; i < 7; i++) {
            enter(admission, "ann");
        }
        CompletableFuture<Place> eighth = line(admission, "ann");
        assertThat(eighth).isNotDone();
        Place bobs = enter(admission, "bob");
        admission.leave(bobs);
        assertThat(admission.waiting()).isEqualTo(1);
    }

    @Test
    void limitsUsersAndTheQueue() throws Exception {
        Admission admission = of(10, 1, 2, 1);
        Place anns = enter(admission, "ann");
        CompletableFuture<Place> second = line(admission, "ann");
        assertThatThrownBy(() -> enter(admission, "ann")).isInstanceOf(QueryException.class).hasMessage(
                "Cannot run the query: 1 others of user 'ann' wait already, as many as query.max-queued-per-user allows");
        enter(admission, "bob");
        line(admission, "bob");
        enter(admission, "cid");
        assertThatThrownBy(() -> enter(admission, "cid")).isInstanceOf(QueryException.class)
                .hasMessage("Cannot run the query: 2 others wait already, as many as query.max-queued allows");
        admission.leave(anns);
        get(second);
    }

    @Test
    void waitsNoLongerThanItMay() throws Exception {
        Admission admission = new Admission(new AdmissionSettings(1, 1, 10, 10, Duration.ofMillis(60)), () -> true);
        enter(admission, "ann");
        assertThatThrownBy(() -> enter(admission, "bob")).isInstanceOf(QueryException.class).hasMessage(
                "Cannot run the query: it waited PT0.06S for a place, the time that query.queue-timeout allows; 1 queries are running");
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void aCancelledOneLeavesTheLine() throws Exception {
        Admission admission = of(1, 1, 10, 10);
        Place first = enter(admission, "ann");
        CommandControl control = new CommandControl();
        CompletableFuture<Place> waits = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                waits.complete(admission.enter("bob", false, control));
            } catch (Throwable e) {
                waits.completeExceptionally(e);
            }
        });
        while (admission.waiting() == 0) {
            Thread.onSpinWait();
        }
        control.cancel();
        admission.wake();
        assertThatThrownBy(() -> get(waits)).isInstanceOf(ExecutionException.class)
                .hasMessageContaining("Query was cancelled");
        admission.leave(first);
        enter(admission, "cid");
    }

    @Test
    void anInterruptedOneKeepsNoPlace() throws Exception {
        Admission admission = of(1, 1, 10, 10);
        Place first = enter(admission, "ann");
        CompletableFuture<Place> waits = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                waits.complete(enter(admission, "bob"));
            } catch (Throwable e) {
                waits.completeExceptionally(e);
            }
        });
        while (admission.waiting() == 0) {
            Thread.onSpinWait();
        }
        synchronized (admission) {
            thread.interrupt();
            while (thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            // It has left its wait for the interruption, and is given the place before it can say so.
            admission.leave(first);
        }
        assertThatThrownBy(() -> get(waits)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(admission.taken()).isZero();
    }

    @Test
    void shortOnesHavePlacesOfTheirOwn() throws Exception {
        Admission admission = of(1, 1, 10, 10);
        enter(admission, "ann");
        Place one = admission.enter("ann", true, new CommandControl());
        admission.enter("bob", true, new CommandControl());
        CompletableFuture<Place> third = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                third.complete(admission.enter("cid", true, new CommandControl()));
            } catch (Throwable e) {
                third.completeExceptionally(e);
            }
        });
        while (admission.waiting() == 0) {
            Thread.onSpinWait();
        }
        admission.leave(one);
        get(third);
    }

    @Test
    void nobodyButTheFirstBeginsWithoutMemory() throws Exception {
        AtomicBoolean hasRoom = new AtomicBoolean();
        Admission admission = new Admission(AdmissionSettings.of(10), hasRoom::get);
        Place first = enter(admission, "ann");
        CompletableFuture<Place> second = line(admission, "bob");
        CompletableFuture<Place> third = line(admission, "cid");
        assertThat(admission.waiting()).isEqualTo(2);
        admission.leave(first);
        get(second);
        assertThat(third).isNotDone();
        hasRoom.set(true);
        get(third);
    }

    @Test
    void neverLetsMoreRunThanItMay() throws Exception {
        Admission admission = of(4, 2, 1_000, 1_000);
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        java.util.concurrent.atomic.AtomicInteger running = new java.util.concurrent.atomic.AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String user = "user" + i % 7;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    Place place = enter(admission, user);
                    if (running.incrementAndGet() > 4) {
                        wrong.add(user);
                    }
                    Thread.yield();
                    running.decrementAndGet();
                    admission.leave(place);
                } catch (InterruptedException | RuntimeException e) {
                    wrong.add(e.toString());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(admission.waiting()).isZero();
    }
}

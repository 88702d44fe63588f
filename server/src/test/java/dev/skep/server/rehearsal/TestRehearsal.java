package dev.skep.server.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TestRehearsal {
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void everyQueryIsAnswered() throws Exception {
        try (RehearsalStage stage = new RehearsalStage(() -> false)) {
            for (String sql : RehearsalQueries.ofRound(0)) {
                assertThat(stage.play(sql)).as(sql).isPositive();
            }
        }
    }

    @Test
    void runsToItsEndWhenNobodyComes() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.start(LONG)) {
            assertThat(rehearsal.awaitOver(LONG)).isTrue();
            assertThat(rehearsal.played()).isEqualTo(Rehearsal.ROUNDS * RehearsalQueries.ofRound(0).size());
        }
    }

    @Test
    void changesAreRefusedAsThereIsNoStore() throws Exception {
        try (RehearsalStage stage = new RehearsalStage(() -> false)) {
            assertThatThrownBy(() -> stage.play("CREATE TABLE t (a int)"))
                    .hasMessageContaining("the rehearsal has only tables to read");
            assertThatThrownBy(() -> stage.play("SELECT * FROM elsewhere")).hasMessageContaining("elsewhere");
        }
    }

    @Test
    void endsBeforeItsFirstQueryWhenStoppedAtOnce() throws Exception {
        Rehearsal rehearsal = Rehearsal.start(LONG);
        rehearsal.stop();
        assertThat(rehearsal.awaitOver(LONG)).isTrue();
        assertThat(rehearsal.played()).isZero();
    }

    @Test
    void aQueryThatRunsIsCancelled() throws Exception {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (RehearsalStage stage = new RehearsalStage(() -> false)) {
            CountDownLatch begun = new CountDownLatch(1);
            Thread player = Thread.ofVirtual().start(() -> {
                try {
                    begun.countDown();
                    // More rows than anybody can wait for.
                    stage.play(
                            "SELECT count(*) FROM events a, events b, events c WHERE a.units + b.units + c.units < 4");
                } catch (Exception e) {
                    failure.set(e);
                }
            });
            begun.await();
            stage.cancel();
            player.join();
        }
        assertThat(failure.get()).isInstanceOf(IllegalStateException.class);
    }
}

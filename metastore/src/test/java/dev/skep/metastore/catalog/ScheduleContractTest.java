package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.UpkeepSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.ScheduledQueries.Due;
import dev.skep.metastore.schedule.ExecutionState;
import dev.skep.metastore.schedule.ScheduleName;
import dev.skep.metastore.schedule.ScheduleSettings;
import dev.skep.metastore.schedule.ScheduledQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries that run by the clock, which stands at midnight of the first of January 2026. */
abstract class ScheduleContractTest extends CatalogContractTest {
    private static final ScheduleName NIGHTLY = new ScheduleName("hive", "nightly");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    private final SettableClock clock = new SettableClock();

    @Override
    @BeforeEach
    void open() {
        catalog = StoredCatalog.open(freshStore(), files, AccessSettings.OPEN, clock,
                new UpkeepSettings(Duration.ofDays(3), Duration.ofDays(7), 4,
                        new ScheduleSettings(true, TIMEOUT, Duration.ofDays(30), 4, 3), null));
        session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
    }

    private ScheduledQueries queries() {
        return session.scheduledQueries();
    }

    private static ScheduledQuery query(ScheduleName name, String schedule) {
        return new ScheduledQuery(name, true, schedule, "ann", "select 1", null, null);
    }

    private Instant next() {
        return Optional.ofNullable(queries().query(NIGHTLY).next()).orElseThrow();
    }

    private Due poll() {
        return queries().poll("hive").orElseThrow();
    }

    @Test
    void followsItsCronExpression() {
        queries().create(query(NIGHTLY, "0 */10 * * * ? *"));
        assertThat(next()).isEqualTo(START.plus(Duration.ofMinutes(10)));
        assertThat(queries().poll("hive")).isEmpty();
        clock.advance(Duration.ofMinutes(11));
        assertThat(queries().poll("other")).isEmpty();
        Due due = poll();
        assertThat(due.query().text()).isEqualTo("select 1");
        assertThat(next()).isEqualTo(START.plus(Duration.ofMinutes(20)));
        assertThat(queries().poll("hive")).as("it runs").isEmpty();
        queries().report(due.execution(), ExecutionState.EXECUTING, "q1", null);
        queries().report(due.execution(), ExecutionState.FINISHED, "q1", null);
        assertFails(Reason.INVALID_OPERATION, "from FINISHED to EXECUTING",
                () -> queries().report(due.execution(), ExecutionState.EXECUTING, "q1", null));
        clock.advance(Duration.ofMinutes(10));
        assertThat(poll().execution()).isGreaterThan(due.execution());
    }

    @Test
    void refusesWhatIsNoScheduleAndKeepsNamesApart() {
        assertThatThrownBy(() -> queries().create(query(NIGHTLY, "every night")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid QUARTZ schedule expression: 'every night'");
        queries().create(query(NIGHTLY, "0 0 3 * * ? *"));
        assertFails(Reason.ALREADY_EXISTS, "Cannot create scheduled query nightly@hive: it exists",
                () -> queries().create(query(NIGHTLY, "0 0 3 * * ? *")));
        queries().create(query(new ScheduleName("hive", "Nightly"), "0 0 3 * * ? *"));
        queries().create(query(new ScheduleName("other", "nightly"), "0 0 3 * * ? *"));
        queries().drop(NIGHTLY);
        assertFails(Reason.NOT_FOUND, "Cannot find scheduled query nightly@hive: it does not exist",
                () -> queries().query(NIGHTLY));
        assertFails(Reason.NOT_FOUND, "Cannot find scheduled query", () -> queries().drop(NIGHTLY));
        assertFails(Reason.NOT_FOUND, "Cannot find execution 77",
                () -> queries().report(77, ExecutionState.EXECUTING, null, null));
    }

    @Test
    void isNeverDueAgainWhenItsDayHasPassed() {
        queries().create(query(NIGHTLY, "0 0 3 1 1 ? 2020"));
        assertThat(queries().query(NIGHTLY).next()).isNull();
        clock.advance(Duration.ofDays(400));
        assertThat(queries().poll("hive")).isEmpty();
    }

    @Test
    void runsAtOnceWhenItIsTold() {
        queries().create(query(NIGHTLY, "0 0 3 * * ? *"));
        ScheduledQuery changed = new ScheduledQuery(NIGHTLY, true, "0 0 4 * * ? *", "ann", "select 2", null, null);
        queries().alter(changed, START);
        assertThat(poll().query().text()).isEqualTo("select 2");
        queries().alter(new ScheduledQuery(NIGHTLY, false, "0 0 4 * * ? *", "ann", "select 3", null, null), null);
        clock.advance(Duration.ofDays(2));
        assertThat(queries().poll("hive")).as("disabled").isEmpty();
    }

    @Test
    void endsWhatIsNotHeardOf() {
        queries().create(query(NIGHTLY, "0 * * * * ? *"));
        clock.advance(Duration.ofMinutes(1));
        long first = poll().execution();
        clock.advance(TIMEOUT.minusSeconds(1));
        queries().report(first, ExecutionState.EXECUTING, null, null);
        clock.advance(TIMEOUT.minusSeconds(1));
        assertThat(queries().poll("hive")).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(poll().execution()).isGreaterThan(first);
        assertFails(Reason.INVALID_OPERATION, "from TIMED_OUT to FINISHED",
                () -> queries().report(first, ExecutionState.FINISHED, null, null));
    }

    @Test
    void waitsLongerAfterFailuresAndIsDisabledAfterTooMany() {
        queries().create(query(NIGHTLY, "0 * * * * ? *"));
        int[] minutesToNext = {1, 2, 3};
        for (int expected : minutesToNext) {
            clock.advance(Duration.ofMinutes(5));
            Due due = poll();
            Instant usual = next();
            queries().report(due.execution(), ExecutionState.FAILED, "q", "boom\n at somewhere");
            assertThat(next()).isEqualTo(usual.plus(Duration.ofMinutes(expected - 1)));
        }
        clock.advance(Duration.ofMinutes(5));
        queries().report(poll().execution(), ExecutionState.FAILED, "q", "x".repeat(5_000));
        assertThat(queries().query(NIGHTLY).enabled()).isFalse();
        clock.advance(Duration.ofMinutes(50));
        assertThat(queries().poll("hive")).isEmpty();
    }

    @Test
    void givesADueQueryToOneOfManyWhoPoll() throws Exception {
        queries().create(query(NIGHTLY, "0 * * * * ? *"));
        clock.advance(Duration.ofMinutes(1));
        java.util.Queue<Due> given = new java.util.concurrent.ConcurrentLinkedQueue<>();
        java.util.List<Thread> pollers = new java.util.ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pollers.add(Thread.ofVirtual().start(() -> queries().poll("hive").ifPresent(given::add)));
        }
        for (Thread poller : pollers) {
            poller.join();
        }
        assertThat(given).hasSize(1);
    }
}

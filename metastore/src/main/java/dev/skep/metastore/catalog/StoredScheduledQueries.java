package dev.skep.metastore.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.schedule.CronSchedule;
import dev.skep.metastore.schedule.ExecutionState;
import dev.skep.metastore.schedule.ScheduleName;
import dev.skep.metastore.schedule.ScheduleSettings;
import dev.skep.metastore.schedule.ScheduledExecution;
import dev.skep.metastore.schedule.ScheduledQuery;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;
import org.jspecify.annotations.Nullable;

final class StoredScheduledQueries implements ScheduledQueries {
    private final Rooms rooms;
    private final LockRights rights;
    private final ScheduleSettings settings;

    StoredScheduledQueries(Rooms rooms, LockRights rights) {
        this.rooms = rooms;
        this.rights = rights;
        this.settings = rooms.upkeep().schedules();
    }

    private void checkEnabled() {
        if (!settings.enabled()) {
            throw new CatalogException(Reason.UNSUPPORTED,
                    "Cannot answer: scheduled queries are disabled by metastore.scheduled.queries.enabled");
        }
    }

    @EnforcementPoint
    private boolean isOwn(ScheduledQuery query) {
        return rights.isOwn(query.user());
    }

    private Stored<ScheduledQuery> own(StoreTransaction tx, ScheduleName name) {
        return tx.schedules().find(name).filter(found -> isOwn(found.value()))
                .orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                        "Cannot find scheduled query %s: it does not exist".formatted(name)));
    }

    private Instant now(StoreTransaction tx) {
        return rooms.leases().now(tx).truncatedTo(ChronoUnit.SECONDS);
    }

    private static @Nullable Instant next(String schedule, Instant after) {
        return CronSchedule.parse(schedule, ZoneId.systemDefault()).after(after).orElse(null);
    }

    @Override
    public ScheduledQuery query(ScheduleName name) {
        checkEnabled();
        return rooms.store().read(tx -> own(tx, name).value());
    }

    @Override
    public void create(ScheduledQuery query) {
        checkEnabled();
        ScheduledQuery made = rights.isOwn(query.user()) ? query : query.ofUser(rights.caller());
        rooms.store().change(tx -> {
            tx.schedules().serialize();
            tx.schedules().find(query.name()).ifPresent(existing -> {
                throw isOwn(existing.value())
                        ? new CatalogException(Reason.ALREADY_EXISTS,
                                "Cannot create scheduled query %s: it exists".formatted(query.name()))
                        : new CatalogException(Reason.ACCESS_DENIED,
                                "Cannot create scheduled query %s: not allowed".formatted(query.name()));
            });
            tx.schedules().insert(made.withRunning(null).withNext(next(made.schedule(), now(tx))));
        });
    }

    @Override
    public void alter(ScheduledQuery changed, @Nullable Instant next) {
        checkEnabled();
        rooms.store().change(tx -> {
            tx.schedules().serialize();
            Stored<ScheduledQuery> before = own(tx, changed.name());
            if (!changed.user().equals(before.value().user())) {
                rights.checkManagesAll();
            }
            Instant bySchedule = next(changed.schedule(), now(tx));
            tx.schedules().update(before.id(), changed.withRunning(before.value().running())
                    .withNext(next == null ? bySchedule : next.truncatedTo(ChronoUnit.SECONDS)));
        });
    }

    @Override
    public void drop(ScheduleName name) {
        checkEnabled();
        rooms.store().change(tx -> {
            tx.schedules().serialize();
            tx.schedules().delete(own(tx, name).id());
        });
    }

    @Override
    public Optional<Due> poll(String namespace) {
        checkEnabled();
        // Most polls find nothing, and must not wait for each other.
        if (rooms.store().<Boolean>read(tx -> tx.schedules().due(namespace, now(tx)).isEmpty()
                && tx.schedules().silentSince(now(tx).minus(settings.timeout())).isEmpty())) {
            return Optional.empty();
        }
        return rooms.store().inTransaction(tx -> {
            tx.schedules().serialize();
            Instant now = now(tx);
            expire(tx, now);
            return tx.schedules().due(namespace, now).stream().filter(query -> isOwn(query.value())).findFirst()
                    .map(query -> begin(tx, query, now));
        });
    }

    private static Due begin(StoreTransaction tx, Stored<ScheduledQuery> query, Instant now) {
        long id = tx.schedules().nextExecution();
        ScheduledQuery running = query.value().withRunning(id).withNext(next(query.value().schedule(), now));
        tx.schedules().insert(ScheduledExecution.begun(id, query.id(), now));
        tx.schedules().update(query.id(), running);
        return new Due(id, running);
    }

    @Override
    public void report(long execution, ExecutionState state, @Nullable String executor, @Nullable String error) {
        checkEnabled();
        rooms.store().change(tx -> {
            tx.schedules().serialize();
            Instant now = now(tx);
            expire(tx, now);
            ScheduledExecution before = tx.schedules().execution(execution)
                    .filter(found -> tx.schedules().find(found.query()).filter(query -> isOwn(query.value()))
                            .isPresent())
                    .orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                            "Cannot find execution %d of a scheduled query: it does not exist".formatted(execution)));
            if (!before.state().mayBecome(state)) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot change execution %d of a scheduled query from %s to %s".formatted(execution,
                                before.state(), state));
            }
            report(tx, before.reported(state, executor, error, now), now);
        });
    }

    private void report(StoreTransaction tx, ScheduledExecution after, Instant now) {
        tx.schedules().update(after);
        if (after.state().isRunning()) {
            return;
        }
        tx.schedules().find(after.query()).ifPresent(query -> {
            ScheduledQuery ended = query.value().withRunning(null);
            tx.schedules().update(query.id(),
                    after.state().isFailure() ? afterFailure(tx, query.id(), ended, now) : ended);
        });
    }

    /** Returns the query as it is to go on after one more failure. */
    private ScheduledQuery afterFailure(StoreTransaction tx, long id, ScheduledQuery query, Instant now) {
        int failures = 0;
        for (ScheduledExecution execution : tx.schedules().newest(id, settings.remembered())) {
            if (!execution.state().isFailure()) {
                break;
            }
            failures++;
        }
        ScheduledQuery after = query;
        int most = settings.failuresToDisable();
        if (most > 0 && failures >= most) {
            after = after.disabled();
            tx.schedules().insert(new ScheduledExecution(tx.schedules().nextExecution(), id,
                    ExecutionState.AUTO_DISABLED, now, now, now, null,
                    "Disabled after %d failures in a row".formatted(most)));
        }
        Instant next = after.next();
        for (int i = 1; i < Math.min(settings.failuresToSkip(), failures) && next != null; i++) {
            next = next(after.schedule(), next);
        }
        return after.withNext(next == null ? after.next() : next);
    }

    /** Ends what nothing was heard of for too long, and forgets what is old. Whoever comes next does this, through any server. */
    private void expire(StoreTransaction tx, Instant now) {
        Duration timeout = settings.timeout();
        for (ScheduledExecution silent : tx.schedules().silentSince(now.minus(timeout))) {
            report(tx, silent.reported(ExecutionState.TIMED_OUT, null,
                    "Query stuck in: %s state for >%d seconds. Execution timed out.".formatted(silent.state(),
                            timeout.toSeconds()),
                    now), now);
        }
        tx.schedules().deleteExecutionsBefore(now.minus(settings.maxAge()));
    }
}

package dev.skep.query.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.skep.metastore.access.Caller;
import dev.skep.metastore.catalog.MetastoreCatalog;
import dev.skep.metastore.model.Database;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.command.CommandContext.Services;
import dev.skep.query.command.NameLocks;
import dev.skep.query.execution.PlanExecutor;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.lifecycle.QueryListener.QuerySummary;
import dev.skep.query.translate.QueryPlanner;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.scan.FileFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SQL service: a thread leads each statement. It is a thread of the system, as planning computes for long and would keep connections, which are virtual threads, from
 * theirs. Catalog, files and executor stay the caller's, to be closed after this.
 */
public final class SkepQueryEngine implements QueryEngine {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);
    private static final int RANDOM_IDS = 36 * 36 * 36 * 36 * 36;
    /** Statements that were cancelled have so long to leave the catalog and the files before these are closed. */
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final MetastoreCatalog catalog;
    private final Services services;
    private final QuerySettings settings;
    private final QueryListener listener;
    private final Admission admission;
    private final PlanCache plans;
    private final AtomicLong numbers = new AtomicLong();
    private final Set<EngineSession> sessions = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("skep-statement-", 1).factory());
    /** Tells ids of this process from those of others. */
    private final String process = "%5s".formatted(
            Integer.toString(ThreadLocalRandom.current().nextInt(RANDOM_IDS), 36)).replace(' ', '0');
    /** Threads that lead statements. */
    private final AtomicLong leading = new AtomicLong();
    private volatile boolean closed;

    /** @param formats by the names that {@link FileFormat#name} gives */
    public SkepQueryEngine(MetastoreCatalog catalog, FileSystem files, Map<String, FileFormat> formats,
            QueryPlanner planner, PlanExecutor executor, FunctionCatalog functions, QuerySettings settings,
            QueryListener listener) {
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.services = new Services(files, formats, planner, executor, functions, new NameLocks());
        this.settings = requireNonNull(settings, "settings is null");
        this.listener = requireNonNull(listener, "listener is null");
        this.admission = new Admission(settings.admission(), executor::hasRoom);
        this.plans = new PlanCache(settings.planCacheBytes());
    }

    MetastoreCatalog catalog() {
        return catalog;
    }

    Services services() {
        return services;
    }

    Admission admission() {
        return admission;
    }

    PlanCache plans() {
        return plans;
    }

    @Override
    public SqlSession openSession(Caller caller, String database, Map<String, String> properties) {
        checkOpen();
        SessionSettings own = new SessionSettings(settings);
        properties.forEach(own::set);
        EngineSession session = new EngineSession(this, caller, own, database);
        // That it exists is no secret, and every client begins there, whether it may see what is in it or not.
        if (!database.equals(Database.DEFAULT)) {
            session.use(database);
        }
        sessions.add(session);
        return session;
    }

    private void checkOpen() {
        if (closed) {
            throw new QueryException(Reason.CANCELLED, "Cannot run the statement: the server is stopping");
        }
    }

    /** Runs work at a door's call, outside any query; whatever fails is told as a QueryException. */
    <T> T translating(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | StackOverflowError e) {
            throw Failures.of(e, "(none)");
        }
    }

    EngineQuery begin(EngineSession session, String sql, List<@Nullable Object> parameters) {
        checkOpen();
        String id = "%s_%05d_%s".formatted(STAMP.format(LocalDateTime.now(ZoneOffset.UTC)),
                numbers.incrementAndGet() % 100_000, process);
        EngineQuery query = new EngineQuery(id, sql, session.identity().user(), session.database(),
                new EngineQuery.Owner() {
                    @Override
                    public void cancelled(EngineQuery cancelled) {
                        admission.wake();
                    }

                    @Override
                    public void ended(QuerySummary summary, Admission.@Nullable Place place,
                            @Nullable CachedPlan plan) {
                        if (plan != null && summary.state() == QueryState.FINISHED) {
                            plan.ran(summary.progress());
                        }
                        if (place != null) {
                            admission.leave(place);
                        }
                        session.ended(summary.id());
                        listener.finished(summary);
                    }
                });
        session.began(query);
        try {
            threads.execute(new StatementRunner(this, session, query, parameters));
        } catch (RejectedExecutionException e) {
            query.cancel();
        }
        return query;
    }

    /** One thread more, or less, leads a statement. */
    void working(int change) {
        leading.addAndGet(change);
    }

    void closed(EngineSession session) {
        sessions.remove(session);
    }

    @Override
    public List<QueryStatus> statements() {
        return sessions.stream().flatMap(session -> session.running().stream()).map(EngineQuery::status).toList();
    }

    @Override
    public EngineFigures figures() {
        long queued = 0;
        long running = 0;
        for (EngineSession session : sessions) {
            for (EngineQuery query : session.running()) {
                if (query.state() == QueryState.QUEUED) {
                    queued++;
                } else {
                    running++;
                }
            }
        }
        PlanCache.Figures cache = plans.figures();
        return new EngineFigures(running, queued, admission.taken(), leading.get(), services.executor().figures(),
                cache.hits(), cache.misses(), cache.stale(), cache.plans(),
                cache.bytes());
    }

    @Override
    public void close() {
        closed = true;
        sessions.forEach(EngineSession::close);
        threads.shutdown();
        try {
            boolean _ = threads.awaitTermination(LEAVE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

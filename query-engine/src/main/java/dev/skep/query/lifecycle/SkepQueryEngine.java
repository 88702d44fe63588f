package dev.skep.query.lifecycle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.MetastoreCatalog;
import dev.skep.query.execution.PlanExecutor;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.scan.FileFormat;
import org.jspecify.annotations.Nullable;

/** The SQL service: sessions and their queries over one catalog and one executor. It closes neither of them. */
public final class SkepQueryEngine implements QueryEngine {
    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final MetastoreCatalog catalog;
    private final FileSystem files;
    private final PlanExecutor executor;
    private final FunctionCatalog functions;
    private final QuerySettings settings;
    private final CatalogStatistics statistics;
    private final Semaphore admission;
    private final AtomicLong numbers = new AtomicLong();
    private final Set<EngineSession> sessions = ConcurrentHashMap.newKeySet();
    private final Deque<QueryRecord> history = new ArrayDeque<>();

    /** What is remembered of a query that is over. */
    public record QueryRecord(String id, String sql, String user, QueryState state, @Nullable String failure, Instant ended) {}

    /** @param formats file formats by name, for the row counts that their files tell */
    public SkepQueryEngine(MetastoreCatalog catalog, FileSystem files, Map<String, FileFormat> formats, PlanExecutor executor,
            FunctionCatalog functions, QuerySettings settings) {
        this.catalog = catalog;
        this.files = files;
        this.executor = executor;
        this.functions = functions;
        this.settings = settings;
        statistics = new CatalogStatistics(files, Map.copyOf(formats));
        admission = new Semaphore(settings.maxRunning(), true);
    }

    @Override
    public SqlSession openSession(Identity identity, String database, Map<String, String> properties) {
        EngineSession session = new EngineSession(this, identity, database, properties);
        sessions.add(session);
        return session;
    }

    /** Returns the queries that ended last, newest first. */
    public List<QueryRecord> history() {
        synchronized (history) {
            return List.copyOf(history);
        }
    }

    StatementQuery newQuery(EngineSession session, String sql, List<@Nullable Object> parameters) {
        String id = "%s_%05d".formatted(ID_TIME.format(Instant.now()), numbers.incrementAndGet());
        return new StatementQuery(id, sql, parameters, session, this);
    }

    void ended(StatementQuery query) {
        synchronized (history) {
            String failure = query.failure() == null ? null : query.failure().getMessage();
            history.addFirst(new QueryRecord(query.id(), query.sql(), query.user(), query.state(), failure, Instant.now()));
            while (history.size() > settings.history()) {
                history.removeLast();
            }
        }
    }

    void closed(EngineSession session) {
        sessions.remove(session);
    }

    void admit() throws InterruptedException {
        admission.acquire();
    }

    void release() {
        admission.release();
    }

    MetastoreCatalog catalog() {
        return catalog;
    }

    FileSystem files() {
        return files;
    }

    PlanExecutor executor() {
        return executor;
    }

    FunctionCatalog functions() {
        return functions;
    }

    QuerySettings settings() {
        return settings;
    }

    CatalogStatistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        sessions.forEach(EngineSession::close);
    }
}

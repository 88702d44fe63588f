package dev.skep.server.hiveserver2;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.skep.metastore.access.Identity;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.lifecycle.Query;
import dev.skep.query.execution.PlanExecutor;
import dev.skep.query.lifecycle.EngineFigures;
import dev.skep.query.lifecycle.QueryEngine;
import dev.skep.query.lifecycle.QueryStatus;
import dev.skep.query.lifecycle.SqlSession;
import dev.skep.query.result.ResultColumn;
import org.jspecify.annotations.Nullable;
import dev.skep.metastore.access.Caller;

/** An engine that knows the statements it was told. Sessions know {@code use} and {@code set} of the property {@code query.threads}. */
public final class FakeEngine implements QueryEngine {
    private final Map<String, Supplier<FakeQuery>> statements = new ConcurrentHashMap<>();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final List<FakeQuery> queries = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> atNextClose = new AtomicReference<>();

    /** From now on {@code sql} makes such a query. */
    public FakeEngine on(String sql, Supplier<FakeQuery> query) {
        statements.put(sql, query);
        return this;
    }

    /** The queries that were submitted, in order. */
    public List<FakeQuery> queries() {
        return queries;
    }

    public List<Session> sessions() {
        return sessions;
    }

    /** Does this once, when a session is closed. */
    public void atNextClose(Runnable action) {
        atNextClose.set(action);
    }

    @Override
    public SqlSession openSession(Caller caller, String database, Map<String, String> properties) {
        if (database.equals("missing")) {
            throw new QueryException(Reason.NOT_FOUND, "Cannot use database missing: it does not exist");
        }
        Session session = new Session(caller.identity(), database);
        sessions.add(session);
        return session;
    }

    @Override
    public List<QueryStatus> statements() {
        return List.of();
    }

    @Override
    public EngineFigures figures() {
        return new EngineFigures(0, 0, 0, 0, new PlanExecutor.Figures(0, 0, 0, 0), 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
    }

    /** A session of the fake engine. */
    public final class Session implements SqlSession {
        private final Identity identity;
        private final Map<String, String> properties = new ConcurrentHashMap<>(Map.of("query.threads", "2"));
        private volatile String database;
        private volatile boolean closed;

        private Session(Identity identity, String database) {
            this.identity = identity;
            this.database = database;
        }

        @Override
        public Identity identity() {
            return identity;
        }

        @Override
        public String database() {
            return database;
        }

        @Override
        public void use(String name) {
            database = name;
        }

        @Override
        public Map<String, String> properties() {
            return Map.copyOf(properties);
        }

        @Override
        public void set(String property, String value) {
            if (!properties.containsKey(property)) {
                throw new QueryException(Reason.ANALYSIS,
                        "Invalid setting: '%s' (did you mean 'query.threads'?)".formatted(property));
            }
            properties.put(property, value);
        }

        @Override
        public Query submit(String sql, List<@Nullable Object> parameters) {
            String id = "q" + ids.incrementAndGet();
            FakeQuery query = command(sql);
            query.name(id, sql);
            queries.add(query);
            return query;
        }

        private FakeQuery command(String sql) {
            String lower = sql.trim().toLowerCase(Locale.ROOT);
            if (lower.startsWith("use ")) {
                use(lower.substring(4).replace("`", ""));
                return FakeQuery.statement(-1);
            }
            Supplier<FakeQuery> known = statements.get(sql);
            return known == null
                    ? FakeQuery.failing(new QueryException(Reason.SYNTAX,
                            "unexpected '%s'".formatted(sql.split("\\s")[0]), 1, 1, null))
                    : known.get();
        }

        @Override
        public List<ResultColumn> describe(String sql) {
            return command(sql).columns();
        }

        @Override
        public int parameterCount(String sql) {
            return 0;
        }

        public boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
            Runnable action = atNextClose.getAndSet(null);
            if (action != null) {
                action.run();
            }
        }
    }
}

package dev.skep.server.hiveserver2;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.skep.metastore.access.Caller;
import dev.skep.metastore.catalog.MetastoreCatalog;
import dev.skep.query.lifecycle.QueryEngine;
import dev.skep.query.lifecycle.SqlSession;
import dev.skep.server.auth.DelegationTokens;
import dev.skep.server.auth.Impersonation;
import dev.skep.server.hiveserver2.rows.RowForm;
import dev.skep.thrift.hs2.TOperationHandle;
import dev.skep.thrift.hs2.TSessionHandle;
import dev.skep.thrift.transport.SignedIn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import dev.skep.metastore.access.FileReader;
import java.net.InetSocketAddress;

/** The open sessions and operations of all connections, and their ends. */
public final class HiveServer2 implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HiveServer2.class);

    private static final long BROKEN_MILLIS = 250;

    private final QueryEngine engine;
    private final MetastoreCatalog catalog;
    private final HiveServer2Settings settings;
    private final Impersonation impersonation;
    private final @Nullable DelegationTokens tokens;
    private final Map<HandleId, CliSession> sessions = new ConcurrentHashMap<>();
    private final Map<HandleId, OpenOperation> operations = new ConcurrentHashMap<>();
    private final Set<HiveServer2Endpoints> connections = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("hiveserver2-clock").daemon().factory());

    /** An operation with the session it belongs to and its last use. */
    record OpenOperation(CliSession session, CliOperation operation, long[] lastUsedNanos, int[] logPosition) {
        void touch() {
            lastUsedNanos[0] = System.nanoTime();
            session.touch();
        }
    }

    /** Where nobody may act for another. */
    public HiveServer2(QueryEngine engine, MetastoreCatalog catalog, HiveServer2Settings settings) {
        this(engine, catalog, settings, Impersonation.none(), null);
    }

    /** @param tokens null without sign-in */
    public HiveServer2(QueryEngine engine, MetastoreCatalog catalog, HiveServer2Settings settings,
            Impersonation impersonation, @Nullable DelegationTokens tokens) {
        this.tokens = tokens;
        this.impersonation = requireNonNull(impersonation, "impersonation is null");
        this.engine = requireNonNull(engine, "engine is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.settings = requireNonNull(settings, "settings is null");
        long period = Math.max(1, shortest(settings.sessionIdleTimeout(), settings.operationIdleTimeout()) / 10);
        ScheduledFuture<?> _ = clock.scheduleWithFixedDelay(this::closeBroken, BROKEN_MILLIS, BROKEN_MILLIS,
                TimeUnit.MILLISECONDS);
        ScheduledFuture<?> _ = clock.scheduleWithFixedDelay(this::closeIdle, period, period, TimeUnit.MILLISECONDS);
    }

    private static long shortest(Duration one, Duration other) {
        long a = one.isZero() ? Long.MAX_VALUE : one.toMillis();
        long b = other.isZero() ? Long.MAX_VALUE : other.toMillis();
        return Math.min(Math.min(a, b), Duration.ofMinutes(10).toMillis());
    }

    /**
     * Returns the calls of one connection; close it when the connection ends.
     *
     * @param signedIn tells who has signed in, empty without sign-in; over HTTP another one from call to call
     * @param client where the connection comes from
     * @param isOverHttp whether calls of one session may come by several connections
     * @param isOpen whether the client is still there; asked by other threads, again and again
     */
    public HiveServer2Endpoints connection(Supplier<Optional<SignedIn>> signedIn, InetSocketAddress client,
            boolean isOverHttp, BooleanSupplier isOpen) {
        HiveServer2Endpoints endpoints = new HiveServer2Endpoints(this, signedIn, client, isOverHttp, isOpen);
        connections.add(endpoints);
        return endpoints;
    }

    void forget(HiveServer2Endpoints endpoints) {
        connections.remove(endpoints);
    }

    /** A call that waits keeps its connection's thread from seeing that the client is gone. */
    private void closeBroken() {
        try {
            connections.forEach(HiveServer2Endpoints::closeIfBroken);
        } catch (RuntimeException e) {
            // The boundary of a background task: without this the clock would stop for good.
            LOG.warn("Cannot close the sessions of a client that is gone", e);
        }
    }

    DelegationTokens tokens() {
        if (tokens == null) {
            throw new RefusedException("0A000",
                    "Cannot answer for delegation tokens: this server has no sign-in (setting auth.type)");
        }
        return tokens;
    }

    Impersonation impersonation() {
        return impersonation;
    }

    HiveServer2Settings settings() {
        return settings;
    }

    /** How many sessions are open. */
    public int sessionCount() {
        return sessions.size();
    }

    /** How many statements and metadata results are open. */
    public int operationCount() {
        return operations.size();
    }

    CliSession openSession(SignedIn opener, SignedIn acting, Caller caller, SessionConfiguration configuration,
            RowForm form) {
        SqlSession sql = engine.openSession(caller, configuration.database(), Map.of());
        try {
            configuration.apply(sql);
        } catch (RuntimeException e) {
            sql.close();
            throw e;
        }
        CliSession session = new CliSession(opener, acting, sql,
                () -> catalog.sessionFor(caller, FileReader.ENGINE), form);
        sessions.put(session.id(), session);
        return session;
    }

    CliSession session(TSessionHandle handle) {
        CliSession session = sessions.get(HandleId.of(handle.getSessionId()));
        if (session == null) {
            throw new UnknownHandleException("Invalid session handle: the session is closed or never was");
        }
        session.touch();
        return session;
    }

    OpenOperation operation(TOperationHandle handle) {
        OpenOperation open = operations.get(HandleId.of(handle.getOperationId()));
        if (open == null) {
            throw new UnknownHandleException("Invalid operation handle: the statement is closed or never was");
        }
        open.touch();
        return open;
    }

    void add(CliSession session, CliOperation operation) {
        operations.put(operation.id(),
                new OpenOperation(session, operation, new long[]{System.nanoTime()}, new int[1]));
        session.operations().put(operation.id(), operation);
        if (!sessions.containsKey(session.id())) {
            // The session was closed in between: nobody else would close the operation.
            close(session, operation);
        }
    }

    void timeOutAfter(StatementOperation operation, long seconds) {
        // An operation that is over by then is left alone.
        ScheduledFuture<?> _ = clock.schedule(operation::timeOut, seconds, TimeUnit.SECONDS);
    }

    void close(CliSession session, CliOperation operation) {
        operations.remove(operation.id());
        session.operations().remove(operation.id());
        operation.close();
    }

    void close(CliSession session) {
        if (sessions.remove(session.id()) != null) {
            session.operations().values().forEach(operation -> close(session, operation));
            session.sql().close();
        }
    }

    private void closeIdle() {
        try {
            for (OpenOperation open : operations.values()) {
                if (isOver(settings.operationIdleTimeout(), System.nanoTime() - open.lastUsedNanos[0])
                        && !open.operation.isRunning()) {
                    LOG.info("Statement {} is closed after {} without use", open.operation.queryId(),
                            settings.operationIdleTimeout());
                    close(open.session, open.operation);
                }
            }
            for (CliSession session : sessions.values()) {
                if (isOver(settings.sessionIdleTimeout(), session.idleNanos())) {
                    LOG.info("Session {} of {} is closed after {} without use", session.id(), session.user(),
                            settings.sessionIdleTimeout());
                    close(session);
                }
            }
        } catch (RuntimeException e) {
            // The boundary of a background task: without this the clock would stop for good.
            LOG.warn("Cannot close idle sessions", e);
        }
    }

    private static boolean isOver(Duration timeout, long idleNanos) {
        return !timeout.isZero() && idleNanos > timeout.toNanos();
    }

    /** Ends all sessions. */
    @Override
    public void close() {
        clock.shutdownNow();
        sessions.values().forEach(this::close);
    }
}

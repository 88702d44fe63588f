package dev.skep.server;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Caller;
import dev.skep.query.lifecycle.EngineFigures;
import dev.skep.query.lifecycle.QueryEngine;
import dev.skep.query.lifecycle.QueryStatus;
import dev.skep.query.lifecycle.SqlSession;
import dev.skep.server.rehearsal.Rehearsal;
import org.jspecify.annotations.Nullable;

/** An engine whose first session ends the rehearsal, which would be in the way of its queries. The engine stays the caller's, to be closed after this. */
final class RehearsedEngine implements QueryEngine {
    private final QueryEngine engine;
    private @Nullable Rehearsal rehearsal;
    private volatile boolean isUsed;

    RehearsedEngine(QueryEngine engine) {
        this.engine = engine;
    }

    /** Begins a rehearsal, unless there was one or a client came first. */
    synchronized void rehearse() {
        if (!isUsed && rehearsal == null) {
            rehearsal = Rehearsal.start();
        }
    }

    /** The rehearsal, null if none has begun. */
    synchronized @Nullable Rehearsal rehearsal() {
        return rehearsal;
    }

    private void stop() {
        if (!isUsed) {
            isUsed = true;
            Rehearsal running = rehearsal();
            if (running != null) {
                running.stop();
            }
        }
    }

    @Override
    public SqlSession openSession(Caller caller, String database, Map<String, String> properties) {
        stop();
        return engine.openSession(caller, database, properties);
    }

    @Override
    public List<QueryStatus> statements() {
        return engine.statements();
    }

    @Override
    public EngineFigures figures() {
        return engine.figures();
    }

    @Override
    public void close() {
        stop();
        Rehearsal running = rehearsal();
        if (running != null) {
            try {
                running.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.skep.query.lifecycle;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Caller;

/** The SQL service as a door sees it. */
public interface QueryEngine extends AutoCloseable {

    /**
     * Opens a session.
     *
     * @param database the current database at first
     * @param properties settings for this session; an unknown one fails with a QueryException that names the nearest known
     */
    SqlSession openSession(Caller caller, String database, Map<String, String> properties);

    /** Returns the statements that are not over, in no order; of all users. */
    List<QueryStatus> statements();

    /** Returns what the engine did since its start. */
    EngineFigures figures();

    /** Cancels all queries and frees what the engine holds. */
    @Override
    void close();
}

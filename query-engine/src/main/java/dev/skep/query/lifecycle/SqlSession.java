package dev.skep.query.lifecycle;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Identity;
import dev.skep.query.result.ResultColumn;
import org.jspecify.annotations.Nullable;

/** What lasts from statement to statement: the current database, settings, prepared statements. May be used by several threads. */
public interface SqlSession extends AutoCloseable {

    Identity identity();

    String database();

    /** Makes {@code database} the current one; it must exist. */
    void use(String database);

    /** The session's settings with their present values. */
    Map<String, String> properties();

    void set(String property, String value);

    /**
     * Begins to run one statement and returns at once; a failure, even of the syntax, is told by the query.
     *
     * @param parameters values for the {@code ?} of the text, as objects of the classes named in {@link dev.skep.storage.vector.Values}
     */
    Query submit(String sql, List<@Nullable Object> parameters);

    /** Analyzes a statement without running it: the columns of its result, empty for a statement without one. Fails with a QueryException. */
    List<ResultColumn> describe(String sql);

    /** How many {@code ?} a statement has. */
    int parameterCount(String sql);

    /** Cancels the queries of this session that still run. */
    @Override
    void close();
}

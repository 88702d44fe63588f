package dev.skep.server.observe;

import dev.skep.query.QueryException;
import dev.skep.query.lifecycle.QueryListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each statement; a defect of Skep is an error with its cause. */
public final class QueryLog implements QueryListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.skep.query");
    private static final int MAX_TEXT = 300;

    @Override
    public void finished(QuerySummary summary) {
        QueryException failure = summary.failure();
        if (failure != null && failure.reason() == QueryException.Reason.INTERNAL) {
            LOG.error("query={} user={} database={} state={} ms={} sql={}", summary.id(), summary.user(),
                    summary.database(), summary.state(),
                    summary.progress().elapsed().toMillis(), line(summary.sql()), failure);
        } else {
            LOG.info(
                    "query={} user={} database={} state={} ms={} cpu={} rows={} written={} read={} bytes={} failure={} sql={}",
                    summary.id(),
                    summary.user(), summary.database(), summary.state(), summary.progress().elapsed().toMillis(),
                    summary.progress().cpu().toMillis(),
                    summary.rows(), summary.updateCount(), summary.progress().rowsRead(),
                    summary.progress().bytesRead(),
                    failure == null ? "-" : failure.reason(), line(summary.sql()));
        }
    }

    private static String line(String sql) {
        String line = sql.replaceAll("\\s+", " ").strip();
        return line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) + "..." : line;
    }
}

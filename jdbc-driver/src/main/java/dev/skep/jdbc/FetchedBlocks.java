package dev.skep.jdbc;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.skep.jdbc.wire.ColumnBlock;
import dev.skep.jdbc.wire.HiveServer2Client;
import dev.skep.thrift.hs2.TOperationHandle;
import org.jspecify.annotations.Nullable;

/** The rows of an operation, fetched block by block; while one block is read the next is on its way. */
final class FetchedBlocks implements BlockSource {
    private static final ExecutorService AHEAD = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS,
            new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "skep-jdbc-fetch");
                thread.setDaemon(true);
                return thread;
            });

    private final HiveServer2Client client;
    private final TOperationHandle operation;
    private final int fetchSize;
    private final long maxRows;
    private long requested;
    private @Nullable Future<ColumnBlock> ahead;
    private boolean exhausted;

    /** Fetches {@code fetchSize} rows at a time, and in all not more than {@code maxRows} unless that is 0. */
    FetchedBlocks(HiveServer2Client client, TOperationHandle operation, int fetchSize, long maxRows) {
        this.client = client;
        this.operation = operation;
        this.fetchSize = fetchSize;
        this.maxRows = maxRows;
    }

    @Override
    public @Nullable ColumnBlock next() throws SQLException {
        if (exhausted) {
            return null;
        }
        ColumnBlock block = ahead == null ? client.fetch(operation, wanted()) : await(ahead);
        ahead = null;
        requested += block.rowCount();
        exhausted = !block.mayHaveMoreRows() || wanted() == 0;
        if (!exhausted) {
            long wanted = wanted();
            ahead = AHEAD.submit(() -> client.fetch(operation, wanted));
        }
        return block.rowCount() == 0 ? null : block;
    }

    private long wanted() {
        return maxRows == 0 ? fetchSize : Math.min(fetchSize, maxRows - requested);
    }

    private static ColumnBlock await(Future<ColumnBlock> block) throws SQLException {
        try {
            return block.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException) {
                SQLException cause = (SQLException) e.getCause();
                throw cause;
            }
            throw new SQLException("Cannot fetch rows: " + e.getCause(), "HY000", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Cannot fetch rows: interrupted", "57014", e);
        }
    }

    /** A fetch under way would hold the connection until there are rows: the operation is cancelled to end it. */
    @Override
    public void close() throws SQLException {
        exhausted = true;
        if (ahead != null && !ahead.isDone()) {
            client.cancel(operation);
        }
        ahead = null;
    }
}

package dev.skep.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.skep.jdbc.wire.ColumnBlock;
import dev.skep.jdbc.wire.DecodeBuffers;
import dev.skep.jdbc.wire.FetchBuffers;
import dev.skep.jdbc.wire.FetchedRows;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an operation, fetched part by part. While one part is read the next ones are fetched, as many as there is room for in bytes; the first
 * one is fetched by the reader itself. A failure comes after the rows that were fetched before it. For one reading thread at a time.
 */
final class FetchedBlocks implements BlockSource {
    private static final Executor THREADS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS,
            new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "skep-jdbc-fetch");
                thread.setDaemon(true);
                return thread;
            });
    /** Rows of the first fetch where the server knows no limit in bytes. */
    private static final int FIRST_ROWS = 1000;
    private static final int MOST_ROWS = 100_000;

    /** Where the rows come from. */
    interface Fetcher {
        /** Returns the next rows, at most so many. */
        FetchedRows fetch(long rows, FetchBuffers buffers) throws SQLException;

        /** Ends a fetch of another thread that waits for rows. */
        void cancel() throws SQLException;
    }

    /** How much is fetched. */
    static final class Sizes {
        private final int fetchRows;
        private final long maxRows;
        private final int fetchBytes;
        private final long aheadBytes;

        /**
         * @param fetchRows rows of a fetch at most, 0 for any number
         * @param maxRows rows in all at most, 0 for any number
         * @param fetchBytes bytes that a fetch should have at most; 0 where the server sees to that itself
         * @param aheadBytes bytes that may lie unread; 0 for no fetching ahead
         */
        Sizes(int fetchRows, long maxRows, int fetchBytes, long aheadBytes) {
            this.fetchRows = fetchRows;
            this.maxRows = maxRows;
            this.fetchBytes = fetchBytes;
            this.aheadBytes = aheadBytes;
        }
    }

    private final Fetcher fetcher;
    private final Executor threads;
    private final Sizes sizes;
    private final FetchBuffers fetchBuffers = new FetchBuffers();
    private final DecodeBuffers decodeBuffers;
    /** What is read now, and what was before it: its last block may still be in use. */
    private @Nullable FetchedRows current;
    private @Nullable FetchedRows before;

    private final ArrayDeque<FetchedRows> ahead = new ArrayDeque<>();
    private long bytesAhead;
    private long lastBytes;
    private long lastRows;
    private long received;
    private boolean exhausted;
    private boolean fetching;
    private boolean closed;
    private @Nullable SQLException failure;

    /** @param threads runs the fetching ahead, which takes a thread only while there is room */
    FetchedBlocks(Fetcher fetcher, Executor threads, int columns, Sizes sizes) {
        this.fetcher = requireNonNull(fetcher, "fetcher is null");
        this.threads = requireNonNull(threads, "threads is null");
        this.sizes = requireNonNull(sizes, "sizes is null");
        this.decodeBuffers = new DecodeBuffers(columns);
    }

    /** The driver's threads for fetching ahead. */
    static Executor threads() {
        return THREADS;
    }

    @Override
    public @Nullable ColumnBlock next() throws SQLException {
        while (true) {
            FetchedRows rows = current;
            ColumnBlock block = rows == null ? null : rows.next(decodeBuffers);
            if (block != null) {
                return block;
            }
            if (before != null) {
                before.release(fetchBuffers);
            }
            before = current;
            current = take();
            if (current == null) {
                return null;
            }
        }
    }

    private @Nullable FetchedRows take() throws SQLException {
        FetchedRows taken = awaitFetched();
        if (taken == null) {
            return null;
        }
        fetchAhead();
        return taken.rowCount() == 0 ? null : taken;
    }

    /** Returns what was fetched ahead, waits for what is on its way, or else fetches; null at the end. */
    private @Nullable FetchedRows awaitFetched() throws SQLException {
        synchronized (this) {
            while (ahead.isEmpty() && fetching && !closed) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new SQLException("Cannot fetch rows: interrupted", "57014", e);
                }
            }
            FetchedRows fetched = ahead.poll();
            if (fetched != null) {
                bytesAhead -= fetched.bytes();
                return fetched;
            }
            if (failure != null) {
                throw failure;
            }
            if (exhausted || closed) {
                return null;
            }
        }
        FetchedRows fetched = fetcher.fetch(wanted(), fetchBuffers);
        synchronized (this) {
            count(fetched);
        }
        return fetched;
    }

    private synchronized long wanted() {
        long rows = sizes.fetchRows > 0 ? sizes.fetchRows : Long.MAX_VALUE;
        if (sizes.fetchBytes > 0 && sizes.fetchRows == 0) {
            rows = lastRows == 0
                    ? FIRST_ROWS
                    : Math.max(1, Math.min(MOST_ROWS, (long) sizes.fetchBytes * lastRows / Math.max(1, lastBytes)));
        }
        return sizes.maxRows == 0 ? rows : Math.min(rows, sizes.maxRows - received);
    }

    private void count(FetchedRows fetched) {
        received += fetched.rowCount();
        lastBytes = fetched.bytes();
        lastRows = fetched.rowCount();
        exhausted = !fetched.mayHaveMoreRows() || sizes.maxRows > 0 && received >= sizes.maxRows;
    }

    private boolean hasRoom() {
        return !exhausted && !closed && failure == null && bytesAhead + lastBytes <= sizes.aheadBytes;
    }

    private void fetchAhead() {
        synchronized (this) {
            if (fetching || !hasRoom()) {
                return;
            }
            fetching = true;
        }
        threads.execute(this::fillRoom);
    }

    private void fillRoom() {
        boolean more = true;
        while (more) {
            FetchedRows fetched = null;
            SQLException failed = null;
            try {
                fetched = fetcher.fetch(wanted(), fetchBuffers);
            } catch (SQLException e) {
                failed = e;
            } catch (RuntimeException | Error e) {
                // The boundary of a background task: the reader gets to know.
                failed = new SQLException("Cannot fetch rows: " + e, "HY000", e);
            }
            synchronized (this) {
                if (fetched != null) {
                    count(fetched);
                    if (!closed) {
                        ahead.add(fetched);
                        bytesAhead += fetched.bytes();
                    }
                }
                failure = failed;
                more = hasRoom();
                fetching = more;
                notifyAll();
            }
        }
    }

    /** A fetch under way would hold the connection until there are rows: the operation is cancelled to end it. */
    @Override
    public void close() throws SQLException {
        boolean underWay;
        synchronized (this) {
            closed = true;
            exhausted = true;
            underWay = fetching;
            ahead.clear();
            notifyAll();
        }
        current = null;
        before = null;
        if (underWay) {
            fetcher.cancel();
        }
    }
}

package dev.skep.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.skep.jdbc.wire.ColumnBlock;
import dev.skep.jdbc.wire.ColumnData;
import dev.skep.jdbc.wire.ColumnInfo;
import dev.skep.jdbc.wire.DecodeBuffers;
import dev.skep.jdbc.wire.FetchedRows;
import dev.skep.jdbc.wire.HiveServer2Client;
import dev.skep.jdbc.wire.OperationStatus;
import dev.skep.jdbc.wire.SqlErrors;
import dev.skep.thrift.hs2.TOperationHandle;
import dev.skep.thrift.hs2.TProgressUpdateResp;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL. For one thread at a time, except {@link #cancel} and {@link #progress}, which any thread may call while a statement runs. Get at
 * the methods beyond JDBC by {@code statement.unwrap(SkepStatement.class)}.
 */
public class SkepStatement implements Statement {
    private static final int LOG_LINES = 1000;

    private final SkepConnection connection;
    private final HiveServer2Client client;
    private int fetchSize;
    private long maxRows;
    private int maxFieldSize;
    private int timeoutSeconds;
    private boolean closeOnCompletion;
    private boolean closed;
    private final List<String> batch = new ArrayList<>();
    private volatile @Nullable TOperationHandle operation;
    /** A statement was sent and the server has not said yet how it is called. */
    private volatile boolean isStarting;
    /** It is to be cancelled as soon as it has a name. */
    private volatile boolean isUnwanted;
    private volatile QueryProgress progress = QueryProgress.NONE;
    private @Nullable SkepResultSet result;
    private long updateCount = -1;

    SkepStatement(SkepConnection connection, int fetchSize) {
        this.connection = requireNonNull(connection, "connection is null");
        this.client = connection.client();
        this.fetchSize = fetchSize;
    }

    /** How far the present or last statement is, as the server last said. Brought up to date while execute waits, and after the last row. */
    public final QueryProgress progress() {
        return progress;
    }

    /** Returns the lines that the server has logged about the present statement since the last call. */
    public final List<String> newLogLines() throws SQLException {
        List<String> lines = new ArrayList<>();
        TOperationHandle running = operation;
        if (running != null) {
            FetchedRows rows = client.fetchLog(running, LOG_LINES);
            DecodeBuffers buffers = new DecodeBuffers(1);
            for (ColumnBlock block = rows.next(buffers); block != null; block = rows.next(buffers)) {
                for (int i = 0; i < block.rowCount(); i++) {
                    lines.add(((ColumnData.Bytes) block.column(0)).text(i));
                }
            }
        }
        return lines;
    }

    final boolean run(String sql) throws SQLException {
        checkOpen();
        closeOperation();
        progress = QueryProgress.NONE;
        TOperationHandle started = start(sql);
        try {
            OperationStatus status = await(started);
            if (status.hasResultSet()) {
                List<ColumnInfo> columns = client.columns(started);
                result = new SkepResultSet(this, columns,
                        connection.fetch(started, columns.size(), fetchSize, maxRows));
                return true;
            }
            updateCount = Math.max(0, status.modifiedRows());
            closeOnServer();
            return false;
        } catch (SQLException e) {
            closeAfter(e);
            throw e;
        }
    }

    private TOperationHandle start(String sql) throws SQLException {
        isUnwanted = false;
        isStarting = true;
        try {
            TOperationHandle started = client.execute(sql, timeoutSeconds);
            operation = started;
            if (isUnwanted) {
                client.cancel(started);
            }
            return started;
        } finally {
            isStarting = false;
        }
    }

    /** Opens the result of a metadata call. */
    final SkepResultSet open(HiveServer2Client.OperationCall call) throws SQLException {
        closeOperation();
        TOperationHandle started = client.start(call);
        operation = started;
        try {
            await(started);
            List<ColumnInfo> columns = client.columns(started);
            SkepResultSet opened = new SkepResultSet(this, columns,
                    connection.fetch(started, columns.size(), fetchSize, 0));
            result = opened;
            return opened;
        } catch (SQLException e) {
            closeAfter(e);
            throw e;
        }
    }

    private OperationStatus await(TOperationHandle started) throws SQLException {
        OperationStatus status = client.status(started);
        while (!status.isFinished()) {
            updateProgress(status);
            status = client.status(started);
        }
        updateProgress(status);
        return status;
    }

    private void updateProgress(OperationStatus status) {
        TProgressUpdateResp told = status.progress();
        if (told != null) {
            progress = QueryProgress.of(told);
        }
    }

    private void closeAfter(SQLException failure) {
        try {
            closeOnServer();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private void closeOnServer() throws SQLException {
        TOperationHandle running = operation;
        operation = null;
        if (running != null) {
            client.close(running);
        }
    }

    private void closeOperation() throws SQLException {
        SkepResultSet open = result;
        result = null;
        updateCount = -1;
        if (open != null) {
            open.closeRows();
        }
        closeOnServer();
    }

    /** Called by a result set when its last row was read: takes the final figures while the server still has them. */
    final void rowsExhausted() throws SQLException {
        TOperationHandle running = operation;
        if (running != null) {
            updateProgress(client.status(running));
        }
    }

    /** Called by a result set that is closed. */
    final void resultClosed(SkepResultSet which) throws SQLException {
        if (which == result) {
            result = null;
            closeOnServer();
            if (closeOnCompletion) {
                close();
            }
        }
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        if (!run(sql)) {
            throw new SQLException("Cannot query: the statement has no result", "07005");
        }
        return requireNonNull(result);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return run(sql);
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        if (run(sql)) {
            closeOperation();
            throw new SQLException("Cannot update: the statement has a result", "07005");
        }
        return updateCount;
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, executeLargeUpdate(sql));
    }

    /** Ends what the statement does now. Without effect when it does nothing, or ends by itself in the meantime. */
    @Override
    public void cancel() throws SQLException {
        if (isStarting) {
            isUnwanted = true;
        }
        TOperationHandle running = operation;
        if (running != null) {
            try {
                client.cancel(running);
            } catch (SQLException e) {
                // The thread that executes may have closed it on the server before the request arrived, or all with the connection.
                if (operation == running && client.isOpen()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            connection.forget(this);
            if (client.isOpen()) {
                if (client.isBusy()) {
                    // Another thread waits for rows: it would hold the connection until there are some.
                    cancel();
                }
                closeOperation();
            }
        }
    }

    final void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLException("Cannot use statement: it is closed", SqlErrors.CLOSED);
        }
        connection.checkOpen();
    }

    @Override
    public boolean isClosed() {
        return closed || connection.isClosed();
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        checkOpen();
        return result;
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return result == null ? updateCount : -1;
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, getLargeUpdateCount());
    }

    /** A statement has one result at most. */
    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        if (current == CLOSE_CURRENT_RESULT || current == CLOSE_ALL_RESULTS) {
            closeOperation();
        } else if (current != KEEP_CURRENT_RESULT) {
            throw SqlErrors.invalidArgument("Invalid argument of getMoreResults: " + current);
        } else {
            throw SqlErrors.notSupported("keep the current result open");
        }
        return false;
    }

    @Override
    public int getQueryTimeout() {
        return timeoutSeconds;
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        if (seconds < 0) {
            throw SqlErrors.invalidArgument("Invalid query timeout: " + seconds + " seconds");
        }
        timeoutSeconds = seconds;
    }

    @Override
    public int getMaxRows() {
        return (int) Math.min(Integer.MAX_VALUE, maxRows);
    }

    @Override
    public void setMaxRows(int max) throws SQLException {
        setLargeMaxRows(max);
    }

    @Override
    public long getLargeMaxRows() {
        return maxRows;
    }

    @Override
    public void setLargeMaxRows(long max) throws SQLException {
        checkOpen();
        if (max < 0) {
            throw SqlErrors.invalidArgument("Invalid number of rows: " + max);
        }
        maxRows = max;
    }

    @Override
    public int getFetchSize() {
        return fetchSize;
    }

    /** 0 means the size that the connection was opened with. */
    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        if (rows < 0) {
            throw SqlErrors.invalidArgument("Invalid fetch size: " + rows);
        }
        fetchSize = rows == 0 ? connection.fetchSize() : rows;
    }

    @Override
    public int getMaxFieldSize() {
        return maxFieldSize;
    }

    /** Values are never cut: only 0, no limit, can be set. */
    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        checkOpen();
        if (max != 0) {
            throw SqlErrors.notSupported("cut values to a maximum field size");
        }
        maxFieldSize = 0;
    }

    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        checkOpen();
        // JDBC's {fn ...} escapes are the server's parser's business; there is nothing to switch.
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        throw SqlErrors.notSupported("setCursorName");
    }

    @Override
    public int getFetchDirection() {
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        if (direction != ResultSet.FETCH_FORWARD) {
            throw SqlErrors.notSupported("fetch in another direction than forward");
        }
    }

    @Override
    public int getResultSetConcurrency() {
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getResultSetType() {
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public int getResultSetHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        checkOpen();
        batch.add(requireNonNull(sql, "sql is null"));
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    /** Runs the statements one after the other and stops at the first that fails. */
    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        List<String> statements = new ArrayList<>(batch);
        batch.clear();
        long[] counts = new long[statements.size()];
        for (int i = 0; i < counts.length; i++) {
            try {
                counts[i] = executeLargeUpdate(statements.get(i));
            } catch (SQLTimeoutException e) {
                throw e;
            } catch (SQLException e) {
                throw new BatchUpdateException("Cannot run statement " + (i + 1) + " of the batch: " + e.getMessage(),
                        e.getSQLState(), e.getErrorCode(), java.util.Arrays.copyOf(counts, i), e);
            }
        }
        return counts;
    }

    @Override
    public int[] executeBatch() throws SQLException {
        long[] counts = executeLargeBatch();
        int[] small = new int[counts.length];
        for (int i = 0; i < counts.length; i++) {
            small[i] = (int) Math.min(Integer.MAX_VALUE, counts[i]);
        }
        return small;
    }

    @Override
    public Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        checkOpen();
        closeOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return closeOnCompletion;
    }

    @Override
    public boolean isPoolable() {
        return false;
    }

    @Override
    public void setPoolable(boolean poolable) throws SQLException {
        checkOpen();
        // A hint only, which is not taken.
    }

    private static SQLException noGeneratedKeys() {
        return SqlErrors.notSupported("return generated keys");
    }

    private static void checkNoKeys(int autoGeneratedKeys) throws SQLException {
        if (autoGeneratedKeys != NO_GENERATED_KEYS) {
            throw noGeneratedKeys();
        }
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        throw noGeneratedKeys();
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        checkNoKeys(autoGeneratedKeys);
        return executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        throw noGeneratedKeys();
    }

    @Override
    public int executeUpdate(String sql, String[] columnNames) throws SQLException {
        throw noGeneratedKeys();
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        checkNoKeys(autoGeneratedKeys);
        return execute(sql);
    }

    @Override
    public boolean execute(String sql, int[] columnIndexes) throws SQLException {
        throw noGeneratedKeys();
    }

    @Override
    public boolean execute(String sql, String[] columnNames) throws SQLException {
        throw noGeneratedKeys();
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        checkNoKeys(autoGeneratedKeys);
        return executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        throw noGeneratedKeys();
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        throw noGeneratedKeys();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.invalidArgument("Cannot unwrap statement: it is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}

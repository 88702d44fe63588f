package dev.skep.jdbc.wire;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import dev.skep.thrift.hs2.TCLIService;
import dev.skep.thrift.hs2.TCancelOperationReq;
import dev.skep.thrift.hs2.TCloseOperationReq;
import dev.skep.thrift.hs2.TCloseSessionReq;
import dev.skep.thrift.hs2.TExecuteStatementReq;
import dev.skep.thrift.hs2.TExecuteStatementResp;
import dev.skep.thrift.hs2.TFetchOrientation;
import dev.skep.thrift.hs2.TFetchResultsReq;
import dev.skep.thrift.hs2.TGetInfoReq;
import dev.skep.thrift.hs2.TGetInfoResp;
import dev.skep.thrift.hs2.TGetInfoType;
import dev.skep.thrift.hs2.TGetOperationStatusReq;
import dev.skep.thrift.hs2.TGetOperationStatusResp;
import dev.skep.thrift.hs2.TGetResultSetMetadataReq;
import dev.skep.thrift.hs2.TGetResultSetMetadataResp;
import dev.skep.thrift.hs2.TOpenSessionReq;
import dev.skep.thrift.hs2.TOpenSessionResp;
import dev.skep.thrift.hs2.TOperationHandle;
import dev.skep.thrift.hs2.TOperationState;
import dev.skep.thrift.hs2.TProtocolVersion;
import dev.skep.thrift.hs2.TSessionHandle;
import dev.skep.thrift.hs2.TStatus;
import dev.skep.thrift.hs2.TStatusCode;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/**
 * One session with a server. Calls from several threads go one after the other, except {@link #cancel}, which takes a connection of its own
 * where this one is busy. A failure of the connection ends it for good.
 */
public final class HiveServer2Client implements AutoCloseable {
    /** The logs of a statement instead of its rows. */
    private static final short FETCH_LOGS = 1;

    private static final String ROWS = "skep.rows";
    private static final String PACKED = "packed-1";

    private final boolean packsRows;
    private final Endpoint endpoint;
    private final WireTransport transport;
    private final FetchingClient client;
    private final TSessionHandle session;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean open = true;

    private HiveServer2Client(Endpoint endpoint, WireTransport transport, FetchingClient client,
            TSessionHandle session, boolean packsRows) {
        this.packsRows = packsRows;
        this.endpoint = endpoint;
        this.transport = transport;
        this.client = client;
        this.session = session;
    }

    /** What asks a server for packed rows of this compression, in fetches of {@code bytes}: a part of what OpenSession is told. */
    public static Map<String, String> packedRows(RowCompression compression, int bytes) {
        // Variables of Hive, which other servers than Skep's take without a meaning.
        String prefix = "set:hivevar:" + ROWS;
        return Map.of(prefix, PACKED, prefix + ".compression", compression.key(), prefix + ".bytes",
                Integer.toString(bytes));
    }

    /** One call of the generated client. */
    private interface Call<T extends @Nullable Object> {
        T run(FetchingClient client) throws TException, SQLException;
    }

    /** One call that begins an operation in a session. */
    public interface OperationCall {
        Started run(TCLIService.Iface client, TSessionHandle session) throws TException;
    }

    /** What a call that begins an operation answered. */
    public static final class Started {
        private final TStatus status;
        private final @Nullable TOperationHandle handle;

        public Started(TStatus status, @Nullable TOperationHandle handle) {
            this.status = requireNonNull(status, "status is null");
            this.handle = handle;
        }
    }

    /** Connects, signs in and opens a session. */
    public static HiveServer2Client open(Endpoint endpoint) throws SQLException {
        WireTransport transport = connect(endpoint);
        try {
            FetchingClient client = new FetchingClient(new OwningProtocol(transport));
            TOpenSessionReq request = new TOpenSessionReq(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10);
            if (!endpoint.user().isEmpty()) {
                request.setUsername(endpoint.user());
            }
            request.setConfiguration(new HashMap<>(endpoint.configuration()));
            TOpenSessionResp response = client.OpenSession(request);
            check(response.getStatus());
            TProtocolVersion version = response.getServerProtocolVersion();
            if (version == null || version.getValue() < TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V6.getValue()) {
                throw new SQLNonTransientConnectionException("Cannot connect to " + endpoint
                        + ": the server speaks " + version + ", needed is version 6 or later",
                        SqlErrors.CONNECTION_FAILED);
            }
            boolean packsRows = response.isSetConfiguration()
                    && PACKED.equals(response.getConfiguration().get(ROWS));
            return new HiveServer2Client(endpoint, transport, client, response.getSessionHandle(), packsRows);
        } catch (TException e) {
            transport.close();
            throw ConnectionFailure.connecting(endpoint, e);
        } catch (SQLException e) {
            transport.close();
            throw e;
        }
    }

    private static WireTransport connect(Endpoint endpoint) throws SQLException {
        try {
            return WireTransport.connect(endpoint);
        } catch (IOException e) {
            throw ConnectionFailure.connecting(endpoint, e);
        }
    }

    private <T extends @Nullable Object> T call(Call<T> call) throws SQLException {
        lock.lock();
        try {
            if (!open) {
                throw closed();
            }
            return call.run(client);
        } catch (TException e) {
            breakOff();
            throw ConnectionFailure.later(endpoint, e);
        } finally {
            lock.unlock();
        }
    }

    private static SQLException closed() {
        return new SQLNonTransientConnectionException("Cannot use connection: it is closed", "08003");
    }

    /** After a failure the stream has no known position, so nothing more can be said on it. */
    private void breakOff() {
        open = false;
        transport.close();
    }

    private static void check(TStatus status) throws SQLException {
        TStatusCode code = status.getStatusCode();
        if (code != TStatusCode.SUCCESS_STATUS && code != TStatusCode.SUCCESS_WITH_INFO_STATUS) {
            throw SqlErrors.of(status);
        }
    }

    public boolean isOpen() {
        return open;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** Begins a statement; {@code timeoutSeconds} 0 means that it may take any time. */
    public TOperationHandle execute(String sql, int timeoutSeconds) throws SQLException {
        return start((service, in) -> {
            TExecuteStatementReq request = new TExecuteStatementReq(in, sql);
            request.setRunAsync(true);
            request.setQueryTimeout(timeoutSeconds);
            TExecuteStatementResp response = service.ExecuteStatement(request);
            return new Started(response.getStatus(), response.getOperationHandle());
        });
    }

    /** Begins an operation, for instance a metadata call. */
    public TOperationHandle start(OperationCall operation) throws SQLException {
        return call(service -> {
            Started started = operation.run(service, session);
            check(started.status);
            if (started.handle == null) {
                throw new SQLException("Cannot run statement: the server gave no handle for it", "HY000");
            }
            return started.handle;
        });
    }

    /** Asks how an operation goes; the server answers when it is done, or after a moment. Fails if the operation has failed. */
    public OperationStatus status(TOperationHandle operation) throws SQLException {
        return call(service -> {
            TGetOperationStatusReq request = new TGetOperationStatusReq(operation);
            request.setGetProgressUpdate(true);
            TGetOperationStatusResp response = service.GetOperationStatus(request);
            check(response.getStatus());
            TOperationState state = response.getOperationState();
            switch (state == null ? TOperationState.UKNOWN_STATE : state) {
                case ERROR_STATE :
                case UKNOWN_STATE :
                    throw SqlErrors.of(response.getErrorMessage(), response.getSqlState(), response.getErrorCode());
                case CANCELED_STATE :
                    throw SqlErrors.of(orElse(response.getErrorMessage(), "The statement was cancelled"), "57014",
                            response.getErrorCode());
                case TIMEDOUT_STATE :
                    throw SqlErrors.of(orElse(response.getErrorMessage(), "The statement ran out of time"),
                            SqlErrors.TIMED_OUT, response.getErrorCode());
                case CLOSED_STATE :
                    throw SqlErrors.of("Cannot use statement: the server has closed it", SqlErrors.CLOSED, 0);
                default :
                    boolean rows = response.isSetHasResultSet()
                            ? response.isHasResultSet()
                            : operation.isHasResultSet();
                    return new OperationStatus(response.getOperationState(), rows,
                            response.isSetNumModifiedRows() ? response.getNumModifiedRows() : -1,
                            response.getProgressUpdateResponse());
            }
        });
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }

    /** The columns of an operation's result. */
    public List<ColumnInfo> columns(TOperationHandle operation) throws SQLException {
        return call(service -> {
            TGetResultSetMetadataResp response = service
                    .GetResultSetMetadata(new TGetResultSetMetadataReq(operation));
            check(response.getStatus());
            return ColumnInfo.ofSchema(response.getSchema());
        });
    }

    /**
     * Returns the next rows, at most {@code maxRows}; waits for at least one unless there are no more.
     *
     * @param buffers what packed rows are received into; gets it back by {@link FetchedRows#release}
     */
    public FetchedRows fetch(TOperationHandle operation, long maxRows, FetchBuffers buffers) throws SQLException {
        return fetch(new TFetchResultsReq(operation, TFetchOrientation.FETCH_NEXT, maxRows), buffers);
    }

    /** Returns the next lines of an operation's log, none if there are no new ones. */
    public FetchedRows fetchLog(TOperationHandle operation, long maxLines) throws SQLException {
        TFetchResultsReq request = new TFetchResultsReq(operation, TFetchOrientation.FETCH_NEXT, maxLines);
        request.setFetchType(FETCH_LOGS);
        return fetch(request, new FetchBuffers());
    }

    private FetchedRows fetch(TFetchResultsReq request, FetchBuffers buffers) throws SQLException {
        FetchingClient.Fetched fetched = call(service -> service.fetch(request, buffers));
        check(fetched.status);
        byte[] packed = fetched.packed;
        if (packed != null) {
            return FetchedRows.ofPacked(packed, fetched.packedBytes, fetched.moreRows, buffers);
        }
        List<ColumnData> columns = fetched.columns;
        return columns == null || columns.isEmpty()
                ? FetchedRows.ofColumns(new ColumnBlock(0, List.of()), 0, false)
                : FetchedRows.ofColumns(new ColumnBlock(fetched.rows, columns), fetched.bytes, fetched.moreRows);
    }

    /** Whether the server sends packed rows, in fetches of the size that it was asked for; else a fetch has as many rows as it is asked for. */
    public boolean packsRows() {
        return packsRows;
    }

    /** Stops an operation. May be called by any thread at any time; an operation that is over is left alone. */
    public void cancel(TOperationHandle operation) throws SQLException {
        TCancelOperationReq request = new TCancelOperationReq(operation);
        if (lock.tryLock()) {
            try {
                check(call(service -> service.CancelOperation(request)).getStatus());
            } finally {
                lock.unlock();
            }
            return;
        }
        WireTransport side = connect(endpoint);
        try {
            check(new TCLIService.Client(new OwningProtocol(side)).CancelOperation(request).getStatus());
        } catch (TException e) {
            throw ConnectionFailure.later(endpoint, e);
        } finally {
            side.close();
        }
    }

    /** True if another thread waits for an answer. */
    public boolean isBusy() {
        return lock.isLocked() && !lock.isHeldByCurrentThread();
    }

    /** Frees an operation on the server. */
    public void close(TOperationHandle operation) throws SQLException {
        if (open) {
            call(service -> service.CloseOperation(new TCloseOperationReq(operation)));
        }
    }

    /** One of the server's facts as text. */
    public String info(TGetInfoType type) throws SQLException {
        return call(service -> {
            TGetInfoResp response = service.GetInfo(new TGetInfoReq(session, type));
            check(response.getStatus());
            return response.getInfoValue().isSetStringValue()
                    ? response.getInfoValue().getStringValue()
                    : String.valueOf(response.getInfoValue().getFieldValue());
        });
    }

    /** Milliseconds that reading waits for the next byte of an answer, 0 for ever. */
    public int readMillis() {
        return endpoint.readMillis();
    }

    /** True if the server answers within {@code millis}, 0 meaning the usual time; a server that does not ends the connection. */
    public boolean isAlive(int millis) {
        try {
            return call(service -> {
                transport.setReadMillis(millis == 0 ? endpoint.readMillis() : millis);
                TGetInfoResp response = service.GetInfo(new TGetInfoReq(session, TGetInfoType.CLI_DBMS_NAME));
                transport.setReadMillis(endpoint.readMillis());
                return response.getStatus().getStatusCode() == TStatusCode.SUCCESS_STATUS;
            });
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends the session and the connection; never fails. */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        // A call of another thread may wait for rows: the server ends the session when the connection ends.
        if (lock.tryLock()) {
            try {
                if (open) {
                    client.CloseSession(new TCloseSessionReq(session));
                }
            } catch (TException ignored) {
                // The connection is going away, and with it the session.
            } finally {
                breakOff();
                lock.unlock();
            }
        } else {
            closeBeside();
            breakOff();
        }
    }

    /** Over HTTP a session does not end with its connection, nor does what it runs: the server is told by another connection. */
    private void closeBeside() {
        if (endpoint.httpPath() == null) {
            return;
        }
        try {
            WireTransport side = connect(endpoint);
            try {
                new TCLIService.Client(new OwningProtocol(side)).CloseSession(new TCloseSessionReq(session));
            } finally {
                side.close();
            }
        } catch (SQLException | TException ignored) {
            // The server cannot be reached: its idle sessions end by its own clock.
        }
    }

    /** Ends the connection at once; {@code executor} runs what may wait for the server. */
    public void abort(Executor executor) {
        boolean wasOpen = open;
        breakOff();
        if (wasOpen && endpoint.httpPath() != null) {
            executor.execute(this::closeBeside);
        }
    }
}

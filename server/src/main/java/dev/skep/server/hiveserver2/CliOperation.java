package dev.skep.server.hiveserver2;

import java.time.Duration;
import java.util.List;

import dev.skep.query.result.ResultColumn;
import dev.skep.server.hiveserver2.rows.ResultReader;
import dev.skep.thrift.hs2.TOperationHandle;
import dev.skep.thrift.hs2.TOperationState;
import dev.skep.thrift.hs2.TOperationType;
import dev.skep.thrift.hs2.TProgressUpdateResp;
import org.jspecify.annotations.Nullable;

/** Something that a client began in a session: a statement or a metadata call. May be used by several threads. */
sealed interface CliOperation permits StatementOperation, ListingOperation {

    HandleId id();

    TOperationType type();

    /** A name for logs and for clients that ask for the query's id. */
    String queryId();

    /** Waits until there are rows to fetch or the operation is over, at most {@code wait}; says where it stands. */
    Status await(Duration wait) throws InterruptedException;

    /** The columns of the result, empty if there is none; fails with the statement's failure. */
    List<ResultColumn> columns() throws InterruptedException;

    /** Returns the next rows and waits for at least one of them; fails with the statement's failure. */
    ResultReader.Fetch fetch(long maxRows, long maxBytes) throws InterruptedException;

    /** True once rows were fetched. */
    boolean hasFetched();

    /** The lines of the log from {@code from} on. */
    List<String> logLines(int from);

    /** True while the operation works, so that no idle time counts. */
    boolean isRunning();

    void cancel();

    /** Frees what the operation holds; more calls have no effect. */
    void close();

    default TOperationHandle toThrift(boolean hasResultSet) {
        return new TOperationHandle(id().toThrift(), type(), hasResultSet);
    }

    /**
     * Where an operation stands.
     *
     * @param failure why it ended early, null if it did not
     * @param modifiedRows rows written, -1 where the operation writes none or is not done
     * @param completed milliseconds since 1970 when it ended, 0 before
     */
    record Status(TOperationState state, boolean hasResultSet, HiveServer2Errors.@Nullable Failure failure,
            long modifiedRows, long started, long completed, @Nullable TProgressUpdateResp progress) {}
}

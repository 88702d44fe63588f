package dev.skep.jdbc.wire;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.hs2.TOperationState;
import dev.skep.thrift.hs2.TProgressUpdateResp;
import org.jspecify.annotations.Nullable;

/** What a server said of an operation that has not failed. */
public final class OperationStatus {
    private final TOperationState state;
    private final boolean hasResultSet;
    private final long modifiedRows;
    private final @Nullable TProgressUpdateResp progress;

    OperationStatus(TOperationState state, boolean hasResultSet, long modifiedRows,
            @Nullable TProgressUpdateResp progress) {
        this.state = requireNonNull(state, "state is null");
        this.hasResultSet = hasResultSet;
        this.modifiedRows = modifiedRows;
        this.progress = progress;
    }

    /** True once rows can be fetched, or a statement without rows is done. */
    public boolean isFinished() {
        return state == TOperationState.FINISHED_STATE;
    }

    public boolean hasResultSet() {
        return hasResultSet;
    }

    /** Rows written, -1 where the statement writes none. */
    public long modifiedRows() {
        return modifiedRows;
    }

    public @Nullable TProgressUpdateResp progress() {
        return progress;
    }
}

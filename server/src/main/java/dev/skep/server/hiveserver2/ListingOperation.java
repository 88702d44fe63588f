package dev.skep.server.hiveserver2;

import java.time.Duration;
import java.util.List;

import dev.skep.query.result.ResultColumn;
import dev.skep.server.hiveserver2.rows.ResultReader;
import dev.skep.thrift.hs2.TOperationState;
import dev.skep.thrift.hs2.TOperationType;

/** A metadata call, whose rows are all there from the start. */
final class ListingOperation implements CliOperation {
    private final HandleId id = HandleId.random();
    private final TOperationType type;
    private final List<ResultColumn> columns;
    private final ResultReader reader;
    private final long time = System.currentTimeMillis();

    ListingOperation(TOperationType type, Listing listing) {
        this.type = type;
        this.columns = listing.columns();
        this.reader = new ResultReader(columns, listing.toCursor());
    }

    @Override
    public HandleId id() {
        return id;
    }

    @Override
    public TOperationType type() {
        return type;
    }

    @Override
    public String queryId() {
        return "metadata_" + id;
    }

    @Override
    public Status await(Duration wait) {
        return new Status(TOperationState.FINISHED_STATE, true, null, -1, time, time, null);
    }

    @Override
    public List<ResultColumn> columns() {
        return columns;
    }

    @Override
    public synchronized ResultReader.Fetch fetch(long maxRows, long maxBytes) throws InterruptedException {
        return reader.fetch(maxRows, maxBytes);
    }

    @Override
    public synchronized boolean hasFetched() {
        return reader.rowsTaken() > 0;
    }

    @Override
    public List<String> logLines(int from) {
        return List.of();
    }

    @Override
    public boolean isRunning() {
        return false;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
}

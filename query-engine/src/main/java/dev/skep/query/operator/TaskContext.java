package dev.skep.query.operator;

import java.util.List;
import java.util.function.BooleanSupplier;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.memory.MemoryPool;
import dev.skep.query.spill.QuerySpill;
import dev.skep.query.spill.SpillWriter;
import dev.skep.storage.type.DataType;
import org.jspecify.annotations.Nullable;

/** What the operators of one thread of a pipeline share: the query's memory and disk, its end, and a clock that gives each stretch of time to one operator. */
public final class TaskContext {
    private final MemoryPool memory;
    private final QuerySpill spill;
    private final BooleanSupplier stopped;
    private @Nullable OperatorStatistics current;
    private long since;

    public TaskContext(MemoryPool memory, QuerySpill spill, BooleanSupplier stopped) {
        this.memory = memory;
        this.spill = spill;
        this.stopped = stopped;
    }

    public MemoryPool memory() {
        return memory;
    }

    /** Where the query's rows go that do not fit in memory. */
    public QuerySpill spill() {
        return spill;
    }

    /** Begins to put rows aside; what they take on disk counts to {@code statistics}. See {@link QuerySpill#create}. */
    public SpillWriter spill(String owner, List<DataType> types, OperatorStatistics statistics) {
        return spill.create(owner, types, statistics::addSpilled);
    }

    /** Fails if the query is to end. */
    public void checkRunning() {
        if (stopped.getAsBoolean()) {
            throw new QueryException(Reason.CANCELLED, "The query was cancelled");
        }
    }

    /** Gives the time from now on to {@code next} (null: to nobody) and returns who had it. */
    public @Nullable OperatorStatistics switchTo(@Nullable OperatorStatistics next) {
        long now = System.nanoTime();
        OperatorStatistics before = current;
        if (before != null) {
            before.addNanos(now - since);
        }
        since = now;
        current = next;
        return before;
    }
}

package dev.skep.query.operator;

import java.util.function.BooleanSupplier;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.memory.MemoryPool;
import org.jspecify.annotations.Nullable;

/** What the operators of one thread of a pipeline share: the query's memory, its end, and a clock that gives each stretch of time to one operator. */
public final class TaskContext {
    private final MemoryPool memory;
    private final BooleanSupplier stopped;
    private @Nullable OperatorStatistics current;
    private long since;

    public TaskContext(MemoryPool memory, BooleanSupplier stopped) {
        this.memory = memory;
        this.stopped = stopped;
    }

    public MemoryPool memory() {
        return memory;
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

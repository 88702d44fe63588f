package dev.skep.query.command;

import java.time.Duration;
import java.util.function.Consumer;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.execution.Execution;
import dev.skep.query.execution.ExecutionSettings;
import dev.skep.query.execution.PlanExecutor;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.result.Progress;
import org.jspecify.annotations.Nullable;

/** How a statement is stopped and watched while it works. {@link #cancel} and {@link #progress} may be called by any thread at any time. */
public final class CommandControl {
    private final long start = System.nanoTime();
    private final Object lock = new Object();
    private boolean cancelled;
    private @Nullable Execution running;
    private @Nullable Progress last;
    private @Nullable Duration took;
    private volatile Runnable whenRunning = () -> {};

    /** Asks the statement to stop: plans that run are stopped, and the next {@link #check} fails. */
    public void cancel() {
        Execution execution;
        synchronized (lock) {
            cancelled = true;
            execution = running;
        }
        if (execution != null) {
            execution.cancel();
        }
    }

    public boolean isCancelled() {
        synchronized (lock) {
            return cancelled;
        }
    }

    /** Fails with CANCELLED if the statement is to stop. */
    public void check() {
        if (isCancelled()) {
            throw cancellation();
        }
    }

    public static QueryException cancellation() {
        return new QueryException(Reason.CANCELLED, "Query was cancelled");
    }

    /** Sets what is called when the statement's first plan begins to run. */
    public void whenRunning(Runnable action) {
        whenRunning = action;
    }

    /** Begins to run a plan that {@link #cancel} stops. The caller closes it, then calls {@link #ended}. */
    public Execution begin(PlanExecutor executor, PlanNode plan, ExecutionSettings settings) {
        check();
        Execution execution = executor.execute(plan, settings);
        boolean late;
        synchronized (lock) {
            running = execution;
            late = cancelled;
        }
        if (late) {
            execution.cancel();
        }
        whenRunning.run();
        return execution;
    }

    /** Keeps what an execution did, as it will be closed. */
    public void ended(Execution execution) {
        Progress progress = execution.progress();
        synchronized (lock) {
            if (running == execution) {
                last = progress;
                running = null;
            }
        }
    }

    /** The statement is over: its time stands still. */
    public void finish() {
        synchronized (lock) {
            if (took == null) {
                took = Duration.ofNanos(System.nanoTime() - start);
            }
        }
    }

    public Progress progress() {
        Execution execution;
        Progress known;
        Duration elapsed;
        synchronized (lock) {
            execution = running;
            known = last;
            elapsed = took != null ? took : Duration.ofNanos(System.nanoTime() - start);
        }
        if (execution != null) {
            known = execution.progress();
        }
        return known == null
                ? new Progress(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, elapsed)
                : new Progress(known.splitsDone(), known.splitsTotal(), known.rowsRead(), known.bytesRead(),
                        known.rowGroupsSkipped(), known.rowGroupsTotal(), known.partitionsRead(), known.peakMemory(),
                        known.spilledBytes(),
                        known.cpu(), elapsed);
    }

    /** Tells {@code consumer} every row of a running plan as a batch; waits for its end. */
    static void drain(Execution execution, Consumer<dev.skep.storage.vector.ColumnBatch> consumer) {
        try (dev.skep.query.result.ResultCursor rows = execution.rows()) {
            dev.skep.storage.vector.ColumnBatch batch = rows.next();
            while (batch != null) {
                consumer.accept(batch);
                batch = rows.next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancellation();
        }
    }
}

package dev.skep.query.operator.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.sort.SortedRun;
import dev.skep.query.plan.WindowNode;
import dev.skep.storage.vector.ColumnBatch;

/**
 * Computes window functions. Each thread divides its rows into buckets by the hash of the partition keys and sorts each bucket by partition and order, in memory or on disk;
 * the threads of the next pipeline take a bucket each, merge its runs and compute partition by partition ({@link WindowMorsel}).
 */
public final class WindowSink implements Sink {
    private final WindowPlan plan;
    private final OperatorStatistics statistics;
    private final List<WindowInput> inputs = new ArrayList<>();
    private List<WindowMorsel> morsels = List.of();

    public WindowSink(WindowNode node, FunctionRegistry functions, OperatorStatistics statistics) {
        this.plan = new WindowPlan(node, functions);
        this.statistics = statistics;
    }

    @Override
    public Operator create(TaskContext context) {
        WindowInput input = new WindowInput(plan, context, statistics);
        synchronized (inputs) {
            inputs.add(input);
        }
        return new Operator(context, statistics, null) {
            @Override
            protected void push(ColumnBatch batch) {
                input.add(batch);
            }

            @Override
            protected void finishInput() {
                input.finish();
            }
        };
    }

    @Override
    public void complete(TaskContext context) {
        boolean isDivided = inputs.stream().anyMatch(WindowInput::isDivided);
        for (WindowInput input : inputs) {
            input.complete(isDivided);
        }
        List<WindowMorsel> found = new ArrayList<>();
        int buckets = isDivided ? WindowInput.BUCKETS : 1;
        int onDisk = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            long rows = 0;
            for (WindowInput input : inputs) {
                for (SortedRun run : input.runsOnDisk(bucket)) {
                    rows += run.rows();
                    onDisk++;
                }
                for (SortedRun run : input.runsInMemory(bucket)) {
                    rows += run.rows();
                }
            }
            if (rows > 0) {
                found.add(new WindowMorsel(plan, List.copyOf(inputs), bucket, rows, context, statistics));
            }
        }
        // The largest first, so that no thread is left alone with it.
        found.sort(Comparator.comparingLong(WindowMorsel::rows).reversed());
        if (onDisk > 0) {
            int runs = onDisk;
            statistics.describe(() -> runs + " runs on disk");
        }
        morsels = found;
    }

    /** The result, once complete. */
    public List<Source.Morsel> morsels() {
        return List.copyOf(morsels);
    }

    @Override
    public void dispose(boolean succeeded) {
        morsels = List.of();
        for (WindowInput input : inputs) {
            statistics.addPeakMemory(input.peakMemory());
            input.close();
        }
        inputs.clear();
    }
}

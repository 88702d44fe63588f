package dev.skep.query.operator.scan;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import org.jspecify.annotations.Nullable;

/** The morsels that a sink has left: known once it is complete. */
public final class BatchesSource implements Source {
    private final Supplier<? extends List<? extends Morsel>> left;
    private final OperatorStatistics statistics;
    private final AtomicInteger next = new AtomicInteger();
    private volatile List<? extends Morsel> morsels = List.of();

    public BatchesSource(Supplier<? extends List<? extends Morsel>> left, OperatorStatistics statistics) {
        this.left = left;
        this.statistics = statistics;
    }

    @Override
    public void open(TaskContext context) {
        morsels = left.get();
    }

    @Override
    public OperatorStatistics statistics() {
        return statistics;
    }

    @Override
    public @Nullable Morsel nextMorsel(TaskContext context) {
        int index = next.getAndIncrement();
        return index < morsels.size() ? morsels.get(index) : null;
    }
}

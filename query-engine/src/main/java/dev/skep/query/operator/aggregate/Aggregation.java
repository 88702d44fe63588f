package dev.skep.query.operator.aggregate;

import java.util.List;
import java.util.function.Supplier;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.AggregateNode;
import dev.skep.storage.type.DataType;

/** What all parts of one aggregation share: what is computed, and how memory and disk are asked for. */
final class Aggregation {
    /** What each thread is sure of, so that what it writes to disk is worth a file. */
    private static final long MINIMUM_BYTES = 256 << 10;

    /** Merging texts takes a microsecond for each group and column. */
    private static final int FEW = 8_192;
    /** Where each partition looks through all values. */
    private static final int MANY = 50_000;

    private final AggregateNode node;
    private final GroupingLevels levels;
    private final Supplier<List<AggregateColumn>> columns;
    private final boolean givesStates;
    private final OperatorStatistics statistics;
    private final List<DataType> partTypes;
    private final boolean merges;

    /**
     * @param columns makes the aggregates of {@code node}
     * @param givesStates whether what is wanted of groups is not their results but what is known of them, to be merged by another aggregation
     */
    Aggregation(AggregateNode node, GroupingLevels levels, Supplier<List<AggregateColumn>> columns,
            boolean givesStates, OperatorStatistics statistics) {
        this.node = node;
        this.levels = levels;
        this.columns = columns;
        this.givesStates = givesStates;
        this.statistics = statistics;
        // Functions that do not exist fail here, before anything runs.
        AggregateState state = newState();
        partTypes = state.partTypes();
        merges = state.mergesPiecemeal();
    }

    AggregateNode node() {
        return node;
    }

    GroupingLevels levels() {
        return levels;
    }

    OperatorStatistics statistics() {
        return statistics;
    }

    AggregateState newState() {
        return new AggregateState(node, columns.get(), givesStates, false);
    }

    /** A state for rows, which is to be merged into another in the end: equal keys may have several groups. */
    AggregateState newRowState() {
        return new AggregateState(node, columns.get(), givesStates, canSpill());
    }

    /** True if groups can be put on disk: one group alone always fits, and sets and lists of values cannot be cut. */
    boolean canSpill() {
        return !node.keys().isEmpty() && !partTypes.isEmpty();
    }

    /** How many groups to merge at a time. */
    int mergedAtOnce() {
        return merges ? 4096 : Integer.MAX_VALUE;
    }

    /** Up to how many groups of all threads one thread merges, while the others wait: more are cut into partitions. */
    int mergedByOneThread() {
        return merges ? FEW : MANY;
    }

    private String owner() {
        return (givesStates ? "distinct values of aggregation (node %d)" : "aggregation (node %d)")
                .formatted(node.id());
    }

    MemoryAccount account(TaskContext context) {
        return canSpill()
                ? MemoryAccount.spillable(context.memory(), owner(), MINIMUM_BYTES)
                : new MemoryAccount(context.memory(), owner());
    }

    SpilledGroups spill(TaskContext context, int level) {
        return new SpilledGroups(() -> context.spill(owner(), partTypes, statistics), node.keys().size(), level);
    }
}

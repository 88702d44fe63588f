package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.storage.type.DataType;

/** Merges runs on disk until so few are left that they can be read at once. */
public final class RunReducer {
    /** How many runs on disk can be read at once whatever others do, in {@link #MINIMUM_BYTES}. */
    static final int MIN_CURSORS = 4;
    /** What reading runs on disk takes at least. */
    public static final long MINIMUM_BYTES = 1 << 20;

    private static final int MAX_CURSORS = 256;
    /** What reading one takes. */
    private static final long BYTES_OF_CURSOR = 192 << 10;

    private final String owner;
    private final List<DataType> types;
    private final RowComparison comparison;
    private final long limit;
    private final TaskContext context;
    private final OperatorStatistics statistics;

    /** @param limit how many rows are wanted at most */
    public RunReducer(String owner, List<DataType> types, RowComparison comparison, long limit, TaskContext context,
            OperatorStatistics statistics) {
        this.owner = owner;
        this.types = types;
        this.comparison = comparison;
        this.limit = limit;
        this.context = context;
        this.statistics = statistics;
    }

    /** How many runs can be read at once, of {@code wanted}; {@code reserve} is asked for the bytes that it takes. */
    public static int fanIn(int wanted, LongPredicate reserve) {
        int fanIn = Math.clamp(wanted, MIN_CURSORS, MAX_CURSORS);
        while (!reserve.test(fanIn * BYTES_OF_CURSOR) && fanIn > MIN_CURSORS) {
            fanIn = Math.max(MIN_CURSORS, fanIn / 2);
        }
        return fanIn;
    }

    /** Returns at most {@code fanIn} runs on disk with the rows of {@code onDisk}, whose files are deleted where they were merged. */
    public List<SortedRun> reduce(List<SortedRun> onDisk, int fanIn) {
        List<SortedRun> left = new ArrayList<>(onDisk);
        while (left.size() > fanIn) {
            int count = Math.min(fanIn, left.size() - fanIn + 1);
            List<SortedRun> some = List.copyOf(left.subList(0, count));
            left.subList(0, count).clear();
            left.add(RunBuilder.write(some, owner, types, comparison, limit, context, statistics));
            for (SortedRun run : some) {
                if (run instanceof SortedRun.OnDisk disk) {
                    disk.spilled().close();
                }
            }
        }
        return left;
    }
}

package dev.skep.query.operator.window;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.skep.query.function.aggregate.Accumulator;
import dev.skep.query.function.vector.Rows;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Vectors;

/**
 * An aggregate over each row's frame, for functions whose states can be merged in any order: running frames by passing the state of one row, or group of peers, on to the next;
 * any others by a tree of states over runs of 1, 2, 4, ... rows, of which a frame needs at most two of each length.
 */
final class FrameAggregate {
    private static final int BATCH = 4096;

    private final Supplier<Accumulator> accumulators;
    private final ColumnVector[] arguments;
    private final int count;

    FrameAggregate(Supplier<Accumulator> accumulators, ColumnVector[] arguments, int count) {
        this.accumulators = accumulators;
        this.arguments = arguments;
        this.count = count;
    }

    /** Results by row, and the state of all the last partition's rows. */
    record Running(ColumnVector values, Accumulator after) {}

    /** Over whole partitions. */
    ColumnVector whole(WindowPartitions partitions) {
        Accumulator whole = accumulators.get();
        whole.ensure(partitions.count());
        whole.add(partitions.partitionOf(), arguments, Rows.identity(count), count);
        return Vectors.gather(whole.result(0, partitions.count()), partitions.partitionOf(), count);
    }

    /**
     * From the partition's begin to the row itself, or to its last peer.
     *
     * @param before the state of the first partition's rows that came before these
     */
    Running running(WindowPartitions partitions, boolean withPeers, Accumulator before) {
        int[] steps = withPeers ? partitions.groupNumbers() : Rows.identity(count);
        int stepCount = count == 0 ? 0 : steps[count - 1] + 1;
        int[] stepOf = new int[count];
        for (int row = 0; row < count; row++) {
            stepOf[row] = steps[row] + 1;
        }
        Accumulator running = accumulators.get();
        // What came before is the state of step 0.
        running.ensure(stepCount + 1);
        running.merge(before, new int[1], new int[1], 1);
        running.add(stepOf, arguments, Rows.identity(count), count);
        int[] from = new int[stepCount];
        int[] to = new int[stepCount];
        int pairs = 0;
        for (int row = 0; row < count; row++) {
            boolean isStep = row == 0 || stepOf[row] != stepOf[row - 1];
            boolean continues = row == 0 || partitions.partitionOf()[row] == partitions.partitionOf()[row - 1];
            if (isStep && continues) {
                from[pairs] = stepOf[row] - 1;
                to[pairs++] = stepOf[row];
            }
        }
        // One after the other, so that each state holds all before it when it is passed on.
        running.merge(running, from, to, pairs);
        ColumnVector results = running.result(1, stepCount);
        ColumnVector all = withPeers ? Vectors.gather(results, steps, count) : results;
        Accumulator after = accumulators.get();
        after.ensure(1);
        after.merge(running, new int[]{stepCount}, new int[1], 1);
        return new Running(all, after);
    }

    /** Over the rows from {@code starts[row]} on and before {@code ends[row]}. */
    ColumnVector framed(int[] starts, int[] ends) {
        Accumulator results = accumulators.get();
        results.ensure(count);
        int[] from = new int[BATCH];
        int[] to = new int[BATCH];
        // Level by level, so that each merge is over many rows; within a level a frame gives at most one run at its begin and one at its end.
        int[] left = starts.clone();
        int[] right = new int[count];
        int longest = 0;
        for (int row = 0; row < count; row++) {
            right[row] = Math.max(ends[row], starts[row]);
            longest = Math.max(longest, right[row] - left[row]);
        }
        for (Accumulator level : levels(longest)) {
            int pairs = 0;
            for (int row = 0; row < count; row++) {
                if (pairs + 2 > BATCH) {
                    results.merge(level, from, to, pairs);
                    pairs = 0;
                }
                if (left[row] < right[row]) {
                    if ((left[row] & 1) == 1) {
                        from[pairs] = left[row]++;
                        to[pairs++] = row;
                    }
                    if ((right[row] & 1) == 1 && left[row] < right[row]) {
                        from[pairs] = --right[row];
                        to[pairs++] = row;
                    }
                }
                left[row] >>= 1;
                right[row] >>= 1;
            }
            results.merge(level, from, to, pairs);
        }
        return results.result(0, count);
    }

    /** States over aligned runs of 1, 2, 4, ... rows; of a run that is cut off at the end what is there. None longer than a frame. */
    private List<Accumulator> levels(int longest) {
        List<Accumulator> levels = new ArrayList<>();
        Accumulator level = accumulators.get();
        level.ensure(Math.max(1, count));
        level.add(Rows.identity(count), arguments, Rows.identity(count), count);
        levels.add(level);
        int run = 1;
        for (int size = count; size > 1 && run < longest; size = size + 1 >> 1) {
            run <<= 1;
            Accumulator above = accumulators.get();
            above.ensure(size + 1 >> 1);
            int[] to = new int[size];
            for (int i = 0; i < size; i++) {
                to[i] = i >> 1;
            }
            above.merge(level, Rows.identity(size), to, size);
            levels.add(above);
            level = above;
        }
        return levels;
    }
}

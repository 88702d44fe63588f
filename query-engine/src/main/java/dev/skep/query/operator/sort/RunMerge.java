package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Makes one run of several, batch by batch, by a tree of losers. Rows of equal keys come in the order of their runs. Belongs to one thread at a time. */
public final class RunMerge implements AutoCloseable {
    private final RowComparison comparison;
    private final RunCursor[] cursors;
    private final boolean[] isAtEnd;
    private final int[] sources;
    private final int[] generations;
    private final int undecided;
    private final RowCollector collector;
    private final int maxRows;
    /** At 0 the winner; at i the loser of the game that was played there. */
    private int[] tree = new int[0];
    private final @Nullable SortedRun only;
    private int sliced;
    private long left;
    private long skip;

    /**
     * @param maxRows how many rows a batch has at most
     * @param offset how many of the first rows are left out
     * @param limit how many rows there are at most, those left out included
     */
    public RunMerge(List<SortedRun> runs, RowComparison comparison, List<DataType> types, int maxRows, long offset,
            long limit) {
        this.comparison = comparison;
        this.maxRows = maxRows;
        cursors = new RunCursor[runs.size()];
        isAtEnd = new boolean[cursors.length];
        sources = new int[cursors.length];
        generations = new int[cursors.length];
        collector = new RowCollector(types, maxRows);
        skip = offset;
        left = limit;
        KeyEncoding encoding = new KeyEncoding(comparison.keys(), 0, KeyRange.of(runs, comparison.keys().length));
        only = runs.size() == 1 && offset == 0 && limit == Long.MAX_VALUE ? runs.getFirst() : null;
        undecided = encoding.undecided();
        for (int i = 0; i < cursors.length; i++) {
            // An encoding has working memory of its own, so that the cursors may share it.
            cursors[i] = new RunCursor(runs.get(i), comparison, encoding);
        }
    }

    /** Returns the next batch, or null at the end. It owns its arrays and stays valid. */
    public @Nullable ColumnBatch next() {
        if (only instanceof SortedRun.InMemory memory) {
            return slice(memory);
        }
        ColumnBatch batch = collector.take();
        if (batch != null || left <= 0) {
            return batch;
        }
        if (tree.length == 0) {
            begin();
        }
        collector.clear();
        Arrays.fill(generations, 0);
        collect();
        return collector.take();
    }

    /** One run in memory needs no comparing. */
    private @Nullable ColumnBatch slice(SortedRun.InMemory memory) {
        int size = Math.min(maxRows, memory.count() - sliced);
        if (size <= 0) {
            return null;
        }
        collector.clear();
        int source = collector.addSource(memory.batch().columns());
        for (int i = 0; i < size; i++) {
            collector.add(source, memory.order()[sliced + i]);
        }
        ColumnBatch batch = collector.take();
        sliced += batch == null ? 0 : batch.rowCount();
        return batch;
    }

    private void collect() {
        if (cursors.length == 0) {
            left = 0;
            return;
        }
        while (left > 0 && !collector.isFull()) {
            int winner = tree[0];
            if (isAtEnd[winner]) {
                left = 0;
                return;
            }
            RunCursor cursor = cursors[winner];
            left--;
            if (skip > 0) {
                skip--;
            } else {
                if (generations[winner] != cursor.generation()) {
                    generations[winner] = cursor.generation();
                    sources[winner] = collector.addSource(cursor.columns());
                }
                collector.add(sources[winner], cursor.row());
            }
            isAtEnd[winner] = !cursor.advance();
            replay(winner);
        }
    }

    private void begin() {
        for (int i = 0; i < cursors.length; i++) {
            isAtEnd[i] = !cursors[i].begin();
        }
        tree = new int[Math.max(1, cursors.length)];
        Arrays.fill(tree, -1);
        for (int i = cursors.length - 1; i >= 0; i--) {
            enter(i);
        }
    }

    /** Plays a run's first games, up to a place where nobody waits yet. */
    private void enter(int run) {
        int winner = run;
        for (int node = run + cursors.length >> 1; node > 0; node >>= 1) {
            if (tree[node] < 0) {
                tree[node] = winner;
                return;
            }
            if (comesBefore(tree[node], winner)) {
                int loser = winner;
                winner = tree[node];
                tree[node] = loser;
            }
        }
        tree[0] = winner;
    }

    private void replay(int run) {
        int winner = run;
        for (int node = run + cursors.length >> 1; node > 0; node >>= 1) {
            int other = tree[node];
            if (comesBefore(other, winner)) {
                tree[node] = winner;
                winner = other;
            }
        }
        tree[0] = winner;
    }

    private boolean comesBefore(int a, int b) {
        if (isAtEnd[a] | isAtEnd[b]) {
            return !isAtEnd[a];
        }
        RunCursor left = cursors[a];
        RunCursor right = cursors[b];
        int order = Long.compareUnsigned(left.word(), right.word());
        if (order == 0) {
            order = comparison.compare(undecided, left.keys(), left.row(), right.keys(), right.row());
        }
        return order < 0 || (order == 0 && a < b);
    }

    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>();
        for (RunCursor cursor : cursors) {
            try {
                cursor.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}

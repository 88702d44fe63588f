package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.RowFilter;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RuntimeFilter;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.JoinNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** Collects the build side of a join; once complete it has the table, has told the runtime filters, and knows which of its rows were matched. Where the rows do not fit, both sides go to disk. */
public final class JoinSink implements Sink {
    private final JoinNode node;
    private final OperatorStatistics statistics;
    private final Map<Integer, RuntimeFilter> filters;
    private final List<DataType> types;
    private final boolean[] wanted;
    private final Supplier<@Nullable RowFilter> residual;
    private final int threads;
    private final Object lock = new Object();
    private final List<BuildRows> parts = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();
    /** What the buffers of files need, held as long as the rows may have to go to disk. */
    private @Nullable MemoryAccount buffers;
    private @Nullable BuiltSide built;
    private volatile @Nullable JoinSpill spill;

    /**
     * @param filters where runtime filters are told
     * @param residual makes the join's further condition for one thread, null if it has none
     * @param threads how many threads work for the query at once
     */
    public JoinSink(JoinNode node, OperatorStatistics statistics, Map<Integer, RuntimeFilter> filters,
            Supplier<@Nullable RowFilter> residual, int threads) {
        this.node = node;
        this.threads = threads;
        this.residual = residual;
        this.statistics = statistics;
        this.filters = filters;
        this.types = node.right().outputs().stream().map(field -> field.type()).toList();
        this.wanted = new boolean[types.size()];
        for (int key : node.rightKeys()) {
            wanted[key] = true;
        }
        if (node.residual() != null) {
            want(node.residual(), node.left().outputs().size());
        }
        if (node.kind().keepsRightColumns()) {
            Arrays.fill(wanted, true);
        }
    }

    private void want(Expression expression, int leftWidth) {
        if (expression instanceof InputRef ref && ref.index() >= leftWidth) {
            wanted[ref.index() - leftWidth] = true;
        }
        for (Expression child : expression.children()) {
            want(child, leftWidth);
        }
    }

    private String name() {
        return "join (node %d)".formatted(node.id());
    }

    private MemoryAccount account(TaskContext context, long minimum) {
        MemoryAccount account = MemoryAccount.spillable(context.memory(), name(), minimum);
        synchronized (lock) {
            accounts.add(account);
        }
        return account;
    }

    /** Returns where all rows go that do not fit; from now on none is kept in memory. */
    private JoinSpill startSpill(TaskContext context) {
        synchronized (lock) {
            JoinSpill begun = spill;
            if (begun == null) {
                begun = new JoinSpill(node, context, statistics, types, wanted, residual);
                spill = begun;
            }
            return begun;
        }
    }

    @Override
    public Operator create(TaskContext context) {
        synchronized (lock) {
            if (buffers == null && built == null) {
                buffers = MemoryAccount.spillable(context.memory(), name(), PartitionedRows.BUFFER_BYTES);
            }
        }
        return new LocalBuild(context);
    }

    /** The rows of one thread. */
    private final class LocalBuild extends Operator {
        private final MemoryAccount account;
        private BuildRows rows = new BuildRows(types, wanted);
        private JoinSpill.@Nullable Side aside;

        LocalBuild(TaskContext context) {
            super(context, statistics, null);
            account = account(context, 0);
        }

        @Override
        protected void push(ColumnBatch batch) {
            if (spill != null) {
                moveAside();
            }
            JoinSpill.Side to = aside;
            if (to != null) {
                to.add(batch);
                return;
            }
            rows.append(batch);
            if (!account.trySet(rows.retainedBytes())) {
                moveAside();
            }
        }

        private void moveAside() {
            if (aside == null) {
                // What the files' buffers need comes out of what is about to go to disk.
                account.set(0);
                JoinSpill.Side to = startSpill(context()).buildSide();
                aside = to;
                spillRows(rows, to);
                rows = new BuildRows(types, wanted);
            }
        }

        @Override
        protected void finishInput() {
            synchronized (lock) {
                if (rows.rows() > 0) {
                    parts.add(rows);
                }
            }
        }
    }

    /** Writes rows in batches of a usual size. */
    private static void spillRows(BuildRows rows, JoinSpill.Side to) {
        ColumnBatch all = rows.build();
        for (int first = 0; first < all.rowCount(); first += ColumnBatch.DEFAULT_ROWS) {
            int count = Math.min(ColumnBatch.DEFAULT_ROWS, all.rowCount() - first);
            int[] selected = new int[count];
            for (int k = 0; k < count; k++) {
                selected[k] = first + k;
            }
            List<ColumnVector> columns = new ArrayList<>();
            all.columns().forEach(column -> columns.add(Vectors.gather(column, selected, count)));
            to.add(new ColumnBatch(count, columns));
        }
    }

    @Override
    public void complete(TaskContext context) {
        MemoryAccount account = account(context, 0);
        long rows = parts.stream().mapToLong(BuildRows::rows).sum();
        long largest = parts.stream().mapToLong(BuildRows::retainedBytes).max().orElse(0);
        long others = parts.stream().mapToLong(BuildRows::retainedBytes).sum() - largest;
        // Putting the parts together and the table over them need as much again for a while.
        if (spill == null && account.trySet(others + others / 2 + JoinTable.expectedBytes(rows))) {
            build(account);
            return;
        }
        JoinSpill begun = startSpill(context);
        JoinSpill.Side to = begun.buildSide();
        while (!parts.isEmpty()) {
            spillRows(parts.removeLast(), to);
        }
        begun.endBuild();
        account.set(0);
        accounts.forEach(held -> held.set(0));
        long built = begun.builtRows();
        statistics.describe(() -> "%d rows built on disk".formatted(built));
    }

    private void build(MemoryAccount account) {
        ColumnBatch rows = parts.isEmpty() ? new BuildRows(types, wanted).build() : BuildRows.concatenate(parts);
        parts.clear();
        BuiltSide made = new BuiltSide(node, types, rows);
        built = made;
        // The rows are those that the threads' accounts hold.
        account.set(made.retainedBytes());
        closeBuffers();
        statistics.describe(() -> "%d rows built, %s".formatted(made.rows().rowCount(), made.table()));
        for (JoinNode.RuntimeFilter told : node.runtimeFilters()) {
            filters.put(told.filter(), made.filter(node.rightKeys().get(told.key())));
        }
    }

    /** Where the rows of both sides lie if the build side did not fit, null if it did. Asked after {@link #complete}. */
    @Nullable
    JoinSpill spill() {
        return spill;
    }

    BuiltSide built() {
        BuiltSide made = built;
        if (made == null) {
            throw new IllegalStateException("Cannot probe join: it is not built");
        }
        return made;
    }

    /** What the join still delivers when all probing is over: the rows of the right side for what matched them, or all that lies on disk. Called once; gives back what is not needed for that. */
    public List<Source.Morsel> rest() {
        JoinSpill begun = spill;
        if (begun != null) {
            free();
            return begun.morsels(threads);
        }
        List<Source.Morsel> rest = node.kind().endsWithRightRows() ? built().rightRows() : List.of();
        if (rest.isEmpty()) {
            free();
        }
        return rest;
    }

    private void closeBuffers() {
        synchronized (lock) {
            if (buffers != null) {
                buffers.close();
                buffers = null;
            }
        }
    }

    private void free() {
        built = null;
        closeBuffers();
        synchronized (lock) {
            for (MemoryAccount account : accounts) {
                statistics.addPeakMemory(account.peak());
                account.close();
            }
            accounts.clear();
        }
    }

    @Override
    public void dispose(boolean succeeded) {
        parts.clear();
        free();
        JoinSpill begun = spill;
        if (begun != null) {
            begun.close();
        }
    }
}

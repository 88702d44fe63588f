package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
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
import org.jspecify.annotations.Nullable;

/** Collects the build side of a join; once complete it has the table, has told the runtime filters, and knows which of its rows were matched. */
public final class JoinSink implements Sink {
    private final JoinNode node;
    private final OperatorStatistics statistics;
    private final Map<Integer, RuntimeFilter> filters;
    private final List<DataType> types;
    private final boolean[] wanted;
    private final List<BuildRows> parts = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();
    private @Nullable BuiltSide built;

    public JoinSink(JoinNode node, OperatorStatistics statistics, Map<Integer, RuntimeFilter> filters) {
        this.node = node;
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

    private MemoryAccount account(TaskContext context) {
        MemoryAccount account = new MemoryAccount(context.memory(), "join (node %d)".formatted(node.id()));
        synchronized (parts) {
            accounts.add(account);
        }
        return account;
    }

    @Override
    public Operator create(TaskContext context) {
        return new LocalBuild(context);
    }

    /** The rows of one thread. */
    private final class LocalBuild extends Operator {
        private final BuildRows rows = new BuildRows(types, wanted);
        private final MemoryAccount account;

        LocalBuild(TaskContext context) {
            super(context, statistics, null);
            account = account(context);
        }

        @Override
        protected void push(ColumnBatch batch) {
            rows.append(batch);
            account.set(rows.retainedBytes());
        }

        @Override
        protected void finishInput() {
            synchronized (parts) {
                if (rows.rows() > 0) {
                    parts.add(rows);
                }
            }
        }
    }

    @Override
    public void complete(TaskContext context) {
        ColumnBatch rows = parts.isEmpty() ? new BuildRows(types, wanted).build() : BuildRows.concatenate(parts);
        parts.clear();
        BuiltSide made = new BuiltSide(node, types, rows);
        built = made;
        account(context).set(made.retainedBytes());
        statistics.describe(() -> "%d rows built, %s".formatted(made.rows().rowCount(), made.table()));
        for (JoinNode.RuntimeFilter told : node.runtimeFilters()) {
            filters.put(told.filter(), made.filter(node.rightKeys().get(told.key())));
        }
    }

    BuiltSide built() {
        BuiltSide made = built;
        if (made == null) {
            throw new IllegalStateException("Cannot probe join: it is not built");
        }
        return made;
    }

    /** The rows that the join delivers of its right side for what matched them; to be read after all probing. */
    public List<Source.Morsel> rightRows() {
        return built().rightRows();
    }

    @Override
    public void dispose(boolean succeeded) {
        built = null;
        parts.clear();
        for (MemoryAccount account : accounts) {
            statistics.addPeakMemory(account.peak());
            account.close();
        }
        accounts.clear();
    }
}

package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RowBuffer;
import dev.skep.query.operator.RuntimeFilter;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.JoinNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/** Collects the build side of a join; once complete it has the table, has told the runtime filters, and knows which of its rows were matched. */
public final class JoinSink implements Sink {
    private final JoinNode node;
    private final OperatorStatistics statistics;
    private final Map<Integer, RuntimeFilter> filters;
    private final List<DataType> types;
    private final boolean[] wanted;
    private final List<RowBuffer> buffers = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();
    private @Nullable JoinTable table;
    private final Map<FlatVector, FlatVector> plain = new java.util.IdentityHashMap<>();
    private boolean[] matched = new boolean[0];

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
            java.util.Arrays.fill(wanted, true);
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
        synchronized (buffers) {
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
        private final RowBuffer buffer = new RowBuffer(types, wanted);
        private final MemoryAccount account;

        LocalBuild(TaskContext context) {
            super(context, statistics, null);
            account = account(context);
        }

        @Override
        protected void push(ColumnBatch batch) {
            buffer.append(batch);
            account.set(buffer.retainedBytes());
        }

        @Override
        protected void finishInput() {
            synchronized (buffers) {
                if (buffer.rows() > 0) {
                    buffers.add(buffer);
                }
            }
        }
    }

    @Override
    public void complete(TaskContext context) {
        ColumnBatch rows = buffers.isEmpty()
                ? new RowBuffer(types, wanted).build()
                : RowBuffer.concatenate(buffers);
        buffers.clear();
        int[] keyed = new int[rows.rowCount()];
        int count = 0;
        for (int row = 0; row < keyed.length; row++) {
            boolean hasNull = false;
            for (int key : node.rightKeys()) {
                hasNull |= rows.column(key).isNull(row);
            }
            keyed[count] = row;
            count += hasNull ? 0 : 1;
        }
        if (!node.leftKeys().isEmpty()) {
            JoinTable made = JoinTable.of(rows, types, node.rightKeys(), keyed, count);
            table = made;
            account(context).set(made.retainedBytes());
            int built = count;
            statistics.describe(() -> "%d rows built, %s%s".formatted(built, made.isDense() ? "array" : "hash table",
                    made.isUnique() ? ", unique" : ""));
        } else {
            table = JoinTable.of(rows, types, List.of(), keyed, 0);
        }
        for (JoinNode.RuntimeFilter told : node.runtimeFilters()) {
            int key = node.rightKeys().get(told.key());
            filters.put(told.filter(), RuntimeFilter.of(rows.column(key), types.get(key), keyed, count));
        }
        if (keepsUnmatchedRows()) {
            matched = new boolean[rows.rowCount()];
        }
    }

    boolean keepsUnmatchedRows() {
        return node.kind() == JoinNode.Kind.RIGHT || node.kind() == JoinNode.Kind.FULL;
    }

    /** The same values without null flags, as dictionaries have them: one object for each column of the build side. */
    FlatVector withoutNulls(FlatVector vector) {
        synchronized (plain) {
            return plain.computeIfAbsent(vector, JoinSink::stripped);
        }
    }

    private static FlatVector stripped(FlatVector vector) {
        int length = vector.length();
        return switch (vector) {
            case BooleanVector v -> new BooleanVector(length, v.values(), null);
            case IntVector v -> new IntVector(length, v.values(), null);
            case LongVector v -> new LongVector(length, v.values(), null);
            case Int128Vector v -> new Int128Vector(length, v.high(), v.low(), null);
            case FloatVector v -> new FloatVector(length, v.values(), null);
            case DoubleVector v -> new DoubleVector(length, v.values(), null);
            case BytesVector v -> new BytesVector(length, v.data(), v.offsets(), null);
        };
    }

    JoinTable table() {
        JoinTable made = table;
        if (made == null) {
            throw new IllegalStateException("Cannot probe join: it is not built");
        }
        return made;
    }

    /** True at the build rows that were matched; threads only ever write true, and the pipeline's end makes it seen. */
    boolean[] matched() {
        return matched;
    }

    /** The build rows that nothing matched, with nulls on the left; to be read after all probing. */
    public List<Source.Morsel> unmatched() {
        ColumnBatch rows = table().rows();
        return List.of(new Source.Morsel() {
            private int next;

            @Override
            public @Nullable ColumnBatch next() {
                while (next < rows.rowCount()) {
                    int[] selected = new int[ColumnBatch.DEFAULT_ROWS];
                    int count = 0;
                    while (next < rows.rowCount() && count < selected.length) {
                        selected[count] = next;
                        count += matched[next] ? 0 : 1;
                        next++;
                    }
                    if (count > 0) {
                        List<ColumnVector> all = new ArrayList<>();
                        for (Field field : node.left().outputs()) {
                            all.add(new ConstantVector(count, Values.vector(field.type(), null)));
                        }
                        for (ColumnVector column : rows.columns()) {
                            all.add(dev.skep.storage.vector.Vectors.gather(column, selected, count));
                        }
                        return new ColumnBatch(count, all);
                    }
                }
                return null;
            }
        });
    }

    @Override
    public void dispose(boolean succeeded) {
        table = null;
        buffers.clear();
        for (MemoryAccount account : accounts) {
            statistics.addPeakMemory(account.peak());
            account.close();
        }
        accounts.clear();
    }
}

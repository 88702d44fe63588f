package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.RowFilter;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.JoinNode.Kind;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Probes a join's table with the rows of the left side. Where a row has at most one match and there is no further condition, the batch goes on with
 * a narrower selection and the right columns as dictionaries over the build side: nothing is copied. Otherwise pairs are formed, tested, and copied.
 */
public final class JoinOperator extends Operator {
    private static final int PAIRS = ColumnBatch.DEFAULT_ROWS;

    private final JoinNode node;
    private final JoinSink sink;
    private final JoinTable table;
    private final JoinTable.@Nullable Prober prober;
    private final @Nullable RowFilter residual;
    private final boolean[] residualColumns;
    private final List<DataType> types = new ArrayList<>();
    private final int leftWidth;
    private final int[] leftRows = new int[PAIRS];
    private final int[] rightRows = new int[PAIRS];
    private final int[] leftIndexes = new int[PAIRS];
    private final int[] passing = new int[PAIRS];
    private int[] matches = new int[0];
    private int[] selected = new int[0];
    private int[] rightIds = new int[0];
    private boolean[] isMatched = new boolean[0];
    private int pairs;

    public JoinOperator(TaskContext context, OperatorStatistics statistics, Operator next, JoinNode node,
            JoinSink sink, @Nullable RowFilter residual) {
        super(context, statistics, next);
        this.node = node;
        this.sink = sink;
        this.table = sink.table();
        this.prober = node.leftKeys().isEmpty() ? null : table.new Prober();
        this.residual = residual;
        node.left().outputs().forEach(field -> types.add(field.type()));
        leftWidth = types.size();
        node.right().outputs().forEach(field -> types.add(field.type()));
        residualColumns = new boolean[types.size()];
        if (node.residual() != null) {
            mark(node.residual());
        }
    }

    private void mark(Expression expression) {
        if (expression instanceof InputRef ref) {
            residualColumns[ref.index()] = true;
        }
        for (Expression child : expression.children()) {
            mark(child);
        }
    }

    @Override
    protected void push(ColumnBatch batch) {
        SelectionVector selection = batch.selection();
        int count = batch.selectedCount();
        int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
        if (matches.length < count) {
            matches = new int[count];
            selected = new int[count];
            isMatched = new boolean[count];
        }
        JoinTable.Prober keyed = prober;
        if (keyed != null) {
            ColumnVector[] keys = new ColumnVector[node.leftKeys().size()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = batch.column(node.leftKeys().get(i));
            }
            keyed.find(keys, rows, count, matches);
            if (residual == null) {
                switch (node.kind()) {
                    case SEMI -> {
                        emitSelected(batch, rows, count, true);
                        return;
                    }
                    case ANTI -> {
                        emitSelected(batch, rows, count, false);
                        return;
                    }
                    case INNER, LEFT, RIGHT, FULL -> {
                        if (table.isUnique()) {
                            emitUnique(batch, rows, count);
                            return;
                        }
                    }
                }
            }
        }
        pushPairs(batch, rows, count);
    }

    private void emitSelected(ColumnBatch batch, int[] rows, int count, boolean wanted) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            selected[n] = rows[k];
            n += matches[k] >= 0 == wanted ? 1 : 0;
        }
        if (n == count) {
            emit(batch);
        } else if (n > 0) {
            emit(batch.select(new SelectionVector(n, selected)));
        }
    }

    private void emitUnique(ColumnBatch batch, int[] rows, int count) {
        int length = batch.rowCount();
        if (rightIds.length < length) {
            rightIds = new int[length];
        }
        boolean keepsLeft = node.kind() == Kind.LEFT || node.kind() == Kind.FULL;
        boolean[] absent = keepsLeft ? new boolean[length] : null;
        boolean[] matched = sink.matched();
        boolean marks = sink.keepsUnmatchedRows();
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            int match = matches[k];
            rightIds[row] = Math.max(0, match);
            selected[n] = row;
            if (match >= 0) {
                n++;
                if (marks) {
                    matched[match] = true;
                }
            } else if (absent != null) {
                absent[row] = true;
                n++;
            }
        }
        if (n == 0) {
            return;
        }
        List<ColumnVector> columns = new ArrayList<>(batch.columns());
        for (int c = 0; c < types.size() - leftWidth; c++) {
            columns.add(rightColumn(c, rightIds, length, selected, n, absent));
        }
        emit(new ColumnBatch(length, columns, n == count ? batch.selection() : new SelectionVector(n, selected)));
    }

    /** The column of the build side at {@code ids[row]} for the rows {@code rows[0 .. count)}. */
    private ColumnVector rightColumn(int column, int[] ids, int length, int[] rows, int count,
            boolean @Nullable [] absent) {
        ColumnVector from = table.rows().column(column);
        if (table.rows().rowCount() == 0 || from instanceof ConstantVector) {
            return new ConstantVector(length, Values.vector(types.get(leftWidth + column), null));
        }
        if (from instanceof FlatVector flat) {
            boolean[] nulls = absent;
            boolean[] fromNulls = flat.nulls();
            if (fromNulls != null) {
                nulls = absent == null ? new boolean[length] : absent.clone();
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    nulls[row] |= fromNulls[ids[row]];
                }
            }
            return new DictionaryVector(length, flatWithoutNulls(flat), ids, nulls);
        }
        int[] safe = new int[length];
        for (int k = 0; k < count; k++) {
            safe[rows[k]] = ids[rows[k]];
        }
        ColumnVector gathered = Vectors.gather(from, safe, length);
        if (absent == null) {
            return gathered;
        }
        dev.skep.query.function.vector.Scatter scatter = new dev.skep.query.function.vector.Scatter(
                types.get(leftWidth + column));
        scatter.begin(length);
        int[] present = new int[count];
        int[] missing = new int[count];
        int presents = 0;
        int missings = 0;
        for (int k = 0; k < count; k++) {
            if (absent[rows[k]]) {
                missing[missings++] = rows[k];
            } else {
                present[presents++] = rows[k];
            }
        }
        scatter.put(gathered, present, presents);
        scatter.put(new ConstantVector(length, Values.vector(types.get(leftWidth + column), null)), missing, missings);
        return scatter.finish(rows, count);
    }

    /** A dictionary holds no null: the flags go to the rows. One object for each column, so that work per dictionary is done once. */
    private FlatVector flatWithoutNulls(FlatVector flat) {
        if (!flat.mayHaveNulls()) {
            return flat;
        }
        return sink.withoutNulls(flat);
    }

    private void pushPairs(ColumnBatch batch, int[] rows, int count) {
        java.util.Arrays.fill(isMatched, 0, count, false);
        pairs = 0;
        boolean onlyFirst = node.kind() == Kind.SEMI || node.kind() == Kind.ANTI;
        int buildRows = table.rows().rowCount();
        for (int k = 0; k < count; k++) {
            if (prober == null) {
                for (int match = 0; match < buildRows; match++) {
                    if (onlyFirst && isMatched[k]) {
                        break;
                    }
                    addPair(batch, rows[k], k, match);
                }
            } else {
                for (int match = matches[k]; match >= 0; match = table.next(match)) {
                    addPair(batch, rows[k], k, match);
                }
            }
        }
        flush(batch);
        switch (node.kind()) {
            case SEMI, ANTI, LEFT, FULL -> emitByMatch(batch, rows, count);
            case INNER, RIGHT -> {
                // Rows without a match are dropped.
            }
        }
    }

    private void addPair(ColumnBatch batch, int row, int index, int match) {
        leftRows[pairs] = row;
        leftIndexes[pairs] = index;
        rightRows[pairs++] = match;
        if (pairs == PAIRS) {
            flush(batch);
        }
    }

    private void emitByMatch(ColumnBatch batch, int[] rows, int count) {
        boolean wantMatched = node.kind() == Kind.SEMI;
        int n = 0;
        for (int k = 0; k < count; k++) {
            selected[n] = rows[k];
            n += isMatched[k] == wantMatched ? 1 : 0;
        }
        if (n == 0) {
            return;
        }
        List<ColumnVector> columns = new ArrayList<>(batch.columns());
        if (node.kind().keepsRightColumns()) {
            for (int c = leftWidth; c < types.size(); c++) {
                columns.add(new ConstantVector(batch.rowCount(), Values.vector(types.get(c), null)));
            }
        }
        emit(new ColumnBatch(batch.rowCount(), columns, new SelectionVector(n, selected)));
    }

    private void flush(ColumnBatch batch) {
        if (pairs == 0) {
            return;
        }
        context().checkRunning();
        int count = pairs;
        pairs = 0;
        RowFilter condition = residual;
        if (condition != null) {
            count = condition.select(pairBatch(batch, count, residualColumns), null, count, passing);
            for (int i = 0; i < count; i++) {
                int from = passing[i];
                leftRows[i] = leftRows[from];
                leftIndexes[i] = leftIndexes[from];
                rightRows[i] = rightRows[from];
            }
        }
        boolean[] matched = sink.matched();
        for (int i = 0; i < count; i++) {
            isMatched[leftIndexes[i]] = true;
        }
        if (sink.keepsUnmatchedRows()) {
            for (int i = 0; i < count; i++) {
                matched[rightRows[i]] = true;
            }
        }
        if (count > 0 && node.kind().keepsRightColumns()) {
            emit(pairBatch(batch, count, null));
        }
    }

    /** The columns of the pairs; those that are not wanted are left null. */
    private ColumnBatch pairBatch(ColumnBatch batch, int count, boolean @Nullable [] wanted) {
        List<ColumnVector> columns = new ArrayList<>(types.size());
        for (int c = 0; c < types.size(); c++) {
            if (wanted != null && !wanted[c]) {
                columns.add(new ConstantVector(count, new BooleanVector(1, new boolean[1], new boolean[]{true})));
            } else if (c < leftWidth) {
                ColumnVector left = batch.column(c);
                columns.add(left instanceof BytesVector bytes && !bytes.mayHaveNulls()
                        ? new DictionaryVector(count, bytes, leftRows, null)
                        : Vectors.gather(left, leftRows, count));
            } else {
                columns.add(rightColumn(c - leftWidth, rightRows, count, Rows.identity(count), count, null));
            }
        }
        return new ColumnBatch(count, columns);
    }
}

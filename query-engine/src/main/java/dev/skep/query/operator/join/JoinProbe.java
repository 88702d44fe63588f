package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.RowFilter;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.JoinNode.Kind;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Joins batches of the left side with a built right side, for one thread: {@link #start} takes a batch, {@link #next} gives what it makes, batch by batch, however many
 * matches it has. Where a row has at most one match and there is no further condition, the batch goes on with a narrower selection and the right columns as
 * dictionaries over the build side: nothing is copied. Otherwise pairs are formed, tested, and copied.
 */
final class JoinProbe {
    private static final int PAIRS = ColumnBatch.DEFAULT_ROWS;

    private final JoinNode node;
    private final Kind kind;
    private final BuiltSide built;
    private final BuiltColumns right;
    private final JoinIndex.@Nullable Prober prober;
    private final @Nullable RowFilter residual;
    private final boolean[] residualColumns;
    private final List<DataType> types = new ArrayList<>();
    private final int leftWidth;
    private final int[] leftRows = new int[PAIRS];
    private final int[] rightRows = new int[PAIRS];
    private final int[] leftIndexes = new int[PAIRS];
    private final int[] passing = new int[PAIRS];
    /** Copies of the batch's columns of texts that pairs refer to; null where there is none yet. */
    private final @Nullable BytesVector[] leftTexts;
    private int[] matches = new int[0];
    private int[] selected = new int[0];
    private int[] rightIds = new int[0];
    private boolean[] isMatched = new boolean[0];

    private Step step = Step.DONE;
    private ColumnBatch batch = new ColumnBatch(0, List.of());
    private int[] rows = new int[0];
    private int count;
    private boolean @Nullable [] before;
    private boolean isLast = true;
    /** The left row whose pairs are being formed, and the build row that is next for it. */
    private int position;
    private int chain;

    /** What is still to be delivered of a batch. */
    private enum Step {
        SELECTED, UNIQUE, MARKED, PAIRS, BY_MATCH, DONE
    }

    JoinProbe(JoinNode node, BuiltSide built, @Nullable RowFilter residual) {
        this.node = node;
        this.kind = node.kind();
        this.built = built;
        this.right = new BuiltColumns(built);
        this.prober = built.table().prober();
        this.residual = residual;
        node.left().outputs().forEach(field -> types.add(field.type()));
        leftWidth = types.size();
        leftTexts = new BytesVector[leftWidth];
        types.addAll(built.types());
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

    /** Takes a batch, which must stay valid while {@link #next} is asked. */
    void start(ColumnBatch input) {
        start(input, null, true);
    }

    /**
     * As {@link #start(ColumnBatch)}, where the build side is seen in several parts.
     *
     * @param matchedBefore for each row of {@code input} that counts whether an earlier part matched it; rows matched now are added when next has given null
     * @param isLastPart whether rows that nothing matched are now known to have no match
     */
    void start(ColumnBatch input, boolean @Nullable [] matchedBefore, boolean isLastPart) {
        batch = input;
        before = matchedBefore;
        isLast = isLastPart;
        SelectionVector selection = input.selection();
        count = input.selectedCount();
        rows = Rows.orAll(selection == null ? null : selection.rows(), count);
        if (matches.length < count) {
            matches = new int[count];
            selected = new int[count];
            isMatched = new boolean[count];
        }
        if (prober != null) {
            ColumnVector[] keys = new ColumnVector[node.leftKeys().size()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = input.column(node.leftKeys().get(i));
            }
            prober.find(keys, rows, count, matches);
        }
        step = firstStep();
        if (step == Step.PAIRS) {
            Arrays.fill(leftTexts, null);
            if (matchedBefore == null) {
                Arrays.fill(isMatched, 0, count, false);
            } else {
                System.arraycopy(matchedBefore, 0, isMatched, 0, count);
            }
            position = -1;
            chain = -1;
        }
    }

    private Step firstStep() {
        if (prober == null || residual != null || before != null) {
            return Step.PAIRS;
        }
        return switch (kind) {
            case SEMI, ANTI -> Step.SELECTED;
            case RIGHT_SEMI, RIGHT_ANTI -> Step.MARKED;
            case INNER, LEFT, RIGHT, FULL -> built.table().isUnique() ? Step.UNIQUE : Step.PAIRS;
        };
    }

    /** Returns the next batch that the rows taken make, valid until the next call; null when there is no more. */
    @Nullable
    ColumnBatch next() {
        switch (step) {
            case SELECTED -> {
                step = Step.DONE;
                return selected();
            }
            case UNIQUE -> {
                step = Step.DONE;
                return unique();
            }
            case MARKED -> {
                step = Step.DONE;
                markChains();
                return null;
            }
            case PAIRS -> {
                while (true) {
                    int pairs = formPairs();
                    if (pairs == 0) {
                        break;
                    }
                    pairs = matching(pairs);
                    if (pairs > 0 && kind.keepsLeftColumns() && kind.keepsRightColumns()) {
                        return pairBatch(pairs, null);
                    }
                }
                step = Step.BY_MATCH;
                return next();
            }
            case BY_MATCH -> {
                step = Step.DONE;
                return byMatch();
            }
            case DONE -> {
                return null;
            }
        }
        throw new IllegalStateException("no such step: " + step);
    }

    private @Nullable ColumnBatch selected() {
        boolean wanted = kind == Kind.SEMI;
        int n = 0;
        for (int k = 0; k < count; k++) {
            selected[n] = rows[k];
            n += matches[k] >= 0 == wanted ? 1 : 0;
        }
        return n == 0 ? null : n == count ? batch : batch.select(new SelectionVector(n, selected));
    }

    private void markChains() {
        boolean[] matched = built.matched();
        int[] next = built.table().next();
        for (int k = 0; k < count; k++) {
            int row = matches[k];
            // Rows of a key are marked together, the first one last: it tells that the others are.
            if (row < 0 || matched[row]) {
                continue;
            }
            if (next != null) {
                for (int other = next[row]; other >= 0; other = next[other]) {
                    matched[other] = true;
                }
            }
            matched[row] = true;
        }
    }

    private @Nullable ColumnBatch unique() {
        int length = batch.rowCount();
        if (rightIds.length < length) {
            rightIds = new int[length];
        }
        int n = kind == Kind.INNER ? uniqueInner() : 0;
        boolean[] absent = null;
        if (kind != Kind.INNER) {
            absent = kind == Kind.RIGHT ? null : new boolean[length];
            n = uniqueOuter(absent);
        }
        if (n == 0) {
            return null;
        }
        List<ColumnVector> columns = new ArrayList<>(types.size());
        columns.addAll(batch.columns());
        for (int c = 0; c < types.size() - leftWidth; c++) {
            columns.add(right.at(c, rightIds, length, selected, n, absent));
        }
        return new ColumnBatch(length, columns, n == count ? batch.selection() : new SelectionVector(n, selected));
    }

    private int uniqueInner() {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            int match = matches[k];
            rightIds[row] = match;
            selected[n] = row;
            n += match >= 0 ? 1 : 0;
        }
        return n;
    }

    private int uniqueOuter(boolean @Nullable [] absent) {
        boolean[] matched = built.matched();
        boolean marks = built.marksMatches();
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
        return n;
    }

    /** Fills the arrays of pairs as far as they reach and returns how many there are. */
    private int formPairs() {
        int[] next = built.table().next();
        boolean onlyFirst = kind == Kind.SEMI || kind == Kind.ANTI;
        int buildRows = built.rows().rowCount();
        int n = 0;
        int k = position;
        int row = chain;
        if (onlyFirst && k >= 0 && k < count && isMatched[k]) {
            row = -1;
        }
        while (n < PAIRS) {
            if (row < 0) {
                do {
                    k++;
                } while (k < count && onlyFirst && isMatched[k]);
                if (k >= count) {
                    k = count;
                    break;
                }
                row = prober != null ? matches[k] : buildRows > 0 ? 0 : -1;
                continue;
            }
            leftRows[n] = rows[k];
            leftIndexes[n] = k;
            rightRows[n++] = row;
            if (prober == null) {
                row = row + 1 < buildRows ? row + 1 : -1;
            } else {
                row = next == null ? -1 : next[row];
            }
        }
        position = k;
        chain = row;
        return n;
    }

    /** Keeps the pairs that meet the further condition, notes what they match, and returns how many are left. */
    private int matching(int pairs) {
        int left = pairs;
        RowFilter condition = residual;
        if (condition != null) {
            left = condition.select(pairBatch(pairs, residualColumns), null, pairs, passing);
            for (int i = 0; i < left; i++) {
                int from = passing[i];
                leftRows[i] = leftRows[from];
                leftIndexes[i] = leftIndexes[from];
                rightRows[i] = rightRows[from];
            }
        }
        for (int i = 0; i < left; i++) {
            isMatched[leftIndexes[i]] = true;
        }
        if (built.marksMatches()) {
            boolean[] matched = built.matched();
            for (int i = 0; i < left; i++) {
                matched[rightRows[i]] = true;
            }
        }
        return left;
    }

    /** The left rows that go on because of whether they were matched. */
    private @Nullable ColumnBatch byMatch() {
        boolean[] earlier = before;
        int n = 0;
        switch (kind) {
            case SEMI -> {
                for (int k = 0; k < count; k++) {
                    selected[n] = rows[k];
                    n += isMatched[k] && (earlier == null || !earlier[k]) ? 1 : 0;
                }
            }
            case ANTI, LEFT, FULL -> {
                for (int k = 0; isLast && k < count; k++) {
                    selected[n] = rows[k];
                    n += isMatched[k] ? 0 : 1;
                }
            }
            case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> {
                // Rows without a match are dropped.
            }
        }
        if (earlier != null) {
            System.arraycopy(isMatched, 0, earlier, 0, count);
        }
        if (n == 0) {
            return null;
        }
        List<ColumnVector> columns = new ArrayList<>(batch.columns());
        if (kind.keepsRightColumns()) {
            for (int c = leftWidth; c < types.size(); c++) {
                columns.add(new ConstantVector(batch.rowCount(), Values.vector(types.get(c), null)));
            }
        }
        return new ColumnBatch(batch.rowCount(), columns, new SelectionVector(n, selected));
    }

    /**
     * A column of the batch at the rows of the pairs. Where pairs are many, texts become a dictionary for all pairs of the batch, so that they are not copied for each of them and what
     * comes behind works on each once. Dictionaries may be kept by others, and the batch's arrays are used again: so it is a copy.
     */
    private ColumnVector leftColumn(int column, int pairs) {
        ColumnVector left = batch.column(column);
        if (!(left instanceof BytesVector bytes)) {
            return Vectors.gather(left, leftRows, pairs);
        }
        BytesVector texts = leftTexts[column];
        if (texts == null) {
            if (2L * pairs < bytes.length()) {
                return Vectors.gather(left, leftRows, pairs);
            }
            texts = (BytesVector) Vectors.copy(
                    bytes.mayHaveNulls()
                            ? new BytesVector(bytes.length(), bytes.data(), bytes.offsets(), null)
                            : bytes);
            leftTexts[column] = texts;
        }
        return new DictionaryVector(pairs, texts, leftRows, nulls(bytes, pairs));
    }

    private boolean @Nullable [] nulls(BytesVector left, int pairs) {
        boolean[] from = left.nulls();
        if (from == null) {
            return null;
        }
        boolean[] nulls = new boolean[pairs];
        boolean any = false;
        for (int i = 0; i < pairs; i++) {
            nulls[i] = from[leftRows[i]];
            any |= nulls[i];
        }
        return any ? nulls : null;
    }

    /** The columns of the pairs; those that are not wanted are left null. */
    private ColumnBatch pairBatch(int pairs, boolean @Nullable [] wanted) {
        List<ColumnVector> columns = new ArrayList<>(types.size());
        for (int c = 0; c < types.size(); c++) {
            if (wanted != null && !wanted[c]) {
                columns.add(new ConstantVector(pairs, new BooleanVector(1, new boolean[1], new boolean[]{true})));
            } else if (c < leftWidth) {
                columns.add(leftColumn(c, pairs));
            } else {
                columns.add(right.at(c - leftWidth, rightRows, pairs));
            }
        }
        return new ColumnBatch(pairs, columns);
    }
}

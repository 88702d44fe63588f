package dev.skep.query.expression;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.ScalarKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.function.vector.Scatter;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.StructVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** The kinds of evaluators. */
final class Evaluators {
    private Evaluators() {}

    static final class Input extends Evaluator {
        private final int index;

        Input(int index) {
            this.index = index;
        }

        int index() {
            return index;
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            return batch.column(index);
        }
    }

    static final class Constant extends Evaluator {
        private final ColumnVector value;
        private ConstantVector last;

        Constant(DataType type, @Nullable Object value) {
            this.value = Values.vector(type, value);
            this.last = new ConstantVector(1, this.value);
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            if (last.length() != batch.rowCount()) {
                last = new ConstantVector(batch.rowCount(), value);
            }
            return last;
        }
    }

    static final class Call extends Evaluator {
        private final ScalarKernel kernel;
        private final Evaluator[] arguments;
        private final ColumnVector[] values;
        private final ColumnVector typedNull;

        Call(ScalarKernel kernel, Evaluator[] arguments, DataType type) {
            this.kernel = kernel;
            this.arguments = arguments;
            this.values = new ColumnVector[arguments.length];
            this.typedNull = Values.vector(type, null);
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = arguments[i].evaluate(batch, rows, count);
            }
            ColumnVector result = kernel.apply(values, rows, count, batch.rowCount());
            return result instanceof ConstantVector && result.isNull(0)
                    ? new ConstantVector(batch.rowCount(), typedNull)
                    : result;
        }
    }

    /** AND and OR with three values: a row is decided by the first term that has the deciding value. */
    static final class Logical extends Evaluator {
        private final Evaluator[] terms;
        private final boolean deciding;
        private final Buffers buffers = new Buffers();
        private final ColumnReader reader = new ColumnReader();

        Logical(Evaluator[] terms, boolean deciding) {
            this.terms = terms;
            this.deciding = deciding;
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            int length = batch.rowCount();
            boolean[] values = buffers.booleans(length);
            boolean[] nulls = buffers.clearNulls(length);
            int[] open = buffers.rows(count);
            System.arraycopy(Rows.orAll(rows, count), 0, open, 0, count);
            for (int k = 0; k < count; k++) {
                values[open[k]] = !deciding;
            }
            int left = count;
            for (Evaluator term : terms) {
                reader.read(term.evaluate(batch, open, left));
                boolean allNull = reader.isConstantNull();
                boolean[] more = allNull ? values : reader.booleans(open, left);
                int next = 0;
                for (int k = 0; k < left; k++) {
                    int row = open[k];
                    open[next] = row;
                    if (allNull || reader.isNull(row)) {
                        nulls[row] = true;
                        next++;
                    } else if (more[row] == deciding) {
                        values[row] = deciding;
                        nulls[row] = false;
                    } else {
                        next++;
                    }
                }
                left = next;
                if (left == 0) {
                    break;
                }
            }
            return new BooleanVector(length, values, nulls);
        }
    }

    static final class IsNull extends Evaluator {
        private final Evaluator value;
        private final Buffers buffers = new Buffers();

        IsNull(Evaluator value) {
            this.value = value;
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            ColumnVector vector = value.evaluate(batch, rows, count);
            boolean[] to = buffers.booleans(batch.rowCount());
            int[] all = Rows.orAll(rows, count);
            for (int k = 0; k < count; k++) {
                to[all[k]] = vector.isNull(all[k]);
            }
            return new BooleanVector(batch.rowCount(), to, null);
        }
    }

    /** IS [NOT] DISTINCT FROM by an equality that is asked only where neither is null. */
    static final class Distinct extends Evaluator {
        private final Evaluator left;
        private final Evaluator right;
        private final ScalarKernel equality;
        private final boolean wantDistinct;
        private final Buffers buffers = new Buffers();
        private final ColumnReader reader = new ColumnReader();

        Distinct(Evaluator left, Evaluator right, ScalarKernel equality, boolean wantDistinct) {
            this.left = left;
            this.right = right;
            this.equality = equality;
            this.wantDistinct = wantDistinct;
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            ColumnVector a = left.evaluate(batch, rows, count);
            ColumnVector b = right.evaluate(batch, rows, count);
            boolean[] to = buffers.booleans(batch.rowCount());
            int[] all = Rows.orAll(rows, count);
            int[] both = buffers.rows(count);
            int n = 0;
            for (int k = 0; k < count; k++) {
                int row = all[k];
                boolean nullA = a.isNull(row);
                boolean nullB = b.isNull(row);
                to[row] = (nullA != nullB) == wantDistinct;
                both[n] = row;
                n += nullA | nullB ? 0 : 1;
            }
            if (n > 0) {
                reader.read(equality.apply(new ColumnVector[]{a, b}, both, n, batch.rowCount()));
                boolean[] equal = reader.booleans(both, n);
                for (int k = 0; k < n; k++) {
                    to[both[k]] = equal[both[k]] != wantDistinct;
                }
            }
            return new BooleanVector(batch.rowCount(), to, null);
        }
    }

    static final class Case extends Evaluator {
        private final RowFilter[] conditions;
        private final Evaluator[] results;
        private final Evaluator otherwise;
        private final Scatter scatter;
        private int[] open = new int[0];
        private int[] chosen = new int[0];
        private boolean[] taken = new boolean[0];

        Case(RowFilter[] conditions, Evaluator[] results, Evaluator otherwise, DataType type) {
            this.conditions = conditions;
            this.results = results;
            this.otherwise = otherwise;
            this.scatter = new Scatter(type);
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            int length = batch.rowCount();
            if (open.length < count) {
                open = new int[count];
                chosen = new int[count];
            }
            if (taken.length < length) {
                taken = new boolean[length];
            }
            int[] all = Rows.orAll(rows, count);
            System.arraycopy(all, 0, open, 0, count);
            int left = count;
            scatter.begin(length);
            for (int i = 0; i < conditions.length && left > 0; i++) {
                int n = conditions[i].select(batch, open, left, chosen);
                if (n == 0) {
                    continue;
                }
                scatter.put(results[i].evaluate(batch, chosen, n), chosen, n);
                for (int k = 0; k < n; k++) {
                    taken[chosen[k]] = true;
                }
                int next = 0;
                for (int k = 0; k < left; k++) {
                    int row = open[k];
                    open[next] = row;
                    next += taken[row] ? 0 : 1;
                    taken[row] = false;
                }
                left = next;
            }
            if (left > 0) {
                scatter.put(otherwise.evaluate(batch, open, left), open, left);
            }
            return scatter.finish(all, count);
        }
    }

    /** Computes all rows at once, and only if that fails one after the other. */
    static final class Try extends Evaluator {
        private final Evaluator value;
        private final DataType type;
        private final int[] one = new int[1];

        Try(Evaluator value, DataType type) {
            this.value = value;
            this.type = type;
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            try {
                return value.evaluate(batch, rows, count);
            } catch (QueryException e) {
                if (e.reason() != Reason.DATA) {
                    throw e;
                }
                return oneByOne(batch, Rows.orAll(rows, count), count);
            }
        }

        private ColumnVector oneByOne(ColumnBatch batch, int[] rows, int count) {
            VectorBuilder values = VectorBuilder.of(type);
            ColumnVector none = Values.vector(type, null);
            int next = 0;
            for (int row = 0; row < batch.rowCount(); row++) {
                if (next == count || rows[next] != row) {
                    values.append(none, null, 1);
                    continue;
                }
                next++;
                one[0] = row;
                try {
                    values.append(value.evaluate(batch, one, 1), one, 1);
                } catch (QueryException e) {
                    if (e.reason() != Reason.DATA) {
                        throw e;
                    }
                    values.append(none, null, 1);
                }
            }
            return values.build();
        }
    }

    static final class Coalesce extends Evaluator {
        private final Evaluator[] terms;
        private final Scatter scatter;
        private int[] open = new int[0];
        private int[] chosen = new int[0];

        Coalesce(Evaluator[] terms, DataType type) {
            this.terms = terms;
            this.scatter = new Scatter(type);
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            if (open.length < count) {
                open = new int[count];
                chosen = new int[count];
            }
            int[] all = Rows.orAll(rows, count);
            System.arraycopy(all, 0, open, 0, count);
            int left = count;
            scatter.begin(batch.rowCount());
            for (int i = 0; i < terms.length && left > 0; i++) {
                ColumnVector vector = terms[i].evaluate(batch, open, left);
                if (i == 0 && !vector.mayHaveNulls()) {
                    return vector;
                }
                int n = 0;
                int next = 0;
                boolean isLast = i == terms.length - 1;
                for (int k = 0; k < left; k++) {
                    int row = open[k];
                    if (isLast || !vector.isNull(row)) {
                        chosen[n++] = row;
                    } else {
                        open[next++] = row;
                    }
                }
                scatter.put(vector, chosen, n);
                left = next;
            }
            return scatter.finish(all, count);
        }
    }

    static final class Field extends Evaluator {
        private final Evaluator struct;
        private final int field;
        private final ColumnVector typedNull;
        private final DataType type;

        Field(Evaluator struct, int field, DataType type) {
            this.struct = struct;
            this.field = field;
            this.type = type;
            this.typedNull = Values.vector(type, null);
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            ColumnVector vector = struct.evaluate(batch, rows, count);
            if (vector instanceof ConstantVector constant) {
                if (constant.isNull(0)) {
                    return new ConstantVector(batch.rowCount(), typedNull);
                }
                return new ConstantVector(batch.rowCount(), ((StructVector) constant.value()).fields().get(field));
            }
            StructVector from = (StructVector) vector;
            ColumnVector value = from.fields().get(field);
            boolean[] nulls = from.nulls();
            if (nulls == null) {
                return value;
            }
            int[] all = Rows.orAll(rows, count);
            Scatter scatter = new Scatter(type);
            scatter.begin(batch.rowCount());
            int[] absent = new int[count];
            int[] present = new int[count];
            int absents = 0;
            int presents = 0;
            for (int k = 0; k < count; k++) {
                if (nulls[all[k]]) {
                    absent[absents++] = all[k];
                } else {
                    present[presents++] = all[k];
                }
            }
            scatter.put(value, present, presents);
            scatter.put(new ConstantVector(batch.rowCount(), typedNull), absent, absents);
            return scatter.finish(all, count);
        }
    }

    /**
     * An expression that stands several times in a projection: computed once for the rows of the projection. A reader that wants fewer rows before that
     * gets its own computation, since the shared one may fail for rows that a CASE keeps out.
     */
    static final class Shared extends Evaluator {
        private final Evaluator inner;
        private final Evaluator narrow;
        private @Nullable ColumnBatch lastBatch;
        private int lastCount;
        private @Nullable ColumnVector last;
        private final Scope scope;

        Shared(Evaluator inner, Evaluator narrow, Scope scope) {
            this.inner = inner;
            this.narrow = narrow;
            this.scope = scope;
        }

        @Override
        public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
            ColumnVector known = last;
            if (known != null && lastBatch == batch && lastCount == scope.count) {
                return known;
            }
            if (scope.batch == batch && scope.rows == rows && scope.count == count) {
                ColumnVector computed = inner.evaluate(batch, rows, count);
                lastBatch = batch;
                lastCount = count;
                last = computed;
                return computed;
            }
            return narrow.evaluate(batch, rows, count);
        }

        void forget() {
            lastBatch = null;
            last = null;
        }
    }

    /** The rows that a projection is computed for. */
    static final class Scope {
        private @Nullable ColumnBatch batch;
        private int @Nullable [] rows;
        private int count;

        void begin(ColumnBatch newBatch, int @Nullable [] newRows, int newCount) {
            batch = newBatch;
            rows = newRows;
            count = newCount;
        }
    }
}

package dev.skep.query.operator;

import java.math.BigDecimal;
import java.util.Arrays;

import dev.skep.query.function.vector.Order;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * The worst value of the first sort key that can still be among the first rows of an order. Whoever holds as many rows as are wanted offers the value of
 * the last of them; from then on rows that come after it are not needed by anyone, so that the threads of a top-n and the scans below it
 * share one bound, which only ever gets narrower. Any thread may call.
 */
public final class TopBound {
    private final boolean descending;
    private final boolean nullsFirst;
    private final boolean keepsTies;
    private final DataType type;
    private volatile @Nullable Worst worst;

    /** A value, as a vector of one row, and what it leaves. */
    private record Worst(ColumnVector value, boolean isNull, Domain domain) {}

    /**
     * @param key the first key of the order
     * @param type of its column
     * @param keepsTies true if rows that equal the worst in the first key are told apart by further keys; otherwise any of them will do
     */
    public TopBound(SortKey key, DataType type, boolean keepsTies) {
        this.descending = key.direction() == Direction.DESCENDING;
        this.nullsFirst = key.nulls() == Nulls.FIRST;
        this.keepsTies = keepsTies;
        this.type = type;
    }

    /** Tells that as many rows as are wanted have been found that do not come after {@code row} of {@code vector}. */
    public synchronized void offer(ColumnVector vector, int row) {
        Worst known = worst;
        if (known != null && compare(vector, row, known) >= 0) {
            return;
        }
        ColumnVector value = Vectors.gather(vector, new int[]{row}, 1);
        if (value instanceof DictionaryVector) {
            value = Vectors.flatten(value);
        }
        boolean isNull = value.isNull(0);
        worst = new Worst(value, isNull, domain(value, isNull));
    }

    /** The order of a value and the worst, nulls and direction counted in. */
    private int compare(ColumnVector vector, int row, Worst known) {
        boolean isNull = vector.isNull(row);
        if (isNull || known.isNull) {
            return isNull == known.isNull ? 0 : isNull == nullsFirst ? -1 : 1;
        }
        int order = Order.compare(vector, row, known.value, 0);
        return descending ? -order : order;
    }

    /** Compares two values, as vectors of one row, in the order of the key. */
    public int compare(ColumnVector a, ColumnVector b) {
        return compare(a, 0, new Worst(b, b.isNull(0), Domain.all()));
    }

    /** True if rows without a value come before all others. */
    public boolean hasNullsFirst() {
        return nullsFirst;
    }

    /** True if the greatest values come first. */
    public boolean isDescending() {
        return descending;
    }

    private boolean isWanted(ColumnVector vector, int row, Worst known) {
        int order = compare(vector, row, known);
        return order < 0 || order == 0 && keepsTies;
    }

    private boolean isNullWanted(Worst known) {
        return known.isNull ? keepsTies : nullsFirst;
    }

    /** What a reader may skip by now. */
    public Domain domain() {
        Worst known = worst;
        return known == null ? Domain.all() : known.domain;
    }

    private Domain domain(ColumnVector value, boolean isNull) {
        if (isNull) {
            Domain others = nullsFirst ? Domain.none() : Domain.notNull();
            return keepsTies ? others.union(Domain.onlyNull()) : others;
        }
        Comparable<?> bound = type instanceof CharType || !(value instanceof FlatVector flat) ? null : comparable(flat);
        if (bound == null) {
            return nullsFirst ? Domain.all() : Domain.notNull();
        }
        Domain range = Domain.range(descending
                ? new Domain.Range(bound, keepsTies, null, false)
                : new Domain.Range(null, false, bound, keepsTies));
        return nullsFirst ? range.union(Domain.onlyNull()) : range;
    }

    /** The value as predicates have it; null if they have none like it. */
    private @Nullable Comparable<?> comparable(FlatVector value) {
        return switch (value) {
            case BooleanVector v -> v.values()[0];
            case IntVector v -> (long) v.values()[0];
            case LongVector v -> type instanceof DecimalType decimal
                    ? (Comparable<?>) BigDecimal.valueOf(v.values()[0], decimal.scale())
                    : (Comparable<?>) v.values()[0];
            case Int128Vector v ->
                type instanceof DecimalType decimal ? new BigDecimal(v.bigInteger(0), decimal.scale()) : null;
            case FloatVector v -> Float.isNaN(v.values()[0]) ? null : (Comparable<?>) (double) v.values()[0];
            case DoubleVector v -> Double.isNaN(v.values()[0]) ? null : v.values()[0];
            case BytesVector v -> new ByteString(Arrays.copyOfRange(v.data(), v.offsets()[0], v.offsets()[1]));
        };
    }

    /** Tests rows by the bound of the moment. Belongs to one thread. */
    public final class Test implements RowTest {
        private boolean[] wanted = new boolean[0];
        private int[] kept = new int[0];

        /** Returns the rows of {@code batch} that are still wanted by their value in {@code column}; valid until the next call. */
        public ColumnBatch select(ColumnBatch batch, int column) {
            if (worst == null) {
                return batch;
            }
            int count = batch.selectedCount();
            if (kept.length < count) {
                kept = new int[count];
            }
            SelectionVector selection = batch.selection();
            int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
            int left = select(batch.column(column), rows, count, kept);
            return left == count ? batch : batch.select(new SelectionVector(left, kept));
        }

        @Override
        public int select(ColumnVector vector, int[] rows, int count, int[] out) {
            Worst known = worst;
            if (known == null) {
                System.arraycopy(rows, 0, out, 0, count);
                return count;
            }
            if (!known.isNull && !vector.mayHaveNulls()) {
                if (vector instanceof IntVector v && known.value instanceof IntVector w) {
                    return selectInts(v.values(), least(w.values()[0]), greatest(w.values()[0]), rows, count, out);
                }
                if (vector instanceof LongVector v && known.value instanceof LongVector w) {
                    return selectLongs(v.values(), w.values()[0], rows, count, out);
                }
            }
            if (vector instanceof DictionaryVector dictionary && dictionary.dictionary().length() <= count) {
                return selectIds(dictionary, known, rows, count, out);
            }
            int n = 0;
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                out[n] = row;
                n += isWanted(vector, row, known) ? 1 : 0;
            }
            return n;
        }

        private long least(long bound) {
            return !descending ? Long.MIN_VALUE : keepsTies ? bound : bound + 1;
        }

        private long greatest(long bound) {
            return descending ? Long.MAX_VALUE : keepsTies ? bound : bound - 1;
        }

        private int selectInts(int[] values, long least, long greatest, int[] rows, int count, int[] out) {
            int n = 0;
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                out[n] = row;
                n += values[row] >= least && values[row] <= greatest ? 1 : 0;
            }
            return n;
        }

        private int selectLongs(long[] values, long bound, int[] rows, int count, int[] out) {
            if (!keepsTies && bound == (descending ? Long.MAX_VALUE : Long.MIN_VALUE)) {
                return 0;
            }
            long least = least(bound);
            long greatest = greatest(bound);
            int n = 0;
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                out[n] = row;
                n += values[row] >= least && values[row] <= greatest ? 1 : 0;
            }
            return n;
        }

        private int selectIds(DictionaryVector vector, Worst known, int[] rows, int count, int[] out) {
            test(vector.dictionary(), known);
            int[] ids = vector.ids();
            boolean[] nulls = vector.nulls();
            boolean isNullWanted = isNullWanted(known);
            int n = 0;
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                out[n] = row;
                n += (nulls != null && nulls[row] ? isNullWanted : wanted[ids[row]]) ? 1 : 0;
            }
            return n;
        }

        private boolean test(FlatVector values, Worst known) {
            if (wanted.length < values.length()) {
                wanted = new boolean[values.length()];
            }
            boolean any = false;
            for (int i = 0; i < values.length(); i++) {
                wanted[i] = isWanted(values, i, known);
                any |= wanted[i];
            }
            return any;
        }

        @Override
        public boolean excludes(FlatVector values, boolean mayBeNull) {
            Worst known = worst;
            return known != null && !(mayBeNull && isNullWanted(known)) && !test(values, known);
        }
    }
}

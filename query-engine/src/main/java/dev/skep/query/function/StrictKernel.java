package dev.skep.query.function;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Rows;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that gives null for a null argument and so computes only where none is null; the same arguments must give the same value. Constants are
 * computed once; where the only argument that varies is a dictionary, the function is computed once for each of its values and the result is a dictionary
 * again.
 */
public abstract class StrictKernel implements ScalarKernel {
    /** Dictionaries beyond this size, and beyond the batch, are not computed ahead: most values may never be asked for. */
    private static final int MAX_DICTIONARY = 16_384;

    private ColumnReader[] readers = new ColumnReader[0];
    private final Buffers buffers = new Buffers();
    private @Nullable FlatVector lastDictionary;
    private @Nullable FlatVector lastResult;
    private Object[] lastConstants = new Object[0];

    /**
     * Computes the values at {@code rows[0 .. count)} (ascending), none of which has a null argument. Fails by a QueryException of reason DATA where a row
     * has no value; an ArithmeticException, as Math's exact methods throw it, counts as one. {@code nulls} belong into the result; only a kernel
     * that says {@link #mayReturnNull} may write to them, and gets an array always.
     */
    protected abstract ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
            boolean @Nullable [] nulls, Buffers out);

    /** Whether the function has null values for arguments that are not null. */
    protected boolean mayReturnNull() {
        return false;
    }

    @Override
    public final ColumnVector apply(ColumnVector[] arguments, int @Nullable [] rows, int count, int length) {
        if (readers.length != arguments.length) {
            readers = new ColumnReader[arguments.length];
            for (int i = 0; i < readers.length; i++) {
                readers[i] = new ColumnReader();
            }
        }
        int varying = -1;
        int varyingCount = 0;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof ConstantVector constant) {
                if (constant.isNull(0)) {
                    return nullConstant(length);
                }
            } else {
                varying = i;
                varyingCount++;
            }
        }
        if (varyingCount == 0 && arguments.length > 0) {
            if (count == 0) {
                return nullConstant(length);
            }
            ColumnVector one = computeAll(arguments, Rows.identity(1), 1, 1, new Buffers());
            return new ConstantVector(length, one);
        }
        if (varyingCount == 1 && arguments[varying] instanceof DictionaryVector dictionary) {
            FlatVector result = overDictionary(arguments, varying, dictionary, count);
            if (result != null) {
                return new DictionaryVector(length, result, dictionary.ids(), dictionary.nulls());
            }
        }
        return computeAll(arguments, Rows.orAll(rows, count), count, length, buffers);
    }

    public static ColumnVector nullConstant(int length) {
        return new ConstantVector(length, new BooleanVector(1, new boolean[1], new boolean[]{true}));
    }

    private @Nullable FlatVector overDictionary(ColumnVector[] arguments, int varying, DictionaryVector vector,
            int count) {
        FlatVector dictionary = vector.dictionary();
        if (dictionary == lastDictionary && sameConstants(arguments)) {
            return lastResult;
        }
        int size = dictionary.length();
        if (size == 0 || (size > MAX_DICTIONARY && size > count)) {
            return null;
        }
        ColumnVector[] values = arguments.clone();
        Object[] constants = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            if (i == varying) {
                values[i] = dictionary;
                constants[i] = dictionary;
            } else {
                ColumnVector value = ((ConstantVector) arguments[i]).value();
                values[i] = new ConstantVector(size, value);
                constants[i] = value;
            }
        }
        FlatVector result = null;
        try {
            ColumnVector computed = computeAll(values, Rows.identity(size), size, size, new Buffers());
            if (computed instanceof FlatVector flat && !flat.mayHaveNulls()) {
                result = flat;
            }
        } catch (RuntimeException e) {
            // A value that no row has may be the one that fails: the rows decide.
            result = null;
        }
        lastDictionary = dictionary;
        lastResult = result;
        lastConstants = constants;
        return result;
    }

    private boolean sameConstants(ColumnVector[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof ConstantVector constant && constant.value() != lastConstants[i]) {
                return false;
            }
        }
        return true;
    }

    private ColumnVector computeAll(ColumnVector[] arguments, int[] rows, int count, int length, Buffers out) {
        boolean[] nulls = null;
        boolean owned = false;
        for (int i = 0; i < arguments.length; i++) {
            boolean[] more = readers[i].read(arguments[i]).nulls();
            if (more != null) {
                if (nulls == null) {
                    nulls = more;
                } else {
                    boolean[] both = owned ? nulls : out.clearNulls(length);
                    for (int k = 0; k < count; k++) {
                        int row = rows[k];
                        both[row] = nulls[row] | more[row];
                    }
                    nulls = both;
                    owned = true;
                }
            }
        }
        if (mayReturnNull() && !owned) {
            boolean[] own = out.clearNulls(length);
            if (nulls != null) {
                System.arraycopy(nulls, 0, own, 0, length);
            }
            nulls = own;
        }
        int[] computed = rows;
        int computedCount = count;
        if (nulls != null) {
            computed = out.rows(count);
            computedCount = 0;
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                computed[computedCount] = row;
                computedCount += nulls[row] ? 0 : 1;
            }
        }
        try {
            return compute(readers, computed, computedCount, length, nulls, out);
        } catch (ArithmeticException e) {
            throw new QueryException(Reason.DATA,
                    "Cannot compute: a number is out of range (%s)".formatted(e.getMessage()), e);
        }
    }
}

package dev.skep.query.function.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.vector.Order;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** Functions that keep one value of any type for each group: min, max, min_by, max_by, arbitrary, single_value. */
final class ValueAccumulator extends Accumulator {
    /** Which value is kept. */
    enum Choice {
        /** The least second argument's (or own) value. */
        LEAST, GREATEST,
        /** The first that is not null. */
        ANY,
        /** The only one; a second row fails. */
        SINGLE
    }

    private final Choice choice;
    private final DataType type;
    private final boolean isBy;
    private final List<DataType> stateTypes;
    private @Nullable ColumnVector[] values = new ColumnVector[0];
    private @Nullable ColumnVector[] keys = new ColumnVector[0];
    private long bytes;
    private final int[] one = new int[1];

    ValueAccumulator(Choice choice, DataType type) {
        this(choice, type, List.of());
    }

    /** @param by the type of the second argument, if that is what is compared */
    ValueAccumulator(Choice choice, DataType type, List<DataType> by) {
        this.choice = choice;
        this.type = type;
        this.isBy = !by.isEmpty();
        List<DataType> types = new ArrayList<>(List.of(PrimitiveType.BOOLEAN, type));
        types.addAll(by);
        this.stateTypes = List.copyOf(types);
    }

    @Override
    public void ensure(int groups) {
        if (values.length < groups) {
            values = Arrays.copyOf(values, capacity(groups, values.length));
            if (isBy) {
                keys = Arrays.copyOf(keys, values.length);
            }
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        ColumnVector value = arguments[0];
        ColumnVector key = isBy ? arguments[1] : value;
        for (int k = 0; k < count; k++) {
            take(groups[k], value, key, rows[k]);
        }
    }

    private void take(int group, ColumnVector value, ColumnVector key, int row) {
        ColumnVector kept = isBy ? keys[group] : values[group];
        boolean better = switch (choice) {
            case SINGLE -> {
                if (kept != null) {
                    throw new QueryException(Reason.DATA,
                            "Cannot use subquery as a value: it returns more than one row");
                }
                yield true;
            }
            case ANY -> kept == null && !value.isNull(row);
            case LEAST -> !key.isNull(row) && (kept == null || Order.compare(key, row, kept, 0) < 0);
            case GREATEST -> !key.isNull(row) && (kept == null || Order.compare(key, row, kept, 0) > 0);
        };
        if (better) {
            bytes -= size(values[group]);
            values[group] = one(value, row);
            bytes += size(values[group]);
            if (isBy) {
                keys[group] = one(key, row);
            }
        }
    }

    private ColumnVector one(ColumnVector vector, int row) {
        one[0] = row;
        ColumnVector gathered = Vectors.gather(vector, one, 1);
        if (gathered instanceof dev.skep.storage.vector.DictionaryVector dictionary) {
            return Vectors.flatten(dictionary);
        }
        if (gathered instanceof dev.skep.storage.vector.ConstantVector constant) {
            return constant.value();
        }
        return gathered;
    }

    private static long size(@Nullable ColumnVector vector) {
        return vector == null
                ? 0
                : vector instanceof BytesVector v ? 96 + v.data().length : vector instanceof ListVector ? 256 : 64;
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        ValueAccumulator that = (ValueAccumulator) other;
        for (int k = 0; k < count; k++) {
            ColumnVector value = that.values[from[k]];
            if (value != null) {
                ColumnVector key = isBy ? that.keys[from[k]] : value;
                take(to[k], value, key == null ? value : key, 0);
            }
        }
    }

    @Override
    public List<DataType> stateTypes() {
        return stateTypes;
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        boolean[] present = new boolean[count];
        for (int i = 0; i < count; i++) {
            present[i] = values[first + i] != null;
        }
        ColumnVector[] state = new ColumnVector[stateTypes.size()];
        state[0] = new BooleanVector(count, present, null);
        state[1] = result(first, count);
        if (isBy) {
            state[2] = vector(stateTypes.get(2), keys, first, count);
        }
        return state;
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        boolean[] present = ((BooleanVector) Vectors.flatten(state[0])).values();
        for (int k = 0; k < count; k++) {
            if (present[rows[k]]) {
                take(groups[k], state[1], isBy ? state[2] : state[1], rows[k]);
            }
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        return vector(type, values, first, count);
    }

    private static ColumnVector vector(DataType type, @Nullable ColumnVector[] from, int first, int count) {
        VectorBuilder builder = VectorBuilder.of(type);
        ColumnVector none = Values.vector(type, null);
        for (int i = 0; i < count; i++) {
            ColumnVector value = from[first + i];
            builder.append(value == null ? none : value, null, 1);
        }
        return builder.build();
    }

    @Override
    public long retainedBytes() {
        return 8L * values.length + bytes;
    }
}

package dev.skep.query.function.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnVector;

/** bool_and, bool_or, and min and max of booleans. */
final class BooleanAccumulator extends Accumulator {
    private final boolean deciding;
    private boolean[] seen = new boolean[0];
    private boolean[] decided = new boolean[0];

    /** @param deciding the value that decides once it is seen: true for OR */
    BooleanAccumulator(boolean deciding) {
        this.deciding = deciding;
    }

    @Override
    public void ensure(int groups) {
        if (seen.length < groups) {
            seen = Arrays.copyOf(seen, capacity(groups, seen.length));
            decided = Arrays.copyOf(decided, seen.length);
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        reader.read(arguments[0]);
        if (reader.isConstantNull()) {
            return;
        }
        boolean[] values = reader.booleans(rows, count);
        for (int k = 0; k < count; k++) {
            if (!reader.isNull(rows[k])) {
                seen[groups[k]] = true;
                decided[groups[k]] |= values[rows[k]] == deciding;
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        BooleanAccumulator that = (BooleanAccumulator) other;
        for (int k = 0; k < count; k++) {
            seen[to[k]] |= that.seen[from[k]];
            decided[to[k]] |= that.decided[from[k]];
        }
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(PrimitiveType.BOOLEAN);
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        return new ColumnVector[]{result(first, count)};
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        add(groups, state, rows, count);
    }

    @Override
    public ColumnVector result(int first, int count) {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            values[i] = decided[first + i] == deciding;
        }
        return new BooleanVector(count, values, Nulls.unseen(seen, first, count));
    }

    @Override
    public long retainedBytes() {
        return 2L * seen.length;
    }
}

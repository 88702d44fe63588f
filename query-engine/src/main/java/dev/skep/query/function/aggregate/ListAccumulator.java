package dev.skep.query.function.aggregate;

import java.util.Arrays;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** array_agg: the values of each group, nulls among them, chained through one store of all values. */
final class ListAccumulator extends Accumulator {
    private VectorBuilder builder;
    private @Nullable ColumnVector built;
    private int[] heads = new int[0];
    private int[] tails = new int[0];
    private int[] next = new int[64];
    private int size;

    ListAccumulator(DataType type) {
        this.builder = VectorBuilder.of(type);
    }

    @Override
    public void ensure(int groups) {
        if (heads.length < groups) {
            int old = heads.length;
            heads = Arrays.copyOf(heads, capacity(groups, old));
            tails = Arrays.copyOf(tails, heads.length);
            Arrays.fill(heads, old, heads.length, -1);
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        builder.append(arguments[0], rows, count);
        for (int k = 0; k < count; k++) {
            link(groups[k]);
        }
    }

    private void link(int group) {
        if (size == next.length) {
            next = Arrays.copyOf(next, 2 * size);
        }
        next[size] = -1;
        if (heads[group] < 0) {
            heads[group] = size;
        } else {
            next[tails[group]] = size;
        }
        tails[group] = size++;
    }

    private ColumnVector values() {
        ColumnVector known = built;
        if (known == null) {
            known = builder.build();
            built = known;
        }
        return known;
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        ListAccumulator that = (ListAccumulator) other;
        for (int k = 0; k < count; k++) {
            int[] rows = that.rows(from[k]);
            builder.append(that.values(), rows, rows.length);
            for (int i = 0; i < rows.length; i++) {
                link(to[k]);
            }
        }
    }

    private int[] rows(int group) {
        int count = 0;
        for (int i = heads[group]; i >= 0; i = next[i]) {
            count++;
        }
        int[] rows = new int[count];
        int at = 0;
        for (int i = heads[group]; i >= 0; i = next[i]) {
            rows[at++] = i;
        }
        return rows;
    }

    @Override
    public ColumnVector result(int first, int count) {
        int[] offsets = new int[count + 1];
        boolean[] nulls = new boolean[count];
        int[] all = new int[16];
        int total = 0;
        for (int i = 0; i < count; i++) {
            int[] rows = rows(first + i);
            nulls[i] = rows.length == 0;
            if (all.length < total + rows.length) {
                all = Arrays.copyOf(all, Math.max(2 * all.length, total + rows.length));
            }
            System.arraycopy(rows, 0, all, total, rows.length);
            total += rows.length;
            offsets[i + 1] = total;
        }
        return new ListVector(count, Vectors.gather(values(), all, total), offsets, nulls);
    }

    @Override
    public long retainedBytes() {
        return (built == null ? builder.retainedBytes() : 16L * size)
                + 4L * (heads.length + tails.length + next.length);
    }
}

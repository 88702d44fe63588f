package dev.skep.query.function.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.skep.query.function.vector.Order;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** array_agg: the values of each group, nulls among them, chained through one store of all values. */
class ListAccumulator extends Accumulator {
    private final DataType type;
    private VectorBuilder builder;
    private @Nullable ColumnVector built;
    private int[] heads = new int[0];
    private int[] tails = new int[0];
    private int[] next = new int[64];
    private int size;
    private List<DataType> orderTypes = List.of();
    private VectorBuilder[] orderBuilders = new VectorBuilder[0];
    private ColumnVector @Nullable [] orderKeys;
    private boolean[] descending = new boolean[0];
    private boolean[] nullsFirst = new boolean[0];

    ListAccumulator(DataType type) {
        this.type = type;
        this.builder = VectorBuilder.of(type);
    }

    @Override
    public final boolean orderBy(List<DataType> types, boolean[] down, boolean[] first) {
        orderTypes = List.copyOf(types);
        orderBuilders = types.stream().map(VectorBuilder::of).toArray(VectorBuilder[]::new);
        descending = down.clone();
        nullsFirst = first.clone();
        return true;
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
        for (int i = 0; i < orderBuilders.length; i++) {
            orderBuilders[i].append(arguments[arguments.length - orderBuilders.length + i], rows, count);
        }
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

    final int keyCount() {
        return orderBuilders.length;
    }

    final ColumnVector values() {
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
        if (that == this) {
            mergeOwn(from, to, count);
            return;
        }
        for (int k = 0; k < count; k++) {
            int[] rows = that.chain(from[k]);
            builder.append(that.values(), rows, rows.length);
            for (int i = 0; i < orderBuilders.length; i++) {
                orderBuilders[i].append(that.orderKeys()[i], rows, rows.length);
            }
            for (int i = 0; i < rows.length; i++) {
                link(to[k]);
            }
        }
    }

    private void mergeOwn(int[] from, int[] to, int count) {
        ColumnVector own = builder.build();
        builder = VectorBuilder.of(type);
        builder.append(own, null, size);
        ColumnVector[] ownKeys = new ColumnVector[orderBuilders.length];
        for (int i = 0; i < ownKeys.length; i++) {
            ownKeys[i] = orderBuilders[i].build();
            orderBuilders[i] = VectorBuilder.of(orderTypes.get(i));
            orderBuilders[i].append(ownKeys[i], null, size);
        }
        for (int k = 0; k < count; k++) {
            int[] rows = chain(from[k]);
            builder.append(own, rows, rows.length);
            for (int i = 0; i < ownKeys.length; i++) {
                orderBuilders[i].append(ownKeys[i], rows, rows.length);
            }
            for (int i = 0; i < rows.length; i++) {
                link(to[k]);
            }
        }
    }

    private ColumnVector[] orderKeys() {
        ColumnVector[] known = orderKeys;
        if (known == null) {
            known = new ColumnVector[orderBuilders.length];
            for (int i = 0; i < known.length; i++) {
                known[i] = orderBuilders[i].build();
            }
            orderKeys = known;
        }
        return known;
    }

    /** The places of the group's values, in the order that is asked for, else that in which they came. */
    final int[] rows(int group) {
        int[] rows = chain(group);
        if (orderBuilders.length == 0 || rows.length < 2) {
            return rows;
        }
        Integer[] sorted = Arrays.stream(rows).boxed().toArray(Integer[]::new);
        Arrays.sort(sorted, this::compare);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = sorted[i];
        }
        return rows;
    }

    private int compare(int left, int right) {
        ColumnVector[] keys = orderKeys();
        for (int i = 0; i < keys.length; i++) {
            boolean leftNull = keys[i].isNull(left);
            boolean rightNull = keys[i].isNull(right);
            int order;
            if (leftNull || rightNull) {
                order = leftNull == rightNull ? 0 : leftNull == nullsFirst[i] ? -1 : 1;
            } else {
                order = Order.compare(keys[i], left, keys[i], right);
                order = descending[i] ? -order : order;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int[] chain(int group) {
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
        long ordering = 0;
        for (VectorBuilder key : orderBuilders) {
            ordering += orderKeys == null ? key.retainedBytes() : 16L * size;
        }
        return ordering + (built == null ? builder.retainedBytes() : 16L * size)
                + 4L * (heads.length + tails.length + next.length);
    }
}

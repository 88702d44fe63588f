package dev.skep.query.function.aggregate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import org.jspecify.annotations.Nullable;

/**
 * min and max of text, by its bytes. Most rows are turned away by their first eight bytes; of a dictionary, each value is looked at once as long as there is
 * but one group.
 */
final class TextExtremeAccumulator extends Accumulator {
    private static final byte[] NONE = new byte[0];
    private static final int PREFIX = Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final boolean isMax;
    private final DataType type;
    private byte[] @Nullable [] values = new byte[0][];
    /** The first bytes of each value, highest first, with zeros behind a short one; flipped so that they compare with a sign. */
    private long[] prefixes = new long[0];
    private int groups;
    private long bytes;
    private @Nullable FlatVector dictionary;
    private boolean[] isKnown = new boolean[0];

    TextExtremeAccumulator(boolean isMax, DataType type) {
        this.isMax = isMax;
        this.type = type;
    }

    @Override
    public void ensure(int count) {
        groups = Math.max(groups, count);
        if (values.length < count) {
            int capacity = capacity(count, values.length);
            values = Arrays.copyOf(values, capacity);
            prefixes = Arrays.copyOf(prefixes, capacity);
        }
    }

    @Override
    public void add(int[] to, ColumnVector[] arguments, int[] rows, int count) {
        switch (arguments[0]) {
            case BytesVector text -> addFlat(to, text, rows, count);
            case DictionaryVector text -> addIds(to, text, rows, count);
            case ConstantVector text -> {
                if (!text.isNull(0) && count > 0) {
                    int[] first = new int[count];
                    add(to, new ColumnVector[]{text.value()}, first, count);
                }
            }
            default -> throw new IllegalStateException("Invalid text: " + arguments[0].getClass().getSimpleName());
        }
    }

    private void addFlat(int[] to, BytesVector text, int[] rows, int count) {
        byte[] data = text.data();
        int[] offsets = text.offsets();
        boolean[] nulls = text.nulls();
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls == null || !nulls[row]) {
                take(to[k], data, offsets[row], offsets[row + 1]);
            }
        }
    }

    private void addIds(int[] to, DictionaryVector text, int[] rows, int count) {
        if (!(text.dictionary() instanceof BytesVector entries)) {
            throw new IllegalStateException("Invalid text: a dictionary of other values");
        }
        int[] ids = text.ids();
        boolean[] nulls = text.nulls();
        int[] offsets = entries.offsets();
        boolean isOneGroup = groups == 1;
        boolean[] known = known(entries);
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls != null && nulls[row]) {
                continue;
            }
            int id = ids[row];
            if (isOneGroup) {
                if (known[id]) {
                    continue;
                }
                known[id] = true;
            }
            take(to[k], entries.data(), offsets[id], offsets[id + 1]);
        }
    }

    /** Which values of the dictionary the only group has seen. */
    private boolean[] known(BytesVector entries) {
        if (dictionary != entries) {
            dictionary = entries;
            if (isKnown.length < entries.length()) {
                isKnown = new boolean[entries.length()];
            } else {
                Arrays.fill(isKnown, false);
            }
        }
        return isKnown;
    }

    private void take(int group, byte[] data, int from, int to) {
        long prefix = prefix(data, from, to);
        byte[] kept = values[group];
        if (kept != null) {
            long best = prefixes[group];
            if (isMax ? prefix < best : prefix > best) {
                return;
            }
            if (prefix == best) {
                int order = Arrays.compareUnsigned(data, from, to, kept, 0, kept.length);
                if (isMax ? order <= 0 : order >= 0) {
                    return;
                }
            }
            bytes -= kept.length;
        }
        values[group] = from == to ? NONE : Arrays.copyOfRange(data, from, to);
        prefixes[group] = prefix;
        bytes += to - from;
    }

    private static long prefix(byte[] data, int from, int to) {
        int length = to - from;
        long first = 0;
        if (from + PREFIX <= data.length) {
            first = (long) LONGS.get(data, from);
            if (length < PREFIX) {
                // A shift by 64 bits would be none.
                first = length == 0 ? 0 : first & -1L << (PREFIX - length) * Byte.SIZE;
            }
        } else {
            for (int i = 0; i < PREFIX; i++) {
                first = first << Byte.SIZE | (i < length ? data[from + i] & 0xff : 0);
            }
        }
        return first ^ Long.MIN_VALUE;
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        TextExtremeAccumulator that = (TextExtremeAccumulator) other;
        for (int k = 0; k < count; k++) {
            byte[] value = that.values[from[k]];
            if (value != null) {
                take(to[k], value, 0, value.length);
            }
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        int total = 0;
        boolean[] nulls = new boolean[count];
        boolean anyNull = false;
        for (int i = 0; i < count; i++) {
            byte[] value = values[first + i];
            nulls[i] = value == null;
            anyNull |= value == null;
            total = Math.addExact(total, value == null ? 0 : value.length);
        }
        byte[] data = new byte[total];
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            byte[] value = values[first + i];
            int length = value == null ? 0 : value.length;
            if (value != null) {
                System.arraycopy(value, 0, data, offsets[i], length);
            }
            offsets[i + 1] = offsets[i] + length;
        }
        return new BytesVector(count, data, offsets, anyNull ? nulls : null);
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(type);
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        return new ColumnVector[]{result(first, count)};
    }

    @Override
    public void addState(int[] to, ColumnVector[] state, int[] rows, int count) {
        add(to, state, rows, count);
    }

    @Override
    public long retainedBytes() {
        return 40L * values.length + bytes + isKnown.length;
    }
}

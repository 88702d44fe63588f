package dev.skep.query.operator.key;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * One key column's part of a key, in two forms. Packed, a value is a code of as few bits as the values seen so far need, and zero is null; when a
 * value comes that does not fit, the column is widened. Wide, it is 32, 64 or 128 bits that hold any value of the type.
 */
abstract class KeyColumn {
    private int bits;

    /** @param mayRepeat whether equal values may have several codes, where that is faster */
    static KeyColumn of(DataType type, boolean mayRepeat) {
        return switch (type.physical()) {
            case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> new NumberKey(type.physical());
            case BYTES -> new TextKey(mayRepeat);
            case LIST, MAP, STRUCT -> new NestedKey(type);
        };
    }

    /** How many bits a packed code has at present. */
    final int bits() {
        return bits;
    }

    final void setBits(int count) {
        bits = count;
    }

    /** How many bits a wide code has: 32, 64 or 128. */
    abstract int wideBits();

    /** True if there is a packed form. */
    abstract boolean packs();

    /** True if the wide form has a code for null. */
    abstract boolean expressesNull();

    /**
     * Adds the packed codes of {@code rows[k]}, shifted to the left, to {@code to[k]}. With {@code isInsert} it returns false, and leaves {@code to}
     * in disorder, if a value does not fit. Otherwise nothing is learnt, and {@code missing[k]} is set where a value was never seen.
     */
    abstract boolean pack(ColumnVector vector, int[] rows, int count, long[] to, int shift, boolean isInsert,
            boolean[] missing);

    /** Makes room for these values too. Returns what is to be added to codes made before, or {@link Long#MIN_VALUE} if there is no packed form for all. */
    abstract long widen(ColumnVector vector, int[] rows, int count);

    /** Takes a {@link #widen} back that returned {@code change} where there were {@code before} bits. */
    void undo(int before, long change) {
        bits = before;
    }

    /** False if these values cannot be encoded before {@link #recode} was called for the codes so far. */
    boolean accepts(ColumnVector vector) {
        return true;
    }

    /** Returns the new code for a code so far. Only after {@link #accepts} said no, and until {@link #recoded}. */
    int recode(int code) {
        return code;
    }

    /** Ends what {@link #recode} began: from now on all values are accepted. */
    void recoded() {}

    /** True if equal values may have got several codes. */
    boolean hasRepeats() {
        return false;
    }

    /** The values of packed codes. */
    abstract ColumnVector unpack(long[] keys, int shift, int first, int count);

    /** Adds the wide codes of {@code rows[k]} to {@code words[word][k]}; otherwise as {@link #pack}. */
    abstract void encode(ColumnVector vector, int[] rows, int count, long[][] words, int word, int shift,
            boolean isInsert, boolean[] missing);

    /** The values of wide codes. */
    abstract ColumnVector decode(long[] keys, int stride, int word, int shift, int first, int count,
            boolean @Nullable [] nulls);

    /** Returns an encoder for another thread that finds what this one has learnt; neither must learn more. */
    final KeyColumn reader() {
        KeyColumn copy = copy();
        copy.bits = bits;
        return copy;
    }

    abstract KeyColumn copy();

    long retainedBytes() {
        return 0;
    }

    /** How many bytes more this may hold for a moment while so many rows are inserted. */
    long growthBytes(int count) {
        return 0;
    }

    /** A mask of the lowest {@code count} bits, at most 63. */
    static long mask(int count) {
        return (1L << count) - 1;
    }
}

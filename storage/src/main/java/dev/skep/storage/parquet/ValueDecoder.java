package dev.skep.storage.parquet;

/**
 * The values of one data page, in order, without the nulls. Each encoding can deliver some of the physical types; asking for another means
 * that the file is malformed. A decoder belongs to one column and is set to the next page when the page before is done.
 */
abstract class ValueDecoder {

    /** Begins with the bytes {@code start .. end} of a page that has at most {@code count} values. */
    abstract void reset(byte[] bytes, int start, int end, int count);

    /** Leaves out {@code count} values. */
    abstract void skip(int count);

    void readBooleans(boolean[] target, int at, int count) {
        throw mismatch("booleans");
    }

    /** Takes of the next {@code span} values those at {@code ordinals[0 .. count)}, which ascend; {@code target} has room for all of them. */
    void readBooleans(boolean[] target, int at, int[] ordinals, int count, int span) {
        readBooleans(target, at, span);
        for (int i = 0; i < count; i++) {
            target[at + i] = target[at + ordinals[i]];
        }
    }

    void readInts(int[] target, int at, int count) {
        throw mismatch("32-bit numbers");
    }

    /** Takes of the next {@code span} values those at {@code ordinals[0 .. count)}, which ascend; {@code target} has room for all of them. */
    void readInts(int[] target, int at, int[] ordinals, int count, int span) {
        readInts(target, at, span);
        for (int i = 0; i < count; i++) {
            target[at + i] = target[at + ordinals[i]];
        }
    }

    void readLongs(long[] target, int at, int count) {
        throw mismatch("64-bit numbers");
    }

    /** Takes of the next {@code span} values those at {@code ordinals[0 .. count)}, which ascend; {@code target} has room for all of them. */
    void readLongs(long[] target, int at, int[] ordinals, int count, int span) {
        readLongs(target, at, span);
        for (int i = 0; i < count; i++) {
            target[at + i] = target[at + ordinals[i]];
        }
    }

    void readFloats(float[] target, int at, int count) {
        throw mismatch("floats");
    }

    /** Takes of the next {@code span} values those at {@code ordinals[0 .. count)}, which ascend; {@code target} has room for all of them. */
    void readFloats(float[] target, int at, int[] ordinals, int count, int span) {
        readFloats(target, at, span);
        for (int i = 0; i < count; i++) {
            target[at + i] = target[at + ordinals[i]];
        }
    }

    void readDoubles(double[] target, int at, int count) {
        throw mismatch("doubles");
    }

    /** Takes of the next {@code span} values those at {@code ordinals[0 .. count)}, which ascend; {@code target} has room for all of them. */
    void readDoubles(double[] target, int at, int[] ordinals, int count, int span) {
        readDoubles(target, at, span);
        for (int i = 0; i < count; i++) {
            target[at + i] = target[at + ordinals[i]];
        }
    }

    void readBytes(BytesBuffer target, int count) {
        throw mismatch("byte arrays");
    }

    /** Appends of the next {@code span} values those at {@code ordinals[0 .. count)}, which ascend. */
    final void readBytes(BytesBuffer target, int[] ordinals, int count, int span) {
        int done = 0;
        int i = 0;
        while (i < count) {
            int first = ordinals[i];
            int end = first + 1;
            i++;
            while (i < count && ordinals[i] == end) {
                end++;
                i++;
            }
            if (first > done) {
                skip(first - done);
            }
            readBytes(target, end - first);
            done = end;
        }
        if (span > done) {
            skip(span - done);
        }
    }

    private DecodeException mismatch(String what) {
        return DecodeException.corrupt("%s cannot hold %s", getClass().getSimpleName().replace("Decoder", " encoding"),
                what);
    }

    static DecodeException endsEarly() {
        return DecodeException.corrupt("the values of a page end early");
    }
}

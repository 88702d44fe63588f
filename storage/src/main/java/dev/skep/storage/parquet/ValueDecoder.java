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

    void readInts(int[] target, int at, int count) {
        throw mismatch("32-bit numbers");
    }

    void readLongs(long[] target, int at, int count) {
        throw mismatch("64-bit numbers");
    }

    void readFloats(float[] target, int at, int count) {
        throw mismatch("floats");
    }

    void readDoubles(double[] target, int at, int count) {
        throw mismatch("doubles");
    }

    void readBytes(BytesBuffer target, int count) {
        throw mismatch("byte arrays");
    }

    private DecodeException mismatch(String what) {
        return DecodeException.corrupt("%s cannot hold %s", getClass().getSimpleName().replace("Decoder", " encoding"),
                what);
    }

    static DecodeException endsEarly() {
        return DecodeException.corrupt("the values of a page end early");
    }
}

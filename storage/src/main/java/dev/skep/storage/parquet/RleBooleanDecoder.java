package dev.skep.storage.parquet;

/** RLE for booleans: four bytes of length, then runs of one bit. */
final class RleBooleanDecoder extends ValueDecoder {
    private final RleDecoder runs = new RleDecoder();

    @Override
    void reset(byte[] bytes, int start, int end, int count) {
        if (end - start < 4) {
            throw endsEarly();
        }
        int length = LittleEndian.getInt(bytes, start);
        if (length < 0 || length > end - start - 4) {
            throw DecodeException.corrupt("runs of %d bytes where %d are left", length, end - start - 4);
        }
        runs.reset(bytes, start + 4, start + 4 + length, 1);
    }

    @Override
    void skip(int count) {
        runs.skip(count);
    }

    @Override
    void readBooleans(boolean[] target, int at, int count) {
        runs.readNulls(target, at, count);
        for (int i = 0; i < count; i++) {
            target[at + i] = !target[at + i];
        }
    }
}

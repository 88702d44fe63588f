package dev.skep.query.spill;

import dev.skep.storage.vector.FlatVector;
import org.jspecify.annotations.Nullable;

/** Which dictionary each column of a file was last written with. */
final class DictionaryMemory {
    /** A dictionary of so many bytes is written even where few rows use it: others will follow. */
    private static final long SMALL_BYTES = 4 << 10;

    private final @Nullable FlatVector[] last;

    DictionaryMemory(int columns) {
        last = new FlatVector[columns];
    }

    boolean isLast(int column, FlatVector dictionary) {
        return last[column] == dictionary;
    }

    /** True if writing the dictionary takes less than writing each row's value. */
    static boolean isWorthIt(FlatVector dictionary, int rows) {
        int values = dictionary.length();
        return values <= rows / 2 || VectorEncoder.estimate(dictionary, 0, values) <= SMALL_BYTES;
    }

    void remember(int column, FlatVector dictionary) {
        last[column] = dictionary;
    }
}

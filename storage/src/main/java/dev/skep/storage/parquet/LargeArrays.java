package dev.skep.storage.parquet;

import java.util.Arrays;

/**
 * Arrays whose length a file decides. Bounds on what a file may claim come first; where memory ends before the bound, the file is refused instead
 * of the process failing.
 */
final class LargeArrays {
    private LargeArrays() {}

    static byte[] bytes(int length) {
        try {
            return new byte[length];
        } catch (OutOfMemoryError e) {
            throw tooLarge(length);
        }
    }

    static byte[] grown(byte[] array, int length) {
        try {
            return Arrays.copyOf(array, length);
        } catch (OutOfMemoryError e) {
            throw tooLarge(length);
        }
    }

    static int[] grown(int[] array, int length) {
        try {
            return Arrays.copyOf(array, length);
        } catch (OutOfMemoryError e) {
            throw tooLarge(length * 4L);
        }
    }

    private static DecodeException tooLarge(long bytes) {
        return DecodeException.unsupported("%d bytes at once are more than there is memory", bytes);
    }
}

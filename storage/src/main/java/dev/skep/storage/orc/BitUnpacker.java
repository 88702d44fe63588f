package dev.skep.storage.orc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers of 1 to 64 bits each, packed without gaps, the highest bit first. Reads whole words, so the array must go on for
 * {@link StreamBytes#PADDING} bytes behind the last number.
 */
final class BitUnpacker {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] WIDTHS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
            23, 24, 26, 28, 30, 32, 40, 48, 56, 64};

    private BitUnpacker() {}

    /** The width that a code of 5 bits stands for. */
    static int width(int code) {
        return WIDTHS[code];
    }

    /** The least width that the format knows for numbers of {@code bits} bits. */
    static int closestWidth(int bits) {
        for (byte width : WIDTHS) {
            if (width >= bits) {
                return width;
            }
        }
        throw DecodeException.corrupt("numbers of %d bits", bits);
    }

    /** How many bytes {@code count} numbers take. */
    static int bytes(int count, int width) {
        return (count * width + 7) >>> 3;
    }

    /** The number at {@code index}. */
    static long get(byte[] in, int start, int width, int index) {
        int bit = index * width;
        long word = (long) WORD.get(in, start + (bit >>> 3));
        // Widths above 56 are whole bytes, so that no number needs a ninth.
        return word << (bit & 7) >>> -width;
    }

    /** Puts the numbers from {@code index} on into {@code out}. */
    static void unpack(byte[] in, int start, int width, int index, long[] out, int outOffset, int count) {
        int done = 0;
        while (done < count && (index + done & 7) != 0) {
            out[outOffset + done] = get(in, start, width, index + done);
            done++;
        }
        int eights = count - done & -8;
        int at = start + (index + done >>> 3) * width;
        int to = outOffset + done;
        if (width <= 8) {
            unpackNarrow(in, at, width, out, to, eights);
        } else if (width <= 16) {
            unpackMedium(in, at, width, out, to, eights);
        } else if (width <= 32) {
            unpackWide(in, at, width, out, to, eights);
        } else {
            unpackBytes(in, at, width, out, to, eights);
        }
        for (done += eights; done < count; done++) {
            out[outOffset + done] = get(in, start, width, index + done);
        }
    }

    /** Eight numbers in a word. */
    private static void unpackNarrow(byte[] in, int start, int width, long[] out, int outOffset, int count) {
        int at = start;
        int shift = 64 - width;
        for (int i = outOffset; i < outOffset + count; i += 8) {
            long word = (long) WORD.get(in, at);
            out[i] = word >>> shift;
            out[i + 1] = word << width >>> shift;
            out[i + 2] = word << 2 * width >>> shift;
            out[i + 3] = word << 3 * width >>> shift;
            out[i + 4] = word << 4 * width >>> shift;
            out[i + 5] = word << 5 * width >>> shift;
            out[i + 6] = word << 6 * width >>> shift;
            out[i + 7] = word << 7 * width >>> shift;
            at += width;
        }
    }

    /** Four numbers in a word. */
    private static void unpackMedium(byte[] in, int start, int width, long[] out, int outOffset, int count) {
        int at = start;
        int shift = 64 - width;
        int halfByte = 4 * width >>> 3;
        int halfBit = 4 * width & 7;
        for (int i = outOffset; i < outOffset + count; i += 8) {
            long word = (long) WORD.get(in, at);
            out[i] = word >>> shift;
            out[i + 1] = word << width >>> shift;
            out[i + 2] = word << 2 * width >>> shift;
            out[i + 3] = word << 3 * width >>> shift;
            long second = (long) WORD.get(in, at + halfByte) << halfBit;
            out[i + 4] = second >>> shift;
            out[i + 5] = second << width >>> shift;
            out[i + 6] = second << 2 * width >>> shift;
            out[i + 7] = second << 3 * width >>> shift;
            at += width;
        }
    }

    /** Two numbers in a word. */
    private static void unpackWide(byte[] in, int start, int width, long[] out, int outOffset, int count) {
        int at = start;
        int shift = 64 - width;
        for (int i = outOffset; i < outOffset + count; i += 8) {
            for (int pair = 0; pair < 4; pair++) {
                int bit = 2 * pair * width;
                long word = (long) WORD.get(in, at + (bit >>> 3)) << (bit & 7);
                out[i + 2 * pair] = word >>> shift;
                out[i + 2 * pair + 1] = word << width >>> shift;
            }
            at += width;
        }
    }

    /** Whole bytes, one number in a word. */
    private static void unpackBytes(byte[] in, int start, int width, long[] out, int outOffset, int count) {
        int at = start;
        int shift = 64 - width;
        for (int i = outOffset; i < outOffset + count; i++) {
            out[i] = (long) WORD.get(in, at) >>> shift;
            at += width >>> 3;
        }
    }
}

package dev.skep.storage.orc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of variable length: seven bits a byte, the lowest first, the highest bit of a byte set where more follow. */
final class Varints {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ENDS = 0x8080808080808080L;
    private static final long PAIR_ENDS = 0x8000800080008000L;
    private static final int MAX_BYTES = 10;

    private Varints() {}

    /** The next number; {@code signed} ones are folded so that small ones of either sign are short. */
    static long read(StreamBytes in, boolean signed) {
        long value = 0;
        for (int i = 0; i < MAX_BYTES; i++) {
            int next = in.readByte();
            value |= (long) (next & 0x7F) << 7 * i;
            if (next < 0x80) {
                return signed ? IntegerRuns.unZigzag(value) : value;
            }
        }
        throw DecodeException.corrupt("a number of more than %d bytes", MAX_BYTES);
    }

    /** Reads the next {@code count} numbers. A word of the stream at a time is looked at, which usually holds several. */
    static void read(StreamBytes in, long[] out, int count, boolean signed) {
        int done = 0;
        while (done < count) {
            done = readWords(in, out, done, count);
            if (done < count) {
                // Longer than a word, or at the border of chunks.
                out[done++] = read(in, false);
            }
        }
        if (signed) {
            for (int i = 0; i < count; i++) {
                out[i] = IntegerRuns.unZigzag(out[i]);
            }
        }
    }

    private static int readWords(StreamBytes in, long[] out, int from, int count) {
        byte[] bytes = in.bytes;
        int limit = in.limit;
        int at = in.position;
        int done = from;
        while (done < count && at < limit) {
            long word = (long) WORD.get(bytes, at);
            long ends = ~word & ENDS;
            if (ends == ENDS && limit - at >= 8 && count - done >= 8) {
                for (int i = 0; i < 8; i++) {
                    out[done + i] = word >>> 8 * i & 0x7F;
                }
                done += 8;
                at += 8;
                continue;
            }
            if (ends == PAIR_ENDS && limit - at >= 8 && count - done >= 4) {
                long pairs = word & 0x007F007F007F007FL | (word & 0x7F007F007F007F00L) >>> 1;
                out[done] = pairs & 0x3FFF;
                out[done + 1] = pairs >>> 16 & 0x3FFF;
                out[done + 2] = pairs >>> 32 & 0x3FFF;
                out[done + 3] = pairs >>> 48;
                done += 4;
                at += 8;
                continue;
            }
            if (ends == 0) {
                break;
            }
            long rest = ends & ends - 1;
            int first = Long.numberOfTrailingZeros(ends) + 1;
            if (rest != 0 && count - done >= 2) {
                int second = Long.numberOfTrailingZeros(rest) + 1;
                int end = at + (second >>> 3);
                if (end <= limit) {
                    out[done] = compress(word & (ends ^ ends - 1));
                    out[done + 1] = compress((word & (rest ^ rest - 1)) >>> first);
                    done += 2;
                    at = end;
                    continue;
                }
            }
            int end = at + (first >>> 3);
            if (end > limit) {
                break;
            }
            out[done++] = compress(word & (ends ^ ends - 1));
            at = end;
        }
        in.position = at;
        return done;
    }

    /** Draws the seven low bits of each byte together. */
    private static long compress(long word) {
        long pairs = word & 0x007F007F007F007FL | (word & 0x7F007F007F007F00L) >>> 1;
        long fours = pairs & 0x00003FFF00003FFFL | (pairs & 0x3FFF00003FFF0000L) >>> 2;
        return fours & 0x000000000FFFFFFFL | (fours & 0x0FFFFFFF00000000L) >>> 4;
    }

    /** Passes over {@code count} numbers by counting the bytes that end one. */
    static void skip(StreamBytes in, int count) {
        int left = count;
        while (left > 0) {
            if (in.position == in.limit) {
                in.require(1);
            }
            byte[] bytes = in.bytes;
            int limit = in.limit;
            int at = in.position;
            while (left >= 8 && limit - at >= 8) {
                left -= Long.bitCount(~(long) WORD.get(bytes, at) & ENDS);
                at += 8;
            }
            while (left > 0 && at < limit) {
                left -= ~bytes[at++] >>> 7 & 1;
            }
            in.position = at;
        }
    }

    /** Passes over the next {@code count} numbers and puts those at the ascending places {@code from} to the places {@code to}. */
    static void pick(StreamBytes in, int count, int[] from, int[] to, int picks, long[] out) {
        int done = 0;
        int pick = 0;
        while (pick < picks) {
            skip(in, from[pick] - done);
            pick = pickWords(in, from, to, pick, picks, out);
            done = from[pick - 1] + 1;
        }
        skip(in, count - done);
    }

    /** Reads the number at which the stream stands, and those directly behind that are picked too. */
    private static int pickWords(StreamBytes in, int[] from, int[] to, int first, int picks, long[] out) {
        int pick = first;
        do {
            long value;
            if (in.limit - in.position >= 8) {
                long word = (long) WORD.get(in.bytes, in.position);
                long ends = ~word & ENDS;
                if (ends == 0) {
                    value = read(in, false);
                } else {
                    value = compress(word & (ends ^ ends - 1));
                    in.position += Long.numberOfTrailingZeros(ends) + 1 >>> 3;
                }
            } else {
                value = read(in, false);
            }
            out[to[pick]] = IntegerRuns.unZigzag(value);
            pick++;
        } while (pick < picks && from[pick] == from[pick - 1] + 1);
        return pick;
    }
}

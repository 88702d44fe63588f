package dev.skep.storage.orc;

import java.util.Arrays;

/** Bytes in runs, equal or single ones, and such bytes taken as eight truth values each, the highest bit first. */
final class BitRuns {
    private final StreamBytes in;
    private int left;
    private boolean isRepeated;
    private byte value;

    /** Bits of {@link #bits} that are left, its lowest ones. */
    private int bitsLeft;
    private int bits;
    private byte[] scratch = new byte[0];

    BitRuns(StreamBytes in) {
        this.in = in;
    }

    /** Begins at the first run of the stream. */
    void open() {
        left = 0;
        bitsLeft = 0;
    }

    /** Goes {@code bytes} bytes into the run at which the stream stands. */
    void seekBytes(long bytes) {
        open();
        if (bytes < 0 || bytes > 256) {
            throw DecodeException.corrupt("an index points to byte %d of a run", bytes);
        }
        skipBytes((int) bytes);
    }

    /** Goes {@code bytes} bytes and then {@code count} bits into the run at which the stream stands. */
    void seekBits(long bytes, long count) {
        seekBytes(bytes);
        if (count < 0 || count > 8) {
            throw DecodeException.corrupt("an index points to bit %d of a byte", count);
        }
        skipBits((int) count);
    }

    private void nextRun() {
        int header = (byte) in.readByte();
        isRepeated = header >= 0;
        left = isRepeated ? header + 3 : -header;
        if (isRepeated) {
            value = (byte) in.readByte();
        }
    }

    void readBytes(byte[] out, int count) {
        int done = 0;
        while (done < count) {
            if (left == 0) {
                nextRun();
            }
            int run = Math.min(left, count - done);
            if (isRepeated) {
                Arrays.fill(out, done, done + run, value);
            } else {
                in.require(run);
                System.arraycopy(in.bytes, in.position, out, done, run);
                in.position += run;
            }
            left -= run;
            done += run;
        }
    }

    void skipBytes(int count) {
        int rest = count;
        while (rest > 0) {
            if (left == 0) {
                nextRun();
            }
            int run = Math.min(left, rest);
            if (!isRepeated) {
                in.skip(run);
            }
            left -= run;
            rest -= run;
        }
    }

    /** Reads the next {@code count} bits, as true where they are {@code what}; returns how many are. */
    int readBits(boolean[] out, int count, boolean what) {
        int flip = what ? 0 : 0xFF;
        int found = 0;
        int done = 0;
        while (bitsLeft > 0 && done < count) {
            int bit = (bits ^ flip) >>> --bitsLeft & 1;
            out[done++] = bit != 0;
            found += bit;
        }
        int wholes = count - done + 7 >>> 3;
        if (scratch.length < wholes) {
            scratch = new byte[wholes];
        }
        readBytes(scratch, wholes);
        for (int i = 0; i < wholes; i++) {
            int each = (scratch[i] ^ flip) & 0xFF;
            int end = Math.min(count - done, 8);
            if (end < 8) {
                bits = scratch[i] & 0xFF;
                bitsLeft = 8 - end;
                each &= 0xFF << bitsLeft;
            }
            found += Integer.bitCount(each);
            for (int bit = 0; bit < end; bit++) {
                out[done + bit] = (each >>> 7 - bit & 1) != 0;
            }
            done += end;
        }
        return found;
    }

    /** Passes over {@code count} bits and returns how many of them are set. */
    int skipBits(int count) {
        int rest = count;
        int found = 0;
        while (bitsLeft > 0 && rest > 0) {
            found += bits >>> --bitsLeft & 1;
            rest--;
        }
        while (rest >= 8) {
            if (left == 0) {
                nextRun();
            }
            int run = Math.min(left, rest >>> 3);
            if (isRepeated) {
                found += run * Integer.bitCount(value & 0xFF);
            } else {
                in.require(run);
                for (int i = 0; i < run; i++) {
                    found += Integer.bitCount(in.bytes[in.position + i] & 0xFF);
                }
                in.position += run;
            }
            left -= run;
            rest -= run * 8;
        }
        if (rest > 0) {
            byte[] one = new byte[1];
            readBytes(one, 1);
            bits = one[0] & 0xFF;
            bitsLeft = 8 - rest;
            found += Integer.bitCount(bits >>> bitsLeft);
        }
        return found;
    }
}

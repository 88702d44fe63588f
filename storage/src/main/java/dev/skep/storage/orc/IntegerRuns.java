package dev.skep.storage.orc;

/**
 * Whole numbers in runs, as a stream of integers holds them: the encodings of version 1 (equal steps or single numbers) and version 2 (short
 * repeat, direct, patched base, delta). A run stays packed until its numbers are asked for: numbers that are left out cost nothing, and those that are
 * picked from a directly packed run are unpacked alone.
 */
final class IntegerRuns {
    private static final int MAX_RUN = 512;

    /** How the numbers of the present run come about. */
    private enum Form {
        /** The number at index i is {@code base + i * step}. */
        STEPS,
        /** Packed with {@code width} bits each from {@code dataStart} on. */
        PACKED,
        /** A first number, a second one {@code step} away, and packed distances of the direction of {@code step}. */
        DISTANCES,
        /** Unpacked, in {@code unpacked}. */
        UNPACKED
    }

    private final StreamBytes in;
    private boolean isSigned;
    private boolean isVersion2;

    private Form form = Form.STEPS;
    private int length;
    private int used;
    private long base;
    private long step;
    private int width;
    private int dataStart;
    private final long[] unpacked = new long[MAX_RUN];
    private final long[] scratch = new long[MAX_RUN];

    IntegerRuns(StreamBytes in) {
        this.in = in;
    }

    /** Begins at the first run of the stream. */
    void open(boolean signed, boolean version2) {
        isSigned = signed;
        isVersion2 = version2;
        length = 0;
        used = 0;
    }

    /** Goes {@code consumed} numbers into the run at which the stream stands. */
    void seek(long consumed) {
        length = 0;
        used = 0;
        if (consumed < 0 || consumed > 2 * MAX_RUN) {
            throw DecodeException.corrupt("an index points to number %d of a run", consumed);
        }
        skip((int) consumed);
    }

    void skip(int count) {
        int left = count;
        while (left > length - used) {
            left -= length - used;
            nextRun();
        }
        used += left;
    }

    /** Reads the next {@code count} numbers. */
    void read(long[] out, int count) {
        int done = 0;
        while (done < count) {
            int run = nextPart(count - done);
            put(out, done, run);
            used += run;
            done += run;
        }
    }

    /** Reads the next {@code count} numbers, of which the low 32 bits are kept. */
    void read(int[] out, int count) {
        int done = 0;
        while (done < count) {
            int run = nextPart(count - done);
            if (form == Form.STEPS && step == 0) {
                int value = (int) base;
                for (int i = 0; i < run; i++) {
                    out[done + i] = value;
                }
            } else {
                put(scratch, 0, run);
                for (int i = 0; i < run; i++) {
                    out[done + i] = (int) scratch[i];
                }
            }
            used += run;
            done += run;
        }
    }

    /** Passes over the next {@code count} numbers and puts those at the ascending places {@code from} to the places {@code to}. */
    void pick(int count, int[] from, int[] to, int picks, long[] out) {
        int done = 0;
        int pick = 0;
        while (done < count) {
            int run = nextPart(count - done);
            int first = pick;
            while (pick < picks && from[pick] < done + run) {
                pick++;
            }
            put(from, to, first, pick, used - done, out);
            used += run;
            done += run;
        }
    }

    /** As {@link #pick(int, int[], int[], int, long[])}, keeping the low 32 bits. */
    void pick(int count, int[] from, int[] to, int picks, int[] out) {
        int done = 0;
        int pick = 0;
        while (done < count) {
            int run = nextPart(count - done);
            int first = pick;
            while (pick < picks && from[pick] < done + run) {
                pick++;
            }
            put(from, to, first, pick, used - done, out);
            used += run;
            done += run;
        }
    }

    /** How many of {@code wanted} numbers the present run still has, or the next one if it has none. */
    private int nextPart(int wanted) {
        while (used == length) {
            nextRun();
        }
        return Math.min(wanted, length - used);
    }

    private void put(long[] out, int at, int count) {
        switch (form) {
            case STEPS -> {
                for (int i = 0; i < count; i++) {
                    out[at + i] = base + (used + i) * step;
                }
            }
            case PACKED -> {
                BitUnpacker.unpack(in.bytes, dataStart, width, used, out, at, count);
                if (isSigned) {
                    for (int i = at; i < at + count; i++) {
                        out[i] = unZigzag(out[i]);
                    }
                }
            }
            case DISTANCES, UNPACKED -> System.arraycopy(unpacked(), used, out, at, count);
        }
    }

    private void put(int[] from, int[] to, int first, int end, int shift, long[] out) {
        if (first == end) {
            return;
        }
        switch (form) {
            case STEPS -> {
                for (int i = first; i < end; i++) {
                    out[to[i]] = base + (from[i] + shift) * step;
                }
            }
            case PACKED -> {
                byte[] bytes = in.bytes;
                for (int i = first; i < end; i++) {
                    long value = BitUnpacker.get(bytes, dataStart, width, from[i] + shift);
                    out[to[i]] = isSigned ? unZigzag(value) : value;
                }
            }
            case DISTANCES, UNPACKED -> {
                long[] values = unpacked();
                for (int i = first; i < end; i++) {
                    out[to[i]] = values[from[i] + shift];
                }
            }
        }
    }

    private void put(int[] from, int[] to, int first, int end, int shift, int[] out) {
        if (first == end) {
            return;
        }
        switch (form) {
            case STEPS -> {
                for (int i = first; i < end; i++) {
                    out[to[i]] = (int) (base + (from[i] + shift) * step);
                }
            }
            case PACKED -> {
                byte[] bytes = in.bytes;
                for (int i = first; i < end; i++) {
                    long value = BitUnpacker.get(bytes, dataStart, width, from[i] + shift);
                    out[to[i]] = (int) (isSigned ? unZigzag(value) : value);
                }
            }
            case DISTANCES, UNPACKED -> {
                long[] values = unpacked();
                for (int i = first; i < end; i++) {
                    out[to[i]] = (int) values[from[i] + shift];
                }
            }
        }
    }

    static long unZigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    /** The numbers of the present run, unpacked when they are first asked for. */
    private long[] unpacked() {
        if (form == Form.DISTANCES) {
            BitUnpacker.unpack(in.bytes, dataStart, width, 0, unpacked, 2, length - 2);
            unpacked[0] = base;
            long value = base + step;
            unpacked[1] = value;
            if (step < 0) {
                for (int i = 2; i < length; i++) {
                    value -= unpacked[i];
                    unpacked[i] = value;
                }
            } else {
                for (int i = 2; i < length; i++) {
                    value += unpacked[i];
                    unpacked[i] = value;
                }
            }
            form = Form.UNPACKED;
        }
        return unpacked;
    }

    private void nextRun() {
        used = 0;
        if (isVersion2) {
            nextRun2();
        } else {
            nextRun1();
        }
    }

    private void nextRun1() {
        int header = (byte) in.readByte();
        if (header >= 0) {
            form = Form.STEPS;
            length = header + 3;
            step = (byte) in.readByte();
            base = Varints.read(in, isSigned);
        } else {
            form = Form.UNPACKED;
            length = -header;
            Varints.read(in, unpacked, length, isSigned);
        }
    }

    private void nextRun2() {
        in.require(1);
        int first = in.bytes[in.position];
        switch (first >>> 6 & 3) {
            case 0 -> shortRepeat(first);
            case 1 -> direct(first);
            case 2 -> patchedBase(first);
            default -> delta(first);
        }
    }

    private void shortRepeat(int first) {
        int size = (first >>> 3 & 7) + 1;
        in.require(1 + size);
        long value = bigEndian(in.bytes, in.position + 1, size);
        in.position += 1 + size;
        form = Form.STEPS;
        length = (first & 7) + 3;
        base = isSigned ? unZigzag(value) : value;
        step = 0;
    }

    private void direct(int first) {
        in.require(2);
        width = BitUnpacker.width(first >>> 1 & 31);
        length = runLength(first) + 1;
        int size = BitUnpacker.bytes(length, width);
        in.require(2 + size);
        dataStart = in.position + 2;
        in.position += 2 + size;
        form = Form.PACKED;
    }

    private int runLength(int first) {
        return (first & 1) << 8 | in.bytes[in.position + 1] & 0xFF;
    }

    private void delta(int first) {
        in.require(2);
        int code = first >>> 1 & 31;
        length = runLength(first) + 1;
        in.position += 2;
        base = Varints.read(in, isSigned);
        step = Varints.read(in, true);
        if (code == 0) {
            form = Form.STEPS;
            return;
        }
        if (length < 2) {
            throw DecodeException.corrupt("a run of %d numbers has distances", length);
        }
        width = BitUnpacker.width(code);
        int size = BitUnpacker.bytes(length - 2, width);
        in.require(size);
        dataStart = in.position;
        in.position += size;
        form = Form.DISTANCES;
    }

    private void patchedBase(int first) {
        in.require(4);
        int bits = BitUnpacker.width(first >>> 1 & 31);
        int count = runLength(first) + 1;
        int third = in.bytes[in.position + 2];
        int fourth = in.bytes[in.position + 3];
        int baseSize = (third >>> 5 & 7) + 1;
        int patchBits = BitUnpacker.width(third & 31);
        int gapBits = (fourth >>> 5 & 7) + 1;
        int patches = fourth & 31;
        if (patchBits + gapBits > 64) {
            throw DecodeException.corrupt("patches of %d bits", patchBits + gapBits);
        }
        int patchWidth = BitUnpacker.closestWidth(patchBits + gapBits);
        int size = BitUnpacker.bytes(count, bits);
        int patchSize = BitUnpacker.bytes(patches, patchWidth);
        in.require(4 + baseSize + size + patchSize);
        int at = in.position + 4;
        long least = signAndMagnitude(bigEndian(in.bytes, at, baseSize), baseSize);
        BitUnpacker.unpack(in.bytes, at + baseSize, bits, 0, unpacked, 0, count);
        patch(at + baseSize + size, patches, patchWidth, patchBits, bits, count);
        for (int i = 0; i < count; i++) {
            unpacked[i] += least;
        }
        in.position += 4 + baseSize + size + patchSize;
        length = count;
        form = Form.UNPACKED;
    }

    /** Adds the high bits of the numbers that the narrow width is too small for: each patch says how far it is from the one before. */
    private void patch(int start, int patches, int patchWidth, int patchBits, int bits, int count) {
        long mask = patchBits == 64 ? -1 : (1L << patchBits) - 1;
        int index = 0;
        for (int i = 0; i < patches; i++) {
            long patch = BitUnpacker.get(in.bytes, start, patchWidth, i);
            index += (int) (patch >>> patchBits);
            if (index >= count) {
                throw DecodeException.corrupt("a patch of number %d in a run of %d", index, count);
            }
            if (bits < 64) {
                unpacked[index] |= (patch & mask) << bits;
            }
        }
    }

    private static long signAndMagnitude(long value, int size) {
        long sign = 1L << size * 8 - 1;
        return (value & sign) == 0 ? value : -(value & ~sign);
    }

    private static long bigEndian(byte[] bytes, int start, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[start + i] & 0xFF;
        }
        return value;
    }

    /** Adds up the next {@code count} numbers, which are lengths. */
    long sum(int count) {
        long sum = 0;
        int done = 0;
        while (done < count) {
            int run = nextPart(count - done);
            put(scratch, 0, run);
            for (int i = 0; i < run; i++) {
                long each = scratch[i];
                if (each < 0 || each > Integer.MAX_VALUE) {
                    throw DecodeException.corrupt("a value of %d bytes", each);
                }
                sum += each;
            }
            used += run;
            done += run;
        }
        return sum;
    }

    /** Passes over those of the next {@code count} numbers, from the first one on, that are {@code value}, run by run; returns how many. */
    int skipWhile(long value, int count) {
        int done = 0;
        while (done < count) {
            int run = nextPart(count - done);
            boolean isSame = form == Form.STEPS && base + used * step == value && (step == 0 || run == 1);
            if (!isSame) {
                return done;
            }
            used += run;
            done += run;
        }
        return done;
    }
}

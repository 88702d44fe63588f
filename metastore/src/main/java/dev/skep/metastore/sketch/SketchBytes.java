package dev.skep.metastore.sketch;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A serialized sketch taken apart: how many bits of a hash choose a register, and registers that are either sparse or dense; the other is empty. */
record SketchBytes(int indexBits, TreeMap<Integer, Byte> sparse, byte[] dense) {
    static final int KEY_BITS = 25;
    private static final int VALUE_BITS = 6;
    private static final int MIN_INDEX_BITS = 4;
    private static final int MAX_INDEX_BITS = 16;
    private static final int HEADER = 4;
    private static final int UNPACKED = 7;
    /** A hash has 64 bits, the longest run of zeros in it is one more than what is left of it. */
    private static final int MAX_VALUE = 65;

    boolean isSparse() {
        return dense.length == 0;
    }

    /** Empty for bytes that are no whole sketch of this kind, such as Hive's older FM sketches. */
    static Optional<SketchBytes> parse(byte[] bytes) {
        try {
            return Optional.of(new Parser(bytes).sketch());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static final class Parser {
        private final byte[] bytes;
        private int position = HEADER;

        Parser(byte[] bytes) {
            this.bytes = bytes;
        }

        SketchBytes sketch() {
            if (bytes.length <= HEADER || bytes[0] != 'H' || bytes[1] != 'L' || bytes[2] != 'L') {
                throw new IllegalArgumentException("Invalid sketch: it does not begin as one");
            }
            int indexBits = (bytes[3] & 0xFF) >>> 4;
            if (indexBits < MIN_INDEX_BITS || indexBits > MAX_INDEX_BITS) {
                throw new IllegalArgumentException("Invalid sketch: it has 2^%d registers".formatted(indexBits));
            }
            int encoding = bytes[3] & 7;
            number();
            return encoding == 0
                    ? new SketchBytes(indexBits, sparse(), new byte[0])
                    : new SketchBytes(indexBits, new TreeMap<>(),
                            dense(1 << indexBits, encoding == UNPACKED ? Byte.SIZE : encoding));
        }

        private long number() {
            long number = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                if (position == bytes.length) {
                    throw new IllegalArgumentException("Invalid sketch: it ends within a number");
                }
                byte digit = bytes[position++];
                number |= (long) (digit & 0x7F) << shift;
                if (digit >= 0) {
                    return number;
                }
            }
            throw new IllegalArgumentException("Invalid sketch: a number does not end");
        }

        private TreeMap<Integer, Byte> sparse() {
            long size = number();
            if (size < 0 || size > bytes.length - position) {
                throw new IllegalArgumentException("Invalid sketch: it ends within %d entries".formatted(size));
            }
            TreeMap<Integer, Byte> entries = new TreeMap<>();
            long entry = 0;
            for (long i = 0; i < size; i++) {
                entry += number();
                if (entry < 0 || entry >>> (KEY_BITS + VALUE_BITS) != 0) {
                    throw new IllegalArgumentException("Invalid sketch: an entry is out of range");
                }
                entries.merge((int) (entry >>> VALUE_BITS), (byte) (entry & 0x3F),
                        (a, b) -> (byte) Math.max(a, b));
            }
            return entries;
        }

        private byte[] dense(int size, int width) {
            if ((long) size * width > (bytes.length - position) * 8L) {
                throw new IllegalArgumentException("Invalid sketch: it ends within its registers");
            }
            byte[] registers = new byte[size];
            int buffer = 0;
            int bits = 0;
            for (int i = 0; i < size; i++) {
                if (bits < width) {
                    buffer = buffer << Byte.SIZE | bytes[position++] & 0xFF;
                    bits += Byte.SIZE;
                }
                bits -= width;
                int value = buffer >>> bits;
                buffer &= (1 << bits) - 1;
                if (value > MAX_VALUE) {
                    throw new IllegalArgumentException("Invalid sketch: a register holds %d".formatted(value));
                }
                registers[i] = (byte) value;
            }
            return registers;
        }
    }

    /** The serialized form, with an estimate for readers who want nothing else. */
    byte[] bytes(long estimate) {
        Writer writer = new Writer(isSparse() ? 16 + sparse.size() * 5 : 16 + dense.length);
        writer.octet('H');
        writer.octet('L');
        writer.octet('L');
        if (isSparse()) {
            writer.octet(indexBits << 4);
            writer.number(estimate);
            writer.number(sparse.size());
            long before = 0;
            for (Map.Entry<Integer, Byte> entry : sparse.entrySet()) {
                long written = (long) entry.getKey() << VALUE_BITS | entry.getValue();
                writer.number(written - before);
                before = written;
            }
            return writer.written();
        }
        int max = 0;
        for (byte register : dense) {
            max = Math.max(max, register);
        }
        int width = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(max));
        writer.octet(indexBits << 4 | Math.min(width, UNPACKED));
        writer.number(estimate);
        writer.registers(dense, width > VALUE_BITS ? Byte.SIZE : width);
        return writer.written();
    }

    private static final class Writer {
        private byte[] bytes;
        private int size;

        Writer(int expected) {
            bytes = new byte[expected];
        }

        void octet(int value) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, size * 2);
            }
            bytes[size++] = (byte) value;
        }

        void number(long number) {
            long left = number;
            while ((left & ~0x7FL) != 0) {
                octet((int) (left & 0x7F | 0x80));
                left >>>= 7;
            }
            octet((int) left);
        }

        void registers(byte[] registers, int width) {
            int current = 0;
            int bits = 0;
            for (byte register : registers) {
                for (int bit = width - 1; bit >= 0; bit--) {
                    current = current << 1 | register >>> bit & 1;
                    if (++bits == Byte.SIZE) {
                        octet(current);
                        current = 0;
                        bits = 0;
                    }
                }
            }
            if (bits > 0) {
                octet(current << (Byte.SIZE - bits));
            }
        }

        byte[] written() {
            return Arrays.copyOf(bytes, size);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SketchBytes that && indexBits == that.indexBits && sparse.equals(that.sparse)
                && Arrays.equals(dense, that.dense);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * indexBits + sparse.hashCode()) + Arrays.hashCode(dense);
    }

    @Override
    public String toString() {
        return "SketchBytes[indexBits=%d, %s]".formatted(indexBits, isSparse() ? sparse.size() + " entries" : "dense");
    }
}

package dev.skep.metastore.sketch;

import java.util.Map;
import java.util.TreeMap;

/**
 * The union of sketches, with 2^10 registers as Hive joins them (HyperLogLog.setSizeOptimized of 3.1.3 and 4.0.1): finer ones are folded, coarser ones cannot be joined. Estimates are Hive's to the
 * last digit. One thread at a time.
 */
public final class DistinctSketch {
    private static final int INDEX_BITS = 10;
    private static final int REGISTERS = 1 << INDEX_BITS;
    /** From so many entries on the sparse form would be larger than the dense one: 6 bits a register, 5 bytes an entry at worst. */
    private static final int MOST_ENTRIES = REGISTERS * 6 / 8 / 5;

    private TreeMap<Integer, Byte> sparse = new TreeMap<>();
    private byte[] dense = new byte[0];

    /** Joins a serialized sketch. Returns false, and changes nothing, if it is no sketch of this kind. */
    public boolean join(byte[] serialized) {
        SketchBytes other = SketchBytes.parse(serialized).orElse(null);
        if (other == null || other.indexBits() < INDEX_BITS) {
            return false;
        }
        if (other.indexBits() > INDEX_BITS) {
            toDense();
            fold(other);
        } else if (!other.isSparse()) {
            toDense();
            for (int i = 0; i < REGISTERS; i++) {
                raise(i, other.dense()[i]);
            }
        } else if (isSparse()) {
            other.sparse().forEach((key, value) -> sparse.merge(key, value, (a, b) -> (byte) Math.max(a, b)));
            if (sparse.size() > MOST_ENTRIES) {
                toDense();
            }
        } else {
            raise(other.sparse());
        }
        return true;
    }

    private boolean isSparse() {
        return dense.length == 0;
    }

    private void toDense() {
        if (isSparse()) {
            dense = new byte[REGISTERS];
            raise(sparse);
            sparse = new TreeMap<>();
        }
    }

    private void raise(TreeMap<Integer, Byte> entries) {
        for (Map.Entry<Integer, Byte> entry : entries.entrySet()) {
            raise(entry.getKey() & (REGISTERS - 1), entry.getValue());
        }
    }

    private void raise(int register, byte value) {
        if (value > dense[register]) {
            dense[register] = value;
        }
    }

    /** Each register of a finer sketch stands for a hash that would have set it; what these hashes set here is what the values themselves would have. */
    private void fold(SketchBytes finer) {
        if (finer.isSparse()) {
            finer.sparse().forEach((key, value) -> {
                if (value != 0) {
                    raiseBy(1L << (finer.indexBits() + value - 1) | key);
                }
            });
            return;
        }
        for (int i = 0; i < finer.dense().length; i++) {
            byte value = finer.dense()[i];
            if (value != 0) {
                // In 32 bits, as Hive's HLLDenseRegister of 3.1.3 and 4.0.1 does it: longer runs of zeros come out shorter.
                raiseBy(1 << (finer.indexBits() + value - 1) | i);
            }
        }
    }

    private void raiseBy(long hash) {
        raise((int) hash & (REGISTERS - 1), (byte) (Long.numberOfTrailingZeros(hash >>> INDEX_BITS) + 1));
    }

    /** How many distinct values there are about; at least 1, so that others may divide by it. */
    public long estimate() {
        return Math.max(1, isSparse() ? SketchEstimate.ofSparse(sparse.size()) : SketchEstimate.ofDense(dense));
    }

    /** The union in serialized form. */
    public byte[] bytes() {
        return new SketchBytes(INDEX_BITS, sparse, dense).bytes(estimate());
    }
}

package dev.skep.metastore.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

class TestDistinctSketch {
    private static final int INDEX_BITS = 10;

    /** A sketch of so many distinct values, by random hashes. */
    private static byte[] dense(Random random, int values, int indexBits) {
        byte[] registers = new byte[1 << indexBits];
        for (int i = 0; i < values; i++) {
            long hash = random.nextLong();
            int register = (int) hash & (registers.length - 1);
            byte value = (byte) (Long.numberOfTrailingZeros(hash >>> indexBits) + 1);
            registers[register] = (byte) Math.max(registers[register], value);
        }
        return new SketchBytes(indexBits, new TreeMap<>(), registers).bytes(values);
    }

    private static byte[] sparse(int entries, int from) {
        TreeMap<Integer, Byte> map = new TreeMap<>();
        for (int i = 0; i < entries; i++) {
            map.put(from + i * 1031, (byte) (1 + i % 7));
        }
        return new SketchBytes(INDEX_BITS, map, new byte[0]).bytes(entries);
    }

    private static long estimate(byte[]... sketches) {
        DistinctSketch union = new DistinctSketch();
        for (byte[] sketch : sketches) {
            assertThat(union.join(sketch)).isTrue();
        }
        return union.estimate();
    }

    @Test
    void estimatesWithinAFewPercent() {
        Random random = new Random(7);
        for (int values : new int[]{500, 3_000, 50_000, 2_000_000}) {
            assertThat(estimate(dense(random, values, INDEX_BITS))).isBetween(values * 88L / 100, values * 112L / 100);
        }
    }

    @Test
    void countsSparseEntriesNearlyExactly() {
        assertThat(estimate(sparse(100, 0))).isEqualTo(100);
        assertThat(estimate(sparse(100, 0), sparse(100, 0))).isEqualTo(100);
        assertThat(estimate(sparse(50, 0), sparse(50, 7))).isEqualTo(100);
        assertThat(new DistinctSketch().estimate()).as("others divide by it").isEqualTo(1);
    }

    @Test
    void joinsInAnyOrderToTheSame() {
        Random random = new Random(8);
        byte[] a = dense(random, 5_000, INDEX_BITS);
        byte[] b = dense(random, 70_000, INDEX_BITS);
        byte[] c = sparse(120, 3);
        byte[] d = dense(random, 9_000, 14);
        assertThat(estimate(a, b, c, d)).isEqualTo(estimate(d, c, b, a)).isEqualTo(estimate(c, a, d, b));
        assertThat(estimate(a, a)).isEqualTo(estimate(a));
    }

    @Test
    void foldsFinerSketches() {
        Random random = new Random(9);
        assertThat(estimate(dense(random, 50_000, 14))).isBetween(44_000L, 56_000L);
    }

    @Test
    void readsWhatItWrites() {
        Random random = new Random(10);
        for (byte[] sketch : new byte[][]{dense(random, 20_000, INDEX_BITS), sparse(80, 5)}) {
            DistinctSketch union = new DistinctSketch();
            assertThat(union.join(sketch)).isTrue();
            assertThat(estimate(union.bytes())).isEqualTo(union.estimate());
            assertThat(SketchBytes.parse(union.bytes())).isEqualTo(SketchBytes.parse(sketch));
        }
    }

    @Test
    void takesNothingOfBytesThatAreNoSketch() {
        Random random = new Random(11);
        byte[] whole = dense(random, 20_000, INDEX_BITS);
        for (int length = 0; length < whole.length; length++) {
            DistinctSketch union = new DistinctSketch();
            assertThat(union.join(Arrays.copyOf(whole, length))).as("%d bytes", length).isFalse();
            assertThat(union.estimate()).isEqualTo(1);
        }
        assertThat(new DistinctSketch().join(new byte[]{'F', 'M', 16, 0, 0, 0, 0})).isFalse();
        assertThat(new DistinctSketch().join(dense(random, 100, 8))).as("coarser than the union").isFalse();
        byte[] huge = {'H', 'L', 'L', (byte) 0xA0, 1, -1, -1, -1, -1, -1, -1, 127};
        assertThat(new DistinctSketch().join(huge)).isFalse();
        byte[] bytes = new byte[64];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(bytes);
            bytes[0] = 'H';
            bytes[1] = 'L';
            bytes[2] = 'L';
            DistinctSketch union = new DistinctSketch();
            if (union.join(bytes)) {
                assertThat(union.estimate()).isPositive();
            }
        }
    }
}

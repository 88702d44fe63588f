package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.api.Test;

final class TestRleDecoder {
    @Test
    void decodesWhatParquetJavaEncodesAtEveryWidth() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int width = 0; width <= 32; width++) {
            int[] values = new int[3_000];
            for (int i = 0; i < values.length; i++) {
                boolean repeats = i > 0 && (i / 100) % 3 == 0;
                values[i] = width == 0 ? 0 : repeats ? values[i - 1] : random.nextInt() >>> (32 - width);
            }
            RunLengthBitPackingHybridEncoder encoder = new RunLengthBitPackingHybridEncoder(width, 64, 1 << 20,
                    HeapByteBufferAllocator.getInstance());
            for (int value : values) {
                encoder.writeInt(value);
            }
            byte[] bytes = encoder.toBytes().toByteArray();
            // Once with room behind the bytes, where the fast loops run to the end, and once without.
            for (int slack : new int[]{0, 64}) {
                byte[] padded = Arrays.copyOf(bytes, bytes.length + slack);
                RleDecoder decoder = new RleDecoder();
                decoder.reset(padded, 0, bytes.length, width);
                int[] read = new int[values.length];
                int done = 0;
                while (done < values.length) {
                    int now = Math.min(values.length - done, 1 + random.nextInt(200));
                    if (random.nextInt(4) == 0) {
                        decoder.skip(now);
                        System.arraycopy(values, done, read, done, now);
                    } else {
                        decoder.read(read, done, now);
                    }
                    done += now;
                }
                assertThat(read).as("seed %d, width %d", seed, width).isEqualTo(values);
            }
        }
    }

    @Test
    void marksNullsAndCountsThem() throws IOException {
        Random random = new Random(7);
        RunLengthBitPackingHybridEncoder encoder = new RunLengthBitPackingHybridEncoder(1, 64, 1 << 20,
                HeapByteBufferAllocator.getInstance());
        boolean[] expected = new boolean[1_000];
        int nulls = 0;
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (i / 70) % 2 == 0 ? random.nextBoolean() : i < 500;
            nulls += expected[i] ? 1 : 0;
            encoder.writeInt(expected[i] ? 0 : 1);
        }
        byte[] bytes = encoder.toBytes().toByteArray();
        RleDecoder decoder = new RleDecoder();
        decoder.reset(bytes, 0, bytes.length, 1);
        boolean[] read = new boolean[1_000];
        assertThat(decoder.readNulls(read, 0, 3) + decoder.readNulls(read, 3, 997)).isEqualTo(nulls);
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void decodesTheOlderFormOfLevels() {
        Random random = new Random(3);
        for (int width = 1; width <= 8; width++) {
            int[] values = random.ints(101, 0, 1 << width).toArray();
            byte[] bytes = new byte[(values.length * width + 7) / 8];
            for (int i = 0; i < values.length * width; i++) {
                int bit = values[i / width] >> (width - 1 - i % width) & 1;
                bytes[i / 8] |= (byte) (bit << (7 - i % 8));
            }
            RleDecoder decoder = new RleDecoder();
            decoder.resetLegacy(bytes, 0, bytes.length, width, values.length);
            int[] read = new int[values.length];
            decoder.read(read, 0, 13);
            decoder.skip(1);
            read[13] = values[13];
            decoder.read(read, 14, values.length - 14);
            assertThat(read).as("width %d", width).isEqualTo(values);
        }
    }

    @Test
    void refusesRunsThatEndEarlyOrDoNotFit() {
        RleDecoder decoder = new RleDecoder();
        decoder.reset(new byte[]{3}, 0, 1, 8);
        assertThatThrownBy(() -> decoder.read(new int[8], 0, 8)).isInstanceOf(DecodeException.class)
                .hasMessageContaining("end early");
        decoder.reset(new byte[]{2, 9}, 0, 2, 3);
        assertThatThrownBy(() -> decoder.read(new int[1], 0, 1)).isInstanceOf(DecodeException.class)
                .hasMessage("a run of 9 does not fit 3 bits");
        byte[] endless = new byte[10];
        Arrays.fill(endless, (byte) 0xff);
        decoder.reset(endless, 0, 10, 3);
        assertThatThrownBy(() -> decoder.read(new int[1], 0, 1)).isInstanceOf(DecodeException.class)
                .hasMessage("the length of a run is malformed");
    }
}

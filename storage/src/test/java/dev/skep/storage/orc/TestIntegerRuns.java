package dev.skep.storage.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ReadMemory;
import org.apache.orc.CompressionKind;
import org.apache.orc.PhysicalWriter;
import org.apache.orc.impl.IntegerWriter;
import org.apache.orc.impl.OrcCodecPool;
import org.apache.orc.impl.OutStream;
import org.apache.orc.impl.RunLengthIntegerWriter;
import org.apache.orc.impl.RunLengthIntegerWriterV2;
import org.apache.orc.impl.writer.StreamOptions;
import org.junit.jupiter.api.Test;

/** Runs that orc-core has written are read back, whole, in part and with gaps, in chunks of any size. */
final class TestIntegerRuns {
    private static final int COUNT = 3000;

    @Test
    void readsWhatOrcCoreWrote() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("Seed of the runs of integers: " + seed);
        Random random = new Random(seed);
        Set<Integer> forms = new TreeSet<>();
        for (int round = 0; round < 300; round++) {
            boolean isSigned = random.nextBoolean();
            boolean isVersion2 = random.nextInt(3) > 0;
            CompressionKind kind = List.of(CompressionKind.NONE, CompressionKind.SNAPPY, CompressionKind.ZLIB)
                    .get(random.nextInt(3));
            int chunk = 1 << 6 + random.nextInt(8);
            long[] numbers = numbers(random, isSigned);
            byte[] bytes = write(numbers, isSigned, isVersion2, kind, chunk);
            if (isVersion2 && kind == CompressionKind.NONE) {
                forms.add(bytes[0] >>> 6 & 3);
            }
            String where = "seed %d, round %d, signed %s, version 2 %s, %s by %d".formatted(seed, round, isSigned,
                    isVersion2, kind, chunk);
            try (ChunkUnpacker unpacker = ChunkUnpacker.of(kind)) {
                StreamBytes in = new StreamBytes(unpacker, chunk, new HeldBytes(ReadMemory.UNLIMITED));
                in.open(List.of(new StreamBytes.Part(0, bytes, 0, bytes.length)), bytes.length);
                IntegerRuns runs = new IntegerRuns(in);
                runs.open(isSigned, isVersion2);
                compare(where, runs, numbers, random);
                assertThat(in.hasMore()).as(where).isFalse();
            }
        }
        assertThat(forms).as("encodings of version 2 that were met").containsExactly(0, 1, 2, 3);
    }

    private static void compare(String where, IntegerRuns runs, long[] numbers, Random random) {
        int at = 0;
        while (at < numbers.length) {
            int count = Math.min(numbers.length - at, 1 + random.nextInt(1200));
            switch (random.nextInt(6)) {
                case 0 -> {
                    long[] read = new long[count];
                    runs.read(read, count);
                    assertThat(read).as(where).isEqualTo(Arrays.copyOfRange(numbers, at, at + count));
                }
                case 1 -> {
                    int[] read = new int[count];
                    runs.read(read, count);
                    for (int i = 0; i < count; i++) {
                        assertThat(read[i]).as(where).isEqualTo((int) numbers[at + i]);
                    }
                }
                case 2 -> runs.skip(count);
                case 3 -> count = runs.skipWhile(numbers[at], count);
                default -> pick(where, runs, numbers, at, count, random);
            }
            at += count;
            if (count == 0) {
                runs.skip(1);
                at++;
            }
        }
    }

    private static void pick(String where, IntegerRuns runs, long[] numbers, int at, int count, Random random) {
        int oneOf = 1 + random.nextInt(20);
        int[] from = java.util.stream.IntStream.range(0, count).filter(i -> random.nextInt(oneOf) == 0).toArray();
        int[] to = Arrays.stream(from).map(i -> i + 3).toArray();
        if (random.nextBoolean()) {
            long[] read = new long[count + 3];
            runs.pick(count, from, to, from.length, read);
            for (int place : from) {
                assertThat(read[place + 3]).as(where).isEqualTo(numbers[at + place]);
            }
        } else {
            int[] read = new int[count + 3];
            runs.pick(count, from, to, from.length, read);
            for (int place : from) {
                assertThat(read[place + 3]).as(where).isEqualTo((int) numbers[at + place]);
            }
        }
    }

    /** Numbers of the kinds that the encodings were made for, one after the other. */
    static long[] numbers(Random random, boolean isSigned) {
        long[] numbers = new long[COUNT];
        int at = 0;
        while (at < COUNT) {
            int end = Math.min(COUNT, at + 1 + random.nextInt(1500));
            int kind = random.nextInt(6);
            int bits = 1 + random.nextInt(kind == 5 ? 63 : 40);
            long value = random.nextLong() >>> 64 - bits;
            long step = random.nextInt(200) - (isSigned ? 100 : 0);
            for (; at < end; at++) {
                numbers[at] = switch (kind) {
                    case 0 -> value;
                    case 1 -> value += step;
                    case 2 -> value += random.nextInt(1 << 1 + bits % 16);
                    case 3 -> random.nextInt(40) == 0 ? random.nextLong() >>> 20 : random.nextInt(100);
                    case 4 -> (at / 5 + value) * step % 1000;
                    default -> random.nextLong() >>> 64 - bits;
                };
                if (isSigned && kind != 2 && kind != 1 && random.nextInt(kind == 3 ? 100 : 2) == 0) {
                    numbers[at] = -numbers[at];
                }
                // What is not signed is the length of something.
                numbers[at] = isSigned ? numbers[at] : numbers[at] & Long.MAX_VALUE;
            }
        }
        return numbers;
    }

    private static byte[] write(long[] numbers, boolean isSigned, boolean isVersion2, CompressionKind kind, int chunk)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PhysicalWriter.OutputReceiver receiver = new PhysicalWriter.OutputReceiver() {
            @Override
            public void output(ByteBuffer buffer) {
                bytes.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
            }

            @Override
            public void suppress() {
                bytes.reset();
            }
        };
        StreamOptions options = new StreamOptions(chunk);
        if (kind != CompressionKind.NONE) {
            var codec = OrcCodecPool.getCodec(kind);
            options.withCodec(codec, codec.getDefaultOptions());
        }
        try (OutStream out = new OutStream("test", options, receiver)) {
            IntegerWriter writer = isVersion2
                    ? new RunLengthIntegerWriterV2(out, isSigned, true)
                    : new RunLengthIntegerWriter(out, isSigned);
            for (long number : numbers) {
                writer.write(number);
            }
            writer.flush();
        }
        return bytes.toByteArray();
    }

    @Test
    void refusesRunsThatEndTooEarlyOrMakeNoSense() {
        List<byte[]> malformed = new ArrayList<>();
        malformed.add(new byte[]{});
        // A direct run of 512 numbers of 64 bits in three bytes.
        malformed.add(new byte[]{0x7F, (byte) 0xFF, 1});
        // Distances, but one number.
        malformed.add(new byte[]{(byte) 0xC2, 0, 2, 2, 0, 0});
        // A patch behind the end of its run.
        malformed.add(new byte[]{(byte) 0x8E, 1, 0x07, (byte) 0xE1, 5, 1, 2, (byte) 0xFF, 1, 1, 1});
        for (byte[] bytes : malformed) {
            StreamBytes in = new StreamBytes(null, 1024, new HeldBytes(ReadMemory.UNLIMITED));
            in.open(List.of(new StreamBytes.Part(0, bytes, 0, bytes.length)), bytes.length);
            IntegerRuns runs = new IntegerRuns(in);
            runs.open(true, true);
            assertThatThrownBy(() -> runs.read(new long[2], 2)).as(Arrays.toString(bytes))
                    .isInstanceOf(DecodeException.class);
        }
    }
}

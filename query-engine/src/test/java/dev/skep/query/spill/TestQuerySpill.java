package dev.skep.query.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.RandomVectors;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestQuerySpill {
    private static final List<DataType> TYPES = List.of(PrimitiveType.BOOLEAN, PrimitiveType.TINYINT, PrimitiveType.INT,
            PrimitiveType.BIGINT, PrimitiveType.FLOAT, PrimitiveType.DOUBLE, PrimitiveType.STRING, PrimitiveType.DATE,
            PrimitiveType.TIMESTAMP, new DecimalType(12, 2), new DecimalType(38, 5),
            new ArrayType(PrimitiveType.STRING), new MapType(PrimitiveType.INT, new DecimalType(30, 3)),
            new StructType(List.of(new StructType.Field("a", PrimitiveType.BIGINT),
                    new StructType.Field("b", new ArrayType(PrimitiveType.DOUBLE)))));
    private static final List<DataType> NUMBER = List.of(PrimitiveType.BIGINT);

    @TempDir
    private Path folder;

    private SpillSpace space(long max) throws IOException {
        return SpillSpace.open(new SpillSettings(folder, max));
    }

    private static ColumnBatch numbers(long first, int count) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            // Numbers that do not get smaller by packing.
            values[i] = (first + i) * 0x9E3779B97F4A7C15L;
        }
        return new ColumnBatch(count, List.of(new LongVector(count, values, null)));
    }

    private static ColumnBatch random(Random random, int count) {
        List<ColumnVector> columns = new ArrayList<>();
        for (DataType type : TYPES) {
            columns.add(RandomVectors.vector(random, type, count, 1 + random.nextInt(300), random.nextBoolean()));
        }
        ColumnBatch batch = new ColumnBatch(count, columns);
        if (random.nextBoolean()) {
            return batch;
        }
        int[] rows = new int[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            rows[n] = i;
            n += random.nextInt(4) > 0 ? 1 : 0;
        }
        return batch.select(new SelectionVector(n, rows));
    }

    private static void rows(ColumnBatch batch, List<DataType> types, List<List<@Nullable Object>> to) {
        for (int k = 0; k < batch.selectedCount(); k++) {
            int row = batch.selection() == null ? k : batch.selection().rows()[k];
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                values.add(Values.value(batch.column(i), types.get(i), row));
            }
            to.add(values);
        }
    }

    private static List<List<@Nullable Object>> read(SpilledRows spilled, List<DataType> types) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (SpillReader reader = spilled.read()) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                rows(batch, types, rows);
            }
        }
        return rows;
    }

    private List<Path> rowFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".rows")).toList();
        }
    }

    @Test
    void rowsOfAllTypesAndEncodingsComeBackInOrderAsOftenAsWanted() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (SpillSpace space = space(1 << 30); QuerySpill spill = space.forQuery("q1")) {
            for (int round = 0; round < 10; round++) {
                SpillWriter writer = spill.create("sort (node 1)", TYPES);
                List<List<@Nullable Object>> expected = new ArrayList<>();
                for (int b = random.nextInt(8); b >= 0; b--) {
                    ColumnBatch batch = random(random, random.nextInt(random.nextBoolean() ? 60 : 3000));
                    rows(batch, TYPES, expected);
                    writer.append(batch);
                }
                SpilledRows spilled = writer.finish();
                assertThat(spilled.rows()).as("seed %d", seed).isEqualTo(expected.size());
                for (int times = 0; times < 2; times++) {
                    assertThat(read(spilled, TYPES)).as("seed %d", seed).isEqualTo(expected);
                }
                assertThat(space.used()).isEqualTo(spilled.bytes());
                spilled.close();
                spilled.close();
                assertThat(space.used()).isZero();
            }
            assertThat(rowFiles()).isEmpty();
            assertThat(spill.written()).isPositive();
        }
    }

    @Test
    void aDictionaryOfManyBatchesIsWrittenOnce() throws IOException {
        byte[] data = new byte[100_000];
        int[] offsets = new int[1001];
        for (int i = 0; i <= 1000; i++) {
            offsets[i] = i * 100;
        }
        new Random(7).nextBytes(data);
        BytesVector dictionary = new BytesVector(1000, data, offsets, null);
        try (SpillSpace space = space(1 << 30); QuerySpill spill = space.forQuery("q1")) {
            SpillWriter writer = spill.create("shared rows (node 1)", List.of(PrimitiveType.BINARY));
            for (int b = 0; b < 20; b++) {
                writer.append(new ColumnBatch(4000, List.of(new DictionaryVector(4000, dictionary, new int[4000],
                        null))));
            }
            SpilledRows rows = writer.finish();
            assertThat(rows.bytes()).isLessThan(150_000);
            try (SpillReader reader = rows.read()) {
                ColumnBatch first = java.util.Objects.requireNonNull(reader.next());
                ColumnBatch second = java.util.Objects.requireNonNull(reader.next());
                assertThat(first.column(0)).isInstanceOf(DictionaryVector.class);
                assertThat(((DictionaryVector) second.column(0)).dictionary())
                        .isSameAs(((DictionaryVector) first.column(0)).dictionary());
            }
        }
    }

    @Test
    void everyDamagedByteIsFoundAndTheFileNamed() throws IOException {
        try (SpillSpace space = space(1 << 30); QuerySpill spill = space.forQuery("q1")) {
            SpillWriter writer = spill.create("sort (node 1)", NUMBER);
            writer.append(numbers(1, 20));
            SpilledRows rows = writer.finish();
            Path file = rowFiles().getFirst();
            for (int at = 0; at < rows.bytes(); at++) {
                byte[] before = Files.readAllBytes(file);
                byte[] damaged = before.clone();
                damaged[at] ^= 0x10;
                Files.write(file, damaged);
                assertThatThrownBy(() -> read(rows, NUMBER)).as("byte %d", at).isInstanceOf(QueryException.class)
                        .hasMessageStartingWith("Cannot read spilled rows of sort (node 1) in '" + file + "' at 0: ")
                        .extracting(e -> ((QueryException) e).reason()).isEqualTo(Reason.STORAGE);
                Files.write(file, before);
            }
            Files.write(file, new byte[5]);
            assertThatThrownBy(() -> read(rows, NUMBER)).hasMessageContaining("the file ends too soon");
            Files.delete(file);
            assertThatThrownBy(() -> read(rows, NUMBER)).hasMessageContaining("it is gone");
        }
    }

    @Test
    void beyondTheLimitOneQueryFailsAndOthersGoOn() throws IOException {
        try (SpillSpace space = space(100_000)) {
            QuerySpill large = space.forQuery("large");
            SpillWriter writer = large.create("aggregation (node 4)", NUMBER);
            QuerySpill small = space.forQuery("small");
            SpillWriter other = small.create("sort (node 1)", NUMBER);
            other.append(numbers(1, 2000));
            assertThatThrownBy(() -> {
                for (int i = 0; i < 100; i++) {
                    writer.append(numbers(i, 2000));
                }
            }).isInstanceOf(QueryException.class)
                    .hasMessageMatching(
                            "Cannot spill aggregation \\(node 4\\): [0-9,]+ more bytes beside [0-9,]+ in '.*' are beyond query.spill.max, which is 100,000")
                    .extracting(e -> ((QueryException) e).reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
            large.close();
            other.append(numbers(1, 2000));
            SpilledRows rows = other.finish();
            assertThat(read(rows, NUMBER)).hasSize(4000);
            assertThat(space.used()).isEqualTo(rows.bytes());
            small.close();
            assertThat(space.used()).isZero();
            assertThat(rowFiles()).isEmpty();
        }
    }

    @Test
    void aFullDiskFailsWithFolderAndSetting() throws IOException {
        SpillSpace.Files full = file -> {
            Files.createFile(file);
            return FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
        };
        try (SpillSpace space = SpillSpace.open(new SpillSettings(folder, 1 << 30), full)) {
            QuerySpill spill = space.forQuery("q1");
            SpillWriter writer = spill.create("sort (node 1)", NUMBER);
            assertThatThrownBy(() -> writer.append(numbers(1, 2000))).isInstanceOf(QueryException.class)
                    .hasMessageStartingWith("Cannot spill sort (node 1): writing 16,0")
                    .hasMessageContaining("to the folder of query.spill.dir, '" + folder + "'")
                    .extracting(e -> ((QueryException) e).reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
            spill.close();
            assertThat(space.used()).isZero();
            assertThat(rowFiles()).isEmpty();
        }
    }

    @Test
    void theEndOfAQueryDeletesWhatItForgot() throws IOException {
        try (SpillSpace space = space(1 << 30)) {
            QuerySpill spill = space.forQuery("q1");
            SpillWriter open = spill.create("sort (node 1)", NUMBER);
            open.append(numbers(1, 2000));
            SpillWriter sealed = spill.create("sort (node 1)", NUMBER);
            sealed.append(numbers(1, 2000));
            SpilledRows rows = sealed.finish();
            SpillWriter abandoned = spill.create("sort (node 1)", NUMBER);
            abandoned.append(numbers(1, 2000));
            abandoned.close();
            assertThat(rowFiles()).hasSize(2);
            spill.close();
            assertThat(rowFiles()).isEmpty();
            assertThat(space.used()).isZero();
            assertThatThrownBy(() -> open.append(numbers(1, 2000))).hasMessageContaining("has ended already");
            assertThatThrownBy(() -> read(rows, NUMBER)).hasMessageContaining("it is gone");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("sweep.lock");
        }
    }

    @Test
    void leftoversOfDeadProcessesAreDeletedAndThoseOfTheLivingStay() throws IOException {
        Path dead = Files.createDirectory(folder.resolve("spill-99-dead"));
        Files.createFile(dead.resolve("lock"));
        Files.write(dead.resolve("q-1.rows"), new byte[100]);
        Path unlocked = Files.createDirectory(folder.resolve("spill-98-dead"));
        Path foreign = Files.createDirectory(folder.resolve("something-else"));
        try (SpillSpace living = space(1 << 30); QuerySpill spill = living.forQuery("q1")) {
            SpillWriter writer = spill.create("sort (node 1)", NUMBER);
            writer.append(numbers(1, 2000));
            SpilledRows rows = writer.finish();
            try (SpillSpace second = space(1 << 30)) {
                assertThat(second.folder()).isNotEqualTo(living.folder());
                assertThat(dead).doesNotExist();
                assertThat(unlocked).doesNotExist();
                assertThat(foreign).exists();
                assertThat(read(rows, NUMBER)).hasSize(2000);
            }
            assertThat(read(rows, NUMBER)).hasSize(2000);
        }
    }

    @Test
    void aRowOfManyMegabytesIsABlockOfItsOwn() throws IOException {
        byte[] data = new byte[9 << 20];
        new Random(3).nextBytes(data);
        BytesVector texts = new BytesVector(3, data, new int[]{0, 4 << 20, 4 << 20, 9 << 20}, null);
        try (SpillSpace space = space(1 << 30); QuerySpill spill = space.forQuery("q1")) {
            SpillWriter writer = spill.create("sort (node 1)", List.of(PrimitiveType.BINARY));
            writer.append(new ColumnBatch(3, List.of(texts)));
            assertThat(writer.bufferedBytes()).isZero();
            SpilledRows rows = writer.finish();
            try (SpillReader reader = rows.read()) {
                ColumnBatch first = java.util.Objects.requireNonNull(reader.next());
                BytesVector vector = (BytesVector) first.column(0);
                assertThat(ByteBuffer.wrap(vector.data(), 0, vector.size(0)))
                        .isEqualTo(ByteBuffer.wrap(data, 0, 4 << 20));
            }
        }
    }

    /** What another process does when it starts and ends. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws IOException {
            SpillSpace.open(new SpillSettings(Path.of(arguments[0]), 1)).close();
        }
    }

    @Test
    void otherProcessesLeaveFoldersAloneThatAreInUse() throws IOException, InterruptedException {
        Path gone = Files.createDirectory(folder.resolve("spill-1-gone"));
        Files.createFile(gone.resolve("lock"));
        try (SpillSpace first = space(1 << 20); SpillSpace second = space(1 << 20)) {
            assertThat(gone).doesNotExist();
            Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(), folder.toString())
                    .inheritIO().start();
            assertThat(other.waitFor()).isZero();
            assertThat(first.folder()).exists();
            assertThat(second.folder()).exists();
        }
    }
}

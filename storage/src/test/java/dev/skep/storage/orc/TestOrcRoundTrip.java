package dev.skep.storage.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.storage.StorageException;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.RandomRows;
import dev.skep.storage.scan.Rows;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.scan.WrittenFile;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, we and orc-core read back; parts, filters and damage change nothing but what they should. */
final class TestOrcRoundTrip {
    private static final List<String> COMPRESSIONS = List.of("none", "zlib", "snappy", "lz4", "zstd", "lzo");

    @TempDir
    Path folder;

    private final FileSystem fileSystem = new LocalFileSystem();
    private final OrcFormat format = new OrcFormat();

    @Test
    void readsBackWhatItWroteAsOrcCoreDoes() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("Seed of the ORC round trips: " + seed);
        RandomRows random = new RandomRows(seed);
        for (int round = 0; round < 40; round++) {
            List<Field> fields = random.fields(6, 3);
            List<List<@Nullable Object>> rows = random.rows(fields,
                    random.random().nextInt(round % 8 == 0 ? 15_000 : 700));
            String name = "round" + round + ".orc";
            WrittenFile written = write(name, fields, random.batches(fields, rows), COMPRESSIONS.get(round % 6));

            String where = "seed %d, round %d, %s".formatted(seed, round, fields);
            assertThat(written.rows()).as(where).isEqualTo(rows.size());
            assertThat(written.length()).as(where).isEqualTo(file(name).length());
            assertThat(Rows.texts(OrcOracle.rows(folder.resolve(name)))).as(where).isEqualTo(Rows.texts(rows));
            assertThat(Rows.texts(Rows.read(format, file(name), ScanRequest.of(Rows.columns(fields))))).as(where)
                    .isEqualTo(Rows.texts(rows));
            comparesParts(where, file(name), fields, rows, random.random());
            comparesFiltered(where, file(name), fields, rows, random.random());
        }
    }

    @Test
    void readsListsOfManyElements() throws IOException {
        List<Field> fields = List.of(new Field("numbers", new ArrayType(PrimitiveType.INT)),
                new Field("lists", new ArrayType(new ArrayType(PrimitiveType.BIGINT))));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < 2_000; row++) {
            List<@Nullable Object> numbers = new ArrayList<>(Collections.nCopies(40, row));
            List<@Nullable Object> lists = new ArrayList<>(Collections.nCopies(3, Collections.nCopies(5, (long) row)));
            if (row % 2 == 0) {
                lists.set(1, null);
            }
            rows.add(List.of(numbers, lists));
        }
        write("many.orc", fields, new RandomRows(1).batches(fields, rows), "none");
        assertThat(Rows.texts(Rows.read(format, file("many.orc"), ScanRequest.of(Rows.columns(fields)))))
                .isEqualTo(Rows.texts(rows));
    }

    /** Parts that tile the file deliver each row once, in order. */
    private void comparesParts(String where, InputFile file, List<Field> fields, List<List<@Nullable Object>> rows,
            Random random) {
        List<List<@Nullable Object>> parts = new ArrayList<>();
        long start = 0;
        while (start < file.length()) {
            long length = 1 + random.nextLong(file.length());
            parts.addAll(Rows.read(format, file, new ScanRequest(Rows.columns(fields), ScanPredicate.all(), null, start,
                    length, Map.of())));
            start += length;
        }
        assertThat(Rows.texts(parts)).as(where).isEqualTo(Rows.texts(rows));
    }

    /** A filter on some columns, by a hash of their values. */
    private void comparesFiltered(String where, InputFile file, List<Field> fields, List<List<@Nullable Object>> rows,
            Random random) {
        List<ScanColumn> columns = new ArrayList<>(Rows.columns(fields));
        columns.add(new ScanColumn("not_in_the_file", 99, PrimitiveType.INT));
        List<Integer> tested = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (random.nextInt(3) == 0 || (i == columns.size() - 1 && tested.isEmpty())) {
                tested.add(i);
            }
        }
        int modulus = 1 + random.nextInt(4);
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            List<@Nullable Object> wide = new ArrayList<>(row);
            wide.add(null);
            List<@Nullable Object> key = new ArrayList<>();
            tested.forEach(column -> key.add(wide.get(column)));
            if (passes(key, modulus)) {
                expected.add(wide);
            }
        }
        BatchFilter filter = new HashFilter(columns, tested, modulus);
        ScanRequest request = new ScanRequest(columns, ScanPredicate.all(), filter, 0, Long.MAX_VALUE, Map.of());
        assertThat(Rows.texts(Rows.read(format, file, request))).as(where + ", filter on " + tested)
                .isEqualTo(Rows.texts(expected));
    }

    private static boolean passes(List<@Nullable Object> key, int modulus) {
        return Math.floorMod(Rows.texts(List.of(key)).hashCode() * 31, modulus) == 0;
    }

    private record HashFilter(List<ScanColumn> all, List<Integer> columns, int modulus) implements BatchFilter {
        @Override
        public SelectionVector select(ColumnBatch batch) {
            int[] rows = new int[batch.rowCount()];
            int count = 0;
            for (int row = 0; row < rows.length; row++) {
                List<@Nullable Object> key = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    key.add(Values.value(batch.column(i), all.get(columns.get(i)).type(), row));
                }
                if (passes(key, modulus)) {
                    rows[count++] = row;
                }
            }
            return new SelectionVector(count, rows);
        }
    }

    @Test
    void answersDamagedFilesWithRowsOrOneKindOfFailure() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("Seed of the damaged ORC files: " + seed);
        RandomRows random = new RandomRows(seed);
        int refused = 0;
        for (int round = 0; round < 5; round++) {
            List<Field> fields = random.fields(5, 2);
            write("sound" + round, fields, random.batches(fields, random.rows(fields, 300)),
                    COMPRESSIONS.get(round % 6));
            byte[] sound = java.nio.file.Files.readAllBytes(folder.resolve("sound" + round));
            for (int damage = 0; damage < 40; damage++) {
                byte[] bytes = sound.clone();
                if (damage % 3 == 0) {
                    bytes = java.util.Arrays.copyOf(bytes, random.random().nextInt(bytes.length));
                } else {
                    for (int flip = 0; flip <= damage % 4; flip++) {
                        bytes[random.random().nextInt(bytes.length)] ^= (byte) (1 << random.random().nextInt(8));
                    }
                }
                String name = "damaged" + round + "-" + damage;
                java.nio.file.Files.write(folder.resolve(name), bytes);
                try {
                    Rows.read(format, file(name), ScanRequest.of(Rows.columns(fields)));
                } catch (StorageException e) {
                    refused++;
                    assertThat(e).hasMessageContaining(name);
                } catch (Throwable e) {
                    throw new AssertionError("seed %d, round %d, damage %d, %s".formatted(seed, round, damage, fields),
                            e);
                }
            }
        }
        assertThat(refused).isGreaterThan(60);
    }

    @Test
    void deletesAFileThatWasNotFinished() {
        List<Field> fields = List.of(new Field("a", PrimitiveType.INT));
        BatchWriter writer = format.openWriter(fileSystem.output(location("given-up")),
                new WriteRequest(fields, Map.of()));
        writer.write(new ColumnBatch(1, List.of(Values.vector(PrimitiveType.INT, 1))));

        writer.close();
        writer.close();

        assertThat(fileSystem.find(location("given-up"))).isEmpty();
    }

    @Test
    void namesAColumnThatOrcCannotHold() {
        assertThatThrownBy(() -> format.openWriter(fileSystem.output(location("x")),
                new WriteRequest(List.of(new Field("gap", PrimitiveType.INTERVAL_DAY_TIME)), Map.of())))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot write column 'gap' to ORC: no ORC type for interval_day_time");
    }

    @Test
    void namesACompressionThatIsUnknown() {
        assertThatThrownBy(() -> format.openWriter(fileSystem.output(location("x")),
                new WriteRequest(List.of(new Field("a", PrimitiveType.INT)), Map.of("orc.compress", "rar"))))
                .hasMessageContaining("Invalid ORC compression: 'rar'");
    }

    @Test
    void countsRowsWithoutReadingColumns() throws IOException {
        RandomRows random = new RandomRows(1);
        List<Field> fields = List.of(new Field("a", PrimitiveType.BIGINT));
        write("counted", fields, random.batches(fields, random.rows(fields, 10_000)), "none");
        InputFile file = file("counted");
        format.countRows(file);

        ScanMetrics metrics = new ScanMetrics();
        assertThat(Rows.read(format, file, ScanRequest.of(List.of()), metrics)).hasSize(10_000);

        assertThat(metrics.snapshot().bytesRead()).isZero();
        assertThat(format.countRows(file)).isEqualTo(10_000);
    }

    private WrittenFile write(String name, List<Field> fields, List<ColumnBatch> batches, String compression) {
        Map<String, String> properties = Map.of("orc.compress", compression, "orc.stripe.size", "100000",
                "orc.row.index.stride", "1000");
        try (BatchWriter writer = format.openWriter(fileSystem.output(location(name)),
                new WriteRequest(fields, properties))) {
            batches.forEach(writer::write);
            assertThat(writer.estimatedBytes()).isNotNegative();
            return writer.finish();
        }
    }

    private Location location(String name) {
        return Location.of(folder.resolve(name).toString());
    }

    private InputFile file(String name) {
        return fileSystem.open(location(name));
    }
}

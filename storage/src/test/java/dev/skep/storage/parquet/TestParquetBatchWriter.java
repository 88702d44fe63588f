package dev.skep.storage.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.storage.StorageException;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.scan.WrittenFile;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestParquetBatchWriter {
    private static final ParquetFormat FORMAT = new ParquetFormat(new FooterCache(1 << 20));

    static BytesFile write(List<Field> schema, List<List<@Nullable Object>> rows, Map<String, String> properties,
            int batchRows) {
        BytesFile.Sink sink = new BytesFile.Sink("written.parquet");
        WrittenFile written;
        try (BatchWriter writer = FORMAT.openWriter(sink, new WriteRequest(schema, properties))) {
            for (int from = 0; from < rows.size(); from += batchRows) {
                writer.write(RandomTables.batch(schema, rows, from, Math.min(rows.size(), from + batchRows)));
            }
            written = writer.finish();
        }
        BytesFile file = sink.written();
        assertThat(written.length()).isEqualTo(file.length());
        assertThat(written.rows()).isEqualTo(rows.size());
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "gzip", "lz4_raw", "none"})
    void readsBackWhatItWrote(String compression) {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            RandomTables tables = new RandomTables(random.nextLong());
            List<Field> schema = tables.schema(1 + random.nextInt(8));
            List<List<@Nullable Object>> rows = tables.rows(schema,
                    random.nextInt(3) == 0 ? 6_000 : random.nextInt(700));
            Map<String, String> properties = Map.of("parquet.compression", compression, "parquet.timestamp.type",
                    random.nextBoolean() ? "int96" : "micros", "parquet.block.size", "70000");
            BytesFile file = write(schema, rows, properties, 1 + random.nextInt(3_000));
            assertThat(FORMAT.countRows(file)).isEqualTo(rows.size());
            List<List<@Nullable Object>> expected = new ArrayList<>();
            rows.forEach(row -> expected.add(row.stream().map(Rows::comparable).toList()));
            assertThat(Rows.read(FORMAT, file, ScanRequest.of(Rows.columns(schema)),
                    new ScanMetrics())).as("seed %d, schema %s", seed, schema)
                    .isEqualTo(expected);
        }
    }

    @Test
    void namesSkepAsTheMaker() {
        BytesFile file = write(List.of(new Field("a", PrimitiveType.INT)), List.of(List.of(1)), Map.of(), 1);
        assertThat(new FooterCache(0).footer(file, null).metaData().getCreated_by()).startsWith("skep version ");
    }

    @Test
    void leavesNothingBehindWhenItGivesUp() {
        List<Field> schema = List.of(new Field("a", PrimitiveType.INT));
        BytesFile.Sink sink = new BytesFile.Sink("abandoned.parquet");
        try (BatchWriter writer = FORMAT.openWriter(sink, new WriteRequest(schema, Map.of()))) {
            writer.write(RandomTables.batch(schema, List.of(List.of(1)), 0, 1));
        }
        assertThat(sink.written().length()).isZero();
    }

    @Test
    void writesTheRowsThatCountOfAnyKindOfVector() {
        List<Field> schema = List.of(new Field("d", PrimitiveType.STRING), new Field("k", PrimitiveType.BIGINT),
                new Field("n", new ArrayType(PrimitiveType.INT)));
        BytesVector words = new BytesVector(2, "abc".getBytes(UTF_8), new int[]{0, 1, 3}, new boolean[2]);
        ColumnVector constant = new ConstantVector(3, Values.vector(PrimitiveType.BIGINT, 7L));
        ColumnVector lists = new ConstantVector(3, Values.vector(schema.get(2).type(), List.of(1, 2)));
        ColumnBatch batch = new ColumnBatch(3,
                List.of(new DictionaryVector(3, words, new int[]{1, 0, 0}, new boolean[]{false, false, true}), constant,
                        lists),
                new SelectionVector(2, new int[]{0, 2}));
        BytesFile.Sink sink = new BytesFile.Sink("kinds.parquet");
        try (BatchWriter writer = FORMAT.openWriter(sink, new WriteRequest(schema, Map.of()))) {
            writer.write(batch);
            assertThat(writer.finish().rows()).isEqualTo(2);
        }
        List<@Nullable Object> second = new ArrayList<>();
        second.add(null);
        second.add(7L);
        second.add(List.of(1, 2));
        assertThat(Rows.read(sink.written())).isEqualTo(List.of(List.of("bc", 7L, List.of(1, 2)), second));
    }

    @Test
    void refusesTypesThatNoFileCanHold() {
        assertThatThrownBy(() -> FORMAT.openWriter(new BytesFile.Sink("x.parquet"),
                new WriteRequest(List.of(new Field("span", PrimitiveType.INTERVAL_DAY_TIME)), Map.of())))
                .isInstanceOf(StorageException.class).hasMessageContaining("column 'span'")
                .hasMessageContaining("interval day to second");
    }

    @Test
    void refusesUnknownCompressionByName() {
        assertThatThrownBy(() -> FORMAT.openWriter(new BytesFile.Sink("x.parquet"),
                new WriteRequest(List.of(new Field("a", PrimitiveType.INT)), Map.of("compression", "brotli"))))
                .isInstanceOf(StorageException.class).hasMessageContaining("compression: 'brotli'");
    }
}

package dev.skep.storage.parquet;

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
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
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

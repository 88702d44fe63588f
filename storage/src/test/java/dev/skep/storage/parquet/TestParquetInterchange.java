package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we write others read the same, and we read what others write. */
final class TestParquetInterchange {
    private static final ParquetFormat FORMAT = new ParquetFormat(new FooterCache(0));

    @TempDir
    Path directory;

    @Test
    void othersReadWhatWeWrite() throws IOException, SQLException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            RandomTables tables = new RandomTables(random.nextLong());
            List<Field> schema = tables.schema(1 + random.nextInt(8));
            List<List<@Nullable Object>> rows = tables.rows(schema, random.nextInt(800));
            BytesFile file = TestParquetBatchWriter.write(schema, rows, Map.of("parquet.timestamp.type",
                    random.nextBoolean() ? "int96" : "micros", "parquet.block.size", "70000", "parquet.compression",
                    List.of("snappy", "zstd", "gzip", "none").get(random.nextInt(4))), 1 + random.nextInt(300));
            Path path = directory.resolve("written" + round + ".parquet");
            Files.write(path, file.bytes());
            List<List<@Nullable Object>> expected = new ArrayList<>();
            rows.forEach(row -> expected.add(row.stream().map(Rows::comparable).toList()));
            assertThat(GroupOracle.rows(path, schema)).as("parquet-java, seed %d, schema %s", seed, schema)
                    .isEqualTo(expected);
            assertThat(DuckOracle.rows(path, schema)).as("DuckDB, seed %d, schema %s", seed, schema)
                    .isEqualTo(expected);
        }
    }

    private enum Encodings {
        V2(builder -> builder.withWriterVersion(WriterVersion.PARQUET_2_0)), V2_PLAIN(
                builder -> builder.withWriterVersion(WriterVersion.PARQUET_2_0)
                        .withDictionaryEncoding(false)), V1_PLAIN(
                                builder -> builder.withDictionaryEncoding(false)), SPLIT(
                                        builder -> builder.withDictionaryEncoding(false)
                                                .withExtendedByteStreamSplitEncoding(true)), SMALL_PAGES(
                                                        builder -> builder.withPageSize(700).withPageRowCountLimit(512)
                                                                .withDictionaryPageSize(600)), V2_SMALL_PAGES(
                                                                        builder -> builder
                                                                                .withWriterVersion(
                                                                                        WriterVersion.PARQUET_2_0)
                                                                                .withPageSize(700)
                                                                                .withPageRowCountLimit(512)
                                                                                .withDictionaryPageSize(600));

        private final UnaryOperator<ParquetProperties.Builder> change;

        Encodings(UnaryOperator<ParquetProperties.Builder> change) {
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource(Encodings.class)
    void readsEveryEncoding(Encodings encodings) {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            RandomTables tables = new RandomTables(random.nextLong());
            List<Field> schema = new ArrayList<>(tables.schema(5));
            for (DataType type : List.of(PrimitiveType.INT, PrimitiveType.BIGINT, PrimitiveType.STRING,
                    PrimitiveType.DOUBLE)) {
                schema.add(new Field("p" + schema.size(), type));
            }
            List<List<@Nullable Object>> rows = tables.rows(schema, 1 + random.nextInt(3_000));
            BytesFile.Sink sink = new BytesFile.Sink("encoded.parquet");
            try (BatchWriter writer = new ParquetBatchWriter(sink, new WriteRequest(schema, Map.of()),
                    encodings.change)) {
                writer.write(RandomTables.batch(schema, rows, 0, rows.size()));
                writer.finish();
            }
            List<List<@Nullable Object>> expected = new ArrayList<>();
            rows.forEach(row -> expected.add(row.stream().map(Rows::comparable).toList()));
            BytesFile file = sink.written();
            assertThat(Rows.read(FORMAT, file, ScanRequest.of(Rows.columns(schema)), new ScanMetrics()))
                    .as("seed %d, schema %s", seed, schema).isEqualTo(expected);
            skipsToAnyRow(file, schema, expected, random, seed);
        }
    }

    /** A filter that passes runs of rows makes the other columns leave out values, pages and parts of pages. */
    private static void skipsToAnyRow(BytesFile file, List<Field> schema, List<List<@Nullable Object>> rows,
            Random random, long seed) {
        boolean[] isWanted = new boolean[rows.size()];
        for (int start = 0; start < rows.size();) {
            int run = 1 + random.nextInt(random.nextInt(4) == 0 ? 1_500 : 60);
            boolean wanted = random.nextInt(4) == 0;
            for (int i = start; i < Math.min(rows.size(), start + run); i++) {
                isWanted[i] = wanted;
            }
            start += run;
        }
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (isWanted[i]) {
                expected.add(rows.get(i));
            }
        }
        ScanRequest all = ScanRequest.of(Rows.columns(schema));
        ScanRequest some = new ScanRequest(all.columns(), all.predicate(), new ByPosition(isWanted), 0, Long.MAX_VALUE,
                Map.of());
        assertThat(Rows.read(FORMAT, file, some, new ScanMetrics())).as("seed %d, schema %s", seed, schema)
                .isEqualTo(expected);
    }

    @Test
    void readsWhatDuckDbWrites() throws SQLException {
        for (String version : List.of("V1", "V2")) {
            for (String codec : List.of("uncompressed", "snappy", "zstd", "gzip", "lz4_raw")) {
                Path path = directory.resolve(version + codec + ".parquet");
                DuckOracle.run("COPY (SELECT i AS a, CASE WHEN i % 3 > 0 THEN hash(i)::VARCHAR END AS b,"
                        + " (i % 100)::DECIMAL(9,2) AS c, (i * 7)::DECIMAL(30,4) AS d, i / 3.0::DOUBLE AS e, i::FLOAT AS f,"
                        + " TIMESTAMP '2020-01-01' + to_microseconds(i * 1000003) AS g, DATE '2020-01-01' + i::INTEGER AS h,"
                        + " [i, NULL, i + 1] AS l, {'x': i % 5, 'y': ['a', i::VARCHAR]} AS s, MAP {i: 'v' || i} AS m,"
                        + " (i % 200)::UTINYINT AS u1, i::UINTEGER AS u4, i::UBIGINT AS u8, i % 2 = 0 AS o,"
                        + " encode('b' || i) AS bin FROM range(CAST(5000 AS INTEGER)) t(i)) TO '" + path
                        + "' (FORMAT parquet, PARQUET_VERSION '" + version + "', COMPRESSION '" + codec + "')");
                BytesFile file = BytesFile.of(path);
                List<Field> columns = FORMAT.columns(file);
                assertThat(Rows.read(file)).as("%s %s", version, codec).isEqualTo(DuckOracle.rows(path, columns));
            }
        }
    }
}

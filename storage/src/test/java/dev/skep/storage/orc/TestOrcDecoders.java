package dev.skep.storage.orc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.hadoop.PortedFileSystem;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.Rows;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcConf;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.Decimal64ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our decoders against orc-core's, over files that orc-core's writer made: every encoding, compression and kind of flat column, read whole and with gaps. */
final class TestOrcDecoders {
    private static final List<String> TYPES = List.of("boolean", "tinyint", "smallint", "int", "bigint", "float",
            "double", "string", "string", "binary", "char(7)", "varchar(9)", "date", "timestamp",
            "timestamp with local time zone", "decimal(9,2)", "decimal(18,5)", "decimal(25,4)", "decimal(38,12)");
    private static final List<CompressionKind> COMPRESSIONS = List.of(CompressionKind.NONE, CompressionKind.ZLIB,
            CompressionKind.SNAPPY, CompressionKind.LZO, CompressionKind.LZ4, CompressionKind.ZSTD);

    @TempDir
    Path folder;

    private final OrcFormat format = new OrcFormat();

    @Test
    void readsWhatOrcCoreReads() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("Seed of the ORC decoders: " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 36; round++) {
            Path path = folder.resolve("round" + round + ".orc");
            TypeDescription schema = schema(random);
            int rows = 1 + random.nextInt(round % 9 == 0 ? 30_000 : 6_000);
            String how = write(path, schema, rows, COMPRESSIONS.get(round % COMPRESSIONS.size()), random);
            String where = "seed %d, round %d, %s, %s".formatted(seed, round, how, schema);

            List<String> expected = Rows.texts(OrcOracle.rows(path));
            assertThat(expected).as(where).hasSize(rows);
            List<ScanColumn> columns = columns(path);
            assertThat(Rows.texts(read(path, ScanRequest.of(columns)))).as(where).isEqualTo(expected);
            assertThat(Rows.texts(readInPieces(path, ScanRequest.of(columns), 1 + random.nextInt(20_000)))).as(where)
                    .isEqualTo(expected);
            for (int pass = 0; pass < 2; pass++) {
                comparesFiltered(where, path, columns, expected, random);
            }
            comparesRowGroups(where, path, columns, expected, random);
        }
    }

    private static List<ScanColumn> columns(Path path) throws IOException {
        try (Reader reader = OrcOracle.open(path)) {
            List<Field> fields = OrcExamples.fields(reader.getSchema());
            return Rows.columns(fields);
        }
    }

    /** The first column numbers the rows. */
    private static TypeDescription schema(Random random) {
        StringBuilder schema = new StringBuilder("struct<row:bigint");
        int columns = 1 + random.nextInt(6);
        for (int i = 0; i < columns; i++) {
            schema.append(",c").append(i).append(':').append(TYPES.get(random.nextInt(TYPES.size())));
        }
        return TypeDescription.fromString(schema.append('>').toString());
    }

    private static String write(Path path, TypeDescription schema, int rows, CompressionKind compression,
            Random random) throws IOException {
        Configuration settings = new Configuration(false);
        OrcConf.DICTIONARY_KEY_SIZE_THRESHOLD.setDouble(settings, List.of(0.0, 0.8, 1.0).get(random.nextInt(3)));
        OrcConf.STRIPE_ROW_COUNT.setLong(settings, random.nextBoolean() ? 5000 : 12_000);
        OrcConf.ENCODING_STRATEGY.setString(settings, random.nextBoolean() ? "SPEED" : "COMPRESSION");
        OrcFile.Version version = random.nextInt(3) == 0 ? OrcFile.Version.V_0_11 : OrcFile.Version.V_0_12;
        int buffer = 1 << 8 + random.nextInt(8);
        int stride = random.nextInt(8) == 0 ? 0 : 1000 + random.nextInt(2000);
        boolean isProleptic = random.nextBoolean();
        boolean isDecimal64 = random.nextBoolean();
        OrcFile.WriterOptions options = OrcFile.writerOptions(settings).setSchema(schema).compress(compression)
                .version(version).bufferSize(buffer).enforceBufferSize().rowIndexStride(stride)
                .buildIndex(stride > 0).setProlepticGregorian(isProleptic).useUTCTimestamp(true)
                .overwrite(true);
        VectorizedRowBatch batch = isDecimal64
                ? schema.createRowBatch(TypeDescription.RowBatchVersion.USE_DECIMAL64, 1024)
                : schema.createRowBatch(1024);
        int[] nulls = new int[schema.getChildren().size()];
        Arrays.setAll(nulls, i -> i == 0 ? 0 : List.of(0, 0, 3, 50, 97, 100).get(random.nextInt(6)));
        int done = 0;
        try (Writer writer = OrcFile.createWriter(new org.apache.hadoop.fs.Path(path.toUri()), options)) {
            while (done < rows) {
                batch.reset();
                batch.size = Math.min(rows - done, 1024);
                for (int i = 0; i < nulls.length; i++) {
                    fill(schema.getChildren().get(i), batch.cols[i], batch.size, i == 0 ? done : -1, nulls[i], random);
                }
                writer.addRowBatch(batch);
                done += batch.size;
            }
        }
        return "%s, %s by %d, stride %d, proleptic %s, decimal64 %s, nulls %s".formatted(version, compression, buffer,
                stride, isProleptic, isDecimal64, Arrays.toString(nulls));
    }

    private static void fill(TypeDescription type, ColumnVector column, int size, int firstRow, int nullPercent,
            Random random) {
        long[] numbers = TestIntegerRuns.numbers(random, true);
        int shift = random.nextInt(numbers.length - 1024);
        int distinct = List.of(1, 5, 300, 100_000).get(random.nextInt(4));
        for (int row = 0; row < size; row++) {
            if (random.nextInt(100) < nullPercent) {
                column.isNull[row] = true;
                column.noNulls = false;
                continue;
            }
            long number = firstRow >= 0 ? firstRow + row : numbers[shift + row];
            switch (type.getCategory()) {
                case BOOLEAN -> ((LongColumnVector) column).vector[row] = number & 1;
                case BYTE -> ((LongColumnVector) column).vector[row] = (byte) number;
                case SHORT -> ((LongColumnVector) column).vector[row] = (short) number;
                case INT -> ((LongColumnVector) column).vector[row] = (int) number;
                case LONG -> ((LongColumnVector) column).vector[row] = number;
                case DATE -> ((LongColumnVector) column).vector[row] = number % 1_000_000;
                case FLOAT, DOUBLE -> ((DoubleColumnVector) column).vector[row] = number / 8.0;
                case STRING, BINARY, CHAR, VARCHAR -> ((BytesColumnVector) column).setVal(row,
                        text(random, distinct).getBytes(UTF_8));
                case TIMESTAMP, TIMESTAMP_INSTANT -> timestamp((TimestampColumnVector) column, row, number, random);
                case DECIMAL -> decimal(type, column, row, number, random);
                case LIST, MAP, STRUCT, UNION, Geometry, Geography -> throw new AssertionError(type);
            }
        }
    }

    private static String text(Random random, int distinct) {
        int which = random.nextInt(distinct);
        return switch (which % 4) {
            case 0 -> "";
            case 1 -> "text " + which;
            case 2 -> "é€ " + which + "  ";
            default -> "a longer text that spans borders " + which;
        };
    }

    private static void timestamp(TimestampColumnVector column, int row, long number, Random random) {
        // Before 1970 the format cannot hold every fraction, so what is compared is what orc-core reads.
        column.time[row] = number % 50_000_000_000L * 1000;
        column.nanos[row] = List.of(0, 1000, 250_000_000, 999_999_000, 123_456_000).get(random.nextInt(5));
        column.time[row] += column.nanos[row] / 1_000_000;
    }

    private static void decimal(TypeDescription type, ColumnVector column, int row, long number, Random random) {
        BigInteger unscaled = BigInteger.valueOf(number);
        if (type.getPrecision() > 18 && random.nextBoolean()) {
            unscaled = unscaled.multiply(BigInteger.valueOf(random.nextLong()));
        }
        unscaled = unscaled.mod(BigInteger.TEN.pow(type.getPrecision()));
        unscaled = random.nextBoolean() ? unscaled : unscaled.negate();
        if (column instanceof Decimal64ColumnVector decimals) {
            decimals.vector[row] = unscaled.longValue();
        } else {
            ((DecimalColumnVector) column).set(row, HiveDecimal.create(unscaled, type.getScale()));
        }
    }

    private List<List<@Nullable Object>> read(Path path, ScanRequest request) {
        return read(format.openReader(file(path), request, new ScanMetrics()), request);
    }

    /** Fetches a stripe in pieces. */
    private List<List<@Nullable Object>> readInPieces(Path path, ScanRequest request, long maxFetch) {
        InputFile file = file(path);
        Reader reader = new OrcTails(0).open(file, PortedFileSystem.reading(file, bytes -> {}));
        OrcProjection projection = OrcProjection.of(file.location(), reader.getSchema(), request);
        return read(new OrcBatchReader(file, reader, projection, request, new ScanMetrics(), maxFetch), request);
    }

    private static List<List<@Nullable Object>> read(BatchReader batches, ScanRequest request) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (BatchReader reader = batches) {
            assertThat(reader).isInstanceOf(OrcBatchReader.class);
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int i = 0; i < batch.selectedCount(); i++) {
                    int row = batch.selection() == null ? i : batch.selection().rows()[i];
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int c = 0; c < request.columns().size(); c++) {
                        values.add(Values.value(batch.column(c), request.columns().get(c).type(), row));
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }

    /** Chooses rows by their number: runs of them, single ones, and none for long stretches; in a second step by another column too. */
    private void comparesFiltered(String where, Path path, List<ScanColumn> columns, List<String> expected,
            Random random) {
        BitSet chosen = new BitSet(expected.size());
        int row = 0;
        while (row < expected.size()) {
            int end = Math.min(expected.size(), row + 1 + random.nextInt(5000));
            int oneOf = List.of(0, 0, 1, 2, 9, 200).get(random.nextInt(6));
            for (; row < end; row++) {
                chosen.set(row, oneOf > 0 && random.nextInt(oneOf) == 0);
            }
        }
        int second = 1 + random.nextInt(columns.size() - 1);
        List<String> wanted = new ArrayList<>();
        chosen.stream().forEach(i -> wanted.add(expected.get(i)));
        ScanRequest request = new ScanRequest(columns, ScanPredicate.all(), new ByNumber(chosen, second), 0,
                Long.MAX_VALUE, Map.of());

        assertThat(Rows.texts(read(path, request))).as("%s, filtered with column %d", where, second)
                .isEqualTo(wanted);
        assertThat(Rows.texts(readInPieces(path, request, 1 + random.nextInt(20_000))))
                .as("%s, filtered in pieces with column %d", where, second).isEqualTo(wanted);
    }

    /** First by row number, then a step that lets all pass and looks at the values of another column. */
    private record ByNumber(BitSet chosen, int second) implements BatchFilter {
        @Override
        public List<Integer> columns() {
            return List.of(0, second);
        }

        @Override
        public SelectionVector select(ColumnBatch batch) {
            throw new AssertionError("steps are asked for");
        }

        @Override
        public List<Step> steps() {
            return List.of(new Step() {
                @Override
                public List<Integer> columns() {
                    return List.of(0);
                }

                @Override
                public SelectionVector select(ColumnBatch batch) {
                    int[] rows = new int[batch.rowCount()];
                    int count = 0;
                    for (int i = 0; i < rows.length; i++) {
                        if (Values.value(batch.column(0), PrimitiveType.BIGINT, i) instanceof Long number
                                && chosen.get(number.intValue())) {
                            rows[count++] = i;
                        }
                    }
                    return new SelectionVector(count, rows);
                }
            }, new Step() {
                @Override
                public List<Integer> columns() {
                    return List.of(second);
                }

                @Override
                public @Nullable SelectionVector select(ColumnBatch batch) {
                    return batch.selection();
                }
            });
        }
    }

    /** Row groups that cannot have a row of some range are left out, and only those. */
    private void comparesRowGroups(String where, Path path, List<ScanColumn> columns, List<String> expected,
            Random random) {
        long a = random.nextInt(expected.size());
        long b = random.nextInt(expected.size());
        Domain domain = Domain.range(new Domain.Range(a, true, Math.min(expected.size(), a + 900), true))
                .union(Domain.range(new Domain.Range(b, true, b, true)));
        ScanRequest request = new ScanRequest(columns, new ScanPredicate(Map.of("row", domain)), null, 0,
                Long.MAX_VALUE, Map.of());
        List<List<@Nullable Object>> rows = read(path, request);
        int next = 0;
        for (List<@Nullable Object> row : rows) {
            int number = row.getFirst() instanceof Long known ? known.intValue() : -1;
            assertThat(number).as(where).isGreaterThanOrEqualTo(next);
            assertThat(Rows.texts(List.of(row)).getFirst()).as(where).isEqualTo(expected.get(number));
            next = number + 1;
        }
        assertThat(rows.stream().<@Nullable Object>map(List::getFirst).toList()).as(where).contains(a, b);
    }

    @Test
    void namesTheStripeAndTheColumnThatIsDamaged() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("Seed of the damaged streams: " + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 30; round++) {
            Path path = folder.resolve("damaged" + round + ".orc");
            write(path, schema(random), 3000, COMPRESSIONS.get(round % COMPRESSIONS.size()), random);
            List<ScanColumn> columns = columns(path);
            long dataEnd;
            try (Reader reader = OrcOracle.open(path)) {
                dataEnd = reader.getStripes().getFirst().getLength();
            }
            byte[] bytes = Files.readAllBytes(path);
            for (int damage = 0; damage < 20; damage++) {
                bytes[3 + random.nextInt((int) dataEnd)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(path, bytes);
            try {
                read(path, ScanRequest.of(columns));
            } catch (StorageException e) {
                refused++;
                assertThat(e.reason()).as("seed %d, round %d", seed, round).isEqualTo(Reason.CORRUPT);
                assertThat(e).hasMessageContaining(path.getFileName().toString()).hasMessageContaining("stripe ");
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(10);
    }

    @Test
    void refusesAColumnWhoseStreamEndsTooEarly() throws IOException {
        TypeDescription schema = TypeDescription.fromString("struct<row:bigint,price:decimal(18,5)>");
        Path path = folder.resolve("short.orc");
        write(path, schema, 2000, CompressionKind.SNAPPY, new Random(7));
        List<ScanColumn> columns = columns(path);
        long index;
        try (Reader reader = OrcOracle.open(path)) {
            index = reader.getStripes().getFirst().getIndexLength();
        }
        byte[] bytes = Files.readAllBytes(path);
        // Every chunk of the stripe's data says that it is longer than any stream.
        for (int i = 3 + (int) index; i < 6 + index; i++) {
            bytes[i] = (byte) 0xFF;
        }
        Files.write(path, bytes);

        assertThatThrownBy(() -> read(path, ScanRequest.of(columns)))
                .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
                .hasMessageContaining("stripe 0: column 'row': not valid ORC (a chunk of");
    }

    private static InputFile file(Path path) {
        return new LocalFileSystem().open(Location.of(path.toAbsolutePath().normalize().toString()));
    }
}

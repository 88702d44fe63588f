package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestParquetSkipping {
    private static final ParquetFormat FORMAT = new ParquetFormat(new FooterCache(1 << 20));
    private static final List<Field> SCHEMA = List.of(new Field("id", PrimitiveType.BIGINT),
            new Field("name", PrimitiveType.STRING), new Field("ratio", PrimitiveType.DOUBLE));

    private static List<List<@Nullable Object>> ascending(int count) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add((long) i);
            row.add(i % 7 == 0 ? null : "name " + i);
            row.add(i / 10.0);
            rows.add(row);
        }
        return rows;
    }

    private record Read(List<List<@Nullable Object>> rows, ScanMetrics.Snapshot metrics) {}

    private static Read read(BytesFile file, List<Field> schema, ScanPredicate predicate,
            @Nullable BatchFilter filter) {
        ScanMetrics metrics = new ScanMetrics();
        List<List<@Nullable Object>> rows = Rows.read(FORMAT, file,
                new ScanRequest(Rows.columns(schema), predicate, filter, 0, Long.MAX_VALUE, Map.of()), metrics);
        return new Read(rows, metrics.snapshot());
    }

    private static ScanPredicate between(String column, Comparable<?> low, Comparable<?> high) {
        return new ScanPredicate(Map.of(column, Domain.range(new Domain.Range(low, true, high, true))));
    }

    @Test
    void leavesOutRowGroupsByStatistics() {
        BytesFile file = TestParquetBatchWriter.write(SCHEMA, ascending(40_000),
                Map.of("parquet.compression", "none", "parquet.block.size", "100000"), 4_096);
        int groups = new FooterCache(0).footer(file, null).rowGroups().size();
        assertThat(groups).isGreaterThan(5);
        Read read = read(file, SCHEMA, between("id", 39_990L, 50_000L), null);
        assertThat(read.metrics.groupsRead()).isEqualTo(1);
        assertThat(read.metrics.groupsSkipped()).isEqualTo(groups - 1);
        assertThat(read.rows).contains(ascending(40_000).getLast());
        assertThat(read(file, SCHEMA, between("ratio", -5.0, -1.0), null).metrics.groupsRead()).isZero();
        assertThat(
                read(file, SCHEMA, between("name", ByteString.of("a"), ByteString.of("b")), null).metrics.groupsRead())
                .isZero();
        assertThat(read(file, SCHEMA, new ScanPredicate(Map.of("id", Domain.onlyNull())), null).metrics.groupsRead())
                .isZero();
        assertThat(
                read(file, SCHEMA, new ScanPredicate(Map.of("name", Domain.onlyNull())), null).metrics.groupsSkipped())
                .isZero();
    }

    @Test
    void keepsFloatingPointGroupsWhereANaNMayMatch() {
        BytesFile file = TestParquetBatchWriter.write(SCHEMA, ascending(1_000), Map.of(), 1_000);
        Domain above = Domain.range(new Domain.Range(1e6, false, null, false));
        assertThat(read(file, SCHEMA, new ScanPredicate(Map.of("ratio", above)), null).metrics.groupsRead())
                .isEqualTo(1);
    }

    @Test
    void leavesOutPagesByTheColumnIndexInAllColumns() {
        BytesFile file = TestParquetBatchWriter.write(SCHEMA, ascending(200_000), Map.of(), 4_096);
        assertThat(new FooterCache(0).footer(file, null).rowGroups()).hasSize(1);
        Read read = read(file, SCHEMA, between("id", 123_456L, 123_999L), null);
        assertThat(read.metrics.pagesSkipped()).isGreaterThan(15);
        assertThat(read.metrics.bytesRead()).isLessThan(file.length() / 4);
        assertThat(read.rows.size()).isLessThan(30_000);
        List<List<@Nullable Object>> expected = ascending(200_000).subList(123_456, 124_000);
        assertThat(read.rows.stream().filter(row -> isBetween(row.get(0), 123_456, 123_999)).toList())
                .isEqualTo(expected);
        // Every row that came must be whole: its columns were cut at different pages.
        List<List<@Nullable Object>> all = ascending(200_000);
        for (List<@Nullable Object> row : read.rows) {
            assertThat(row).isEqualTo(all.get(((Long) row.getFirst()).intValue()));
        }
    }

    private static boolean isBetween(@Nullable Object value, long low, long high) {
        return value instanceof Long number && number >= low && number <= high;
    }

    @Test
    void leavesOutRowGroupsByDictionaryAndBloomFilter(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("duck.parquet");
        DuckOracle
                .run("COPY (SELECT (i * 37) % 1000 * 2 AS k, 'v' || ((i * 31) % 500 * 2) AS s FROM range(100000) t(i))"
                        + " TO '" + path + "' (FORMAT parquet, ROW_GROUP_SIZE 20000)");
        BytesFile file = BytesFile.of(path);
        List<Field> schema = FORMAT.columns(file);
        ScanPredicate absent = new ScanPredicate(
                Map.of("s", Domain.of(List.of(ByteString.of("v101"), ByteString.of("v103")))));
        assertThat(read(file, schema, absent, null).metrics.groupsRead()).isZero();
        assertThat(
                read(file, schema, new ScanPredicate(Map.of("k", Domain.of(List.of(501L)))), null).metrics.groupsRead())
                .isZero();
        assertThat(
                read(file, schema, new ScanPredicate(Map.of("k", Domain.of(List.of(502L)))), null).metrics.groupsRead())
                .isEqualTo(5);
    }

    @Test
    void readsOnlyMetadataWhenNoColumnIsWanted() {
        BytesFile file = TestParquetBatchWriter.write(SCHEMA, ascending(10_000), Map.of(), 4_096);
        ParquetFormat fresh = new ParquetFormat(new FooterCache(1 << 20));
        ScanMetrics metrics = new ScanMetrics();
        int rows = 0;
        try (BatchReader reader = fresh.openReader(file, ScanRequest.of(List.of()), metrics)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.selectedCount();
            }
        }
        assertThat(rows).isEqualTo(10_000);
        assertThat(file.requests).isEqualTo(1);
    }

    @Test
    void aMissingColumnIsNullAndCanRuleOutTheFile() {
        BytesFile file = TestParquetBatchWriter.write(SCHEMA, ascending(10), Map.of(), 10);
        List<Field> schema = List.of(new Field("later", PrimitiveType.INT), new Field("id", PrimitiveType.BIGINT));
        assertThat(read(file, schema, ScanPredicate.all(), null).rows).hasSize(10)
                .allMatch(row -> row.getFirst() == null);
        assertThat(read(file, schema, between("later", 1L, 2L), null).rows).isEmpty();
    }

    @Test
    void eachRowGroupBelongsToOnePart() {
        BytesFile file = TestParquetBatchWriter.write(SCHEMA, ascending(40_000),
                Map.of("parquet.compression", "none", "parquet.block.size", "100000"), 4_096);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        long part = 77_777;
        for (long offset = 0; offset < file.length(); offset += part) {
            rows.addAll(Rows.read(FORMAT, file, new ScanRequest(Rows.columns(SCHEMA), ScanPredicate.all(), null, offset,
                    part, Map.of()), new ScanMetrics()));
        }
        assertThat(rows).isEqualTo(ascending(40_000));
    }

    /** Keeps rows whose first column passes a test. */
    private record Keep(List<Integer> columns, DataType type, Predicate<@Nullable Object> test) implements BatchFilter {
        @Override
        public SelectionVector select(ColumnBatch batch) {
            int[] rows = new int[batch.rowCount()];
            int count = 0;
            for (int row = 0; row < batch.rowCount(); row++) {
                if (test.test(Values.value(batch.column(0), type, row))) {
                    rows[count++] = row;
                }
            }
            return new SelectionVector(count, rows);
        }
    }

    @Test
    void decodesOtherColumnsOnlyWhereTheFilterPasses() {
        List<List<@Nullable Object>> all = ascending(100_000);
        BytesFile file = TestParquetBatchWriter.write(SCHEMA, all, Map.of(), 4_096);
        Keep one = new Keep(List.of(0), PrimitiveType.BIGINT, id -> Long.valueOf(77_000).equals(id));
        Read read = read(file, SCHEMA, ScanPredicate.all(), one);
        assertThat(read.rows).isEqualTo(List.of(all.get(77_000)));
        assertThat(read.metrics.pagesSkipped()).isGreaterThan(5);
        Keep few = new Keep(List.of(0), PrimitiveType.BIGINT, id -> ((Long) id) % 100 == 3);
        assertThat(read(file, SCHEMA, ScanPredicate.all(), few).rows)
                .isEqualTo(all.stream().filter(row -> ((Long) row.getFirst()) % 100 == 3).toList());
    }

    @Test
    void filtersAndIndexesNeverChangeTheAnswer() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            RandomTables tables = new RandomTables(random.nextLong());
            List<Field> schema = new ArrayList<>(tables.schema(1 + random.nextInt(6)));
            schema.addFirst(new Field("k", PrimitiveType.INT));
            List<List<@Nullable Object>> rows = tables.rows(schema, 3_000 + random.nextInt(2_000));
            int modulus = 1 + random.nextInt(400);
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).set(0, random.nextInt(50) == 0 ? null : i / modulus % 40);
            }
            BytesFile file = TestParquetBatchWriter.write(schema, rows,
                    Map.of("parquet.block.size", random.nextBoolean() ? "70000" : "10000000"),
                    1 + random.nextInt(3_000));
            int low = random.nextInt(40);
            int high = low + random.nextInt(4);
            Keep filter = new Keep(List.of(0), PrimitiveType.INT,
                    value -> value instanceof Integer number && number >= low && number <= high);
            List<List<@Nullable Object>> expected = new ArrayList<>();
            for (List<@Nullable Object> row : rows) {
                if (filter.test.test(row.getFirst())) {
                    expected.add(row.stream().map(Rows::comparable).toList());
                }
            }
            ScanPredicate predicate = between("k", (long) low, (long) high);
            assertThat(read(file, schema, predicate, filter).rows).as("seed %d, schema %s", seed, schema)
                    .isEqualTo(expected);
            assertThat(read(file, schema, ScanPredicate.all(), filter).rows).as("seed %d", seed).isEqualTo(expected);
        }
    }

    /** One step of a filter: keeps about one value in {@code oneIn}, by what the value is. */
    private record Part(int column, DataType type, int oneIn, int salt) implements BatchFilter.Step {
        boolean passes(@Nullable Object value) {
            Object comparable = Rows.comparable(value);
            return Math.floorMod(Objects.hashCode(comparable) * 31 + salt, oneIn) == 0;
        }

        @Override
        public List<Integer> columns() {
            return List.of(column);
        }

        @Override
        public SelectionVector select(ColumnBatch batch) {
            SelectionVector selection = batch.selection();
            int[] rows = new int[batch.selectedCount()];
            int count = 0;
            for (int k = 0; k < rows.length; k++) {
                int row = selection == null ? k : selection.rows()[k];
                if (passes(Values.value(batch.column(0), type, row))) {
                    rows[count++] = row;
                }
            }
            return new SelectionVector(count, rows);
        }

        @Override
        public boolean excludes(FlatVector dictionary, boolean mayBeNull) {
            if (mayBeNull && passes(null)) {
                return false;
            }
            for (int i = 0; i < dictionary.length(); i++) {
                if (passes(Values.value(dictionary, type, i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private record InSteps(List<Part> steps) implements BatchFilter {
        @Override
        public List<Integer> columns() {
            return steps.stream().map(Part::column).distinct().toList();
        }

        @Override
        public @Nullable SelectionVector select(ColumnBatch batch) {
            throw new IllegalStateException("The steps are to be run");
        }
    }

    @Test
    void stepsOfAFilterReadLaterColumnsWhereEarlierStepsPassWithTheSameAnswer() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            RandomTables tables = new RandomTables(random.nextLong());
            List<Field> schema = new ArrayList<>(tables.schema(2 + random.nextInt(6)));
            schema.addFirst(new Field("few", PrimitiveType.BIGINT));
            schema.add(new Field("many", PrimitiveType.INT));
            schema.add(new Field("price", new DecimalType(12, 2)));
            List<List<@Nullable Object>> rows = tables.rows(schema, 5_000 + random.nextInt(9_000));
            for (List<@Nullable Object> row : rows) {
                row.set(0, random.nextInt(30) == 0 ? null : (long) random.nextInt(60));
            }
            BytesFile file = TestParquetBatchWriter.write(schema, rows,
                    Map.of("parquet.block.size", random.nextBoolean() ? "70000" : "10000000"),
                    1 + random.nextInt(5_000));
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                int column = i == 0 ? 0 : random.nextInt(schema.size());
                parts.add(new Part(column, schema.get(column).type(), 1 + random.nextInt(i == 0 ? 40 : 3),
                        random.nextInt(40)));
            }
            List<List<@Nullable Object>> expected = new ArrayList<>();
            for (List<@Nullable Object> row : rows) {
                if (parts.stream().allMatch(part -> part.passes(row.get(part.column)))) {
                    expected.add(row.stream().map(Rows::comparable).toList());
                }
            }
            assertThat(read(file, schema, ScanPredicate.all(), new InSteps(parts)).rows)
                    .as("seed %d, schema %s, %s", seed, schema, parts).isEqualTo(expected);
        }
    }

    @Test
    void readsSomeOfTwoThousandColumns() {
        List<Field> schema = new ArrayList<>();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            schema.add(new Field("Column_" + i, PrimitiveType.INT));
        }
        for (int r = 0; r < 50; r++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 0; i < schema.size(); i++) {
                row.add(i % 3 == 0 ? null : (Integer) (i * 50 + r));
            }
            rows.add(row);
        }
        BytesFile file = TestParquetBatchWriter.write(schema, rows, Map.of(), 20);
        assertThat(read(file, schema, ScanPredicate.all(), null).rows).isEqualTo(rows);
        List<Field> some = List.of(new Field("column_1999", PrimitiveType.INT),
                new Field("COLUMN_3", PrimitiveType.INT),
                new Field("column_2000", PrimitiveType.INT));
        Read few = read(file, some, ScanPredicate.all(), null);
        assertThat(few.rows.get(7)).containsExactly(1999 * 50 + 7, null, null);
    }

    @Test
    void fetchesAVeryLargeRowGroupBitByBit() {
        List<Field> schema = List.of(new Field("a", PrimitiveType.BIGINT), new Field("b", PrimitiveType.DOUBLE));
        int rows = 5 << 20;
        BytesFile.Sink sink = new BytesFile.Sink("large.parquet");
        try (BatchWriter writer = FORMAT.openWriter(sink, new WriteRequest(schema,
                Map.of("parquet.compression", "none", "parquet.block.size", Integer.toString(1 << 30))))) {
            long[] a = new long[ColumnBatch.DEFAULT_ROWS];
            double[] b = new double[a.length];
            for (int from = 0; from < rows; from += a.length) {
                for (int i = 0; i < a.length; i++) {
                    a[i] = value(from + i);
                    b[i] = a[i] / 3.0;
                }
                writer.write(new ColumnBatch(a.length,
                        List.of(new LongVector(a.length, a, null), new DoubleVector(a.length, b, null))));
            }
            writer.finish();
        }
        BytesFile file = sink.written();
        assertThat(new FooterCache(0).footer(file, null).rowGroups()).hasSize(1);
        assertThat(file.length()).isGreaterThan(80 << 20);
        ScanMetrics metrics = new ScanMetrics();
        int row = 0;
        long bytesAtFirst = 0;
        try (BatchReader reader = FORMAT.openReader(file, ScanRequest.of(Rows.columns(schema)), metrics)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                bytesAtFirst = bytesAtFirst == 0 ? metrics.snapshot().bytesRead() : bytesAtFirst;
                long[] a = ((LongVector) batch.column(0)).values();
                double[] b = ((DoubleVector) batch.column(1)).values();
                for (int i = 0; i < batch.rowCount(); i++) {
                    if (a[i] != value(row) || b[i] != a[i] / 3.0) {
                        assertThat(a[i]).as("row %d", row).isEqualTo(value(row));
                        assertThat(b[i]).as("row %d", row).isEqualTo(a[i] / 3.0);
                    }
                    row++;
                }
            }
        }
        assertThat(row).isEqualTo(rows);
        assertThat(bytesAtFirst).isLessThan(file.length() / 3);
        assertThat(metrics.snapshot().bytesRead()).isBetween(file.length() * 9 / 10, file.length() * 11 / 10);
    }

    private static long value(int row) {
        return row * 0x9E3779B97F4A7C15L;
    }

    @Test
    void leavesOutARowGroupWhoseDictionaryHasNothingThatPasses() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            List<@Nullable Object> row = new ArrayList<>(ascending(1).getFirst());
            row.set(0, (long) (i % 50 * 2));
            rows.add(row);
        }
        BytesFile file = TestParquetBatchWriter.write(SCHEMA, rows,
                Map.of("parquet.compression", "none", "parquet.block.size", "100000"), 4_096);
        Part odd = new Part(0, PrimitiveType.BIGINT, 1 << 30, 1);
        Read read = read(file, SCHEMA, ScanPredicate.all(), new InSteps(List.of(odd)));
        assertThat(read.rows).isEmpty();
        // The last row group may have too few rows for its dictionary to be worth a look.
        assertThat(read.metrics.groupsRead()).isLessThanOrEqualTo(1);
        assertThat(read.metrics.groupsSkipped()).isPositive();
    }

    @Test
    void findsColumnsByPositionWhereTheTableSaysSo() {
        BytesFile file = TestParquetBatchWriter.write(SCHEMA, ascending(5), Map.of(), 5);
        List<ScanColumn> renamed = List.of(new ScanColumn("renamed", 0, PrimitiveType.BIGINT));
        ScanRequest request = new ScanRequest(renamed, ScanPredicate.all(), null, 0, Long.MAX_VALUE,
                Map.of("parquet.column.index.access", "true"));
        assertThat(Rows.read(FORMAT, file, request, new ScanMetrics()))
                .isEqualTo(List.of(List.of(0L), List.of(1L), List.of(2L), List.of(3L), List.of(4L)));
    }
}

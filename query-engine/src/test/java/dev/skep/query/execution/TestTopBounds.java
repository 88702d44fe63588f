package dev.skep.query.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.metastore.model.TableName;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.FileColumn;
import dev.skep.query.plan.ScanNode.PartitionKey;
import dev.skep.query.plan.ScanNode.RuntimeFilterTarget;
import dev.skep.query.plan.ScanNode.ScanPartition;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.query.plan.TopNNode;
import dev.skep.query.result.Progress;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;
import dev.skep.storage.orc.OrcFormat;
import dev.skep.storage.parquet.FooterCache;
import dev.skep.storage.parquet.ParquetFormat;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first rows of an order need not read of files, on two threads, and that they are the right ones. */
final class TestTopBounds {
    private static final List<Field> FIELDS = List.of(new Field("id", PrimitiveType.BIGINT),
            new Field("day", PrimitiveType.DATE), new Field("price", new DecimalType(12, 2)),
            new Field("name", PrimitiveType.STRING), new Field("ratio", PrimitiveType.DOUBLE),
            new Field("wide", new DecimalType(30, 4)), new Field("filler", PrimitiveType.STRING));
    private static final int BOUND = 50;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final ParquetFormat parquet = new ParquetFormat(new FooterCache(1 << 20));
    private final OrcFormat orc = new OrcFormat();
    private FileFormat format = parquet;
    private final SpillSpace space;
    private final LocalPlanExecutor executor;
    private int nextId;

    TestTopBounds(@TempDir Path folder) throws IOException {
        space = SpillSpace.open(new SpillSettings(folder, 1L << 30));
        executor = new LocalPlanExecutor(files, Map.of("parquet", parquet, "orc", orc), new FunctionRegistry(), 2,
                1L << 30, space);
    }

    @AfterEach
    void stop() throws IOException {
        executor.close();
        space.close();
    }

    /** Rows that ascend by every column, with nulls and ties here and there. */
    private List<List<@Nullable Object>> ascending(int count) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add((long) i);
            row.add(random.nextInt(3000) == 0 ? null : java.time.LocalDate.ofEpochDay(i / 50));
            row.add(random.nextInt(3000) == 0 ? null : BigDecimal.valueOf(i * 7L - 50_000, 2));
            row.add(random.nextInt(3000) == 0 ? null : "name %07d".formatted(i / 3));
            row.add(random.nextInt(3000) == 0 ? null : i / 8.0 - 1000);
            row.add(random.nextInt(3000) == 0 ? null : BigDecimal.valueOf(i - 9000L, 4));
            row.add(Long.toHexString(random.nextLong()).repeat(4));
            rows.add(row);
        }
        return rows;
    }

    private Location write(String name, List<List<@Nullable Object>> rows, int fileCount) {
        Location folder = Location.of("memory://lake/" + name);
        for (int f = 0; f < fileCount; f++) {
            List<List<@Nullable Object>> part = rows.subList(rows.size() * f / fileCount,
                    rows.size() * (f + 1) / fileCount);
            try (BatchWriter writer = format.openWriter(files.output(folder.resolve("f" + f)),
                    new WriteRequest(FIELDS, Map.of("parquet.block.size", "1000000", "orc.stripe.row.count", "2000",
                            "orc.row.index.stride", "1000")))) {
                for (int at = 0; at < part.size(); at += 1000) {
                    writer.write(batch(part.subList(at, Math.min(part.size(), at + 1000))));
                }
                writer.finish();
            }
        }
        return folder;
    }

    private static ColumnBatch batch(List<List<@Nullable Object>> rows) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int c = 0; c < FIELDS.size(); c++) {
            VectorBuilder builder = VectorBuilder.of(FIELDS.get(c).type());
            for (List<@Nullable Object> row : rows) {
                builder.append(Values.vector(FIELDS.get(c).type(), row.get(c)), null, 1);
            }
            columns.add(builder.build());
        }
        return new ColumnBatch(rows.size(), columns);
    }

    private ScanNode scan(List<ScanPartition> partitions, int told) {
        List<ScanNode.Column> columns = new ArrayList<>();
        for (int i = 0; i < FIELDS.size(); i++) {
            columns.add(new ScanNode.Column(FIELDS.get(i).name(), FIELDS.get(i).type(), new FileColumn(i)));
        }
        if (!partitions.getFirst().values().isEmpty()) {
            columns.add(new ScanNode.Column("part", PrimitiveType.INT, new PartitionKey(0)));
        }
        return new ScanNode(nextId++, TableName.of("db", "t"), columns, partitions, ScanPredicate.all(), null,
                told < 0 ? List.of() : List.of(new RuntimeFilterTarget(BOUND, told)), -1);
    }

    private List<ScanPartition> whole(Location folder) {
        return List.of(new ScanPartition(List.of(), folder, format.name(), Map.of()));
    }

    /** The rows and what was read for them. */
    private record Answer(List<List<@Nullable Object>> rows, Progress progress) {}

    private Answer run(PlanNode plan) {
        try (Execution execution = executor.execute(plan, new ExecutionSettings("q", "ann", 2, 1L << 28))) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (ColumnBatch batch = execution.rows().next(); batch != null; batch = execution.rows().next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int c = 0; c < plan.outputs().size(); c++) {
                        values.add(Values.value(batch.column(c), plan.outputs().get(c).type(), row));
                    }
                    rows.add(values);
                }
            }
            return new Answer(rows, execution.progress());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<@Nullable Object> column(Answer answer, int column) {
        List<@Nullable Object> values = new ArrayList<>();
        answer.rows.forEach(row -> values.add(row.get(column)));
        return values;
    }

    /** The keys' columns, in the order of the rows: what must not depend on what was skipped. */
    private static List<Object> keysOf(Answer answer, List<SortKey> keys) {
        List<Object> all = new ArrayList<>();
        for (SortKey key : keys) {
            all.add(column(answer, key.column()));
        }
        return all;
    }

    @Test
    void readsFewRowGroupsOfSortedFilesWhateverTheDirection() {
        Location folder = write("sorted", ascending(60_000), 8);
        for (int column = 0; column < 6; column++) {
            for (Direction direction : Direction.values()) {
                List<SortKey> keys = List.of(new SortKey(column, direction, Nulls.LAST));
                Answer all = run(new TopNNode(nextId++, scan(whole(folder), -1), keys, 5, 20));
                Answer told = run(new TopNNode(nextId++, scan(whole(folder), column), keys, 5, 20, BOUND));
                assertThat(keysOf(told, keys)).as("seed %d, column %d, %s", seed, column, direction)
                        .isEqualTo(keysOf(all, keys));
                assertThat(told.progress.rowGroupsSkipped()).as("seed %d, column %d, %s", seed, column, direction)
                        .isGreaterThanOrEqualTo(skippable(column, direction) ? 1 : 0);
                if (column < 3) {
                    // Files are taken in the order of what their footers say, where these are certain.
                    assertThat(told.progress.bytesRead()).as("seed %d, column %d, %s", seed, column, direction)
                            .isLessThan(all.progress.bytesRead() / 2);
                }
            }
        }
    }

    @Test
    void stripesAreLeftOutByTheBoundOfThoseBeforeThem() {
        format = orc;
        List<List<@Nullable Object>> rows = ascending(20_000);
        Location folder = write("stripes", rows, 1);
        for (int column = 0; column < 6; column++) {
            List<SortKey> keys = List.of(new SortKey(column, Direction.ASCENDING, Nulls.LAST));
            Answer all = run(new TopNNode(nextId++, scan(whole(folder), -1), keys, 5, 20));
            Answer told = run(new TopNNode(nextId++, scan(whole(folder), column), keys, 5, 20, BOUND));
            assertThat(keysOf(told, keys)).as("seed %d, column %d", seed, column).isEqualTo(keysOf(all, keys));
            assertThat(all.progress.rowGroupsSkipped()).isZero();
            assertThat(told.progress.rowGroupsSkipped()).as("seed %d, column %d", seed, column).isPositive();
            assertThat(told.progress.rowsRead()).as("seed %d, column %d", seed, column)
                    .isLessThan(all.progress.rowsRead() / 2);
        }
    }

    @Test
    void rowGroupsOfAStripeAreLeftOutByTheBoundOfOthers() {
        format = orc;
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.addAll(ascending(1_000));
            rows.addAll(ascending(4_000).subList(3_000, 4_000));
        }
        Location folder = write("row groups", rows, 1);
        List<SortKey> keys = List.of(new SortKey(0, Direction.ASCENDING, Nulls.LAST));
        Answer all = run(new TopNNode(nextId++, scan(whole(folder), -1), keys, 0, 50));
        Answer told = run(new TopNNode(nextId++, scan(whole(folder), 0), keys, 0, 50, BOUND));
        assertThat(column(told, 0)).as("seed %d", seed).isEqualTo(column(all, 0));
        // Every stripe may have such small numbers, but half of their row groups do not.
        assertThat(told.progress.rowGroupsSkipped()).as("stripes").isZero();
        assertThat(told.progress.rowsRead()).isBetween(10_000L, 14_000L);
    }

    /** Footers say nothing of doubles that ends with the greatest, as a NaN may be among them; texts descend from the last file on. */
    private static boolean skippable(int column, Direction direction) {
        return column < 3 || direction == Direction.ASCENDING;
    }

    @Test
    void pagesOfALargeRowGroupAreLeftOutByTheBoundOfOthers() {
        List<List<@Nullable Object>> rows = ascending(20_000);
        Collections.reverse(rows);
        rows.addAll(ascending(100));
        Location folder = write("pages", rows, 1);
        List<SortKey> keys = List.of(new SortKey(0, Direction.ASCENDING, Nulls.LAST));
        Answer all = run(new TopNNode(nextId++, scan(whole(folder), -1), keys, 0, 50));
        Answer told = run(new TopNNode(nextId++, scan(whole(folder), 0), keys, 0, 50, BOUND));
        assertThat(column(told, 0)).as("seed %d", seed).isEqualTo(column(all, 0));
    }

    @Test
    void ordersByAnyKeysAreTheSameWithAndWithoutBounds() {
        List<List<@Nullable Object>> rows = ascending(20_000);
        if (random.nextBoolean()) {
            Collections.shuffle(rows, random);
        }
        Location folder = write("any", rows, 1 + random.nextInt(4));
        for (int round = 0; round < 40; round++) {
            List<SortKey> keys = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                keys.add(new SortKey(random.nextInt(FIELDS.size()), Direction.values()[random.nextInt(2)],
                        Nulls.values()[random.nextInt(2)]));
            }
            int offset = random.nextBoolean() ? 0 : random.nextInt(300);
            // Limits beyond 20,000 are sorts.
            int count = random.nextInt(4) == 0 ? 20_001 + random.nextInt(1000) : random.nextInt(400);
            PlanNode all = scan(whole(folder), -1);
            PlanNode told = scan(whole(folder), keys.getFirst().column());
            if (random.nextBoolean()) {
                Comparison half = new Comparison(ComparisonOperator.LESS,
                        new InputRef(0, PrimitiveType.BIGINT), new Literal(PrimitiveType.BIGINT, 12_000L));
                all = new FilterNode(nextId++, all, half, -1);
                told = new FilterNode(nextId++, told, half, -1);
            }
            Answer expected = run(new TopNNode(nextId++, all, keys, offset, count));
            Answer found = run(new TopNNode(nextId++, told, keys, offset, count, BOUND));
            assertThat(keysOf(found, keys)).as("seed %d, keys %s, %d after %d", seed, keys, count, offset)
                    .isEqualTo(keysOf(expected, keys));
        }
    }

    @Test
    void aBoundReachesTheStreamingSideOfAJoin() {
        List<List<@Nullable Object>> rows = ascending(40_000);
        Location left = write("left", rows, 10);
        Location right = write("right", ascending(30_000), 1);
        List<SortKey> keys = List.of(new SortKey(0, Direction.DESCENDING, Nulls.FIRST));
        for (JoinNode.Kind kind : List.of(JoinNode.Kind.INNER, JoinNode.Kind.LEFT, JoinNode.Kind.SEMI,
                JoinNode.Kind.ANTI)) {
            Answer all = run(new TopNNode(nextId++,
                    new JoinNode(nextId++, kind, scan(whole(left), -1), scan(whole(right), -1), List.of(0), List.of(0),
                            null, List.of(), -1),
                    keys, 0, 100));
            Answer told = run(new TopNNode(nextId++,
                    new JoinNode(nextId++, kind, scan(whole(left), 0), scan(whole(right), -1), List.of(0), List.of(0),
                            null, List.of(), -1),
                    keys, 0, 100, BOUND));
            assertThat(column(told, 0)).as("seed %d, %s", seed, kind).isEqualTo(column(all, 0));
            assertThat(told.progress.bytesRead()).as("seed %d, %s", seed, kind)
                    .isLessThan(all.progress.bytesRead());
        }
    }

    @Test
    void partitionsAreReadInTheOrderOfTheirValues() {
        List<ScanPartition> partitions = new ArrayList<>();
        for (int part = 0; part < 12; part++) {
            Location folder = write("part" + part, ascending(6000), 1);
            partitions.add(new ScanPartition(Collections.singletonList(part == 5 ? null : part), folder, "parquet",
                    Map.of()));
        }
        Collections.shuffle(partitions, random);
        for (Direction direction : Direction.values()) {
            for (Nulls nulls : Nulls.values()) {
                List<SortKey> keys = List.of(new SortKey(7, direction, nulls));
                Answer all = run(new TopNNode(nextId++, scan(partitions, -1), keys, 0, 7000));
                Answer told = run(new TopNNode(nextId++, scan(partitions, 7), keys, 0, 7000, BOUND));
                assertThat(column(told, 7)).as("seed %d", seed).isEqualTo(column(all, 7));
                assertThat(told.progress.bytesRead()).as("seed %d", seed)
                        .isLessThan(all.progress.bytesRead() / 2);
            }
        }
    }
}

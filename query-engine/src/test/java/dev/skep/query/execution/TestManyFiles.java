package dev.skep.query.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.AggregateNode.Aggregate;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.FileColumn;
import dev.skep.query.plan.ScanNode.FilePath;
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
import dev.skep.storage.parquet.FooterCache;
import dev.skep.storage.parquet.ParquetFormat;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of very many small files: their list counts to the query's memory, and they are read several at a time. */
final class TestManyFiles {
    private static final int FOLDERS = 3;
    private static final int FILES_EACH = 1_000;
    private static final int FILES = FOLDERS * FILES_EACH;
    private static final int ROWS_EACH = 2;
    private static final int BOUND = 50;
    private static final Location TABLE = Location.of("memory://lake/tiny");

    private final MemoryFileSystem files = new MemoryFileSystem();
    private final ParquetFormat format = new ParquetFormat(new FooterCache(64 << 10));
    private final SpillSpace space;
    private final LocalPlanExecutor executor;
    private int nextId;

    TestManyFiles(@TempDir Path temporary) throws IOException {
        space = SpillSpace.open(new SpillSettings(temporary, 1L << 30));
        executor = new LocalPlanExecutor(files, Map.of("parquet", format), new FunctionRegistry(), 2, 1L << 30, space);
        long id = 0;
        for (int f = 0; f < FILES; f++) {
            Location file = TABLE.resolve("p=%d/part-%05d.parquet".formatted(f / FILES_EACH, f));
            try (BatchWriter writer = format.openWriter(files.output(file),
                    new WriteRequest(List.of(new Field("id", PrimitiveType.BIGINT)), Map.of()))) {
                writer.write(
                        new ColumnBatch(ROWS_EACH, List.of(new LongVector(ROWS_EACH, new long[]{id++, id++}, null))));
                writer.finish();
            }
        }
    }

    @AfterEach
    void stop() throws IOException {
        executor.close();
        space.close();
    }

    /** Columns id, p and $path. */
    private ScanNode scan(@Nullable Comparison filter, List<RuntimeFilterTarget> told) {
        List<ScanPartition> partitions = new ArrayList<>();
        for (int p = 0; p < FOLDERS; p++) {
            partitions.add(new ScanPartition(List.of(p), TABLE.resolve("p=" + p), "parquet", Map.of()));
        }
        return new ScanNode(nextId++, TableName.of("db", "tiny"),
                List.of(new ScanNode.Column("id", PrimitiveType.BIGINT, new FileColumn(0)),
                        new ScanNode.Column("p", PrimitiveType.INT, new PartitionKey(0)),
                        new ScanNode.Column("$path", PrimitiveType.STRING, new FilePath())),
                partitions, ScanPredicate.all(), filter, told, -1);
    }

    private PlanNode total(ScanNode scan, String function, List<Integer> arguments) {
        return new AggregateNode(nextId++, scan, List.of(),
                List.of(new Aggregate("a", function, arguments, false, null, List.of(), PrimitiveType.BIGINT)), -1);
    }

    private record Answer(List<List<@Nullable Object>> rows, Progress progress) {}

    private Answer run(PlanNode plan, long memory) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Execution execution = executor.execute(plan, new ExecutionSettings("q", "ann", 2, memory));
        try (execution) {
            for (ColumnBatch batch = execution.rows().next(); batch != null; batch = execution.rows().next()) {
                for (int k = 0; k < batch.selectedCount(); k++) {
                    int row = batch.selection() == null ? k : batch.selection().rows()[k];
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int c = 0; c < plan.outputs().size(); c++) {
                        values.add(Values.value(batch.column(c), plan.outputs().get(c).type(), row));
                    }
                    rows.add(values);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(executor.figures().memoryBytes()).isZero();
        return new Answer(rows, execution.progress());
    }

    @Test
    void theirListIsCountedAndTheyAreReadSeveralAtATime() {
        long rows = (long) FILES * ROWS_EACH;
        Answer sum = run(total(scan(null, List.of()), "sum", List.of(0)), 64 << 20);
        assertThat(sum.rows).containsExactly(List.of(rows * (rows - 1) / 2));
        assertThat(sum.progress.splitsTotal()).isBetween(FOLDERS, FILES / 20);
        assertThat(sum.progress.splitsDone()).isEqualTo(sum.progress.splitsTotal());
        assertThat(sum.progress.rowsRead()).isEqualTo(rows);
        // Name, length and time of each.
        assertThat(sum.progress.peakMemory()).isGreaterThan(FILES * 40L);
        Answer count = run(total(scan(null, List.of()), "count", List.of()), 64 << 20);
        assertThat(count.rows).containsExactly(List.of(rows));
        assertThat(count.progress.rowsRead()).isZero();
    }

    @Test
    void rowsHaveThePathAndThePartitionOfTheirOwnFile() {
        Comparison late = new Comparison(ComparisonOperator.GREATER_OR_EQUAL, new InputRef(0, PrimitiveType.BIGINT),
                new Literal(PrimitiveType.BIGINT, 100L));
        Set<Object> ids = new HashSet<>();
        for (List<@Nullable Object> row : run(scan(late, List.of()), 64 << 20).rows) {
            long id = row.getFirst() instanceof Long value ? value : -1;
            int file = (int) (id / ROWS_EACH);
            assertThat(row).containsExactly(id, file / FILES_EACH,
                    TABLE.resolve("p=%d/part-%05d.parquet".formatted(file / FILES_EACH, file)).text());
            ids.add(id);
        }
        assertThat(ids).hasSize(FILES * ROWS_EACH - 100);
    }

    @Test
    void theFirstInAnOrderAreFound() {
        for (int column = 0; column < 3; column++) {
            for (Direction direction : Direction.values()) {
                boolean descending = direction == Direction.DESCENDING;
                ScanNode scan = scan(null, List.of(new RuntimeFilterTarget(BOUND, column)));
                PlanNode top = new TopNNode(nextId++, scan, List.of(new SortKey(column, direction, Nulls.LAST)), 0,
                        3, BOUND);
                List<List<@Nullable Object>> rows = run(top, 64 << 20).rows;
                assertThat(rows).hasSize(3);
                Object first = rows.getFirst().get(column);
                long last = (long) FILES * ROWS_EACH - 1;
                assertThat(first).isEqualTo(switch (column) {
                    case 0 -> descending ? last : 0L;
                    case 1 -> descending ? FOLDERS - 1 : 0;
                    default -> TABLE.resolve(descending ? "p=2/part-02999.parquet" : "p=0/part-00000.parquet").text();
                });
            }
        }
    }

    @Test
    void aQueryThatMayHoldLessThanTheListFailsAndSaysSo() {
        assertThatThrownBy(() -> run(total(scan(null, List.of()), "count", List.of()), 64 << 10))
                .isInstanceOf(QueryException.class)
                .hasMessageMatching(
                        "Cannot run the list of files of scan \\(node \\d+\\): it needs [\\d,]+ more bytes of "
                                + "memory beside [\\d,]+ in use, and query.max-memory-per-query is 65,536");
        assertThat(executor.figures().memoryBytes()).isZero();
        assertThat(run(total(scan(null, List.of()), "count", List.of()), 64 << 20).rows).hasSize(1);
    }
}

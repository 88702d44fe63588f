package dev.skep.query.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.memory.MemoryPool;
import dev.skep.query.expression.Expression;
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
import dev.skep.query.plan.ScanNode.ScanPartition;
import dev.skep.query.result.Progress;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.orc.OrcFormat;
import dev.skep.storage.parquet.FooterCache;
import dev.skep.storage.parquet.ParquetFormat;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.scan.WrittenFile;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row groups that are larger than what their query may hold. */
final class TestScanMemory {
    private static final int COLUMNS = 4;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final LocalFileSystem files = new LocalFileSystem();
    private final ParquetFormat parquet = new ParquetFormat(new FooterCache(1 << 20));
    private final OrcFormat orc = new OrcFormat();
    private FileFormat format = parquet;
    private final Location folder;
    private final SpillSpace space;
    private final LocalPlanExecutor executor;
    private int nextId;

    TestScanMemory(@TempDir Path temporary) throws IOException {
        folder = Location.of(temporary.resolve("table").toString());
        space = SpillSpace.open(new SpillSettings(temporary.resolve("spill"), 1L << 30));
        executor = new LocalPlanExecutor(files, Map.of("parquet", parquet, "orc", orc), new FunctionRegistry(), 2,
                1L << 30, space);
    }

    @AfterEach
    void stop() throws IOException {
        executor.close();
        space.close();
    }

    /** Writes one row group of numbers that cannot be packed; returns the sums of its columns. */
    private long[] write(int rows) {
        return write(rows, COLUMNS, "none");
    }

    private long[] write(int rows, int columnCount, String compression) {
        List<Field> fields = new ArrayList<>();
        for (int c = 0; c < columnCount; c++) {
            fields.add(new Field("c" + c, PrimitiveType.BIGINT));
        }
        long[] sums = new long[columnCount];
        long next = 0;
        try (BatchWriter writer = format.openWriter(files.output(folder.resolve("f")), new WriteRequest(fields,
                Map.of("parquet.block.size", String.valueOf(1L << 30), "parquet.compression", compression,
                        "orc.stripe.size", String.valueOf(1L << 30), "orc.compress", compression)))) {
            for (int at = 0; at < rows; at += 10_000) {
                List<ColumnVector> columns = new ArrayList<>();
                for (int c = 0; c < columnCount; c++) {
                    long[] values = new long[10_000];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = c == 0 ? next++ : random.nextLong() >> 20;
                        sums[c] += values[i];
                    }
                    columns.add(new LongVector(values.length, values, null));
                }
                writer.write(new ColumnBatch(10_000, columns));
            }
            WrittenFile written = writer.finish();
            // Numbers of 44 bits, but for the first column.
            assertThat(written.length()).isGreaterThan(rows * 5L * (columnCount - 1));
        }
        return sums;
    }

    private PlanNode sums(@Nullable Expression filter, Map<String, Domain> domains) {
        return sums(COLUMNS, filter, domains);
    }

    private PlanNode sums(int columnCount, @Nullable Expression filter, Map<String, Domain> domains) {
        List<ScanNode.Column> columns = new ArrayList<>();
        List<Aggregate> aggregates = new ArrayList<>();
        for (int c = 0; c < columnCount; c++) {
            columns.add(new ScanNode.Column("c" + c, PrimitiveType.BIGINT, new FileColumn(c)));
            aggregates.add(new Aggregate("s" + c, "sum", List.of(c), false, null, List.of(), PrimitiveType.BIGINT));
        }
        ScanNode scan = new ScanNode(nextId++, TableName.of("db", "t"), columns,
                List.of(new ScanPartition(List.of(), folder, format.name(), Map.of())), new ScanPredicate(domains),
                filter,
                List.of(), -1);
        return new AggregateNode(nextId++, scan, List.of(), aggregates, -1);
    }

    /** The one row of a plan, and what reading it took. */
    private record Answer(List<@Nullable Object> row, Progress progress) {}

    private Answer run(PlanNode plan, long memory) {
        try (Execution execution = executor.execute(plan, new ExecutionSettings("q", "ann", 2, memory))) {
            List<@Nullable Object> row = new ArrayList<>();
            for (ColumnBatch batch = execution.rows().next(); batch != null; batch = execution.rows().next()) {
                for (int c = 0; c < plan.outputs().size(); c++) {
                    row.add(Values.value(batch.column(c), plan.outputs().get(c).type(), 0));
                }
            }
            return new Answer(row, execution.progress());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRowGroupOf80MegabytesIsReadInTheMemoryThatThereIs() {
        long[] sums = write(2_500_000);
        for (long memory : new long[]{300 << 20, 40 << 20, 12 << 20}) {
            Answer answer = run(sums(null, Map.of()), memory);
            assertThat(answer.row).as("seed %d", seed).containsExactly(sums[0], sums[1], sums[2], sums[3]);
            assertThat(answer.progress.bytesRead()).isGreaterThan(80_000_000);
            // What is fetched is counted, and no more is fetched than may be.
            assertThat(answer.progress.peakMemory()).isBetween(1L << 20, forReaders(memory));
        }
    }

    @Test
    void aStripeIsReadInTheMemoryThatThereIs() {
        format = orc;
        long[] sums = write(1_500_000);
        for (long memory : new long[]{300 << 20, 40 << 20, 12 << 20}) {
            Answer answer = run(sums(null, Map.of()), memory);
            assertThat(answer.row).as("seed %d", seed).containsExactly(sums[0], sums[1], sums[2], sums[3]);
            assertThat(answer.progress.peakMemory()).isBetween(1L << 20, forReaders(memory));
        }
    }

    @Test
    void aQueryWithLessThanItsStripesNeedFailsAndNamesItsScan() {
        format = orc;
        write(60_000, 300, "snappy");
        assertThatThrownBy(() -> run(sums(300, null, Map.of()), 1 << 20)).isInstanceOf(QueryException.class)
                .hasMessageStartingWith("Cannot run scan (node 0): it needs ")
                .hasMessageContaining(
                        "that readers of files hold, which may be 16,777,216 where query.max-memory-per-query is 1,048,576");
        assertThat(executor.figures().memoryBytes()).isZero();
        assertThat(run(sums(300, null, Map.of()), 3_200L << 20).row).hasSize(300);
    }

    @Test
    void pagesThatAnIndexNamesAreReadInTheMemoryThatThereIs() {
        write(2_000_000);
        long from = 100_000;
        Comparison above = new Comparison(ComparisonOperator.GREATER_OR_EQUAL, new InputRef(0, PrimitiveType.BIGINT),
                new Literal(PrimitiveType.BIGINT, from));
        Map<String, Domain> domains = Map.of("c0", Domain.range(new Domain.Range(from, true, null, false)));
        Answer much = run(sums(above, domains), 300 << 20);
        Answer little = run(sums(above, domains), 12 << 20);
        assertThat(little.row).as("seed %d", seed).isEqualTo(much.row);
        assertThat(much.row.getFirst()).isEqualTo((from + 1_999_999) * (2_000_000 - from) / 2);
        assertThat(little.progress.peakMemory()).isLessThanOrEqualTo(forReaders(12 << 20));
        assertThat(little.progress.bytesRead()).isLessThan(64_000_000);
    }

    /** What readers may hold, with a megabyte for the sums. */
    private static long forReaders(long memory) {
        return Math.max(MemoryPool.LEAST_FOR_READERS, memory / 4) + (1 << 20);
    }

    @Test
    void aQueryWithLessThanItsPagesFailsAndNamesItsScan() {
        write(60_000, 120, "snappy");
        assertThatThrownBy(() -> run(sums(120, null, Map.of()), 1 << 20)).isInstanceOf(QueryException.class)
                .hasMessageStartingWith("Cannot run scan (node 0): it needs ")
                .hasMessageContaining(
                        "that readers of files hold, which may be 16,777,216 where query.max-memory-per-query is 1,048,576");
        // All is given back: the next one has what it needs.
        assertThat(run(sums(120, null, Map.of()), 800 << 20).row).hasSize(120);
    }
}

package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.JoinNode.Kind;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ValuesNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long one thread takes to build a table of 131,072 rows, and to probe it with a million of which half find a row. Each row has one long of payload. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BenchmarkJoin {
    private static final int BUILT = 1 << 17;
    private static final int PROBED = 1 << 20;
    private static final int BATCH = ColumnBatch.DEFAULT_ROWS;

    /** What rows are joined by. */
    public enum Keys {
        /** Close together: found in an array. */
        DENSE,
        /** Far apart: found in a hash table of numbers. */
        SPARSE,
        /** Two columns that make one number. */
        TWO,
        /** As {@link #SPARSE}, with four rows of each key. */
        REPEATED, TEXT
    }

    @Param
    public Keys keys = Keys.DENSE;

    private JoinNode node = node(1, PrimitiveType.BIGINT);
    private ColumnBatch rows = new ColumnBatch(0, List.of());
    private List<ColumnBatch> probed = List.of();
    private @Nullable JoinProbe probe;

    private static JoinNode node(int keyCount, DataType type) {
        List<Field> fields = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < keyCount; i++) {
            fields.add(new Field("k" + i, type));
            columns.add(i);
        }
        fields.add(new Field("payload", PrimitiveType.BIGINT));
        PlanNode side = new ValuesNode(0, fields, List.of());
        return new JoinNode(1, Kind.INNER, side, side, columns, columns, null, List.of(), -1);
    }

    private ColumnBatch rows(Random random, int count) {
        long[] first = new long[count];
        long[] second = new long[count];
        long[] payload = new long[count];
        VectorBuilder texts = VectorBuilder.of(PrimitiveType.STRING);
        for (int i = 0; i < count; i++) {
            int number = count == BUILT ? i : random.nextInt(2 * BUILT);
            number = keys == Keys.REPEATED ? number >> 2 : number;
            first[i] = switch (keys) {
                case DENSE, TEXT -> number;
                case SPARSE, REPEATED -> number * 1_000_003L;
                case TWO -> number >> 3;
            };
            second[i] = number & 7;
            payload[i] = random.nextLong();
            if (keys == Keys.TEXT) {
                texts.append(Values.vector(PrimitiveType.STRING, "Customer#%09d".formatted(number)), null, 1);
            }
        }
        List<ColumnVector> columns = new ArrayList<>();
        columns.add(keys == Keys.TEXT ? texts.build() : new LongVector(count, first, null));
        if (keys == Keys.TWO) {
            columns.add(new LongVector(count, second, null));
        }
        columns.add(new LongVector(count, payload, null));
        return new ColumnBatch(count, columns);
    }

    @Setup
    public void prepare() {
        Random random = new Random(42);
        node = node(keys == Keys.TWO ? 2 : 1, keys == Keys.TEXT ? PrimitiveType.STRING : PrimitiveType.BIGINT);
        rows = rows(random, BUILT);
        List<ColumnBatch> batches = new ArrayList<>();
        for (int first = 0; first < PROBED; first += BATCH) {
            batches.add(rows(random, BATCH));
        }
        probed = batches;
        probe = new JoinProbe(node, built(), null);
    }

    private BuiltSide built() {
        return new BuiltSide(node, node.right().outputs().stream().map(Field::type).toList(), rows);
    }

    @Benchmark
    public Object build() {
        return built();
    }

    @Benchmark
    public long probe() {
        JoinProbe with = java.util.Objects.requireNonNull(probe);
        ColumnReader reader = new ColumnReader();
        long sum = 0;
        for (ColumnBatch batch : probed) {
            with.start(batch);
            for (ColumnBatch joined = with.next(); joined != null; joined = with.next()) {
                int count = joined.selectedCount();
                int[] selected = Rows.orAll(joined.selection() == null ? null : joined.selection().rows(), count);
                long[] values = reader.read(joined.columns().getLast()).longs(selected, count);
                for (int k = 0; k < count; k++) {
                    sum += values[selected[k]];
                }
            }
        }
        return sum;
    }
}

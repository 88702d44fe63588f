package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.ValuesNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** The rows of a VALUES node: one morsel. */
public final class ValuesSource implements Source {
    private final ValuesNode node;
    private final OperatorStatistics statistics;
    private final AtomicBoolean taken = new AtomicBoolean();

    public ValuesSource(ValuesNode node, OperatorStatistics statistics) {
        this.node = node;
        this.statistics = statistics;
    }

    @Override
    public OperatorStatistics statistics() {
        return statistics;
    }

    @Override
    public @Nullable Morsel nextMorsel(TaskContext context) {
        if (taken.getAndSet(true)) {
            return null;
        }
        return new Morsel() {
            private int next;

            @Override
            public @Nullable ColumnBatch next() {
                int count = Math.min(ColumnBatch.DEFAULT_ROWS, node.rows().size() - next);
                if (count <= 0) {
                    return null;
                }
                ColumnBatch batch = batch(next, count);
                next += count;
                return batch;
            }
        };
    }

    private ColumnBatch batch(int first, int count) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int c = 0; c < node.outputs().size(); c++) {
            DataType type = node.outputs().get(c).type();
            VectorBuilder builder = VectorBuilder.of(type);
            for (int r = first; r < first + count; r++) {
                Literal literal = node.rows().get(r).get(c);
                builder.append(Values.vector(type, literal.value()), null, 1);
            }
            columns.add(builder.build());
        }
        return new ColumnBatch(count, columns);
    }
}

package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.SystemScanNode;
import dev.skep.query.plan.SystemTable;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** The rows of a system table, made as they are asked for. */
public final class SystemSource implements Source {
    private final SystemScanNode node;
    private final OperatorStatistics statistics;
    private final AtomicBoolean taken = new AtomicBoolean();

    public SystemSource(SystemScanNode node, OperatorStatistics statistics) {
        this.node = node;
        this.statistics = statistics;
    }

    @Override
    public OperatorStatistics statistics() {
        return statistics;
    }

    @Override
    public @Nullable Morsel nextMorsel(TaskContext context) {
        return taken.getAndSet(true) ? null : new Rows(node.table().open());
    }

    private final class Rows implements Morsel {
        private final SystemTable.Rows rows;

        Rows(SystemTable.Rows rows) {
            this.rows = rows;
        }

        @Override
        public @Nullable ColumnBatch next() {
            List<DataType> types = node.outputs().stream().map(field -> field.type()).toList();
            List<VectorBuilder> builders = types.stream().map(VectorBuilder::of).toList();
            int count = 0;
            while (count < ColumnBatch.DEFAULT_ROWS) {
                List<@Nullable Object> row = rows.next();
                if (row == null) {
                    break;
                }
                for (int i = 0; i < types.size(); i++) {
                    builders.get(i).append(Values.vector(types.get(i), row.get(node.columns().get(i))), null, 1);
                }
                count++;
            }
            if (count == 0) {
                return null;
            }
            List<ColumnVector> columns = new ArrayList<>();
            builders.forEach(builder -> columns.add(builder.build()));
            return new ColumnBatch(count, columns);
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}

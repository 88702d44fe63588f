package dev.skep.query.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.skep.query.result.ResultColumn;
import dev.skep.query.result.ResultCursor;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** Rows that lie in memory, as the results of commands do. */
final class RowsCursor implements ResultCursor {
    private final List<ResultColumn> columns;
    private final List<List<@Nullable Object>> rows;
    private int position;

    RowsCursor(List<ResultColumn> columns, List<List<@Nullable Object>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    @Override
    public synchronized @Nullable ColumnBatch next() {
        if (position >= rows.size()) {
            return null;
        }
        int end = Math.min(rows.size(), position + ColumnBatch.DEFAULT_ROWS);
        List<ColumnVector> vectors = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            VectorBuilder builder = VectorBuilder.of(columns.get(i).type());
            for (int row = position; row < end; row++) {
                builder.append(Values.vector(columns.get(i).type(), rows.get(row).get(i)), null, 1);
            }
            vectors.add(builder.build());
        }
        ColumnBatch batch = new ColumnBatch(end - position, vectors);
        position = end;
        return batch;
    }

    @Override
    public @Nullable ColumnBatch next(Duration timeout) {
        return next();
    }

    @Override
    public synchronized boolean isExhausted() {
        return position >= rows.size();
    }

    @Override
    public synchronized void close() {
        position = rows.size();
    }
}

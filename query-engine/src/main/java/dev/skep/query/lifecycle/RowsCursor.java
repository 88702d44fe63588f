package dev.skep.query.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.skep.query.result.ResultCursor;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** The rows of a command, which are all there at once. */
final class RowsCursor implements ResultCursor {
    private final List<Field> columns;
    private final List<List<@Nullable Object>> rows;
    private int position;

    RowsCursor(List<Field> columns, List<List<@Nullable Object>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    @Override
    public synchronized @Nullable ColumnBatch next() {
        if (position >= rows.size()) {
            return null;
        }
        int end = Math.min(rows.size(), position + ColumnBatch.DEFAULT_ROWS);
        List<ColumnVector> vectors = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            VectorBuilder builder = VectorBuilder.of(columns.get(column).type());
            for (List<@Nullable Object> row : rows.subList(position, end)) {
                builder.append(Values.vector(columns.get(column).type(), row.get(column)), null, 1);
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

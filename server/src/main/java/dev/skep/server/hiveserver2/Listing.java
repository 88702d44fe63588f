package dev.skep.server.hiveserver2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.result.ResultColumn;
import dev.skep.query.result.ResultCursor;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** A result that the door makes itself: the rows of a metadata call, or the lines of a log. Values are of the classes in {@link Values}. */
final class Listing {
    private final List<ResultColumn> columns;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    Listing(List<ResultColumn> columns) {
        this.columns = List.copyOf(columns);
    }

    Listing add(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    "Invalid row: %s for %d columns".formatted(Arrays.toString(values), columns.size()));
        }
        rows.add(values);
        return this;
    }

    List<ResultColumn> columns() {
        return columns;
    }

    int rowCount() {
        return rows.size();
    }

    ColumnBatch toBatch() {
        List<ColumnVector> vectors = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            DataType type = columns.get(i).type();
            VectorBuilder builder = VectorBuilder.of(type);
            for (@Nullable
            Object[] row : rows) {
                builder.append(Values.vector(type, row[i]), null, 1);
            }
            vectors.add(builder.build());
        }
        return new ColumnBatch(rows.size(), vectors);
    }

    ResultCursor toCursor() {
        return new OneBatch(toBatch());
    }

    private static final class OneBatch implements ResultCursor {
        private @Nullable ColumnBatch batch;

        private OneBatch(ColumnBatch batch) {
            this.batch = batch;
        }

        @Override
        public @Nullable ColumnBatch next() {
            ColumnBatch next = batch;
            batch = null;
            return next;
        }

        @Override
        public @Nullable ColumnBatch next(Duration timeout) {
            return next();
        }

        @Override
        public boolean isExhausted() {
            return batch == null;
        }

        @Override
        public void close() {
            batch = null;
        }
    }
}

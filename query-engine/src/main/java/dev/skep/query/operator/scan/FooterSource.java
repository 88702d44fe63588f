package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.scan.FooterAggregation.Part;
import dev.skep.query.operator.scan.Split.FilePart;
import dev.skep.query.plan.ScanNode;
import dev.skep.storage.scan.PartSummary;
import dev.skep.storage.scan.PartSummary.ColumnSummary;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/**
 * Gives one row of counts and extremes for each part of a file whose metadata tells them. Parts that do not tell all that is wanted are read: each of
 * their rows counts for one.
 */
public final class FooterSource implements Source {
    private final FooterAggregation wanted;
    private final ScanSource scan;
    private final AtomicInteger told = new AtomicInteger();

    /** @param scan of the columns of {@link FooterAggregation#scan} */
    public FooterSource(FooterAggregation wanted, ScanSource scan) {
        this.wanted = wanted;
        this.scan = scan;
    }

    @Override
    public void open(TaskContext context) {
        scan.open(context);
        scan.statistics()
                .describe(() -> "%s, %d answered by metadata".formatted(scan.describe(), told.get()));
    }

    @Override
    public OperatorStatistics statistics() {
        return scan.statistics();
    }

    @Override
    public @Nullable Morsel nextMorsel(TaskContext context) {
        Split split = scan.nextSplit();
        return split == null ? null : new Told(split, context);
    }

    /** The answers of the files of one split, each found when it is asked for. */
    private final class Told implements Morsel {
        private final Split split;
        private final TaskContext context;
        private int nextFile;
        private @Nullable Morsel rows;

        Told(Split split, TaskContext context) {
            this.split = split;
            this.context = context;
            this.nextFile = split.from();
        }

        @Override
        public @Nullable ColumnBatch next() {
            while (true) {
                Morsel reading = rows;
                if (reading != null) {
                    ColumnBatch batch = reading.next();
                    if (batch != null) {
                        return eachRow(batch);
                    }
                    rows = null;
                    reading.close();
                }
                if (nextFile == split.to()) {
                    scan.countDone();
                    return null;
                }
                ColumnBatch answer = answer(scan.part(split, nextFile));
                if (answer == null) {
                    rows = scan.morsel(split.alone(nextFile), context, () -> {});
                } else {
                    told.incrementAndGet();
                }
                nextFile++;
                if (answer != null) {
                    return answer;
                }
            }
        }

        @Override
        public void close() {
            if (rows != null) {
                rows.close();
            }
        }
    }

    private @Nullable ColumnBatch answer(FilePart file) {
        PartSummary summary = scan.summary(file);
        if (summary == null) {
            return null;
        }
        List<ColumnVector> columns = new ArrayList<>();
        for (Part part : wanted.parts()) {
            ColumnVector value = value(part, summary, file);
            if (value == null) {
                return null;
            }
            columns.add(value);
        }
        return new ColumnBatch(1, columns);
    }

    /** A vector of one row, or null if the summary does not tell. */
    private @Nullable ColumnVector value(Part part, PartSummary summary, FilePart file) {
        if (part.column() < 0) {
            return number(summary.rows());
        }
        ColumnSummary column = scan.fileColumn(part.column()) >= 0
                ? summary.columns().get(scan.fileColumn(part.column()))
                : constant(part, summary.rows(), file);
        return switch (part.kind()) {
            case ROWS, VALUES -> column.nulls() < 0 ? null : number(summary.rows() - column.nulls());
            case LEAST -> column.nulls() == summary.rows() ? nothing(part) : column.least();
            case GREATEST -> column.nulls() == summary.rows() ? nothing(part) : column.greatest();
        };
    }

    private static ColumnVector number(long value) {
        return new LongVector(1, new long[]{value}, null);
    }

    private static ColumnVector nothing(Part part) {
        return new ConstantVector(1, Values.vector(part.type(), null));
    }

    /** Values of partition keys, and the path, are the same at every row. */
    private ColumnSummary constant(Part part, long rows, FilePart file) {
        ScanNode.Column column = wanted.scan().columns().get(part.column());
        ColumnVector value = ScanMorsel.constant(column, file);
        return value == null || value.isNull(0)
                ? new ColumnSummary(rows, null, null)
                : new ColumnSummary(0, value, value);
    }

    /** Every row as a part of its own. */
    private ColumnBatch eachRow(ColumnBatch batch) {
        int rows = batch.rowCount();
        List<ColumnVector> columns = new ArrayList<>();
        for (Part part : wanted.parts()) {
            columns.add(switch (part.kind()) {
                case ROWS -> new ConstantVector(rows, Values.vector(PrimitiveType.BIGINT, 1L));
                case VALUES -> presence(batch.column(part.column()), rows);
                case LEAST, GREATEST -> batch.column(part.column());
            });
        }
        return new ColumnBatch(rows, columns, batch.selection());
    }

    private static ColumnVector presence(ColumnVector column, int rows) {
        if (!column.mayHaveNulls()) {
            return new ConstantVector(rows, Values.vector(PrimitiveType.BIGINT, 1L));
        }
        long[] present = new long[rows];
        for (int row = 0; row < rows; row++) {
            present[row] = column.isNull(row) ? 0 : 1;
        }
        return new LongVector(rows, present, null);
    }
}

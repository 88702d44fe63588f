package dev.skep.query.operator.window;

import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.function.aggregate.Accumulator;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.WindowNode.Bound.Kind;
import dev.skep.query.plan.WindowNode.WindowFunction;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;

/** Computes one window function for all rows, which are sorted. */
final class WindowComputation {
    private final WindowFunction function;
    private final List<DataType> types;
    private final ColumnBatch rows;
    private final WindowPartitions partitions;
    private final FunctionRegistry functions;
    private final TaskContext context;
    private final WindowFrames frames;
    private final int count;

    WindowComputation(WindowFunction function, List<SortKey> ordering, List<DataType> types, ColumnBatch rows,
            WindowPartitions partitions, FunctionRegistry functions, TaskContext context) {
        this.function = function;
        this.types = types;
        this.rows = rows;
        this.partitions = partitions;
        this.functions = functions;
        this.context = context;
        this.frames = new WindowFrames(function.frame(), ordering, types, rows, partitions);
        this.count = rows.rowCount();
    }

    ColumnVector compute() {
        return switch (function.function()) {
            case "row_number" -> longs(row -> row - partitions.partitionStart(row) + 1);
            case "rank" -> longs(row -> partitions.peerStart()[row] - partitions.partitionStart(row) + 1);
            case "dense_rank" -> longs(row -> partitions.group()[row] + 1);
            case "ntile" -> tiles();
            case "percent_rank" -> doubles(row -> {
                int size = partitions.partitionEnd(row) - partitions.partitionStart(row);
                return size == 1
                        ? 0
                        : (double) (partitions.peerStart()[row] - partitions.partitionStart(row)) / (size - 1);
            });
            case "cume_dist" -> doubles(row -> (double) (partitions.peerEnd()[row] - partitions.partitionStart(row))
                    / (partitions.partitionEnd(row) - partitions.partitionStart(row)));
            case "lag" -> shifted(-1);
            case "lead" -> shifted(1);
            case "first_value" -> chosen(1, false);
            case "last_value" -> chosen(1, true);
            case "nth_value" -> chosen(0, false);
            default -> aggregate();
        };
    }

    /** A number of each row. */
    @FunctionalInterface
    private interface RowLong {
        long of(int row);
    }

    /** A number of each row. */
    @FunctionalInterface
    private interface RowDouble {
        double of(int row);
    }

    private ColumnVector longs(RowLong of) {
        long[] values = new long[count];
        for (int row = 0; row < count; row++) {
            values[row] = of.of(row);
        }
        return new LongVector(count, values, null);
    }

    private ColumnVector doubles(RowDouble of) {
        double[] values = new double[count];
        for (int row = 0; row < count; row++) {
            values[row] = of.of(row);
        }
        return new DoubleVector(count, values, null);
    }

    /** The whole number that argument {@code index} (columns first, then constants) has at a row; {@code absent} if it is not given or null. */
    private long number(int index, int row, long absent) {
        int columns = function.arguments().size();
        if (index < columns) {
            Object value = Values.value(rows.column(function.arguments().get(index)),
                    types.get(function.arguments().get(index)), row);
            return value instanceof Number number ? number.longValue() : absent;
        }
        if (index - columns >= function.constants().size()) {
            return absent;
        }
        Literal literal = function.constants().get(index - columns);
        return literal.value() instanceof Number number ? number.longValue() : absent;
    }

    private ColumnVector tiles() {
        return longs(row -> {
            long tiles = number(0, row, -1);
            if (tiles < 1) {
                throw new QueryException(Reason.DATA, "Invalid number of tiles: " + tiles);
            }
            long size = partitions.partitionEnd(row) - partitions.partitionStart(row);
            long at = row - partitions.partitionStart(row);
            long small = size / tiles;
            long larger = size % tiles;
            return at < larger * (small + 1) ? at / (small + 1) + 1 : larger + (at - larger * (small + 1)) / small + 1;
        });
    }

    private ColumnVector value() {
        return rows.column(function.arguments().getFirst());
    }

    private ColumnVector shifted(int sign) {
        VectorBuilder builder = VectorBuilder.of(function.type());
        ColumnVector none = Values.vector(function.type(), null);
        ColumnVector values = value();
        int[] one = new int[1];
        for (int row = 0; row < count; row++) {
            long offset = number(1, row, 1);
            if (offset < 0) {
                throw new QueryException(Reason.DATA,
                        "Invalid offset of %s: %d".formatted(function.function(), offset));
            }
            long at = shift(row, sign, offset, values);
            if (at >= 0) {
                one[0] = (int) at;
                builder.append(values, one, 1);
            } else if (function.arguments().size() > 2) {
                one[0] = row;
                builder.append(rows.column(function.arguments().get(2)), one, 1);
            } else {
                int constant = 2 - function.arguments().size();
                builder.append(constant < function.constants().size()
                        ? Values.vector(function.type(), function.constants().get(constant).value())
                        : none, null, 1);
            }
        }
        return builder.build();
    }

    private long shift(int row, int sign, long offset, ColumnVector values) {
        int start = partitions.partitionStart(row);
        int end = partitions.partitionEnd(row);
        if (!function.ignoreNulls()) {
            if (offset > count) {
                return -1;
            }
            long at = row + sign * offset;
            return at >= start && at < end ? at : -1;
        }
        if (offset == 0) {
            return row;
        }
        long left = offset;
        for (int at = row + sign; at >= start && at < end; at += sign) {
            if (!values.isNull(at) && --left == 0) {
                return at;
            }
        }
        return -1;
    }

    /** The n-th value of the frame, from the end if {@code fromEnd}; n is an argument if {@code fixed} is 0. */
    private ColumnVector chosen(long fixed, boolean fromEnd) {
        int[] at = new int[count];
        boolean all = true;
        ColumnVector values = value();
        for (int row = 0; row < count; row++) {
            long nth = fixed > 0 ? fixed : number(1, row, -1);
            if (nth < 1) {
                throw new QueryException(Reason.DATA, "Invalid place of nth_value: " + nth);
            }
            frames.seek(row);
            at[row] = -1;
            if (!function.ignoreNulls()) {
                long found = fromEnd ? frames.end() - nth : frames.start() + nth - 1;
                at[row] = found >= frames.start() && found < frames.end() ? (int) found : -1;
            } else {
                long left = nth;
                int step = fromEnd ? -1 : 1;
                for (int i = fromEnd ? frames.end() - 1 : frames.start(); i >= frames.start()
                        && i < frames.end(); i += step) {
                    if (!values.isNull(i) && --left == 0) {
                        at[row] = i;
                        break;
                    }
                }
            }
            all &= at[row] >= 0;
        }
        if (all) {
            return Vectors.gather(values, at, count);
        }
        VectorBuilder builder = VectorBuilder.of(function.type());
        ColumnVector none = Values.vector(function.type(), null);
        int[] one = new int[1];
        for (int row = 0; row < count; row++) {
            one[0] = Math.max(0, at[row]);
            builder.append(at[row] < 0 ? none : values, one, 1);
        }
        return builder.build();
    }

    private Accumulator accumulator() {
        if (function.distinct()) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot compute %s: DISTINCT in a window function".formatted(function.function()));
        }
        return functions.accumulator(function.function(), function.arguments().stream().map(types::get).toList(),
                function.type());
    }

    private ColumnVector aggregate() {
        ColumnVector[] arguments = function.arguments().stream().map(rows::column).toArray(ColumnVector[]::new);
        Kind start = function.frame().start().kind();
        Kind end = function.frame().end().kind();
        if (start == Kind.UNBOUNDED_PRECEDING && end == Kind.UNBOUNDED_FOLLOWING) {
            Accumulator whole = accumulator();
            whole.ensure(partitions.count());
            whole.add(partitions.partitionOf(), arguments, Rows.identity(count), count);
            return Vectors.gather(whole.result(0, partitions.count()), partitions.partitionOf(), count);
        }
        boolean runs = start == Kind.UNBOUNDED_PRECEDING && !function.function().equals("array_agg");
        VectorBuilder builder = VectorBuilder.of(function.type());
        int[] all = Rows.identity(count);
        int[] none = new int[Math.max(count, 1)];
        Accumulator running = accumulator();
        ColumnVector last = Values.vector(function.type(), null);
        int partition = -1;
        int from = 0;
        int to = 0;
        for (int row = 0; row < count; row++) {
            if ((row & 0xFFF) == 0) {
                context.checkRunning();
            }
            frames.seek(row);
            boolean isSame = partition == partitions.partitionOf()[row];
            boolean grows = isSame && runs && frames.end() >= to;
            if (!(isSame && frames.start() == from && frames.end() == to)) {
                if (!grows) {
                    running = accumulator();
                    running.ensure(1);
                    to = frames.start();
                }
                from = frames.start();
                int more = frames.end() - to;
                if (more > 0) {
                    int[] added = new int[more];
                    System.arraycopy(all, to, added, 0, more);
                    running.add(none, arguments, added, more);
                }
                to = Math.max(to, frames.end());
                last = running.result(0, 1);
                partition = partitions.partitionOf()[row];
            }
            builder.append(last, null, 1);
        }
        return builder.build();
    }
}

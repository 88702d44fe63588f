package dev.skep.query.operator.window;

import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.aggregate.Accumulator;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.WindowNode.Unit;
import dev.skep.query.plan.WindowNode.WindowFunction;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** Computes one window function for sorted rows: whole partitions, or with a carry some rows of one partition. */
final class WindowComputation {
    private final WindowPlan plan;
    private final int index;
    private final WindowFunction function;
    private final List<DataType> types;
    private final ColumnBatch rows;
    private final WindowPartitions partitions;
    private final @Nullable WindowCarry carry;
    /** True if the first rows are peers of the carry's last. */
    private final boolean goesOn;
    private final TaskContext context;
    private final int count;

    WindowComputation(WindowPlan plan, int index, ColumnBatch rows, WindowPartitions partitions,
            @Nullable WindowCarry carry, boolean goesOn, TaskContext context) {
        this.plan = plan;
        this.index = index;
        this.function = plan.functions().get(index);
        this.types = plan.types();
        this.rows = rows;
        this.partitions = partitions;
        this.carry = carry;
        this.goesOn = goesOn;
        this.context = context;
        this.count = rows.rowCount();
    }

    ColumnVector compute() {
        return switch (function.function()) {
            case "row_number" -> rowNumbers();
            case "rank" -> new LongVector(count, ranks(), null);
            case "dense_rank" -> denseRanks();
            case "ntile" -> tiles();
            case "percent_rank" -> percentRanks();
            case "cume_dist" -> cumulativeShares();
            case "lag" -> shifted(-1);
            case "lead" -> shifted(1);
            case "first_value" -> firstValue();
            case "last_value" -> chosen(1, true);
            case "nth_value" -> chosen(0, false);
            default -> aggregate();
        };
    }

    private long rowsBefore() {
        return carry == null ? 0 : carry.rows;
    }

    private ColumnVector rowNumbers() {
        long[] values = new long[count];
        long before = rowsBefore();
        for (int row = 0; row < count; row++) {
            values[row] = before + row - partitions.partitionStart(row) + 1;
        }
        return new LongVector(count, values, null);
    }

    private long[] ranks() {
        long[] values = new long[count];
        long before = rowsBefore();
        for (int row = 0; row < count; row++) {
            values[row] = before + partitions.peerStart()[row] - partitions.partitionStart(row) + 1;
        }
        if (goesOn && carry != null) {
            for (int row = 0; row < count && partitions.peerStart()[row] == 0; row++) {
                values[row] = carry.peerStart + 1;
            }
        }
        return values;
    }

    private ColumnVector denseRanks() {
        long before = carry == null ? 0 : carry.groups - (goesOn ? 1 : 0);
        long[] values = new long[count];
        for (int row = 0; row < count; row++) {
            values[row] = before + partitions.group()[row] + 1;
        }
        return new LongVector(count, values, null);
    }

    /** How many rows a row's partition has. */
    private long size(int row) {
        return carry == null ? partitions.partitionEnd(row) - partitions.partitionStart(row) : carry.totalRows;
    }

    private ColumnVector percentRanks() {
        long[] ranks = ranks();
        double[] values = new double[count];
        for (int row = 0; row < count; row++) {
            long size = size(row);
            values[row] = size == 1 ? 0 : (double) (ranks[row] - 1) / (size - 1);
        }
        return new DoubleVector(count, values, null);
    }

    private ColumnVector cumulativeShares() {
        double[] values = new double[count];
        long before = rowsBefore();
        for (int row = 0; row < count; row++) {
            values[row] = (double) (before + partitions.peerEnd()[row] - partitions.partitionStart(row)) / size(row);
        }
        return new DoubleVector(count, values, null);
    }

    /** The whole number that argument {@code argument} (columns first, then constants) has at a row; {@code absent} if it is not given or null. */
    private long number(int argument, int row, long absent) {
        int columns = function.arguments().size();
        if (argument < columns) {
            Object value = Values.value(rows.column(function.arguments().get(argument)),
                    types.get(function.arguments().get(argument)), row);
            return value instanceof Number number ? number.longValue() : absent;
        }
        return constant(argument - columns, absent);
    }

    private long constant(int number, long absent) {
        if (number >= function.constants().size()) {
            return absent;
        }
        Literal literal = function.constants().get(number);
        return literal.value() instanceof Number value ? value.longValue() : absent;
    }

    private ColumnVector tiles() {
        long[] values = new long[count];
        long before = rowsBefore();
        for (int row = 0; row < count; row++) {
            long tiles = number(0, row, -1);
            if (tiles < 1) {
                throw new QueryException(Reason.DATA, "Invalid number of tiles: " + tiles);
            }
            long size = size(row);
            long at = before + row - partitions.partitionStart(row);
            long small = size / tiles;
            long larger = size % tiles;
            values[row] = at < larger * (small + 1)
                    ? at / (small + 1) + 1
                    : larger + (at - larger * (small + 1)) / small + 1;
        }
        return new LongVector(count, values, null);
    }

    private ColumnVector value() {
        return rows.column(function.arguments().getFirst());
    }

    private ColumnVector shifted(int sign) {
        ColumnVector values = value();
        int arguments = function.arguments().size();
        int[] at = new int[count];
        boolean isFixed = arguments < 2;
        long fixed = isFixed ? constant(0, 1) : 0;
        for (int row = 0; row < count; row++) {
            long offset = isFixed ? fixed : number(1, row, 1);
            if (offset < 0) {
                throw new QueryException(Reason.DATA,
                        "Invalid offset of %s: %d".formatted(function.function(), offset));
            }
            at[row] = (int) shift(row, sign, offset, values);
        }
        int defaultConstant = 2 - arguments;
        boolean hasDefault = arguments > 2 || defaultConstant < function.constants().size();
        if (!hasDefault) {
            return picked(values, at);
        }
        VectorBuilder builder = VectorBuilder.of(function.type());
        int[] one = new int[1];
        for (int row = 0; row < count; row++) {
            if (at[row] >= 0) {
                one[0] = at[row];
                builder.append(values, one, 1);
            } else if (arguments > 2) {
                one[0] = row;
                builder.append(rows.column(function.arguments().get(2)), one, 1);
            } else {
                builder.append(Values.vector(function.type(), function.constants().get(defaultConstant).value()),
                        null, 1);
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

    /** The values at the given rows; null where the row is negative. */
    private ColumnVector picked(ColumnVector values, int[] at) {
        boolean any = false;
        for (int row = 0; row < count; row++) {
            any |= at[row] < 0;
        }
        if (!any) {
            return Vectors.gather(values, at, count);
        }
        if (values instanceof FlatVector flat) {
            boolean[] nulls = new boolean[count];
            for (int row = 0; row < count; row++) {
                nulls[row] = at[row] < 0 || flat.isNull(at[row]);
            }
            return Vectors.flatten(new DictionaryVector(count, flat, at, nulls));
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

    private ColumnVector firstValue() {
        if (carry == null) {
            return chosen(1, false);
        }
        ColumnVector first = carry.first[index];
        if (first == null) {
            first = Vectors.gather(value(), new int[1], 1);
            carry.first[index] = first;
        }
        return Vectors.gather(first, new int[count], count);
    }

    /** The n-th value of the frame, from the end if {@code fromEnd}; n is an argument if {@code fixed} is 0. */
    private ColumnVector chosen(long fixed, boolean fromEnd) {
        int[] at = new int[count];
        ColumnVector values = value();
        WindowFrames frames = frames();
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
        }
        return picked(values, at);
    }

    private WindowFrames frames() {
        return new WindowFrames(function.frame(), plan.ordering(), types, rows, partitions);
    }

    private ColumnVector[] arguments() {
        return function.arguments().stream().map(rows::column).toArray(ColumnVector[]::new);
    }

    private ColumnVector aggregate() {
        if (carry != null && carry.totals[index] != null) {
            return Vectors.flatten(new ConstantVector(count, carry.totals[index]));
        }
        if (!WindowPlan.isMergeable(function) && !plan.isWhole(function)) {
            return oneByOne();
        }
        FrameAggregate aggregate = new FrameAggregate(() -> plan.accumulator(function), arguments(), count);
        if (plan.isWhole(function)) {
            return aggregate.whole(partitions);
        }
        if (plan.isRunning(function)) {
            Accumulator before = carry == null ? null : carry.running[index];
            if (before == null) {
                before = plan.accumulator(function);
                before.ensure(1);
            }
            FrameAggregate.Running running = aggregate.running(partitions, function.frame().unit() != Unit.ROWS,
                    before);
            if (carry != null) {
                carry.running[index] = running.after();
            }
            return running.values();
        }
        int[] starts = new int[count];
        int[] ends = new int[count];
        WindowFrames frames = frames();
        for (int row = 0; row < count; row++) {
            frames.seek(row);
            starts[row] = frames.start();
            ends[row] = frames.end();
        }
        return aggregate.framed(starts, ends);
    }

    /** For functions that want the rows of a frame in their order. */
    private ColumnVector oneByOne() {
        ColumnVector[] arguments = arguments();
        VectorBuilder builder = VectorBuilder.of(function.type());
        int[] all = Rows.identity(count);
        int[] none = new int[Math.max(count, 1)];
        WindowFrames frames = frames();
        ColumnVector last = Values.vector(function.type(), null);
        int from = -1;
        int to = -1;
        for (int row = 0; row < count; row++) {
            if ((row & 0xFFF) == 0) {
                context.checkRunning();
            }
            frames.seek(row);
            if (frames.start() != from || frames.end() != to || row == partitions.partitionStart(row)) {
                from = frames.start();
                to = frames.end();
                Accumulator state = plan.accumulator(function);
                state.ensure(1);
                if (to > from) {
                    int[] added = new int[to - from];
                    System.arraycopy(all, from, added, 0, added.length);
                    state.add(none, arguments, added, added.length);
                }
                last = state.result(0, 1);
            }
            builder.append(last, null, 1);
        }
        return builder.build();
    }
}

package dev.skep.query.operator.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.function.aggregate.Accumulator;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.operator.key.KeyTable;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.AggregateNode.Aggregate;
import dev.skep.query.plan.SortKey;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import org.jspecify.annotations.Nullable;

/** One aggregate of a node: its filter, its distinct values if it wants those, and its accumulator. */
final class AggregateColumn {
    private final int[] arguments;
    private final int filter;
    private final Accumulator accumulator;
    private final @Nullable KeyTable distinct;
    /** Whether a null is one of the distinct values. */
    private final boolean keepsNulls;
    /** Whether the rows that come are states of this aggregate, not values. */
    private final boolean takesStates;
    /** The aggregate whose state this one reads. */
    private @Nullable AggregateColumn sharedWith;
    private boolean isShareSource;
    private final ColumnReader reader = new ColumnReader();
    private int[] narrowRows = new int[0];
    private int[] narrowGroups = new int[0];
    private int[] groupByRow = new int[0];
    private int[] ids = new int[0];

    AggregateColumn(Aggregate aggregate, List<DataType> inputs, FunctionRegistry functions) {
        Integer filterColumn = aggregate.filter();
        filter = filterColumn == null ? -1 : filterColumn;
        List<DataType> types = aggregate.arguments().stream().map(inputs::get).toList();
        accumulator = functions.accumulator(aggregate.function(), types, aggregate.type());
        List<Integer> taken = new ArrayList<>(aggregate.arguments());
        List<DataType> keyTypes = new ArrayList<>(types);
        if (!aggregate.ordering().isEmpty() && accumulator.orderBy(
                aggregate.ordering().stream().map(key -> inputs.get(key.column())).toList(),
                flags(aggregate.ordering(), key -> key.direction() == SortKey.Direction.DESCENDING),
                flags(aggregate.ordering(), key -> key.nulls() == SortKey.Nulls.FIRST))) {
            aggregate.ordering().forEach(key -> taken.add(key.column()));
            aggregate.ordering().forEach(key -> keyTypes.add(inputs.get(key.column())));
            if (aggregate.distinct()) {
                throw new QueryException(Reason.UNSUPPORTED,
                        "Cannot aggregate with %s: DISTINCT together with ORDER BY".formatted(aggregate.function()));
            }
        }
        arguments = taken.stream().mapToInt(Integer::intValue).toArray();
        if (aggregate.distinct() && arguments.length > 0) {
            List<DataType> keys = new ArrayList<>(List.of(PrimitiveType.INT));
            keys.addAll(keyTypes);
            distinct = new KeyTable(keys);
        } else {
            distinct = null;
        }
        takesStates = false;
        keepsNulls = aggregate.function().equals("array_agg");
    }

    /** Makes the aggregates of a node. */
    static List<AggregateColumn> of(AggregateNode node, FunctionRegistry functions) {
        List<DataType> inputs = node.input().outputs().stream().map(field -> field.type()).toList();
        List<AggregateColumn> columns = new ArrayList<>();
        for (Aggregate aggregate : node.aggregates()) {
            columns.add(new AggregateColumn(aggregate, inputs, functions));
        }
        return columns;
    }

    private AggregateColumn(Accumulator accumulator, int[] columns) {
        this.accumulator = accumulator;
        arguments = columns;
        filter = -1;
        distinct = null;
        takesStates = true;
        keepsNulls = false;
    }

    /**
     * Returns an aggregate that takes states ({@link #state}) of others of its kind.
     *
     * @param inputs the types of the rows that the others take
     * @param columns where the states stand
     */
    static AggregateColumn ofStates(Aggregate aggregate, List<DataType> inputs, FunctionRegistry functions,
            List<Integer> columns) {
        List<DataType> types = aggregate.arguments().stream().map(inputs::get).toList();
        return new AggregateColumn(functions.accumulator(aggregate.function(), types, aggregate.type()),
                columns.stream().mapToInt(Integer::intValue).toArray());
    }

    private static boolean[] flags(List<SortKey> keys, Predicate<SortKey> test) {
        boolean[] flags = new boolean[keys.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = test.test(keys.get(i));
        }
        return flags;
    }

    /** True if {@code other}'s state, which is its own, is of the same rows and holds all that this one needs. */
    boolean canShare(AggregateColumn other) {
        return distinct == null && other.distinct == null && !takesStates && !other.takesStates
                && other.sharedWith == null && !isShareSource
                && filter == other.filter && Arrays.equals(arguments, other.arguments)
                && accumulator.canShare(other.accumulator);
    }

    void share(AggregateColumn other) {
        sharedWith = other;
        other.isShareSource = true;
    }

    boolean isDistinct() {
        return distinct != null;
    }

    boolean isShared() {
        return sharedWith != null;
    }

    void ensure(int groups) {
        if (sharedWith == null) {
            accumulator.ensure(groups);
        }
    }

    void addRuns(GroupRuns runs, ColumnBatch batch, int count) {
        if (filter >= 0 || distinct != null || takesStates) {
            add(runs.groupOfRow(), batch, runs.rows(), count);
        } else if (sharedWith == null) {
            accumulator.addRuns(runs.groups(), runs.ends(), runs.runs(), values(batch), runs.rows());
        }
    }

    private ColumnVector[] values(ColumnBatch batch) {
        ColumnVector[] values = new ColumnVector[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = batch.column(arguments[i]);
        }
        return values;
    }

    void add(int[] groups, ColumnBatch batch, int[] rows, int count) {
        if (sharedWith != null) {
            return;
        }
        ColumnVector[] values = values(batch);
        if (takesStates) {
            accumulator.addState(groups, values, rows, count);
            return;
        }
        int[] taken = rows;
        int[] takenGroups = groups;
        int n = count;
        if (filter >= 0 || distinct != null) {
            reserve(count, batch.rowCount());
        }
        if (filter >= 0) {
            n = filtered(batch.column(filter), groups, rows, count);
            taken = narrowRows;
            takenGroups = narrowGroups;
        }
        if (distinct != null) {
            addDistinct(values, takenGroups, taken, n, batch.rowCount());
        } else if (n > 0) {
            accumulator.add(takenGroups, values, taken, n);
        }
    }

    private void reserve(int count, int length) {
        if (narrowRows.length < count) {
            narrowRows = new int[count];
            narrowGroups = new int[count];
            ids = new int[count];
        }
        if (groupByRow.length < length) {
            groupByRow = new int[length];
        }
    }

    private int filtered(ColumnVector condition, int[] groups, int[] rows, int count) {
        reader.read(condition);
        if (reader.isConstantNull()) {
            return 0;
        }
        boolean[] passes = reader.booleans(rows, count);
        boolean[] nulls = reader.nulls();
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            narrowRows[n] = row;
            narrowGroups[n] = groups[k];
            n += passes[row] && (nulls == null || !nulls[row]) ? 1 : 0;
        }
        return n;
    }

    /** Passes on the first row of each pair of group and value. */
    private void addDistinct(ColumnVector[] values, int[] groups, int[] rows, int count, int length) {
        KeyTable seen = distinct;
        if (seen == null) {
            return;
        }
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            boolean isNull = false;
            for (ColumnVector value : values) {
                isNull |= !keepsNulls && value.isNull(row);
            }
            groupByRow[row] = groups[k];
            narrowGroups[n] = groups[k];
            narrowRows[n] = row;
            n += isNull ? 0 : 1;
        }
        ColumnVector[] keys = new ColumnVector[values.length + 1];
        keys[0] = new IntVector(length, groupByRow, null);
        System.arraycopy(values, 0, keys, 1, values.length);
        int next = seen.size();
        seen.insert(keys, narrowRows, n, ids);
        int fresh = 0;
        for (int k = 0; k < n; k++) {
            int row = narrowRows[k];
            int group = narrowGroups[k];
            narrowRows[fresh] = row;
            narrowGroups[fresh] = group;
            if (ids[k] == next) {
                next++;
                fresh++;
            }
        }
        if (fresh > 0) {
            accumulator.add(narrowGroups, values, narrowRows, fresh);
        }
    }

    void merge(AggregateColumn other, int[] from, int[] to, int count) {
        if (sharedWith != null) {
            return;
        }
        KeyTable theirs = other.distinct;
        if (theirs == null || distinct == null) {
            accumulator.merge(other.accumulator, from, to, count);
            return;
        }
        int size = theirs.size();
        ColumnVector[] keys = theirs.keys(0, size);
        int[] groups = ((IntVector) keys[0]).values();
        int highest = 0;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, from[i]);
        }
        int[] mapping = new int[highest + 1];
        Arrays.fill(mapping, -1);
        for (int k = 0; k < count; k++) {
            mapping[from[k]] = to[k];
        }
        int[] rows = new int[size];
        int[] mapped = new int[size];
        int n = 0;
        for (int row = 0; row < size; row++) {
            int group = groups[row] <= highest ? mapping[groups[row]] : -1;
            if (group >= 0) {
                rows[n] = row;
                mapped[n++] = group;
            }
        }
        reserve(n, size);
        addDistinct(Arrays.copyOfRange(keys, 1, keys.length), mapped, rows, n, size);
    }

    /** The types of {@link #state}; null if it cannot be written down. */
    @Nullable
    List<DataType> stateTypes() {
        if (sharedWith != null) {
            return List.of();
        }
        return distinct != null || accumulator.stateTypes().isEmpty() ? null : accumulator.stateTypes();
    }

    ColumnVector[] state(int first, int count) {
        return sharedWith != null ? new ColumnVector[0] : accumulator.state(first, count);
    }

    void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        if (sharedWith == null) {
            accumulator.addState(groups, state, rows, count);
        }
    }

    ColumnVector result(int first, int count) {
        return sharedWith == null
                ? accumulator.result(first, count)
                : accumulator.resultOf(sharedWith.accumulator, first, count);
    }

    long retainedBytes() {
        return accumulator.retainedBytes() + (distinct == null ? 0 : distinct.retainedBytes());
    }
}

package dev.skep.query.operator.aggregate;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.aggregate.GroupingLevels.Level;
import dev.skep.query.operator.key.KeyTable;
import dev.skep.query.plan.AggregateNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;

/** Groups and their aggregates, of one thread or merged. */
final class AggregateState {
    private final int[] keyColumns;
    private final List<DataType> keyTypes;
    private final KeyTable table;
    private final AggregateColumn[] aggregates;
    private final GroupRuns runs = new GroupRuns();
    /** How many aggregates have a state of their own. */
    private final int working;
    private final boolean givesStates;
    private int[] groups = new int[0];
    private boolean hasGlobal;
    /** For how many groups the aggregates have room, about. */
    private int ensured = 16;

    /**
     * @param made the aggregates of {@code node}
     * @param givesStates whether the results wanted are what {@link #parts} gives
     * @param mayRepeat whether equal keys may have several groups, as long as they are merged into a state where they may not
     */
    AggregateState(AggregateNode node, List<AggregateColumn> made, boolean givesStates, boolean mayRepeat) {
        this.givesStates = givesStates;
        List<DataType> inputs = node.input().outputs().stream().map(field -> field.type()).toList();
        keyColumns = node.keys().stream().mapToInt(Integer::intValue).toArray();
        keyTypes = node.keys().stream().map(inputs::get).toList();
        table = mayRepeat ? KeyTable.repeating(keyTypes) : new KeyTable(keyTypes);
        // An average of a column holds its sum as well: rows are added once.
        for (AggregateColumn column : givesStates ? List.<AggregateColumn>of() : made) {
            made.stream().filter(other -> other != column && column.canShare(other)).findFirst()
                    .ifPresent(column::share);
        }
        working = (int) made.stream().filter(column -> !column.isShared()).count();
        aggregates = made.toArray(AggregateColumn[]::new);
    }

    int groupCount() {
        return keyColumns.length == 0 ? hasGlobal ? 1 : 0 : table.size();
    }

    /** True if equal keys may have several groups. */
    boolean hasRepeats() {
        return table.hasRepeats();
    }

    /** True if no two groups have equal keys for certain; costs a pass over them if {@link #hasRepeats}. */
    boolean isDistinct() {
        return table.isDistinct();
    }

    /** Makes the one group of an aggregation without keys, which is there without any row. */
    void makeGlobalGroup() {
        hasGlobal = true;
        ensure(1);
    }

    /** Makes the groups that are there without any row. */
    void makeTotals(AggregateNode node) {
        int count = node.totals().size();
        if (count == 0) {
            return;
        }
        long[] ids = node.totals().stream().mapToLong(Long::longValue).toArray();
        ColumnVector[] keys = new ColumnVector[keyColumns.length];
        for (int i = 0; i < keys.length - 1; i++) {
            keys[i] = new ConstantVector(count, Values.vector(node.outputs().get(i).type(), null));
        }
        keys[keys.length - 1] = new LongVector(count, ids, null);
        table.insert(keys, Rows.identity(count), count, new int[count]);
        ensure(table.size());
    }

    private void ensure(int count) {
        ensured = count <= ensured ? ensured : Math.max(count, ensured + (ensured >> 1));
        for (AggregateColumn aggregate : aggregates) {
            aggregate.ensure(count);
        }
    }

    void add(ColumnBatch batch, int[] rows, int count) {
        room(count);
        if (keyColumns.length > 0) {
            ColumnVector[] keys = new ColumnVector[keyColumns.length];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = batch.column(keyColumns[i]);
            }
            table.insert(keys, rows, count, groups);
            ensure(table.size());
        } else if (!hasGlobal) {
            makeGlobalGroup();
        }
        int size = groupCount();
        if (keyColumns.length == 0) {
            runs.single(rows, count);
        } else if (working > 1 && size <= GroupRuns.MOST_GROUPS) {
            runs.sort(groups, rows, count, size);
        } else {
            for (AggregateColumn aggregate : aggregates) {
                aggregate.add(groups, batch, rows, count);
            }
            return;
        }
        for (AggregateColumn aggregate : aggregates) {
            aggregate.addRuns(runs, batch, count);
        }
    }

    /** Adds the groups {@code from[0 .. count)} of {@code other}, which is of the same node. */
    void merge(AggregateState other, int[] from, int count) {
        if (count == 0) {
            return;
        }
        int[] to = room(count);
        if (keyColumns.length > 0) {
            table.insert(other.table.keys(from, count), Rows.identity(count), count, to);
            ensure(table.size());
        } else {
            makeGlobalGroup();
        }
        for (int i = 0; i < aggregates.length; i++) {
            aggregates[i].merge(other.aggregates[i], from, to, count);
        }
    }

    /** Makes room for so many groups at once, before the first; there will be no fewer. */
    void expect(int count) {
        table.expect(count);
        ensure(count);
    }

    /** What {@link #expect} will take beside what is held, about; {@code like} holds groups of the same node. */
    long expectedBytes(int count, AggregateState like) {
        long bytes = 0;
        for (AggregateColumn aggregate : like.aggregates) {
            bytes += aggregate.retainedBytes();
        }
        return table.expectedBytes(count) + bytes / Math.max(1, like.groupCount()) * count;
    }

    private int[] room(int count) {
        if (groups.length < count) {
            groups = new int[count];
        }
        return groups;
    }

    /** The types of {@link #parts}: of the keys, then of what the aggregates keep. Empty if one of these cannot be written down. */
    List<DataType> partTypes() {
        List<DataType> types = new ArrayList<>(keyTypes);
        for (AggregateColumn aggregate : aggregates) {
            List<DataType> more = aggregate.stateTypes();
            if (more == null) {
                return List.of();
            }
            types.addAll(more);
        }
        return types;
    }

    /** What is known of {@code count} groups from {@code first} on; it can be added to another state. */
    ColumnBatch parts(int first, int count) {
        List<ColumnVector> columns = new ArrayList<>(Arrays.asList(table.keys(first, count)));
        for (AggregateColumn aggregate : aggregates) {
            columns.addAll(Arrays.asList(aggregate.state(first, count)));
        }
        return new ColumnBatch(count, columns);
    }

    /** Adds rows of another state's {@link #parts}. */
    void addParts(ColumnBatch parts) {
        int count = parts.rowCount();
        int[] rows = Rows.identity(count);
        int[] to = room(count);
        table.insert(parts.columns().subList(0, keyColumns.length).toArray(ColumnVector[]::new), rows, count, to);
        ensure(table.size());
        int at = keyColumns.length;
        for (AggregateColumn aggregate : aggregates) {
            List<DataType> types = requireNonNull(aggregate.stateTypes(), "the state cannot be read");
            aggregate.addState(to, parts.columns().subList(at, at + types.size()).toArray(ColumnVector[]::new), rows,
                    count);
            at += types.size();
        }
    }

    /** Makes the groups of the levels that are made of other groups, of those that are there. Called once, after all rows. */
    void addLevels(GroupingLevels levels, AggregateNode node) {
        int all = table.size();
        Map<Long, int[]> made = new HashMap<>();
        for (Level level : levels.derived()) {
            int[] from = made.computeIfAbsent(level.from(), id -> groupsOf(id, all));
            int[] to = new int[from.length];
            int[] some = new int[ColumnBatch.DEFAULT_ROWS];
            int start = table.size();
            for (int first = 0; first < from.length; first += some.length) {
                int count = Math.min(some.length, from.length - first);
                ColumnVector[] keys = table.keys(from[first], from[first + count - 1] - from[first] + 1);
                int[] rows = new int[count];
                for (int i = 0; i < count; i++) {
                    rows[i] = from[first + i] - from[first];
                }
                int length = keys[0].length();
                for (int k = 0; k < keys.length - 1; k++) {
                    if (!level.kept().contains(k)) {
                        keys[k] = new ConstantVector(length, Values.vector(node.outputs().get(k).type(), null));
                    }
                }
                keys[keys.length - 1] = new ConstantVector(length, new LongVector(1, new long[]{level.id()}, null));
                table.insert(keys, rows, count, some);
                System.arraycopy(some, 0, to, first, count);
            }
            ensure(table.size());
            for (AggregateColumn aggregate : aggregates) {
                aggregate.merge(aggregate, from, to, from.length);
            }
            int[] own = new int[table.size() - start];
            for (int i = 0; i < own.length; i++) {
                own[i] = start + i;
            }
            made.put(level.id(), own);
        }
    }

    /** Those of the first {@code count} groups whose last key is {@code id}, in order. */
    private int[] groupsOf(long id, int count) {
        int[] found = new int[count];
        int n = 0;
        for (int first = 0; first < count; first += ColumnBatch.DEFAULT_ROWS) {
            int length = Math.min(ColumnBatch.DEFAULT_ROWS, count - first);
            ColumnVector[] keys = table.keys(first, length);
            long[] ids = ((LongVector) keys[keys.length - 1]).values();
            for (int i = 0; i < length; i++) {
                found[n] = first + i;
                n += ids[i] == id ? 1 : 0;
            }
        }
        return Arrays.copyOf(found, n);
    }

    /** Adds all groups of {@code other}, which is of the same node. */
    void mergeAll(AggregateState other) {
        int all = other.groupCount();
        int most = mergesPiecemeal() ? ColumnBatch.DEFAULT_ROWS : Math.max(1, all);
        for (int first = 0; first < all; first += most) {
            int count = Math.min(most, all - first);
            int[] from = new int[count];
            for (int i = 0; i < count; i++) {
                from[i] = first + i;
            }
            merge(other, from, count);
        }
    }

    /** False if each merge looks through all of the other's values, so that there had better be one. */
    boolean mergesPiecemeal() {
        for (AggregateColumn aggregate : aggregates) {
            if (aggregate.isDistinct()) {
                return false;
            }
        }
        return true;
    }

    ColumnVector[] keys(int first, int count) {
        return table.keys(first, count);
    }

    /** Those of the keys that are numbers. */
    ColumnVector[] numberKeys(int first, int count) {
        ColumnVector[] all = table.keys(first, count);
        ColumnVector[] numbers = new ColumnVector[all.length];
        int n = 0;
        for (int c = 0; c < all.length; c++) {
            if (isNumber(keyTypes.get(c))) {
                numbers[n++] = all[c];
            }
        }
        return Arrays.copyOf(numbers, n);
    }

    boolean hasNumberKeys() {
        return keyTypes.stream().anyMatch(AggregateState::isNumber);
    }

    private static boolean isNumber(DataType type) {
        return switch (type.physical()) {
            case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> true;
            case BYTES, LIST, MAP, STRUCT -> false;
        };
    }

    /** The results of {@code count} groups from {@code first} on. */
    ColumnBatch batch(int first, int count) {
        if (givesStates) {
            return parts(first, count);
        }
        List<ColumnVector> columns = new ArrayList<>(Arrays.asList(table.keys(first, count)));
        for (AggregateColumn aggregate : aggregates) {
            columns.add(aggregate.result(first, count));
        }
        return new ColumnBatch(count, columns);
    }

    /** How many bytes more this may hold for a moment while so many rows are added. */
    long growthBytes(int count) {
        long bytes = table.growthBytes(count);
        if (groupCount() + count > ensured) {
            for (AggregateColumn aggregate : aggregates) {
                bytes += aggregate.retainedBytes() + (aggregate.retainedBytes() >> 1);
            }
        }
        return bytes;
    }

    long retainedBytes() {
        long bytes = table.retainedBytes();
        for (AggregateColumn aggregate : aggregates) {
            bytes += aggregate.retainedBytes();
        }
        return bytes;
    }
}

package dev.skep.query.operator.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.aggregate.GroupingLevels.Level;
import dev.skep.query.operator.key.KeyTable;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.AggregateNode.Aggregate;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;

/** Groups and their aggregates, of one thread or merged. */
final class AggregateState {
    private final int[] keyColumns;
    private final KeyTable table;
    private final AggregateColumn[] aggregates;
    private final GroupRuns runs = new GroupRuns();
    /** How many aggregates have a state of their own. */
    private final int working;
    private int[] groups = new int[0];
    private boolean hasGlobal;

    AggregateState(AggregateNode node, FunctionRegistry functions) {
        List<DataType> inputs = node.input().outputs().stream().map(field -> field.type()).toList();
        keyColumns = node.keys().stream().mapToInt(Integer::intValue).toArray();
        table = new KeyTable(node.keys().stream().map(inputs::get).toList());
        List<AggregateColumn> made = new ArrayList<>();
        for (Aggregate aggregate : node.aggregates()) {
            made.add(new AggregateColumn(aggregate, inputs, functions));
        }
        // An average of a column holds its sum as well: rows are added once.
        for (AggregateColumn column : made) {
            made.stream().filter(other -> other != column && column.canShare(other)).findFirst()
                    .ifPresent(column::share);
        }
        working = (int) made.stream().filter(column -> !column.isShared()).count();
        aggregates = made.toArray(AggregateColumn[]::new);
    }

    int groupCount() {
        return keyColumns.length == 0 ? hasGlobal ? 1 : 0 : table.size();
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
        for (AggregateColumn aggregate : aggregates) {
            aggregate.ensure(count);
        }
    }

    void add(ColumnBatch batch, int[] rows, int count) {
        if (groups.length < count) {
            groups = new int[count];
        }
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
        int[] to = new int[count];
        if (keyColumns.length > 0) {
            table.insert(other.table.keys(0, other.table.size()), from, count, to);
            ensure(table.size());
        } else {
            makeGlobalGroup();
        }
        for (int i = 0; i < aggregates.length; i++) {
            aggregates[i].merge(other.aggregates[i], from, to, count);
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

    void mergeAll(AggregateState other) {
        merge(other, Rows.identity(other.groupCount()), other.groupCount());
    }

    ColumnVector[] keys(int first, int count) {
        return table.keys(first, count);
    }

    ColumnBatch batch(int first, int count) {
        List<ColumnVector> columns = new ArrayList<>(Arrays.asList(table.keys(first, count)));
        for (AggregateColumn aggregate : aggregates) {
            columns.add(aggregate.result(first, count));
        }
        return new ColumnBatch(count, columns);
    }

    long retainedBytes() {
        long bytes = table.retainedBytes();
        for (AggregateColumn aggregate : aggregates) {
            bytes += aggregate.retainedBytes();
        }
        return bytes;
    }
}

package dev.skep.query.operator.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.function.vector.Rows;
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
        for (AggregateColumn aggregate : aggregates) {
            aggregate.add(groups, batch, rows, count);
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

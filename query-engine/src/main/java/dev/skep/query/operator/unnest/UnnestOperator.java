package dev.skep.query.operator.unnest;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Projection;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.UnnestNode;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.StructVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;

/** Makes a row of each element of the collections, which advance side by side. */
public final class UnnestOperator extends Operator {
    private static final int ROWS = ColumnBatch.DEFAULT_ROWS;

    private final UnnestNode node;
    private final Projection collections;
    private final boolean[] spreadsFields;
    private final int[] leftRows = new int[ROWS];
    private final long[] ordinals = new long[ROWS];
    private final int[][] elements;
    private int pending;

    public UnnestOperator(TaskContext context, OperatorStatistics statistics, Operator next, UnnestNode node,
            Projection collections) {
        super(context, statistics, next);
        this.node = node;
        this.collections = collections;
        int count = node.collections().size();
        elements = new int[count][ROWS];
        spreadsFields = new boolean[count];
        int output = node.kept().size();
        for (int i = 0; i < count; i++) {
            DataType type = node.collections().get(i).type();
            if (type instanceof MapType) {
                output += 2;
            } else {
                DataType element = ((ArrayType) type).element();
                spreadsFields[i] = element instanceof StructType && !node.outputs().get(output).type().equals(element);
                output += spreadsFields[i] ? ((StructType) element).fields().size() : 1;
            }
        }
    }

    @Override
    protected void push(ColumnBatch batch) {
        ColumnBatch values = collections.apply(batch);
        SelectionVector selection = batch.selection();
        int count = batch.selectedCount();
        int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
        ColumnVector[] bases = new ColumnVector[elements.length];
        int[][] offsets = new int[elements.length][];
        for (int i = 0; i < bases.length; i++) {
            ColumnVector vector = values.column(i);
            bases[i] = vector instanceof ConstantVector constant ? constant.value() : vector;
            offsets[i] = switch (bases[i]) {
                case ListVector list -> list.offsets();
                case MapVector map -> map.offsets();
                default -> new int[2];
            };
        }
        pending = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            int longest = 0;
            for (int i = 0; i < bases.length; i++) {
                longest = Math.max(longest, size(values.column(i), offsets[i], row));
            }
            int made = longest == 0 && node.keepsEmpty() ? 1 : longest;
            for (int n = 0; n < made; n++) {
                leftRows[pending] = row;
                ordinals[pending] = longest == 0 ? 0 : n + 1;
                for (int i = 0; i < bases.length; i++) {
                    int at = values.column(i) instanceof ConstantVector ? 0 : row;
                    elements[i][pending] = n < size(values.column(i), offsets[i], row) ? offsets[i][at] + n : -1;
                }
                if (++pending == ROWS) {
                    flush(batch, bases);
                }
            }
        }
        flush(batch, bases);
    }

    private static int size(ColumnVector vector, int[] offsets, int row) {
        if (vector.isNull(row)) {
            return 0;
        }
        int at = vector instanceof ConstantVector ? 0 : row;
        return offsets[at + 1] - offsets[at];
    }

    private void flush(ColumnBatch batch, ColumnVector[] bases) {
        int count = pending;
        pending = 0;
        if (count == 0) {
            return;
        }
        List<ColumnVector> columns = new ArrayList<>();
        for (int kept : node.kept()) {
            columns.add(Vectors.gather(batch.column(kept), leftRows, count));
        }
        for (int i = 0; i < bases.length; i++) {
            DataType type = node.collections().get(i).type();
            if (type instanceof MapType map) {
                boolean isMap = bases[i] instanceof MapVector;
                columns.add(isMap
                        ? gather(((MapVector) bases[i]).keys(), map.key(), elements[i], count)
                        : nulls(map.key(), count));
                columns.add(isMap
                        ? gather(((MapVector) bases[i]).values(), map.value(), elements[i], count)
                        : nulls(map.value(), count));
                continue;
            }
            DataType element = ((ArrayType) type).element();
            ColumnVector gathered = bases[i] instanceof ListVector list
                    ? gather(list.elements(), element, elements[i], count)
                    : nulls(element, count);
            if (spreadsFields[i]) {
                addFields(gathered, (StructType) element, count, columns);
            } else {
                columns.add(gathered);
            }
        }
        if (node.withOrdinality()) {
            boolean[] absent = new boolean[count];
            for (int k = 0; k < count; k++) {
                absent[k] = ordinals[k] == 0;
            }
            columns.add(new LongVector(count, ordinals.clone(), absent));
        }
        emit(new ColumnBatch(count, columns));
    }

    private static void addFields(ColumnVector vector, StructType type, int count, List<ColumnVector> columns) {
        for (int f = 0; f < type.fields().size(); f++) {
            DataType fieldType = type.fields().get(f).type();
            if (!(vector instanceof StructVector struct)) {
                columns.add(nulls(fieldType, count));
                continue;
            }
            int[] rows = new int[count];
            for (int k = 0; k < count; k++) {
                rows[k] = struct.isNull(k) ? -1 : k;
            }
            columns.add(gather(struct.fields().get(f), fieldType, rows, count));
        }
    }

    private static ColumnVector nulls(DataType type, int count) {
        return new ConstantVector(count, Values.vector(type, null));
    }

    /** The values at {@code rows}; null where the row is negative. */
    private static ColumnVector gather(ColumnVector vector, DataType type, int[] rows, int count) {
        boolean all = true;
        for (int k = 0; k < count && all; k++) {
            all = rows[k] >= 0;
        }
        if (all && !(vector instanceof DictionaryVector)) {
            return Vectors.gather(vector, rows, count);
        }
        VectorBuilder builder = VectorBuilder.of(type);
        ColumnVector none = Values.vector(type, null);
        int[] one = new int[1];
        for (int k = 0; k < count; k++) {
            one[0] = Math.max(0, rows[k]);
            builder.append(rows[k] < 0 ? none : vector, one, 1);
        }
        return builder.build();
    }
}

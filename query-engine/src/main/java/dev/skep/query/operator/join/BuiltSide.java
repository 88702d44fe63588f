package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.RuntimeFilter;
import dev.skep.query.operator.Source;
import dev.skep.query.plan.JoinNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/** A build side that is complete: its rows, how they are found, and which of them were matched. Read by all threads that probe. */
final class BuiltSide {
    private static final int ROWS_OF_MORSEL = 16 * ColumnBatch.DEFAULT_ROWS;

    private final JoinNode node;
    private final List<DataType> types;
    private final ColumnBatch rows;
    private final JoinTable table;
    private final boolean[] matched;
    private final int[] keyed;
    private final int keyedCount;
    private final Map<FlatVector, FlatVector> plain = new IdentityHashMap<>();

    BuiltSide(JoinNode node, List<DataType> types, ColumnBatch rows) {
        this.node = node;
        this.types = types;
        this.rows = rows;
        int[] found = new int[rows.rowCount()];
        int count = found.length;
        for (int row = 0; row < count; row++) {
            found[row] = row;
        }
        for (int key : node.rightKeys()) {
            count = withoutNulls(rows.column(key), found, count);
        }
        keyed = found;
        keyedCount = count;
        table = node.leftKeys().isEmpty()
                ? JoinTable.withoutKeys(rows)
                : JoinTable.of(rows, types, node.rightKeys(), found, count);
        matched = new boolean[node.kind().endsWithRightRows() ? rows.rowCount() : 0];
    }

    private static int withoutNulls(ColumnVector key, int[] found, int count) {
        if (!key.mayHaveNulls()) {
            return count;
        }
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = found[k];
            found[n] = row;
            n += key.isNull(row) ? 0 : 1;
        }
        return n;
    }

    ColumnBatch rows() {
        return rows;
    }

    JoinTable table() {
        return table;
    }

    /** True at the rows that were matched, if anybody wants to know; threads only ever write true, and the pipeline's end makes it seen. */
    boolean[] matched() {
        return matched;
    }

    boolean marksMatches() {
        return node.kind().endsWithRightRows();
    }

    /** What the values of a key column tell scans. */
    RuntimeFilter filter(int key) {
        ColumnVector column = rows.column(key);
        // The texts of a dictionary are those of the rows, each once.
        return column instanceof DictionaryVector encoded
                ? RuntimeFilter.of(encoded.dictionary(), types.get(key), Rows.identity(encoded.dictionary().length()),
                        encoded.dictionary().length())
                : RuntimeFilter.of(column, types.get(key), keyed, keyedCount);
    }

    long retainedBytes() {
        return table.retainedBytes() + matched.length + 4L * keyed.length;
    }

    List<DataType> types() {
        return types;
    }

    /** The same values without null flags, as dictionaries have them: one object for each column, so that work per dictionary is done once. */
    FlatVector withoutNulls(FlatVector vector) {
        if (!vector.mayHaveNulls()) {
            return vector;
        }
        synchronized (plain) {
            return plain.computeIfAbsent(vector, BuiltSide::stripped);
        }
    }

    private static FlatVector stripped(FlatVector vector) {
        int length = vector.length();
        return switch (vector) {
            case BooleanVector v -> new BooleanVector(length, v.values(), null);
            case IntVector v -> new IntVector(length, v.values(), null);
            case LongVector v -> new LongVector(length, v.values(), null);
            case Int128Vector v -> new Int128Vector(length, v.high(), v.low(), null);
            case FloatVector v -> new FloatVector(length, v.values(), null);
            case DoubleVector v -> new DoubleVector(length, v.values(), null);
            case BytesVector v -> new BytesVector(length, v.data(), v.offsets(), null);
        };
    }

    /** The rows that the join delivers of its right side for what matched them; to be read after all probing. */
    List<Source.Morsel> rightRows() {
        List<Source.Morsel> morsels = new ArrayList<>();
        for (int first = 0; first < rows.rowCount(); first += ROWS_OF_MORSEL) {
            morsels.add(new RightRows(first, Math.min(rows.rowCount(), first + ROWS_OF_MORSEL)));
        }
        return morsels;
    }

    private final class RightRows implements Source.Morsel {
        private final BuiltColumns columns = new BuiltColumns(BuiltSide.this);
        private final int[] selected = new int[ColumnBatch.DEFAULT_ROWS];
        private final int end;
        private int next;

        RightRows(int first, int end) {
            this.next = first;
            this.end = end;
        }

        @Override
        public @Nullable ColumnBatch next() {
            boolean wanted = node.kind() == JoinNode.Kind.RIGHT_SEMI;
            int count = 0;
            while (next < end && count < selected.length) {
                selected[count] = next;
                count += matched[next] == wanted ? 1 : 0;
                next++;
            }
            if (count == 0) {
                return null;
            }
            List<ColumnVector> all = new ArrayList<>();
            if (node.kind().keepsLeftColumns()) {
                for (Field field : node.left().outputs()) {
                    all.add(new ConstantVector(count, Values.vector(field.type(), null)));
                }
            }
            for (int c = 0; c < types.size(); c++) {
                all.add(columns.at(c, selected, count));
            }
            return new ColumnBatch(count, all);
        }
    }
}

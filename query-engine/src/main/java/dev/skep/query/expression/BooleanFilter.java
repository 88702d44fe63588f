package dev.skep.query.expression;

import dev.skep.query.function.vector.Rows;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import org.jspecify.annotations.Nullable;

/** Takes the rows where a boolean expression has the wanted value. */
final class BooleanFilter extends RowFilter {
    private final Evaluator evaluator;
    private final boolean wanted;

    BooleanFilter(Evaluator evaluator, boolean wanted) {
        this.evaluator = evaluator;
        this.wanted = wanted;
    }

    @Override
    public int select(ColumnBatch batch, int @Nullable [] rows, int count, int[] out) {
        return take(evaluator.evaluate(batch, rows, count), wanted, rows, count, out);
    }

    static int take(ColumnVector vector, boolean wanted, int @Nullable [] rows, int count, int[] out) {
        int[] from = Rows.orAll(rows, count);
        return switch (vector) {
            case BooleanVector flat -> take(flat.values(), flat.nulls(), wanted, from, count, out);
            case DictionaryVector dictionary -> take(((BooleanVector) dictionary.dictionary()).values(),
                    dictionary.ids(), dictionary.nulls(), wanted, from, count, out);
            case ConstantVector constant -> {
                if (constant.isNull(0) || ((BooleanVector) constant.value()).values()[0] != wanted) {
                    yield 0;
                }
                System.arraycopy(from, 0, out, 0, count);
                yield count;
            }
            default -> throw new IllegalStateException("Invalid condition: not a boolean vector");
        };
    }

    private static int take(boolean[] values, boolean @Nullable [] nulls, boolean wanted, int[] rows, int count,
            int[] out) {
        int n = 0;
        if (nulls == null) {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                out[n] = row;
                n += values[row] == wanted ? 1 : 0;
            }
        } else {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                out[n] = row;
                n += values[row] == wanted & !nulls[row] ? 1 : 0;
            }
        }
        return n;
    }

    private static int take(boolean[] values, int[] ids, boolean @Nullable [] nulls, boolean wanted, int[] rows,
            int count, int[] out) {
        int n = 0;
        if (nulls == null) {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                out[n] = row;
                n += values[ids[row]] == wanted ? 1 : 0;
            }
        } else {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                if (!nulls[row] && values[ids[row]] == wanted) {
                    out[n++] = row;
                }
            }
        }
        return n;
    }
}

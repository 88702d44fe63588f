package dev.skep.query.function.vector;

import java.util.Arrays;

import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;

/** The order of single values, for sorting, nested values and rare paths. NaN is the largest number and equals itself; text is ordered by bytes. */
public final class Order {
    private Order() {}

    /** Compares two values that are not null, of vectors with one physical type in any encoding. */
    public static int compare(ColumnVector a, int i, ColumnVector b, int j) {
        if (a instanceof DictionaryVector dictionary) {
            return compare(dictionary.dictionary(), dictionary.ids()[i], b, j);
        }
        if (b instanceof DictionaryVector dictionary) {
            return compare(a, i, dictionary.dictionary(), dictionary.ids()[j]);
        }
        if (a instanceof ConstantVector constant) {
            return compare(constant.value(), 0, b, j);
        }
        if (b instanceof ConstantVector constant) {
            return compare(a, i, constant.value(), 0);
        }
        return switch (a) {
            case IntVector v -> Integer.compare(v.values()[i], ((IntVector) b).values()[j]);
            case LongVector v -> Long.compare(v.values()[i], ((LongVector) b).values()[j]);
            case DoubleVector v -> compare(v.values()[i], ((DoubleVector) b).values()[j]);
            case FloatVector v -> compare(v.values()[i], ((FloatVector) b).values()[j]);
            case BooleanVector v -> Boolean.compare(v.values()[i], ((BooleanVector) b).values()[j]);
            case Int128Vector v -> {
                Int128Vector w = (Int128Vector) b;
                yield Int128.compare(v.high()[i], v.low()[i], w.high()[j], w.low()[j]);
            }
            case BytesVector v -> {
                BytesVector w = (BytesVector) b;
                yield Arrays.compareUnsigned(v.data(), v.offsets()[i], v.offsets()[i + 1], w.data(), w.offsets()[j],
                        w.offsets()[j + 1]);
            }
            case ListVector v -> compareRuns(v.elements(), v.offsets(), i, ((ListVector) b).elements(),
                    ((ListVector) b).offsets(), j);
            case MapVector v -> {
                int keys = compareRuns(v.keys(), v.offsets(), i, ((MapVector) b).keys(), ((MapVector) b).offsets(), j);
                yield keys != 0
                        ? keys
                        : compareRuns(v.values(), v.offsets(), i, ((MapVector) b).values(), ((MapVector) b).offsets(),
                                j);
            }
            case StructVector v -> {
                int order = 0;
                for (int f = 0; f < v.fields().size() && order == 0; f++) {
                    order = compareNullsLast(v.fields().get(f), i, ((StructVector) b).fields().get(f), j);
                }
                yield order;
            }
            case DictionaryVector ignored -> throw new IllegalStateException("Invalid nested dictionary");
            case ConstantVector ignored -> throw new IllegalStateException("Invalid nested constant");
        };
    }

    /** Compares two values that may be null; nulls are equal and last. */
    public static int compareNullsLast(ColumnVector a, int i, ColumnVector b, int j) {
        boolean nullA = a.isNull(i);
        boolean nullB = b.isNull(j);
        if (nullA || nullB) {
            return nullA ? nullB ? 0 : 1 : -1;
        }
        return compare(a, i, b, j);
    }

    private static int compareRuns(ColumnVector a, int[] offsetsA, int i, ColumnVector b, int[] offsetsB, int j) {
        int sizeA = offsetsA[i + 1] - offsetsA[i];
        int sizeB = offsetsB[j + 1] - offsetsB[j];
        for (int k = 0; k < Math.min(sizeA, sizeB); k++) {
            int order = compareNullsLast(a, offsetsA[i] + k, b, offsetsB[j] + k);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(sizeA, sizeB);
    }

    public static int compare(double a, double b) {
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
}

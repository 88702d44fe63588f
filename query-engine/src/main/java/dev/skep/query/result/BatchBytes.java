package dev.skep.query.result;

import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
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

/** How many bytes a batch that lies unread takes, about. */
final class BatchBytes {
    private BatchBytes() {}

    static long of(ColumnBatch batch) {
        long bytes = 0;
        for (ColumnVector column : batch.columns()) {
            bytes += of(column);
        }
        return bytes;
    }

    private static long of(ColumnVector vector) {
        long rows = vector.length();
        return switch (vector) {
            case BooleanVector ignored -> rows;
            case IntVector ignored -> 4 * rows;
            case FloatVector ignored -> 4 * rows;
            case LongVector ignored -> 8 * rows;
            case DoubleVector ignored -> 8 * rows;
            case Int128Vector ignored -> 16 * rows;
            case BytesVector v -> 4 * rows + v.offsets()[v.length()] - v.offsets()[0];
            // Dictionaries are not larger than the rows that are kept with them, and often shared.
            case DictionaryVector v -> 4 * rows + of(v.dictionary());
            case ConstantVector v -> of(v.value());
            case ListVector v -> 4 * rows + of(v.elements());
            case MapVector v -> 4 * rows + of(v.keys()) + of(v.values());
            case StructVector v -> {
                long bytes = 0;
                for (ColumnVector field : v.fields()) {
                    bytes += of(field);
                }
                yield bytes;
            }
        };
    }
}

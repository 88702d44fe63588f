package dev.skep.query.spill;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import org.jspecify.annotations.Nullable;

/** Reads vectors out of a block. Fails with a RuntimeException of any kind where the bytes are not what was written. */
final class VectorDecoder {
    private final BlockBuffer in;
    private final @Nullable ColumnVector[] dictionaries;

    /** @param dictionaries by column, the last one that was read; changed here */
    VectorDecoder(BlockBuffer in, @Nullable ColumnVector[] dictionaries) {
        this.in = in;
        this.dictionaries = dictionaries;
    }

    ColumnVector column(int number, int rows) {
        return read(number, rows);
    }

    private ColumnVector read(int number, int rows) {
        VectorKind kind = VectorKind.of(in.takeByte());
        boolean[] nulls = in.takeByte() == 0 ? null : in.takeBooleans(rows);
        return switch (kind) {
            case BOOLEAN -> new BooleanVector(rows, in.takeBooleans(rows), nulls);
            case INT -> new IntVector(rows, in.takeInts(rows), nulls);
            case LONG -> new LongVector(rows, in.takeLongs(rows), nulls);
            case INT128 -> new Int128Vector(rows, in.takeLongs(rows), in.takeLongs(rows), nulls);
            case FLOAT -> new FloatVector(rows, in.takeFloats(rows), nulls);
            case DOUBLE -> new DoubleVector(rows, in.takeDoubles(rows), nulls);
            case BYTES -> {
                int[] offsets = in.takeOffsets(rows);
                yield new BytesVector(rows, in.takeBytes(offsets[rows]), offsets, nulls);
            }
            case NEW_DICTIONARY -> {
                ColumnVector dictionary = read(-1, in.takeInt());
                dictionaries[number] = dictionary;
                yield new DictionaryVector(rows, (FlatVector) dictionary, in.takeInts(rows), nulls);
            }
            case SAME_DICTIONARY -> {
                ColumnVector dictionary = dictionaries[number];
                if (dictionary == null) {
                    throw new IllegalArgumentException("a block names a dictionary that was not read");
                }
                yield new DictionaryVector(rows, (FlatVector) dictionary, in.takeInts(rows), nulls);
            }
            case CONSTANT -> new ConstantVector(rows, read(-1, 1));
            case STRUCT -> {
                int count = in.takeInt();
                List<ColumnVector> fields = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    fields.add(read(-1, rows));
                }
                yield new StructVector(rows, fields, nulls);
            }
            case LIST -> {
                int[] offsets = in.takeOffsets(rows);
                yield new ListVector(rows, read(-1, offsets[rows]), offsets, nulls);
            }
            case MAP -> {
                int[] offsets = in.takeOffsets(rows);
                yield new MapVector(rows, read(-1, offsets[rows]), read(-1, offsets[rows]), offsets, nulls);
            }
        };
    }
}

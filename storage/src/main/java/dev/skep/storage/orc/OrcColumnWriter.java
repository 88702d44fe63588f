package dev.skep.storage.orc;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
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
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.MultiValuedColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.serde2.io.HiveDecimalWritable;

/** Puts rows of our vectors into orc-core's, by type. */
final class OrcColumnWriter {
    private final DataType type;
    private final List<OrcColumnWriter> children = new ArrayList<>();

    private OrcColumnWriter(DataType type) {
        this.type = type;
        switch (type) {
            case ArrayType array -> children.add(of(array.element()));
            case MapType map -> {
                children.add(of(map.key()));
                children.add(of(map.value()));
            }
            case StructType struct -> struct.fields().forEach(field -> children.add(of(field.type())));
            default -> {
            }
        }
    }

    static OrcColumnWriter of(DataType type) {
        return new OrcColumnWriter(type);
    }

    /** Puts the values of {@code from} at {@code rows[0 .. count)} to {@code to} from row {@code start} on, for which it has room. */
    void write(ColumnVector from, int[] rows, int count, org.apache.orc.storage.ql.exec.vector.ColumnVector to,
            int start) {
        if (from instanceof ConstantVector constant) {
            write(constant.value(), new int[count], count, to, start);
            return;
        }
        for (int i = 0; i < count; i++) {
            boolean isNull = from.isNull(rows[i]);
            to.isNull[start + i] = isNull;
            to.noNulls &= !isNull;
        }
        switch (from) {
            case FlatVector flat -> writeFlat(flat, rows, count, to, start);
            case DictionaryVector dictionary -> {
                int[] ids = new int[count];
                for (int i = 0; i < count; i++) {
                    ids[i] = to.isNull[start + i] ? 0 : dictionary.ids()[rows[i]];
                }
                writeFlat(dictionary.dictionary(), ids, count, to, start);
            }
            case StructVector struct -> {
                StructColumnVector target = (StructColumnVector) to;
                for (int f = 0; f < children.size(); f++) {
                    children.get(f).write(struct.fields().get(f), rows, count, target.fields[f], start);
                }
            }
            case ListVector list -> {
                ListColumnVector target = (ListColumnVector) to;
                int[] elements = runs(list.offsets(), rows, count, target, start);
                int first = target.childCount - elements.length;
                target.child.ensureSize(target.childCount, true);
                children.getFirst().write(list.elements(), elements, elements.length, target.child, first);
            }
            case MapVector map -> {
                MapColumnVector target = (MapColumnVector) to;
                int[] entries = runs(map.offsets(), rows, count, target, start);
                int first = target.childCount - entries.length;
                target.keys.ensureSize(target.childCount, true);
                target.values.ensureSize(target.childCount, true);
                children.getFirst().write(map.keys(), entries, entries.length, target.keys, first);
                children.get(1).write(map.values(), entries, entries.length, target.values, first);
            }
            case ConstantVector ignored -> throw new IllegalStateException("a constant of a constant");
        }
    }

    /** Lays out the runs of the rows behind what the target holds, and returns the child rows that belong there. */
    private static int[] runs(int[] offsets, int[] rows, int count, MultiValuedColumnVector target, int start) {
        int total = 0;
        for (int i = 0; i < count; i++) {
            int length = target.isNull[start + i] ? 0 : offsets[rows[i] + 1] - offsets[rows[i]];
            target.offsets[start + i] = target.childCount + total;
            target.lengths[start + i] = length;
            total = Math.addExact(total, length);
        }
        int[] children = new int[total];
        int next = 0;
        for (int i = 0; i < count; i++) {
            int first = offsets[rows[i]];
            for (int j = 0; j < target.lengths[start + i]; j++) {
                children[next++] = first + j;
            }
        }
        target.childCount = Math.addExact(target.childCount, total);
        return children;
    }

    private void writeFlat(FlatVector from, int[] rows, int count,
            org.apache.orc.storage.ql.exec.vector.ColumnVector to, int start) {
        boolean[] isNull = to.isNull;
        switch (from) {
            case BooleanVector v -> {
                long[] target = ((LongColumnVector) to).vector;
                for (int i = 0; i < count; i++) {
                    target[start + i] = !isNull[start + i] && v.values()[rows[i]] ? 1 : 0;
                }
            }
            case IntVector v -> {
                long[] target = ((LongColumnVector) to).vector;
                for (int i = 0; i < count; i++) {
                    target[start + i] = isNull[start + i] ? 0 : v.values()[rows[i]];
                }
            }
            case LongVector v when type == PrimitiveType.TIMESTAMP -> {
                TimestampColumnVector target = (TimestampColumnVector) to;
                for (int i = 0; i < count; i++) {
                    long micros = isNull[start + i] ? 0 : v.values()[rows[i]];
                    target.time[start + i] = Math.floorDiv(micros, 1000L);
                    target.nanos[start + i] = (int) Math.floorMod(micros, 1_000_000L) * 1000;
                }
            }
            case LongVector v -> {
                long[] target = ((LongColumnVector) to).vector;
                for (int i = 0; i < count; i++) {
                    target[start + i] = isNull[start + i] ? 0 : v.values()[rows[i]];
                }
            }
            case Int128Vector v -> {
                HiveDecimalWritable[] target = ((DecimalColumnVector) to).vector;
                int scale = ((DecimalType) type).scale();
                for (int i = 0; i < count; i++) {
                    if (!isNull[start + i]) {
                        target[start + i].setFromBigIntegerBytesAndScale(v.bigInteger(rows[i]).toByteArray(), scale);
                    }
                }
            }
            case FloatVector v -> {
                double[] target = ((DoubleColumnVector) to).vector;
                for (int i = 0; i < count; i++) {
                    target[start + i] = isNull[start + i] ? 0 : v.values()[rows[i]];
                }
            }
            case DoubleVector v -> {
                double[] target = ((DoubleColumnVector) to).vector;
                for (int i = 0; i < count; i++) {
                    target[start + i] = isNull[start + i] ? 0 : v.values()[rows[i]];
                }
            }
            case BytesVector v -> {
                BytesColumnVector target = (BytesColumnVector) to;
                for (int i = 0; i < count; i++) {
                    if (!isNull[start + i]) {
                        target.setRef(start + i, v.data(), v.offsets()[rows[i]], v.size(rows[i]));
                    }
                }
            }
        }
    }
}

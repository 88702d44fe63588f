package dev.skep.query.function.aggregate;

import dev.skep.query.function.vector.BytesSink;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** listagg: the texts of each group that are not null, joined by a separator, which is that of the first row seen. */
final class TextListAccumulator extends ListAccumulator {
    private byte @Nullable [] separator;

    TextListAccumulator() {
        super(PrimitiveType.STRING);
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        if (separator == null && count > 0 && arguments.length > keyCount() + 1) {
            BytesVector one = (BytesVector) Vectors.flatten(Vectors.gather(arguments[1], new int[]{rows[0]}, 1));
            separator = one.isNull(0)
                    ? new byte[0]
                    : java.util.Arrays.copyOfRange(one.data(), one.offsets()[0],
                            one.offsets()[1]);
        }
        super.add(groups, arguments, rows, count);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        TextListAccumulator that = (TextListAccumulator) other;
        if (separator == null) {
            separator = that.separator;
        }
        super.merge(other, from, to, count);
    }

    @Override
    public ColumnVector result(int first, int count) {
        BytesSink sink = new BytesSink().begin(count);
        boolean[] nulls = new boolean[count];
        byte[] between = separator == null ? new byte[0] : separator;
        for (int i = 0; i < count; i++) {
            boolean isEmpty = true;
            for (int row : rows(first + i)) {
                if (values().isNull(row)) {
                    continue;
                }
                if (!isEmpty) {
                    sink.write(between);
                }
                BytesVector texts = (BytesVector) values();
                sink.write(texts.data(), texts.offsets()[row], texts.offsets()[row + 1]);
                isEmpty = false;
            }
            nulls[i] = isEmpty;
            sink.endRow(i);
        }
        return sink.finish(nulls);
    }
}

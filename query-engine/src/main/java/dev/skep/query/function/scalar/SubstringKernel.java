package dev.skep.query.function.scalar;

import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.BytesSink;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Utf8;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** substr(text, start [, length]) in characters from 1; a negative start counts from the end. */
final class SubstringKernel extends StrictKernel {
    @Override
    protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
            boolean @Nullable [] nulls, Buffers out) {
        BytesVector bytes = in[0].bytes();
        long[] starts = in[1].longs(rows, count);
        long[] sizes = in.length > 2 ? in[2].longs(rows, count) : null;
        BytesSink sink = out.sink(length);
        byte[] data = bytes.data();
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            int i = in[0].index(row);
            int from = bytes.offsets()[i];
            int end = bytes.offsets()[i + 1];
            long start = starts[row];
            long size = sizes == null ? Integer.MAX_VALUE : sizes[row];
            if (start < 0) {
                start = Utf8.length(data, from, end) + start + 1;
            }
            if (start > 0 && size > 0) {
                int first = Utf8.skip(data, from, end, (int) Math.min(Integer.MAX_VALUE, start - 1));
                int last = Utf8.skip(data, first, end, (int) Math.min(Integer.MAX_VALUE, size));
                sink.write(data, first, last);
            }
            sink.endRow(row);
        }
        return sink.finish(nulls);
    }
}

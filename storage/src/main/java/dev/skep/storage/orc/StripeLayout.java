package dev.skep.storage.orc;

import java.util.ArrayList;
import java.util.List;

import org.apache.orc.OrcProto;
import org.apache.orc.StripeInformation;
import org.apache.orc.impl.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * Where the streams of a stripe lie and how its columns are encoded, as its footer says.
 *
 * @param streams those of the wanted columns
 * @param timeZone of the writer, empty if the footer does not name one
 */
record StripeLayout(List<Stream> streams, List<OrcProto.ColumnEncoding> encodings, String timeZone) {

    /** A stream of the column with type id {@code column}, at {@code offset} in the file. */
    record Stream(int column, OrcProto.Stream.Kind kind, long offset, long length) {
        boolean isIndex() {
            return StreamName.getArea(kind) == StreamName.Area.INDEX;
        }
    }

    StripeLayout {
        streams = List.copyOf(streams);
        encodings = List.copyOf(encodings);
    }

    /** @param wanted by type id, the columns whose streams to find */
    static StripeLayout of(StripeInformation stripe, OrcProto.StripeFooter footer, boolean[] wanted) {
        check(stripe, footer);
        List<Stream> streams = new ArrayList<>();
        long offset = addStreams(footer, StreamName.Area.INDEX, stripe.getOffset(), wanted, streams);
        addStreams(footer, StreamName.Area.DATA, offset, wanted, streams);
        return new StripeLayout(streams, footer.getColumnsList(), footer.getWriterTimezone());
    }

    /** In a stripe all indexes come before all data, whatever the order in which the footer names them. */
    private static long addStreams(OrcProto.StripeFooter footer, StreamName.Area area, long start, boolean[] wanted,
            List<Stream> streams) {
        long offset = start;
        for (OrcProto.Stream stream : footer.getStreamsList()) {
            if (!stream.hasKind() || StreamName.getArea(stream.getKind()) != area) {
                continue;
            }
            int column = stream.getColumn();
            if (column >= 0 && column < wanted.length && wanted[column]) {
                streams.add(new Stream(column, stream.getKind(), offset, stream.getLength()));
            }
            offset += stream.getLength();
        }
        return offset;
    }

    /** Fails if the footer does not agree with the stripe, before anybody allocates by what it says. */
    static void check(StripeInformation stripe, OrcProto.StripeFooter footer) {
        long limit = stripe.getIndexLength() + stripe.getDataLength();
        long length = 0;
        for (OrcProto.Stream stream : footer.getStreamsList()) {
            if (stream.getLength() < 0 || stream.getLength() > limit - length) {
                throw DecodeException.corrupt("column %d: stream %s of %d bytes does not fit the stripe",
                        stream.getColumn(), stream.getKind(), stream.getLength());
            }
            length += stream.getLength();
        }
        for (int i = 0; i < footer.getColumnsCount(); i++) {
            int size = footer.getColumns(i).getDictionarySize();
            if (size < 0 || (size > stripe.getNumberOfRows() && size > length)) {
                throw DecodeException.corrupt("column %d: dictionary of %d entries in a stripe of %d rows", i, size,
                        stripe.getNumberOfRows());
            }
            if (size > 0 && !hasStream(footer, i, OrcProto.Stream.Kind.LENGTH)) {
                throw DecodeException.corrupt("column %d: dictionary of %d entries without their lengths", i, size);
            }
        }
    }

    private static boolean hasStream(OrcProto.StripeFooter footer, int column, OrcProto.Stream.Kind kind) {
        for (OrcProto.Stream stream : footer.getStreamsList()) {
            if (stream.getColumn() == column && stream.getKind() == kind) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Stream find(int column, OrcProto.Stream.Kind kind) {
        for (Stream stream : streams) {
            if (stream.column == column && stream.kind == kind) {
                return stream;
            }
        }
        return null;
    }

    OrcProto.ColumnEncoding encoding(int column) {
        if (column >= encodings.size()) {
            throw DecodeException.corrupt("column %d: no encoding", column);
        }
        return encodings.get(column);
    }
}

package dev.skep.jdbc.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.jdbc.wire.ColumnData.Nulls;
import dev.skep.thrift.hs2.TCLIService;
import dev.skep.thrift.hs2.TFetchResultsReq;
import dev.skep.thrift.hs2.TStatus;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TTransport;
import org.jspecify.annotations.Nullable;

/**
 * The generated client, except that the columns of a fetch are read from the wire straight into arrays; the generated structs would make an
 * object of each value. Field numbers are those of the structs TFetchResultsResp, TRowSet, TColumn and the column structs.
 */
final class FetchingClient extends TCLIService.Client {
    private static final int FIRST_DATA_BYTES = 1 << 12;

    private final OwningProtocol protocol;

    FetchingClient(OwningProtocol protocol) {
        super(protocol);
        this.protocol = protocol;
    }

    /** What a fetch answered: a status and, if that is a success, rows in Hive's form or packed. */
    static final class Fetched {
        TStatus status = new TStatus();
        boolean moreRows = true;
        @Nullable
        List<ColumnData> columns;
        int rows;
        long bytes;
        byte @Nullable [] packed;
        int packedBytes;
    }

    Fetched fetch(TFetchResultsReq request, FetchBuffers buffers) throws TException {
        send_FetchResults(request);
        TMessage message = protocol.readMessageBegin();
        if (message.type == TMessageType.EXCEPTION) {
            TApplicationException failure = new TApplicationException();
            failure.read(protocol);
            protocol.readMessageEnd();
            throw failure;
        }
        if (message.seqid != seqid_) {
            throw new TApplicationException(TApplicationException.BAD_SEQUENCE_ID,
                    "FetchResults: answer out of sequence");
        }
        Fetched fetched = null;
        protocol.readStructBegin();
        for (TField field = next(); field.type != TType.STOP; field = next()) {
            if (field.id == 0 && field.type == TType.STRUCT) {
                fetched = readResponse(buffers);
            } else {
                skip(field);
            }
        }
        protocol.readMessageEnd();
        if (fetched == null) {
            throw new TApplicationException(TApplicationException.MISSING_RESULT, "FetchResults: no answer");
        }
        return fetched;
    }

    private Fetched readResponse(FetchBuffers buffers) throws TException {
        Fetched fetched = new Fetched();
        protocol.readStructBegin();
        for (TField field = next(); field.type != TType.STOP; field = next()) {
            if (field.id == 1 && field.type == TType.STRUCT) {
                fetched.status.read(protocol);
            } else if (field.id == 2 && field.type == TType.BOOL) {
                // Hive's own server always says that there are no more rows, so only an empty fetch ends a result there.
                fetched.moreRows = protocol.readBool();
            } else if (field.id == 3 && field.type == TType.STRUCT) {
                readRowSet(fetched, buffers);
            } else {
                skip(field);
            }
        }
        return fetched;
    }

    private void readRowSet(Fetched fetched, FetchBuffers buffers) throws TException {
        protocol.readStructBegin();
        for (TField field = next(); field.type != TType.STOP; field = next()) {
            if (field.id == 3 && field.type == TType.LIST) {
                TList list = protocol.readListBegin();
                List<ColumnData> columns = new ArrayList<>(Math.min(list.size, 1024));
                for (int i = 0; i < list.size; i++) {
                    columns.add(readColumn(fetched));
                }
                fetched.columns = columns;
            } else if (field.id == 4 && field.type == TType.STRING) {
                readPacked(fetched, buffers);
            } else {
                skip(field);
            }
        }
    }

    private void readPacked(Fetched fetched, FetchBuffers buffers) throws TException {
        int length = protocol.readI32();
        TTransport transport = getInputProtocol().getTransport();
        transport.checkReadBytesAvailable(length);
        byte[] packed = buffers.take(length);
        int read = Math.min(length, packed.length);
        transport.readAll(packed, 0, read);
        while (read < length) {
            packed = buffers.grow(packed, read, length);
            int more = Math.min(length, packed.length) - read;
            transport.readAll(packed, read, more);
            read += more;
        }
        fetched.packed = packed;
        fetched.packedBytes = length;
    }

    private ColumnData readColumn(Fetched fetched) throws TException {
        ColumnData column = null;
        protocol.readStructBegin();
        for (TField field = next(); field.type != TType.STOP; field = next()) {
            if (field.id >= 1 && field.id <= 8 && field.type == TType.STRUCT) {
                column = readValues(field.id, fetched);
            } else {
                skip(field);
            }
        }
        if (column == null) {
            throw new TProtocolException(TProtocolException.INVALID_DATA, "Invalid row set: a column without values");
        }
        return column;
    }

    private ColumnData readValues(int kind, Fetched fetched) throws TException {
        boolean[] booleans = {};
        long[] longs = {};
        double[] doubles = {};
        int[] offsets = {0};
        byte[] data = {};
        byte[] nulls = {};
        protocol.readStructBegin();
        for (TField field = next(); field.type != TType.STOP; field = next()) {
            if (field.id == 2 && field.type == TType.STRING) {
                nulls = protocol.readBinary().array();
            } else if (field.id == 1 && field.type == TType.LIST) {
                int size = protocol.readListBegin().size;
                fetched.rows = size;
                if (kind == 1) {
                    booleans = readBooleans(size);
                } else if (kind <= 5) {
                    longs = readLongs(kind, size);
                } else if (kind == 6) {
                    doubles = readDoubles(size);
                } else {
                    offsets = new int[size + 1];
                    data = readBytes(offsets);
                }
            } else {
                skip(field);
            }
        }
        fetched.bytes += booleans.length + 8L * (longs.length + doubles.length) + 4L * offsets.length + data.length
                + nulls.length;
        Nulls marks = Nulls.of(nulls);
        switch (kind) {
            case 1 :
                return new ColumnData.Booleans(booleans, marks);
            case 2 :
            case 3 :
            case 4 :
            case 5 :
                return new ColumnData.Longs(longs, marks);
            case 6 :
                return new ColumnData.Doubles(doubles, marks, null);
            default :
                return new ColumnData.Bytes(data, offsets, marks);
        }
    }

    private boolean[] readBooleans(int size) throws TException {
        boolean[] values = new boolean[size];
        for (int i = 0; i < size; i++) {
            values[i] = protocol.readBool();
        }
        return values;
    }

    private long[] readLongs(int kind, int size) throws TException {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            switch (kind) {
                case 2 :
                    values[i] = protocol.readByte();
                    break;
                case 3 :
                    values[i] = protocol.readI16();
                    break;
                case 4 :
                    values[i] = protocol.readI32();
                    break;
                default :
                    values[i] = protocol.readI64();
            }
        }
        return values;
    }

    private double[] readDoubles(int size) throws TException {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = protocol.readDouble();
        }
        return values;
    }

    /** Reads as many values as {@code offsets} has room for, one after the other into one array. */
    private byte[] readBytes(int[] offsets) throws TException {
        byte[] data = new byte[FIRST_DATA_BYTES];
        for (int i = 0; i + 1 < offsets.length; i++) {
            int length = protocol.readI32();
            int end = offsets[i] + length;
            if (length < 0 || end < 0) {
                throw new TProtocolException(TProtocolException.NEGATIVE_SIZE,
                        "Invalid row set: a value of " + length + " bytes");
            }
            if (end > data.length) {
                getInputProtocol().getTransport().checkReadBytesAvailable(length);
                data = Arrays.copyOf(data, Math.max(end, (int) Math.min(Integer.MAX_VALUE - 8, 2L * data.length)));
            }
            getInputProtocol().getTransport().readAll(data, offsets[i], length);
            offsets[i + 1] = end;
        }
        return data;
    }

    private TField next() throws TException {
        return protocol.readFieldBegin();
    }

    private void skip(TField field) throws TException {
        TProtocolUtil.skip(protocol, field.type);
    }
}

package dev.skep.storage.parquet;

import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * A run of bytes as thrift's transport. Unlike a stream it knows how much is left, so that a list or text that claims more than that is
 * refused before anything is allocated for it.
 */
final class ThriftBuffer extends TTransport {
    private final byte[] bytes;
    private final int end;
    private final TConfiguration configuration = new TConfiguration();
    private int position;

    ThriftBuffer(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** Reads {@code struct} and returns the position behind it. */
    static int read(TBase<?, ?> struct, byte[] bytes, int start, int end) {
        ThriftBuffer buffer = new ThriftBuffer(bytes, start, end);
        try {
            struct.read(new TCompactProtocol(buffer));
        } catch (TException | RuntimeException e) {
            throw DecodeException.corrupt("%s is malformed (%s)", struct.getClass().getSimpleName(), e.getMessage());
        }
        return buffer.position;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws TTransportException {
        int count = Math.min(length, end - position);
        if (count <= 0 && length > 0) {
            throw new TTransportException(TTransportException.END_OF_FILE, "ends early");
        }
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getBufferPosition() {
        return position;
    }

    @Override
    public int getBytesRemainingInBuffer() {
        return end - position;
    }

    @Override
    public void consumeBuffer(int length) {
        position += length;
    }

    @Override
    public TConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public void checkReadBytesAvailable(long count) throws TTransportException {
        if (count < 0 || count > end - position) {
            throw new TTransportException(TTransportException.END_OF_FILE,
                    count + " bytes claimed, " + (end - position) + " left");
        }
    }

    @Override
    public void updateKnownMessageSize(long size) {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void open() {}

    @Override
    public void close() {}

    @Override
    public void write(byte @Nullable [] source, int offset, int length) throws TTransportException {
        throw new TTransportException("Cannot write to a buffer that is read");
    }
}

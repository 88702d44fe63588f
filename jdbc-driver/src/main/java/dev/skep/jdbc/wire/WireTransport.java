package dev.skep.jdbc.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * What the generated client reads and writes: a buffer in each direction over a {@link MessageChannel}. For one thread at a time;
 * {@link #close} may come from any.
 */
final class WireTransport extends TTransport {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_MESSAGE_BYTES = 1 << 30;

    private final TConfiguration configuration = new TConfiguration(MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES, 64);
    private final MessageChannel channel;
    private final int headRoom;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private byte[] written = new byte[1024];
    private int writtenSize;

    private WireTransport(MessageChannel channel) {
        this.channel = channel;
        this.headRoom = channel.headRoom();
        this.writtenSize = headRoom;
    }

    /** Connects and signs in. */
    static WireTransport connect(Endpoint endpoint) throws IOException {
        if (endpoint.httpPath() != null) {
            return new WireTransport(HttpChannel.open(endpoint));
        }
        SocketLink link = SocketLink.open(endpoint);
        try {
            link.setReadMillis(endpoint.signInMillis());
            MessageChannel channel = endpoint.signIn().signIn(link, endpoint);
            link.setReadMillis(endpoint.readMillis());
            return new WireTransport(channel);
        } catch (IOException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /** From now on reading waits for at most {@code millis} for the next byte, 0 meaning for ever. */
    void setReadMillis(int millis) throws TTransportException {
        try {
            channel.setReadMillis(millis);
        } catch (IOException e) {
            throw new TTransportException(TTransportException.NOT_OPEN, e.getMessage(), e);
        }
    }

    @Override
    public int read(byte[] to, int offset, int length) throws TTransportException {
        if (position == limit) {
            if (length >= BUFFER_BYTES) {
                return receive(to, offset, length);
            }
            position = 0;
            limit = 0;
            limit = receive(buffer, 0, BUFFER_BYTES);
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, to, offset, count);
        position += count;
        return count;
    }

    private int receive(byte[] to, int offset, int length) throws TTransportException {
        try {
            return channel.receive(to, offset, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static TTransportException failure(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return new TTransportException(TTransportException.TIMED_OUT, "the server did not answer in time", e);
        }
        return new TTransportException(
                e instanceof EOFException ? TTransportException.END_OF_FILE : TTransportException.UNKNOWN,
                e.getMessage(), e);
    }

    @Override
    public byte[] getBuffer() {
        return buffer;
    }

    @Override
    public int getBufferPosition() {
        return position;
    }

    @Override
    public int getBytesRemainingInBuffer() {
        return limit - position;
    }

    @Override
    public void consumeBuffer(int length) {
        position += length;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        if (written.length - writtenSize < length) {
            written = Arrays.copyOf(written, Math.max(2 * written.length, writtenSize + length));
        }
        System.arraycopy(from, offset, written, writtenSize, length);
        writtenSize += length;
    }

    /** Forgets what was written since the last flush, after a message could not be written whole. */
    void discardWritten() {
        writtenSize = headRoom;
    }

    @Override
    public void flush() throws TTransportException {
        try {
            channel.send(written, headRoom, writtenSize - headRoom);
        } catch (IOException e) {
            throw failure(e);
        } finally {
            discardWritten();
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** A connection is open from the start. */
    @Override
    public void open() {}

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public TConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public void updateKnownMessageSize(long size) throws TTransportException {
        checkReadBytesAvailable(size);
    }

    @Override
    public void checkReadBytesAvailable(long count) throws TTransportException {
        if (count < 0 || count > MAX_MESSAGE_BYTES) {
            throw new TTransportException(TTransportException.MESSAGE_SIZE_LIMIT,
                    "Invalid length in an answer: " + count + " bytes");
        }
    }

    /** Lengths are checked one by one. */
    @Override
    public void resetMessageSizeAndConsumedBytes(long size) {}
}

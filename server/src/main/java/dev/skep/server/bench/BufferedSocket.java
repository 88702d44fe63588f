package dev.skep.server.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/** A socket whose answers are decoded straight from a buffer, so that a measurement is of the server as far as it can be. */
final class BufferedSocket extends TTransport {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int TIMEOUT_MILLIS = 30 * 60 * 1000;
    private static final TConfiguration LARGE = new TConfiguration(Integer.MAX_VALUE, Integer.MAX_VALUE, 64);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] written = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private int pending;

    BufferedSocket(URI server) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void open() {}

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws TTransportException {
        if (position == limit) {
            fill();
        }
        int now = Math.min(count, limit - position);
        System.arraycopy(buffer, position, bytes, offset, now);
        position += now;
        return now;
    }

    private void fill() throws TTransportException {
        try {
            int got = in.read(buffer, 0, buffer.length);
            if (got < 0) {
                throw new TTransportException(TTransportException.END_OF_FILE, "The server has closed the connection");
            }
            position = 0;
            limit = got;
        } catch (IOException e) {
            throw new TTransportException(TTransportException.UNKNOWN, e);
        }
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
    public void consumeBuffer(int count) {
        position += count;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws TTransportException {
        if (count > written.length - pending) {
            send();
        }
        if (count > written.length) {
            send(bytes, offset, count);
        } else {
            System.arraycopy(bytes, offset, written, pending, count);
            pending += count;
        }
    }

    @Override
    public void flush() throws TTransportException {
        send();
    }

    private void send() throws TTransportException {
        send(written, 0, pending);
        pending = 0;
    }

    private void send(byte[] bytes, int offset, int count) throws TTransportException {
        try {
            out.write(bytes, offset, count);
        } catch (IOException e) {
            throw new TTransportException(TTransportException.UNKNOWN, e);
        }
    }

    @Override
    public TConfiguration getConfiguration() {
        return LARGE;
    }

    @Override
    public void updateKnownMessageSize(long size) {}

    @Override
    public void checkReadBytesAvailable(long count) {}

    @Override
    public void resetMessageSizeAndConsumedBytes(long size) {}
}

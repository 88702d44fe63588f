package dev.skep.jdbc.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * A socket with a buffer in each direction. Messages go as they are or, after {@link #signIn}, in SASL frames: four bytes of length, then
 * that many bytes. For one thread at a time; {@link #close} may come from any.
 */
final class WireTransport extends TTransport {
    private static final byte START = 1;
    private static final byte COMPLETE = 5;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_MESSAGE_BYTES = 1 << 30;
    private static final int MAX_SIGN_IN_BYTES = 1 << 20;

    private final TConfiguration configuration = new TConfiguration(MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES, 64);
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private byte[] written = new byte[1024];
    private int writtenSize;
    private boolean framed;
    private int frameLeft;

    private WireTransport(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Connects within {@code connectMillis}; reading waits for at most {@code readMillis} for the next byte, 0 meaning for ever. */
    static WireTransport connect(String host, int port, int connectMillis, int readMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoTimeout(readMillis);
            socket.connect(new InetSocketAddress(host, port), connectMillis);
            return new WireTransport(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** From now on reading waits for at most {@code millis} for the next byte, 0 meaning for ever. */
    void setReadMillis(int millis) throws TTransportException {
        try {
            socket.setSoTimeout(millis);
        } catch (IOException e) {
            throw new TTransportException(TTransportException.NOT_OPEN, e.getMessage(), e);
        }
    }

    /** Signs in by SASL PLAIN; from here on messages are framed. Fails with the server's reason when it refuses. */
    void signIn(String user, String password) throws TTransportException, SignInRefusedException {
        sendSasl(START, "PLAIN".getBytes(US_ASCII));
        sendSasl(COMPLETE, ("\0" + user + "\0" + password).getBytes(UTF_8));
        byte[] header = new byte[5];
        readAll(header, 0, header.length);
        int length = readInt(header, 1);
        if (length < 0 || length > MAX_SIGN_IN_BYTES) {
            throw new TTransportException(TTransportException.CORRUPTED_DATA,
                    "Invalid answer to the sign-in: a message of " + length + " bytes");
        }
        byte[] payload = new byte[length];
        readAll(payload, 0, length);
        if (header[0] != COMPLETE) {
            throw new SignInRefusedException(new String(payload, UTF_8));
        }
        framed = true;
        writtenSize = 4;
    }

    private void sendSasl(byte status, byte[] payload) throws TTransportException {
        int length = payload.length;
        write(new byte[]{status, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length}, 0,
                5);
        write(payload, 0, length);
        flush();
    }

    private static int readInt(byte[] bytes, int offset) {
        return (bytes[offset] & 255) << 24 | (bytes[offset + 1] & 255) << 16 | (bytes[offset + 2] & 255) << 8
                | bytes[offset + 3] & 255;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws TTransportException {
        if (position == limit) {
            int most = beginFrame(length);
            if (most >= BUFFER_BYTES) {
                int count = readSocket(to, offset, most);
                frameLeft -= framed ? count : 0;
                return count;
            }
            fill();
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, to, offset, count);
        position += count;
        return count;
    }

    /** Reads the length of the next frame if one is due; returns how many of {@code wanted} bytes lie in the present frame. */
    private int beginFrame(int wanted) throws TTransportException {
        if (!framed) {
            return wanted;
        }
        while (frameLeft == 0) {
            byte[] header = new byte[4];
            for (int read = 0; read < 4;) {
                read += readSocket(header, read, 4 - read);
            }
            frameLeft = readInt(header, 0);
            if (frameLeft < 0 || frameLeft > MAX_MESSAGE_BYTES) {
                throw new TTransportException(TTransportException.CORRUPTED_DATA,
                        "Invalid frame: " + frameLeft + " bytes");
            }
        }
        return Math.min(wanted, frameLeft);
    }

    private void fill() throws TTransportException {
        position = 0;
        limit = 0;
        limit = readSocket(buffer, 0, framed ? Math.min(BUFFER_BYTES, frameLeft) : BUFFER_BYTES);
        frameLeft -= framed ? limit : 0;
    }

    private int readSocket(byte[] to, int offset, int length) throws TTransportException {
        try {
            int count = in.read(to, offset, length);
            if (count < 0) {
                throw new EOFException("the server closed the connection");
            }
            return count;
        } catch (java.net.SocketTimeoutException e) {
            throw new TTransportException(TTransportException.TIMED_OUT, "the server did not answer in time", e);
        } catch (EOFException e) {
            throw new TTransportException(TTransportException.END_OF_FILE, e.getMessage(), e);
        } catch (IOException e) {
            throw new TTransportException(TTransportException.UNKNOWN, e.getMessage(), e);
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
        writtenSize = framed ? 4 : 0;
    }

    @Override
    public void flush() throws TTransportException {
        if (framed) {
            int length = writtenSize - 4;
            written[0] = (byte) (length >> 24);
            written[1] = (byte) (length >> 16);
            written[2] = (byte) (length >> 8);
            written[3] = (byte) length;
        }
        try {
            out.write(written, 0, writtenSize);
            out.flush();
        } catch (IOException e) {
            throw new TTransportException(TTransportException.UNKNOWN, e.getMessage(), e);
        } finally {
            discardWritten();
        }
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    /** A connection is open from the start. */
    @Override
    public void open() {}

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // The socket is gone either way.
        }
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

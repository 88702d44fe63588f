package dev.skep.jdbc.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

/**
 * A TCP connection, encrypted or not: the bytes as they are. It tells by the first byte of the first answer when the server speaks another
 * protocol. For one thread at a time; {@link #close} may come from any.
 */
final class SocketLink implements MessageChannel {
    private static final int TLS_ALERT = 0x15;
    private static final Pattern WANTS_TLS = Pattern.compile("\\b(TLS|SSL) is required\\b");

    private final Endpoint endpoint;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private boolean answered;

    private SocketLink(Endpoint endpoint, Socket socket) throws IOException {
        this.endpoint = endpoint;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Connects and, where asked for, encrypts. */
    static SocketLink open(Endpoint endpoint) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), endpoint.connectMillis());
            Tls tls = endpoint.tls();
            if (tls != null) {
                socket.setSoTimeout(endpoint.signInMillis());
                socket = tls.encrypt(socket, endpoint.host(), endpoint.port());
            }
            socket.setSoTimeout(endpoint.readMillis());
            return new SocketLink(endpoint, socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
            out.flush();
        } catch (SocketException | SSLException e) {
            throw answered ? e : broken(e);
        }
    }

    /** The failure for a connection that broke before the server has said anything. */
    private IOException broken(IOException e) {
        Tls tls = endpoint.tls();
        if (e instanceof SSLException && TlsFailure.ofClientCertificate((SSLException) e) != null) {
            return e;
        }
        if (tls != null && tls.certificateAsked()) {
            return new SignInRefusedException(
                    TlsFailure.refusedCertificate("it asked for one and ended the connection"), e);
        }
        // A server that does not understand what it reads closes with some of it unread, which resets the connection.
        return new WrongProtocolException(silence(), e);
    }

    @Override
    public int receive(byte[] to, int offset, int length) throws IOException {
        if (answered) {
            int count = in.read(to, offset, length);
            if (count < 0) {
                throw new EOFException("the server closed the connection");
            }
            return count;
        }
        return receiveFirst(to, offset, length);
    }

    private int receiveFirst(byte[] to, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(to, offset, length);
        } catch (SocketException | SSLException e) {
            throw broken(e);
        }
        if (count < 0) {
            throw new WrongProtocolException(silence());
        }
        int first = to[offset] & 255;
        if (first == TLS_ALERT) {
            throw new WrongProtocolException("the server speaks TLS: set ssl=true");
        }
        boolean http = endpoint.httpPath() != null;
        if (http && first != 'H') {
            throw new WrongProtocolException("the server does not answer by HTTP: set transportMode=binary");
        }
        if (!http && first == 'H') {
            throw new WrongProtocolException("the server answers by HTTP: set transportMode=http");
        }
        answered = true;
        return count;
    }

    private String silence() {
        StringBuilder text = new StringBuilder("the server closed the connection without an answer");
        String separator = "; ";
        if (endpoint.tls() == null) {
            text.append(separator).append("if it expects TLS set ssl=true");
            separator = ", ";
        }
        if (endpoint.signIn().isNone()) {
            text.append(separator).append("if it expects a sign-in set user and password, or auth");
            separator = ", ";
        }
        return text.append(separator).append("if it expects ").append(
                endpoint.httpPath() == null ? "HTTP set transportMode=http" : "no HTTP set transportMode=binary")
                .toString();
    }

    /** The failure for a server that said no, in its own words. */
    IOException refusal(String text) {
        if (endpoint.tls() == null && WANTS_TLS.matcher(text).find()) {
            return new WrongProtocolException(text + " (set ssl=true)");
        }
        return new SignInRefusedException(text);
    }

    /** Reads exactly {@code length} bytes. */
    void receiveAll(byte[] to, int offset, int length) throws IOException {
        for (int read = 0; read < length;) {
            read += receive(to, offset + read, length - read);
        }
    }

    /** True if the server has ended a connection on which no answer is due. */
    boolean isStale() {
        try {
            int millis = socket.getSoTimeout();
            socket.setSoTimeout(1);
            try {
                // Either the end of the stream or a byte that nobody asked for.
                in.read();
                return true;
            } catch (SocketTimeoutException e) {
                socket.setSoTimeout(millis);
                return false;
            }
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void setReadMillis(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // The socket is gone either way.
        }
    }
}

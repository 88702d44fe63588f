package dev.skep.jdbc.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Each message is posted by HTTP/1.1 and its answer is the response's body. One connection is kept while the server keeps it. No request is
 * sent a second time, since the server may have run it, except when it was refused for a token that has been renewed in between.
 */
final class HttpChannel implements MessageChannel {
    /** After so long without use a connection is looked at before it is used again. */
    private static final long IDLE_NANOS = 1_000_000_000L;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int MAX_REASON_BYTES = 4096;

    private final Endpoint endpoint;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private volatile @Nullable SocketLink link;
    private volatile boolean open = true;
    private @Nullable HttpResponse response;
    private long usedNanos;
    private int readMillis;

    private HttpChannel(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.readMillis = endpoint.readMillis();
    }

    /** Connects; the sign-in goes with each request. */
    static HttpChannel open(Endpoint endpoint) throws IOException {
        HttpChannel channel = new HttpChannel(endpoint);
        channel.connect();
        return channel;
    }

    private SocketLink connect() throws IOException {
        SocketLink fresh = SocketLink.open(endpoint);
        fresh.setReadMillis(readMillis);
        link = fresh;
        if (!open) {
            fresh.close();
            throw new EOFException("the connection was closed");
        }
        return fresh;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        String authorization = endpoint.signIn().authorization();
        HttpResponse answer = exchange(authorization, bytes, offset, length);
        if (answer.status() == UNAUTHORIZED && authorization != null) {
            String renewed = endpoint.signIn().authorization();
            if (!authorization.equals(renewed)) {
                answer.reason(MAX_REASON_BYTES);
                answer = exchange(renewed, bytes, offset, length);
            }
        }
        if (answer.status() != OK) {
            throw failure(answer);
        }
    }

    private HttpResponse exchange(@Nullable String authorization, byte[] bytes, int offset, int length)
            throws IOException {
        SocketLink wire = usableLink();
        byte[] head = head(authorization, length).getBytes(ISO_8859_1);
        byte[] request = new byte[head.length + length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(bytes, offset, request, head.length, length);
        wire.send(request, 0, request.length);
        HttpResponse answer = HttpResponse.read(wire);
        response = answer;
        usedNanos = System.nanoTime();
        for (String cookie : answer.cookies()) {
            int equals = cookie.indexOf('=');
            int end = cookie.indexOf(';');
            if (equals > 0) {
                cookies.put(cookie.substring(0, equals).strip(),
                        cookie.substring(equals + 1, end < 0 ? cookie.length() : end).strip());
            }
        }
        return answer;
    }

    private SocketLink usableLink() throws IOException {
        SocketLink present = link;
        HttpResponse last = response;
        boolean usable = present != null && present.isOpen() && (last == null
                || last.finish() && !(System.nanoTime() - usedNanos > IDLE_NANOS && present.isStale()));
        response = null;
        if (present != null && usable) {
            return present;
        }
        if (present != null) {
            present.close();
        }
        return connect();
    }

    private String head(@Nullable String authorization, int length) {
        StringBuilder head = new StringBuilder(512).append("POST ").append(endpoint.httpPath()).append(" HTTP/1.1\r\n")
                .append("Host: ").append(endpoint).append("\r\n")
                .append("User-Agent: skep-jdbc\r\n")
                .append("Content-Type: application/x-thrift\r\n")
                .append("Accept: application/x-thrift\r\n")
                .append("Content-Length: ").append(length).append("\r\n");
        if (authorization != null) {
            head.append("Authorization: ").append(authorization).append("\r\n");
        }
        if (!cookies.isEmpty()) {
            head.append("Cookie: ");
            String separator = "";
            for (Map.Entry<String, String> cookie : cookies.entrySet()) {
                head.append(separator).append(cookie.getKey()).append('=').append(cookie.getValue());
                separator = "; ";
            }
            head.append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private IOException failure(HttpResponse answer) throws IOException {
        String reason = answer.reason(MAX_REASON_BYTES);
        String said = answer.statusLine() + (reason.isEmpty() ? "" : ": " + reason);
        switch (answer.status()) {
            case UNAUTHORIZED :
            case 403 :
                return answer.refusal(reason.isEmpty() ? "the server answered " + said : reason);
            case 404 :
                return new WrongProtocolException("the server has nothing at the path '" + endpoint.httpPath()
                        + "': set httpPath");
            case 301 :
            case 302 :
            case 307 :
            case 308 :
                return new WrongProtocolException("the server sends elsewhere (" + answer.statusLine()
                        + "); connect there, with ssl=true if it is https");
            case 400 :
                return new WrongProtocolException("the server answered " + said
                        + (endpoint.tls() == null ? " (if it expects TLS set ssl=true)" : ""));
            default :
                return new IOException("the server answered " + said);
        }
    }

    @Override
    public int receive(byte[] to, int offset, int length) throws IOException {
        HttpResponse body = response;
        if (body == null) {
            throw new EOFException("the server closed the connection");
        }
        int count = body.read(to, offset, length);
        if (count < 0) {
            throw new EOFException("the server's answer ended early");
        }
        usedNanos = System.nanoTime();
        return count;
    }

    @Override
    public void setReadMillis(int millis) throws IOException {
        readMillis = millis;
        SocketLink present = link;
        if (present != null && present.isOpen()) {
            present.setReadMillis(millis);
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        SocketLink present = link;
        if (present != null) {
            present.close();
        }
    }
}

package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;

/**
 * One client's connection, after it has told what it speaks and has signed in. The protocol belongs to the thread that serves the
 * connection; the facts and attributes may be read by any.
 */
public final class ThriftConnection {
    private final long id;
    private final InetSocketAddress clientAddress;
    private final InetSocketAddress localAddress;
    private volatile WireKind wireKind;
    private volatile Optional<SignedIn> signedIn;
    private volatile HttpHeaders headers = EmptyHttpHeaders.INSTANCE;
    private final boolean encrypted;
    private final ChannelTransport transport;
    private final ElementBudget budget;
    private TProtocol protocol;
    private final Map<ConnectionAttribute<?>, Object> attributes = new ConcurrentHashMap<>();

    ThriftConnection(long id, InetSocketAddress clientAddress, InetSocketAddress localAddress,
            Greeting.Greeted greeted, ChannelTransport transport, int maxMessageBytes) {
        this.id = id;
        this.clientAddress = requireNonNull(clientAddress, "clientAddress is null");
        this.localAddress = requireNonNull(localAddress, "localAddress is null");
        this.wireKind = greeted.kind();
        this.signedIn = greeted.signedIn();
        this.encrypted = greeted.encrypted();
        this.transport = requireNonNull(transport, "transport is null");
        this.budget = new ElementBudget(maxMessageBytes);
        this.protocol = protocol(wireKind.encoding());
        transport.request().ifPresent(this::adopt);
    }

    private TProtocol protocol(Encoding encoding) {
        return switch (encoding) {
            case BINARY -> new LimitedBinaryProtocol(transport, budget);
            case COMPACT -> new LimitedCompactProtocol(transport, budget);
        };
    }

    /** Each HTTP request stands for itself: who sends it, which protocol it speaks, and nothing of what the one before left. */
    private void adopt(HttpMessages.Request request) {
        attributes.clear();
        signedIn = request.client();
        headers = request.headers();
        if (request.encoding() != wireKind.encoding()) {
            wireKind = new WireKind(Framing.HTTP, request.encoding());
            protocol = protocol(request.encoding());
        }
    }

    /** Unique among the connections of this process. */
    public long id() {
        return id;
    }

    public InetSocketAddress clientAddress() {
        return clientAddress;
    }

    public InetSocketAddress localAddress() {
        return localAddress;
    }

    public WireKind wireKind() {
        return wireKind;
    }

    /** Who has signed in; over HTTP, who sends the request that is being served. Empty without sign-in. */
    public Optional<SignedIn> signedIn() {
        return signedIn;
    }

    /**
     * A header of the HTTP request that is being served, such as {@code x-actor-username}, by which Hive's metastore client claims a user
     * without proof; empty where there is no HTTP.
     */
    public Optional<String> requestHeader(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Whether nobody between the client and this server can read what they send: by TLS, or by SASL {@code auth-conf}. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /** Reads and writes messages; over HTTP another one from message to message. */
    public TProtocol protocol() {
        return protocol;
    }

    /**
     * Waits for a message, whose limits begin anew; false when there will be none, because the client has closed the connection or the
     * server is shutting down.
     */
    public boolean awaitMessage() throws TTransportException {
        protocol.reset();
        budget.nextMessage();
        if (!transport.awaitMessage()) {
            return false;
        }
        // The first request was adopted when the connection began.
        transport.request().filter(request -> request.headers() != headers).ifPresent(this::adopt);
        return true;
    }

    /** Passes over what is left of the message being read; false on a raw connection, where nobody knows how much that is. */
    public boolean skipMessage() throws TTransportException {
        return transport.skipMessage();
    }

    /** Takes back what was written of an answer since the last flush; false if a part of it has already left. */
    public boolean discardAnswer() {
        return transport.discardWritten();
    }

    /** What is kept under this key; over HTTP only until the next request. */
    public <T> Optional<T> attribute(ConnectionAttribute<T> key) {
        return Optional.ofNullable(attributes.get(key)).map(key::cast);
    }

    public <T> void setAttribute(ConnectionAttribute<T> key, T value) {
        attributes.put(key, requireNonNull(value, "value is null"));
    }

    /** Ends the connection; a call under way fails when it next touches the client. May be called by any thread. */
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return "connection %d from %s (%s)".formatted(id, clientAddress, wireKind);
    }
}

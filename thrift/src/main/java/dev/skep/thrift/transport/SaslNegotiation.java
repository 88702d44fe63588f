package dev.skep.thrift.transport;

import dev.skep.thrift.transport.SaslExchange.Step;
import dev.skep.thrift.transport.SaslExchange.Step.Accepted;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.thrift.transport.TTransportException;

/**
 * The server's side of Thrift's SASL handshake. Each message is a status byte, a length in four bytes and a payload: the client sends
 * START with the name of a mechanism, then both send OK with responses and challenges until the server sends COMPLETE.
 */
final class SaslNegotiation {
    private static final byte START = 1;
    private static final byte OK = 2;
    private static final byte BAD = 3;
    private static final byte ERROR = 4;
    private static final byte COMPLETE = 5;
    /** More than the longest Kerberos ticket, which has 64 KB. */
    private static final int MAX_PAYLOAD_BYTES = 128 << 10;
    private static final int MAX_ROUNDS = 16;

    private final ChannelTransport transport;
    private final SignInPolicy policy;
    private final InetSocketAddress client;

    SaslNegotiation(ChannelTransport transport, SignInPolicy policy, InetSocketAddress client) {
        this.transport = transport;
        this.policy = policy;
        this.client = client;
    }

    private record Message(byte status, byte[] payload) {}

    /** Returns who has signed in; every failure has been told to the client. */
    Accepted signIn() throws TTransportException, SignInException {
        try {
            SaslMechanism mechanism = start();
            try {
                return negotiate(mechanism.begin(client));
            } catch (SignInException e) {
                throw e.by(mechanism.name(), null);
            } catch (RuntimeException e) {
                throw SignInException.broken(e).by(mechanism.name(), null);
            }
        } catch (SignInException e) {
            tell(e);
            throw e;
        }
    }

    /** Turns the client away before it has tried, in words that it can show. */
    void refuse(String message) throws TTransportException {
        receive();
        tell(new SignInException(message));
    }

    private void tell(SignInException refusal) throws TTransportException {
        send(BAD, String.valueOf(refusal.getMessage()).getBytes(StandardCharsets.UTF_8));
    }

    private SaslMechanism start() throws TTransportException, SignInException {
        Message start = receive();
        if (start.status != START) {
            throw fail("Invalid SASL message: expected START, got status " + start.status);
        }
        String name = new String(start.payload, StandardCharsets.US_ASCII);
        return policy.mechanism(name)
                .orElseThrow(() -> new SignInException(
                        "Cannot sign in by SASL mechanism '%s': it is not offered here, but %s".formatted(
                                SignInException.printable(name),
                                policy.mechanisms().stream().map(SaslMechanism::name).toList())));
    }

    private Accepted negotiate(SaslExchange exchange) throws TTransportException, SignInException {
        Accepted accepted = null;
        try {
            accepted = rounds(exchange);
            return accepted;
        } finally {
            if (accepted == null) {
                exchange.abandon();
            }
        }
    }

    private Accepted rounds(SaslExchange exchange) throws TTransportException, SignInException {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Message message = receive();
            if (message.status == BAD || message.status == ERROR) {
                throw new SignInException("The client gave the sign-in up: '%s'"
                        .formatted(SignInException.printable(new String(message.payload, StandardCharsets.UTF_8))));
            }
            if (message.status != OK && message.status != COMPLETE) {
                throw fail("Invalid SASL message: expected OK or COMPLETE, got status " + message.status);
            }
            switch (exchange.respond(message.payload)) {
                case Step.Challenge challenge -> send(OK, challenge.bytes());
                case Accepted accepted -> {
                    send(COMPLETE, accepted.bytes());
                    return accepted;
                }
            }
        }
        throw new SignInException("Cannot sign in: no end after %d rounds".formatted(MAX_ROUNDS));
    }

    private Message receive() throws TTransportException {
        byte[] header = new byte[5];
        transport.readAll(header, 0, header.length);
        int length = ByteBuffer.wrap(header, 1, 4).getInt();
        if (length < 0 || length > MAX_PAYLOAD_BYTES) {
            throw fail("Invalid SASL message: %d bytes (at most %d)".formatted(length, MAX_PAYLOAD_BYTES));
        }
        transport.checkReadBytesAvailable(length);
        byte[] payload = new byte[length];
        transport.readAll(payload, 0, length);
        return new Message(header[0], payload);
    }

    private TTransportException fail(String message) throws TTransportException {
        send(ERROR, message.getBytes(StandardCharsets.UTF_8));
        return new TTransportException(TTransportException.CORRUPTED_DATA, message);
    }

    private void send(byte status, byte[] payload) throws TTransportException {
        byte[] message = ByteBuffer.allocate(5 + payload.length).put(status).putInt(payload.length).put(payload)
                .array();
        transport.write(message, 0, message.length);
        transport.flush();
    }
}

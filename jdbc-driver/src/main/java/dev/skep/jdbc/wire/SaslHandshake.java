package dev.skep.jdbc.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.SocketTimeoutException;

import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

import org.ietf.jgss.GSSException;

/**
 * The client's side of Thrift's SASL handshake. Each message is a status byte, a length in four bytes and a payload: the client sends START
 * with the name of a mechanism, then both send OK with responses and challenges until the server sends COMPLETE.
 */
final class SaslHandshake {
    private static final byte START = 1;
    private static final byte OK = 2;
    private static final byte BAD = 3;
    private static final byte ERROR = 4;
    private static final byte COMPLETE = 5;
    private static final int HEADER_BYTES = 5;
    private static final int MAX_PAYLOAD_BYTES = 1 << 20;
    private static final int MAX_ROUNDS = 16;
    private static final byte[] NOTHING = {};

    private final SocketLink link;
    private byte status;

    SaslHandshake(SocketLink link) {
        this.link = link;
    }

    /**
     * Signs in; from here on messages go through the channel returned.
     *
     * @throws SignInRefusedException with the server's reason when it refuses
     */
    MessageChannel signIn(SaslClient client) throws IOException {
        try {
            negotiate(client);
        } catch (SaslException e) {
            String reason = reason(e);
            tellFailure(reason);
            throw new SignInRefusedException(reason, e);
        } catch (SocketTimeoutException e) {
            throw new WrongProtocolException("the server did not answer the sign-in in time; set transportMode=http "
                    + "if it expects HTTP, ssl=true if it expects TLS", e);
        }
        Object protection = client.getNegotiatedProperty(Sasl.QOP);
        return new FrameChannel(link, protection == null || protection.equals("auth") ? null : client);
    }

    private void negotiate(SaslClient client) throws IOException {
        send(START, client.getMechanismName().getBytes(US_ASCII));
        respond(client, client.hasInitialResponse() ? client.evaluateChallenge(NOTHING) : NOTHING);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            byte[] challenge = receive();
            if (status == COMPLETE) {
                if (!client.isComplete()) {
                    client.evaluateChallenge(challenge);
                }
                if (!client.isComplete()) {
                    throw new SaslException("the server ended the sign-in before it had proven itself");
                }
                return;
            }
            if (status == BAD || status == ERROR) {
                throw link.refusal(new String(challenge, UTF_8));
            }
            if (status != OK) {
                throw new IOException("Invalid answer to the sign-in: a message of status " + status);
            }
            respond(client, client.evaluateChallenge(challenge));
        }
        throw new SaslException("no end after " + MAX_ROUNDS + " rounds");
    }

    private void respond(SaslClient client, byte[] response) throws IOException {
        send(client.isComplete() ? COMPLETE : OK, response == null ? NOTHING : response);
    }

    private void send(byte kind, byte[] payload) throws IOException {
        byte[] message = new byte[HEADER_BYTES + payload.length];
        message[0] = kind;
        FrameChannel.writeInt(message, 1, payload.length);
        System.arraycopy(payload, 0, message, HEADER_BYTES, payload.length);
        link.send(message, 0, message.length);
    }

    private byte[] receive() throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        link.receiveAll(header, 0, HEADER_BYTES);
        int length = FrameChannel.readInt(header, 1);
        if (length < 0 || length > MAX_PAYLOAD_BYTES) {
            throw new IOException("Invalid answer to the sign-in: a message of " + length + " bytes");
        }
        byte[] payload = new byte[length];
        link.receiveAll(payload, 0, length);
        status = header[0];
        return payload;
    }

    private void tellFailure(String reason) {
        try {
            send(BAD, reason.getBytes(UTF_8));
        } catch (IOException ignored) {
            // The server learns of it when the connection ends.
        }
    }

    /** The innermost message, as those around it only say that a mechanism failed; of Kerberos the one that says it in words. */
    static String reason(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                reason = cause.getMessage();
            }
            if (cause instanceof GSSException) {
                break;
            }
        }
        return reason.strip();
    }
}

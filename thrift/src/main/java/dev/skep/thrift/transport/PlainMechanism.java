package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.transport.SaslExchange.Step;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * SASL PLAIN (RFC 4616): the client sends {@code [act-as] NUL user NUL password} once. Hive's JDBC driver signs in this way unless it
 * is told {@code auth=noSasl}. Acting as another user is refused.
 */
public final class PlainMechanism implements SaslMechanism {
    private static final byte[] NOTHING = {};

    private final PasswordCheck passwords;

    public PlainMechanism(PasswordCheck passwords) {
        this.passwords = requireNonNull(passwords, "passwords is null");
    }

    @Override
    public String name() {
        return "PLAIN";
    }

    @Override
    public SaslExchange begin(InetSocketAddress client) {
        return response -> respond(response, client);
    }

    private Step respond(byte[] response, InetSocketAddress client) throws SignInException {
        String[] parts = decode(response).split("\0", -1);
        if (parts.length != 3) {
            throw new SignInException(
                    "Invalid PLAIN response: expected an authorization identity, a user and a password");
        }
        String user = parts[1];
        if (user.isEmpty()) {
            throw new SignInException("Cannot sign in: the user name is empty");
        }
        if (!parts[0].isEmpty() && !parts[0].equals(user)) {
            throw new SignInException("Cannot sign in: acting as another user is not supported");
        }
        return new Step.Accepted(passwords.accept(user, parts[2], client), NOTHING);
    }

    private static String decode(byte[] response) throws SignInException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(response)).toString();
        } catch (CharacterCodingException e) {
            throw new SignInException("Invalid PLAIN response: it is not UTF-8", e);
        }
    }
}

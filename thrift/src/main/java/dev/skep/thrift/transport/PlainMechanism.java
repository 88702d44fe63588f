package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.transport.SaslExchange.Step;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * SASL PLAIN (RFC 4616): the client sends {@code [act-as] NUL user NUL password} once. Hive's JDBC driver signs in this way unless it
 * is told {@code auth=noSasl}. Whether one may
 * act as another user is asked of an {@link ImpersonationCheck}.
 */
public final class PlainMechanism implements SaslMechanism {
    private static final byte[] NOTHING = {};

    private final PasswordCheck passwords;
    private final ImpersonationCheck impersonation;

    /** Nobody acts as another user. */
    public PlainMechanism(PasswordCheck passwords) {
        this(passwords, ImpersonationCheck.REFUSED);
    }

    public PlainMechanism(PasswordCheck passwords, ImpersonationCheck impersonation) {
        this.passwords = requireNonNull(passwords, "passwords is null");
        this.impersonation = requireNonNull(impersonation, "impersonation is null");
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
        try {
            SignedIn caller = passwords.accept(user, parts[2], client);
            boolean actsAsAnother = !parts[0].isEmpty() && !parts[0].equals(user) && !parts[0].equals(caller.user());
            return new Step.Accepted(actsAsAnother ? impersonation.actAs(caller, parts[0], client) : caller, NOTHING);
        } catch (SignInException e) {
            throw e.by(name(), user);
        }
    }

    private static String decode(byte[] response) throws SignInException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(response)).toString();
        } catch (CharacterCodingException e) {
            throw new SignInException("Invalid PLAIN response: it is not UTF-8", e);
        }
    }
}

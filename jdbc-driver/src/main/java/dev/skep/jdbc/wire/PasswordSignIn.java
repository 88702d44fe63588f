package dev.skep.jdbc.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Base64;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** A user with a password: by SASL PLAIN (RFC 4616), by HTTP as Basic (RFC 7617). */
public final class PasswordSignIn extends SignIn {
    private final String user;
    private final String password;

    public PasswordSignIn(String user, String password) {
        this.user = requireNonNull(user, "user is null");
        this.password = requireNonNull(password, "password is null");
    }

    @Override
    String user() {
        return user;
    }

    @Override
    MessageChannel signIn(SocketLink link, Endpoint endpoint) throws IOException {
        return new SaslHandshake(link).signIn(new PlainClient());
    }

    @Override
    String authorization() throws IOException {
        if (user.indexOf(':') >= 0) {
            throw new SignInRefusedException("Invalid user: '" + user + "' (a colon cannot be told by HTTP)");
        }
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    /** The JDK's client takes no empty user, and needs a provider that some installations switch off. */
    private final class PlainClient implements SaslClient {
        private boolean complete;

        @Override
        public String getMechanismName() {
            return "PLAIN";
        }

        @Override
        public boolean hasInitialResponse() {
            return true;
        }

        @Override
        public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
            if (complete) {
                throw new SaslException("the server asks for more than a user and a password");
            }
            if (user.indexOf('\0') >= 0 || password.indexOf('\0') >= 0) {
                throw new SaslException("a user or password cannot have a zero character");
            }
            complete = true;
            return ("\0" + user + "\0" + password).getBytes(UTF_8);
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int length) {
            throw new IllegalStateException("PLAIN protects no messages");
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int length) {
            throw new IllegalStateException("PLAIN protects no messages");
        }

        @Override
        public Object getNegotiatedProperty(String name) {
            return name.equals(javax.security.sasl.Sasl.QOP) ? "auth" : "";
        }

        @Override
        public void dispose() {}
    }
}

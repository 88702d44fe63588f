package dev.skep.jdbc.wire;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Base64;
import java.util.Map;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.RealmChoiceCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** A delegation token by DIGEST-MD5, as Hadoop's clients do it: identifier and password of the token, each in Base64, in the realm {@code default}. */
public final class DelegationTokenSignIn extends SignIn {
    private static final String MECHANISM = "DIGEST-MD5";
    /** Hadoop's clients leave the protocol out, which makes the digest's URI {@code null/default}. */
    private static final String REALM = "default";

    private final byte[] identifier;
    private final byte[] password;
    private final String qop;

    private DelegationTokenSignIn(byte[] identifier, byte[] password, String qop) {
        this.identifier = identifier;
        this.password = password;
        this.qop = requireNonNull(qop, "qop is null");
    }

    /**
     * @param token as Hadoop's Token.encodeToUrlString writes it: URL-safe Base64 of identifier, password, kind and service, each with its
     *         length before it as Hadoop's variable-length integer
     * @param qop {@code auth}, {@code auth-int}, {@code auth-conf} or empty for the best that the server has
     * @throws IllegalArgumentException if it is not such a token
     */
    public static DelegationTokenSignIn of(String token, String qop) {
        byte[] bytes = Base64.getUrlDecoder().decode(token.strip().replace('+', '-').replace('/', '_'));
        int[] position = {0};
        byte[] identifier = readBytes(bytes, position);
        byte[] password = readBytes(bytes, position);
        readBytes(bytes, position);
        readBytes(bytes, position);
        if (position[0] != bytes.length) {
            throw new IllegalArgumentException("bytes after the end");
        }
        return new DelegationTokenSignIn(identifier, password, qop);
    }

    private static byte[] readBytes(byte[] from, int[] position) {
        long length = readLength(from, position);
        if (length < 0 || length > from.length - position[0]) {
            throw new IllegalArgumentException("a part is cut off");
        }
        byte[] part = java.util.Arrays.copyOfRange(from, position[0], position[0] + (int) length);
        position[0] += (int) length;
        return part;
    }

    /** Hadoop's WritableUtils.readVLong: -112 to 127 as they are, otherwise one byte that tells how many follow (from -113 on, positive). */
    private static long readLength(byte[] from, int[] position) {
        if (position[0] == from.length) {
            throw new IllegalArgumentException("a part is cut off");
        }
        byte first = from[position[0]++];
        if (first >= -112) {
            return first;
        }
        int count = -112 - first;
        if (count > 4 || position[0] + count > from.length) {
            throw new IllegalArgumentException("a part is cut off");
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | from[position[0]++] & 255;
        }
        return value;
    }

    @Override
    String user() {
        return "";
    }

    @Override
    MessageChannel signIn(SocketLink link, Endpoint endpoint) throws IOException {
        Map<String, ?> properties = SaslProtection.properties(qop, endpoint);
        SaslClient client = Sasl.createSaslClient(new String[]{MECHANISM}, null, null, REALM, properties, this::answer);
        if (client == null) {
            throw new SaslException("this Java installation has no SASL mechanism " + MECHANISM);
        }
        return new SaslHandshake(link).signIn(client);
    }

    private void answer(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback) {
                ((NameCallback) callback).setName(Base64.getEncoder().encodeToString(identifier));
            } else if (callback instanceof PasswordCallback) {
                ((PasswordCallback) callback).setPassword(Base64.getEncoder().encodeToString(password).toCharArray());
            } else if (callback instanceof RealmCallback) {
                ((RealmCallback) callback).setText(((RealmCallback) callback).getDefaultText());
            } else if (callback instanceof RealmChoiceCallback) {
                ((RealmChoiceCallback) callback)
                        .setSelectedIndex(((RealmChoiceCallback) callback).getDefaultChoice());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }
}

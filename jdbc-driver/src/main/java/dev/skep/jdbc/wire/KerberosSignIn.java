package dev.skep.jdbc.wire;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** Kerberos by SASL GSSAPI (RFC 4752), with the tickets of {@link KerberosLogin}. */
public final class KerberosSignIn extends SignIn {
    private static final String MECHANISM = "GSSAPI";

    private final String service;
    private final String host;
    private final String qop;
    private final KerberosLogin login;

    /**
     * @param principal the server's, {@code service/host@REALM}; {@code _HOST} stands for the host that is connected to. The realm is for
     *         the reader: Kerberos itself finds the realm of a host
     * @param qop {@code auth}, {@code auth-int}, {@code auth-conf} or empty for the best that the server has
     * @throws IllegalArgumentException if the principal has no service or no host
     */
    public KerberosSignIn(String principal, String qop, KerberosLogin login) {
        int slash = principal.indexOf('/');
        int at = principal.indexOf('@', slash + 1);
        if (slash <= 0 || slash + 1 == (at < 0 ? principal.length() : at)) {
            throw new IllegalArgumentException("expected service/host@REALM");
        }
        this.service = principal.substring(0, slash);
        this.host = principal.substring(slash + 1, at < 0 ? principal.length() : at);
        this.qop = requireNonNull(qop, "qop is null");
        this.login = requireNonNull(login, "login is null");
    }

    @Override
    String user() {
        return "";
    }

    @Override
    MessageChannel signIn(SocketLink link, Endpoint endpoint) throws IOException {
        return login.run(() -> {
            Map<String, ?> properties = SaslProtection.properties(qop, endpoint);
            String server = host.equals("_HOST") ? endpoint.host().toLowerCase(Locale.ROOT) : host;
            SaslClient client = Sasl.createSaslClient(new String[]{MECHANISM}, null, service, server, properties, null);
            if (client == null) {
                throw new SaslException("this Java installation has no SASL mechanism " + MECHANISM);
            }
            return new SaslHandshake(link).signIn(client);
        });
    }
}

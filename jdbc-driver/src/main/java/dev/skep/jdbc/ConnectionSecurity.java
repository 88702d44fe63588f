package dev.skep.jdbc;

import static dev.skep.jdbc.ConnectionKey.ACCESS_TOKEN;
import static dev.skep.jdbc.ConnectionKey.AUTH;
import static dev.skep.jdbc.ConnectionKey.CLIENT_PRINCIPAL;
import static dev.skep.jdbc.ConnectionKey.DELEGATION_TOKEN;
import static dev.skep.jdbc.ConnectionKey.HTTP_PATH;
import static dev.skep.jdbc.ConnectionKey.JWT;
import static dev.skep.jdbc.ConnectionKey.JWT_FILE;
import static dev.skep.jdbc.ConnectionKey.KEYTAB;
import static dev.skep.jdbc.ConnectionKey.PASSWORD;
import static dev.skep.jdbc.ConnectionKey.PRINCIPAL;
import static dev.skep.jdbc.ConnectionKey.SASL_QOP;
import static dev.skep.jdbc.ConnectionKey.SSL;
import static dev.skep.jdbc.ConnectionKey.SSL_CERTIFICATE;
import static dev.skep.jdbc.ConnectionKey.SSL_CLIENT_CERTIFICATE;
import static dev.skep.jdbc.ConnectionKey.SSL_CLIENT_KEY;
import static dev.skep.jdbc.ConnectionKey.SSL_TRUST_STORE;
import static dev.skep.jdbc.ConnectionKey.SSL_VERIFY_HOST;
import static dev.skep.jdbc.ConnectionKey.TRANSPORT_MODE;
import static dev.skep.jdbc.ConnectionKey.TRUST_STORE_PASSWORD;
import static dev.skep.jdbc.ConnectionKey.USER;

import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.SQLException;

import dev.skep.jdbc.wire.BearerSignIn;
import dev.skep.jdbc.wire.DelegationTokenSignIn;
import dev.skep.jdbc.wire.KerberosLogin;
import dev.skep.jdbc.wire.KerberosSignIn;
import dev.skep.jdbc.wire.PasswordSignIn;
import dev.skep.jdbc.wire.SignIn;
import dev.skep.jdbc.wire.SqlErrors;
import dev.skep.jdbc.wire.Tls;
import org.jspecify.annotations.Nullable;

/** What the keys of a connection say about its sign-in, its encryption and its transport. Keys that contradict each other are refused. */
final class ConnectionSecurity {
    private static final String ANONYMOUS = "anonymous";

    private final ConnectionValues values;
    private final String auth;
    private final boolean http;

    private ConnectionSecurity(ConnectionValues values) throws SQLException {
        this.values = values;
        this.http = values.has(TRANSPORT_MODE)
                ? values.choice(TRANSPORT_MODE).equals("http")
                : usesJwt(values);
        this.auth = values.has(AUTH) ? values.choice(AUTH) : usualAuth(values, http);
    }

    static ConnectionSecurity of(ConnectionValues values) throws SQLException {
        ConnectionSecurity security = new ConnectionSecurity(values);
        values.checkOnlyWith(HTTP_PATH, security.http, "transportMode=http");
        if (security.auth.equals("jwt") && !security.http) {
            throw SqlErrors.invalidArgument("Invalid connection properties: auth=jwt needs transportMode=http");
        }
        if (security.http && (security.auth.equals("kerberos") || security.auth.equals("token"))) {
            throw SqlErrors.invalidArgument("Invalid connection properties: auth=" + security.auth
                    + " needs transportMode=binary");
        }
        return security;
    }

    private static boolean usesJwt(ConnectionValues values) throws SQLException {
        return values.has(AUTH)
                ? values.choice(AUTH).equals("jwt")
                : !values.has(DELEGATION_TOKEN) && hasJwt(values);
    }

    private static boolean hasJwt(ConnectionValues values) {
        return values.has(JWT) || values.has(ACCESS_TOKEN) || values.has(JWT_FILE);
    }

    private static String usualAuth(ConnectionValues values, boolean http) {
        if (values.has(DELEGATION_TOKEN)) {
            return "token";
        }
        if (hasJwt(values)) {
            return "jwt";
        }
        if (values.has(PRINCIPAL)) {
            return "kerberos";
        }
        boolean named = values.has(USER) || values.has(PASSWORD);
        return !named && (http || values.has(SSL_CLIENT_CERTIFICATE)) ? "none" : "plain";
    }

    SignIn signIn() throws SQLException {
        switch (auth) {
            case "none" :
                // A certificate says who it is; a claimed name could only contradict it.
                return SignIn.none(values.has(USER) || values.has(SSL_CLIENT_CERTIFICATE)
                        ? values.text(USER)
                        : ANONYMOUS);
            case "jwt" :
                return bearer();
            case "kerberos" :
                return kerberos();
            case "token" :
                return delegationToken();
            default :
                return new PasswordSignIn(values.has(USER) ? values.text(USER) : ANONYMOUS, values.text(PASSWORD));
        }
    }

    private SignIn bearer() throws SQLException {
        values.checkNotBoth(JWT, ACCESS_TOKEN);
        values.checkNotBoth(JWT, JWT_FILE);
        values.checkNotBoth(ACCESS_TOKEN, JWT_FILE);
        Path file = values.path(JWT_FILE);
        if (file != null) {
            return BearerSignIn.ofFile(file);
        }
        if (!hasJwt(values)) {
            throw lacks("jwt or jwtFile");
        }
        return BearerSignIn.ofToken(values.text(values.has(JWT) ? JWT : ACCESS_TOKEN));
    }

    private SignIn kerberos() throws SQLException {
        if (!values.has(PRINCIPAL)) {
            throw lacks("principal");
        }
        values.checkOnlyWith(KEYTAB, values.has(CLIENT_PRINCIPAL), CLIENT_PRINCIPAL.key());
        KerberosLogin login = new KerberosLogin(values.path(KEYTAB),
                values.has(CLIENT_PRINCIPAL) ? values.text(CLIENT_PRINCIPAL) : null);
        try {
            return new KerberosSignIn(values.text(PRINCIPAL), values.choice(SASL_QOP), login);
        } catch (IllegalArgumentException e) {
            throw values.invalid(PRINCIPAL, String.valueOf(e.getMessage()));
        }
    }

    private SignIn delegationToken() throws SQLException {
        if (!values.has(DELEGATION_TOKEN)) {
            throw lacks(DELEGATION_TOKEN.key());
        }
        String qop = values.choice(SASL_QOP);
        try {
            return DelegationTokenSignIn.of(values.text(DELEGATION_TOKEN), qop);
        } catch (IllegalArgumentException e) {
            throw values.invalid(DELEGATION_TOKEN, "not a token in Hadoop's URL form");
        }
    }

    private SQLException lacks(String key) {
        return SqlErrors.invalidArgument("Invalid connection properties: auth=" + auth + " needs " + key);
    }

    /** The encryption, null for none. */
    @Nullable
    Tls tls() throws SQLException {
        boolean ssl = values.flag(SSL);
        ConnectionKey[] details = {SSL_TRUST_STORE, SSL_CERTIFICATE, SSL_CLIENT_CERTIFICATE, SSL_CLIENT_KEY,
                SSL_VERIFY_HOST};
        for (ConnectionKey key : details) {
            values.checkOnlyWith(key, ssl, "ssl=true");
        }
        values.checkOnlyWith(TRUST_STORE_PASSWORD, values.has(SSL_TRUST_STORE), SSL_TRUST_STORE.key());
        values.checkNotBoth(SSL_TRUST_STORE, SSL_CERTIFICATE);
        return ssl ? Tls.of(trusted(), identity(), values.flag(SSL_VERIFY_HOST)) : null;
    }

    private @Nullable KeyStore trusted() throws SQLException {
        Path store = values.path(SSL_TRUST_STORE);
        if (store != null) {
            return Tls.trustStore(SSL_TRUST_STORE.key(), store, values.text(TRUST_STORE_PASSWORD));
        }
        Path certificates = values.path(SSL_CERTIFICATE);
        return certificates == null ? null : Tls.trustedCertificates(SSL_CERTIFICATE.key(), certificates);
    }

    private @Nullable KeyStore identity() throws SQLException {
        Path certificate = values.path(SSL_CLIENT_CERTIFICATE);
        Path key = values.path(SSL_CLIENT_KEY);
        values.checkOnlyWith(SSL_CLIENT_CERTIFICATE, key != null, SSL_CLIENT_KEY.key());
        values.checkOnlyWith(SSL_CLIENT_KEY, certificate != null, SSL_CLIENT_CERTIFICATE.key());
        return certificate == null || key == null
                ? null
                : Tls.clientIdentity(SSL_CLIENT_CERTIFICATE.key(), certificate, SSL_CLIENT_KEY.key(), key);
    }

    /** The path of the URL that messages are posted to, null where they are not sent by HTTP. */
    @Nullable
    String httpPath() throws SQLException {
        if (!http) {
            return null;
        }
        String path = values.text(HTTP_PATH);
        String absolute = path.startsWith("/") ? path : "/" + path;
        if (!absolute.matches("[!-~]+")) {
            throw values.invalid(HTTP_PATH, "expected the path of a URL");
        }
        return absolute;
    }
}

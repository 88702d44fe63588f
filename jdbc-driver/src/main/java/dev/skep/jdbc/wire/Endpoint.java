package dev.skep.jdbc.wire;

import static java.util.Objects.requireNonNull;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Where a server is and how to come in. */
public final class Endpoint {
    private final String host;
    private final int port;
    private final @Nullable Tls tls;
    private final @Nullable String httpPath;
    private final SignIn signIn;
    private final int connectMillis;
    private final int readMillis;
    private final Map<String, String> configuration;

    /**
     * @param tls how to encrypt, null not to
     * @param httpPath the path that messages are posted to by HTTP, null to send them as they are
     * @param connectMillis the longest time to connect and for each answer of the sign-in, 0 for as long as the system tries
     * @param readMillis the longest time to wait for the next byte of an answer, 0 for ever
     * @param configuration what OpenSession is told
     */
    public Endpoint(String host, int port, @Nullable Tls tls, @Nullable String httpPath, SignIn signIn,
            int connectMillis, int readMillis, Map<String, String> configuration) {
        this.host = requireNonNull(host, "host is null");
        this.port = port;
        this.tls = tls;
        this.httpPath = httpPath;
        this.signIn = requireNonNull(signIn, "signIn is null");
        this.connectMillis = connectMillis;
        this.readMillis = readMillis;
        this.configuration = Map.copyOf(configuration);
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** The name told to the server when a session is opened; empty where the sign-in alone tells it. */
    public String user() {
        return signIn.user();
    }

    @Nullable
    Tls tls() {
        return tls;
    }

    @Nullable
    String httpPath() {
        return httpPath;
    }

    SignIn signIn() {
        return signIn;
    }

    int connectMillis() {
        return connectMillis;
    }

    int readMillis() {
        return readMillis;
    }

    /** How long each answer of the sign-in may take: a server that expects another protocol may say nothing at all. */
    int signInMillis() {
        return readMillis == 0 || connectMillis > 0 && connectMillis < readMillis ? connectMillis : readMillis;
    }

    Map<String, String> configuration() {
        return configuration;
    }

    /** Host and port, as they stand in a URL. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

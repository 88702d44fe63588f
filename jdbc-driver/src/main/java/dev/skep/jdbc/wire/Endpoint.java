package dev.skep.jdbc.wire;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** Where a server is and how to come in. */
public final class Endpoint {
    private final String host;
    private final int port;
    private final String user;
    private final String password;
    private final boolean signIn;
    private final int connectMillis;
    private final int readMillis;
    private final Map<String, String> configuration;

    /**
     * @param signIn true to sign in by SASL PLAIN, false to begin at once
     * @param connectMillis the longest time to connect, 0 for as long as the system tries
     * @param readMillis the longest time to wait for the next byte of an answer, 0 for ever
     * @param configuration what OpenSession is told
     */
    public Endpoint(String host, int port, String user, String password, boolean signIn, int connectMillis,
            int readMillis, Map<String, String> configuration) {
        this.host = requireNonNull(host, "host is null");
        this.port = port;
        this.user = requireNonNull(user, "user is null");
        this.password = requireNonNull(password, "password is null");
        this.signIn = signIn;
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

    public String user() {
        return user;
    }

    String password() {
        return password;
    }

    boolean signsIn() {
        return signIn;
    }

    int connectMillis() {
        return connectMillis;
    }

    int readMillis() {
        return readMillis;
    }

    Map<String, String> configuration() {
        return configuration;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

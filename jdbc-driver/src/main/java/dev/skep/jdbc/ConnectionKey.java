package dev.skep.jdbc;

import org.jspecify.annotations.Nullable;

/** The keys of a connection URL. The comment at the end of each keeps the formatter from joining them. */
enum ConnectionKey {
    USER("user", "", "Who asks; without it and without any other sign-in the server calls you 'anonymous'"), //
    PASSWORD("password", "", "The user's password"), //
    AUTH("auth", "",
            "How to sign in; without it what the other keys are for: 'token' with delegationToken, 'jwt' with a token or token file, "
                    + "'kerberos' with principal, 'none' with a client certificate or by HTTP without a user, else 'plain'",
            "none", "plain", "kerberos", "jwt", "token"), //
    JWT("jwt", "", "A JSON web token to sign in with, by HTTP"), //
    ACCESS_TOKEN("accessToken", "", "The same as jwt"), //
    JWT_FILE("jwtFile", "",
            "A file that holds the JSON web token; it is read again when the server refuses the old one"), //
    DELEGATION_TOKEN("delegationToken", "", "A delegation token to sign in with, in Hadoop's URL form"), //
    PRINCIPAL("principal", "", "The server's Kerberos principal, service/host@REALM; _HOST is the host of the URL"), //
    KEYTAB("keytab", "",
            "A file with the client's Kerberos keys; without it the caller's Subject or the ticket cache serves"), //
    CLIENT_PRINCIPAL("clientPrincipal", "", "The client's Kerberos principal, needed with keytab"), //
    SASL_QOP("saslQop", "",
            "Protection of messages after Kerberos or a delegation token: 'auth' none, 'auth-int' signed, 'auth-conf' "
                    + "encrypted; without it the best that the server has, within TLS the least",
            "auth", "auth-int", "auth-conf"), //
    PROXY_USER("proxyUser", "", "The user to act for; the one that signs in must be trusted with it"), //
    SSL("ssl", "false", "Whether to connect by TLS", "false", "true"), //
    SSL_TRUST_STORE("sslTrustStore", "", "A key store with the certificates to trust instead of Java's own"), //
    TRUST_STORE_PASSWORD("trustStorePassword", "", "The password of sslTrustStore"), //
    SSL_CERTIFICATE("sslCertificate", "", "A PEM file with the certificates to trust instead of Java's own"), //
    SSL_CLIENT_CERTIFICATE("sslClientCertificate", "", "A PEM file with the client's certificate"), //
    SSL_CLIENT_KEY("sslClientKey", "", "A PEM file with the key of sslClientCertificate, without a password"), //
    SSL_VERIFY_HOST("sslVerifyHost", "true",
            "Whether the server's certificate must be for the URL's host; 'false' is for tests",
            "true", "false"), //
    TRANSPORT_MODE("transportMode", "",
            "How messages travel, by default 'http' with a JSON web token and 'binary' otherwise",
            "binary", "http"), //
    HTTP_PATH("httpPath", "cliservice", "Where messages are posted to by HTTP"), //
    FETCH_SIZE("fetchSize", "0",
            "Rows that one fetch brings at most, up to 1000000; 0 for as many as fetchBytes holds"), //
    FETCH_BYTES("fetchBytes", "524288",
            "Bytes that one fetch should have at most, before compression, 1024 to 67108864; a longer row comes alone"), //
    READ_AHEAD_BYTES("readAheadBytes", "2097152",
            "Bytes of rows that are fetched before they are read, up to 1073741824; 0 to fetch rows when they are needed"), //
    PACKED_ROWS("packedRows", "true",
            "Whether to ask Skep's server for packed rows; 'false' has rows sent as Hive's servers send them", "true",
            "false"), //
    COMPRESSION("compression", "none",
            "Compression of rows on the wire, for networks that are slower than it; Hive's servers send none",
            "none", "lz4", "zstd"), //
    CONNECT_TIMEOUT("connectTimeout", "10",
            "Seconds to wait for a connection and for each answer of the sign-in, 0 for as long as the system tries"), //
    SOCKET_TIMEOUT("socketTimeout", "0", "Seconds to wait for an answer to go on, 0 for ever");

    private final String key;
    private final String defaultValue;
    private final String description;
    private final String[] choices;

    ConnectionKey(String key, String defaultValue, String description, String... choices) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.description = description;
        this.choices = choices;
    }

    String key() {
        return key;
    }

    String defaultValue() {
        return defaultValue;
    }

    String description() {
        return description;
    }

    String @Nullable [] choices() {
        return choices.length == 0 ? null : choices.clone();
    }

    /** True if the value opens a door: it is never shown. */
    boolean isSecret() {
        return this == PASSWORD || this == JWT || this == ACCESS_TOKEN || this == DELEGATION_TOKEN
                || this == TRUST_STORE_PASSWORD;
    }

    static @Nullable ConnectionKey find(String name) {
        for (ConnectionKey key : values()) {
            if (key.key.equals(name)) {
                return key;
            }
        }
        return null;
    }

    /** The key whose name needs the fewest changes to become {@code name}. */
    static ConnectionKey nearest(String name) {
        ConnectionKey best = USER;
        int bestDistance = Integer.MAX_VALUE;
        for (ConnectionKey key : values()) {
            int distance = distance(key.key.toLowerCase(java.util.Locale.ROOT),
                    name.toLowerCase(java.util.Locale.ROOT));
            if (distance < bestDistance) {
                best = key;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], before[j]) + 1, before[j - 1] + change);
            }
            before = row;
        }
        return before[b.length()];
    }
}

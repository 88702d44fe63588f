package dev.skep.server.adopt;

import java.net.URI;

/** Where a metastore listens, as {@code thrift://host:port}. */
record MetastoreAddress(String host, int port) {
    private static final int USUAL_PORT = 9083;

    MetastoreAddress {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Invalid metastore address: '%s:%d'".formatted(host, port));
        }
    }

    /** Reads an address. Fails with an IllegalArgumentException that shows what is expected. */
    static MetastoreAddress of(String text) {
        try {
            URI uri = URI.create(text);
            if ("thrift".equals(uri.getScheme()) && uri.getHost() != null) {
                return new MetastoreAddress(uri.getHost(), uri.getPort() < 0 ? USUAL_PORT : uri.getPort());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid metastore address: '%s' (%s)".formatted(text, e.getMessage()),
                    e);
        }
        throw new IllegalArgumentException(
                "Invalid metastore address: '%s' (expected thrift://host:port)".formatted(text));
    }

    @Override
    public String toString() {
        return "thrift://" + host + ":" + port;
    }
}

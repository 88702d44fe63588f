package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How a listener behaves.
 *
 * @param address where to listen; port 0 takes any free one
 * @param maxMessageBytes the longest message that is read; a longer one ends its connection
 * @param maxConnections connections beyond this many are closed as soon as they are accepted
 * @param idleTimeout a connection without a message for this long is closed; zero: never
 * @param readTimeout a message, or a sign-in, of which nothing more arrives for this long ends its connection
 * @param signInTimeout a client that has begun to speak, or that has to sign in, and is not through with it after this time loses its
 *            connection
 * @param writeTimeout a client that takes nothing of an answer for this long loses its connection
 * @param tls encryption on the same port; empty: none
 */
public record ListenerSettings(InetSocketAddress address, int maxMessageBytes, int maxConnections, Duration idleTimeout,
        Duration readTimeout, Duration writeTimeout, Duration signInTimeout, Optional<TlsSettings> tls) {

    public ListenerSettings {
        requireNonNull(address, "address is null");
        requireNonNull(idleTimeout, "idleTimeout is null");
        requireNonNull(readTimeout, "readTimeout is null");
        requireNonNull(writeTimeout, "writeTimeout is null");
        requireNonNull(signInTimeout, "signInTimeout is null");
        requireNonNull(tls, "tls is null");
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "Invalid listen address: host '%s' is not known".formatted(address.getHostString()));
        }
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException(
                    "Invalid maximum message size: %d (at least 1024)".formatted(maxMessageBytes));
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException(
                    "Invalid maximum number of connections: %d (at least 1)".formatted(maxConnections));
        }
        if (idleTimeout.isNegative() || !readTimeout.isPositive() || !writeTimeout.isPositive()
                || !signInTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "Invalid timeouts: idle %s, read %s, write %s, sign-in %s (all but idle must be positive)"
                            .formatted(
                                    idleTimeout, readTimeout, writeTimeout, signInTimeout));
        }
    }

    /**
     * 100 MB messages, 10,000 connections; idle connections end after four hours, silence within a message after two
     * minutes, a sign-in after 20 seconds; no TLS.
     */
    public static ListenerSettings on(InetSocketAddress address) {
        return new ListenerSettings(address, 100 << 20, 10_000, Duration.ofHours(4), Duration.ofMinutes(2),
                Duration.ofMinutes(5), Duration.ofSeconds(20), Optional.empty());
    }

    public ListenerSettings withMaxMessageBytes(int bytes) {
        return new ListenerSettings(address, bytes, maxConnections, idleTimeout, readTimeout, writeTimeout,
                signInTimeout, tls);
    }

    public ListenerSettings withMaxConnections(int connections) {
        return new ListenerSettings(address, maxMessageBytes, connections, idleTimeout, readTimeout, writeTimeout,
                signInTimeout, tls);
    }

    public ListenerSettings withIdleTimeout(Duration timeout) {
        return new ListenerSettings(address, maxMessageBytes, maxConnections, timeout, readTimeout, writeTimeout,
                signInTimeout, tls);
    }

    public ListenerSettings withReadTimeout(Duration timeout) {
        return new ListenerSettings(address, maxMessageBytes, maxConnections, idleTimeout, timeout, writeTimeout,
                signInTimeout, tls);
    }

    public ListenerSettings withWriteTimeout(Duration timeout) {
        return new ListenerSettings(address, maxMessageBytes, maxConnections, idleTimeout, readTimeout, timeout,
                signInTimeout, tls);
    }

    public ListenerSettings withSignInTimeout(Duration timeout) {
        return new ListenerSettings(address, maxMessageBytes, maxConnections, idleTimeout, readTimeout, writeTimeout,
                timeout, tls);
    }

    public ListenerSettings withTls(TlsSettings settings) {
        return new ListenerSettings(address, maxMessageBytes, maxConnections, idleTimeout, readTimeout, writeTimeout,
                signInTimeout, Optional.of(settings));
    }
}

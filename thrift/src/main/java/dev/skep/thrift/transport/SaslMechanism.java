package dev.skep.thrift.transport;

import java.net.InetSocketAddress;

/** A way to sign in by SASL; the listener offers those it was given. Safe for use by many connections at once. */
public interface SaslMechanism {
    /** The registered name, such as {@code PLAIN}. */
    String name();

    /** Begins the sign-in of one connection. */
    SaslExchange begin(InetSocketAddress client);
}

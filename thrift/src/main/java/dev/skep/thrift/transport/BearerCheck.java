package dev.skep.thrift.transport;

import java.net.InetSocketAddress;

/** Decides whether the bearer of a token may come in. */
@FunctionalInterface
public interface BearerCheck {
    /**
     * Returns who the token says its bearer is.
     *
     * @throws SignInException if the token is refused
     */
    SignedIn accept(String token, InetSocketAddress client) throws SignInException;
}

package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/** Decides whether the bearer of a Kerberos ticket may come in over HTTP ({@code Authorization: Negotiate}, RFC 4559). */
@FunctionalInterface
public interface NegotiateCheck {
    /** Who has come in, and what proves the server to them; empty if nothing does. */
    record Negotiated(SignedIn client, byte[] answer) {
        public Negotiated {
            requireNonNull(client, "client is null");
            requireNonNull(answer, "answer is null");
        }
    }

    /**
     * Returns who the token says its bearer is.
     *
     * @throws SignInException if the token is refused
     */
    Negotiated accept(byte[] token, InetSocketAddress client) throws SignInException;
}

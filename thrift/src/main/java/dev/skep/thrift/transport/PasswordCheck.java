package dev.skep.thrift.transport;

import java.net.InetSocketAddress;

/** Decides whether a user with a password may come in. */
@FunctionalInterface
public interface PasswordCheck {
    /**
     * Returns who has signed in, under the name that the user goes by from now on.
     *
     * @throws SignInException if the user is refused
     */
    SignedIn accept(String user, String password, InetSocketAddress client) throws SignInException;
}

package dev.skep.thrift.transport;

import java.net.InetSocketAddress;

/** Decides whether a user with a password may come in. */
@FunctionalInterface
public interface PasswordCheck {
    /**
     * Returns the name under which the user goes from now on.
     *
     * @throws SignInException if the user is refused
     */
    String accept(String user, String password, InetSocketAddress client) throws SignInException;
}

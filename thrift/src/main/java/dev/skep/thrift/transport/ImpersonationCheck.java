package dev.skep.thrift.transport;

import java.net.InetSocketAddress;

/** Decides whether one who has signed in may act as another user, as trusted proxies do for their users. */
@FunctionalInterface
public interface ImpersonationCheck {
    /** Nobody acts as another. */
    ImpersonationCheck REFUSED = (caller, user, client) -> {
        throw new SignInException("Cannot sign in: acting as another user is not supported");
    };

    /**
     * Returns the user as whom the caller goes on.
     *
     * @param caller who has proven who they are
     * @param user as whom they want to act
     * @throws SignInException if they may not
     */
    SignedIn actAs(SignedIn caller, String user, InetSocketAddress client) throws SignInException;
}

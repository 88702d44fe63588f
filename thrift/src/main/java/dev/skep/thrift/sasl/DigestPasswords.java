package dev.skep.thrift.sasl;

import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import java.net.InetSocketAddress;

/**
 * Knows the passwords of those who sign in by DIGEST-MD5. A delegation token is such a pair: the user name is its identifier, the
 * password its secret, each in base64.
 */
public interface DigestPasswords {
    /**
     * Returns the password of a user, which the client proves to know; the caller wipes the array.
     *
     * @throws SignInException if there is no such user, or their token is not valid any more
     */
    char[] password(String user, InetSocketAddress client) throws SignInException;

    /**
     * Returns who a client is that has proven to know the password of this user; for a token its owner.
     *
     * @throws SignInException if they are refused all the same
     */
    SignedIn accept(String user, InetSocketAddress client) throws SignInException;
}

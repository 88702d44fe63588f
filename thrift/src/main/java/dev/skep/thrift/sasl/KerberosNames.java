package dev.skep.thrift.sasl;

import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import java.net.InetSocketAddress;

/** Decides who the owner of a Kerberos ticket is here: which realms are trusted, and which part of a principal is the user's name. */
@FunctionalInterface
public interface KerberosNames {
    /**
     * Returns who has proven to be this principal, such as {@code ann@EXAMPLE.COM} or {@code hive/host@EXAMPLE.COM}.
     *
     * @throws SignInException if the principal is refused
     */
    SignedIn accept(String principal, InetSocketAddress client) throws SignInException;
}

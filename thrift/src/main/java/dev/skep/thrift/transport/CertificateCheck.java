package dev.skep.thrift.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;

/** Decides who a client is by the certificate that it has shown; the authorities that vouch for it were checked before. */
@FunctionalInterface
public interface CertificateCheck {
    /**
     * Returns who the certificate says its owner is.
     *
     * @throws SignInException if the owner is refused
     */
    SignedIn accept(X509Certificate certificate, InetSocketAddress client) throws SignInException;
}

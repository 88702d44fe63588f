package dev.skep.jdbc.wire;

import java.security.cert.CertificateException;

/** A server's certificate is not believed; the message says why and what to set. */
final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1;

    RefusedCertificateException(String message, CertificateException cause) {
        super(message, cause);
    }
}

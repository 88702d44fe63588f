package dev.skep.jdbc.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/** Java's own check of a server's certificate, whose refusals say what is wrong and which option is about it. */
final class ServerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager checks;

    ServerTrust(X509ExtendedTrustManager checks) {
        this.checks = checks;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        try {
            checks.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            SSLSession session = socket instanceof SSLSocket ? ((SSLSocket) socket).getHandshakeSession() : null;
            throw new RefusedCertificateException(reason(chain, authType, session, e), e);
        }
    }

    private String reason(X509Certificate[] chain, String authType, @Nullable SSLSession session,
            CertificateException failure) {
        String name = "its certificate '" + chain[0].getSubjectX500Principal() + "'";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return name + " has expired on " + chain[0].getNotAfter().toInstant();
            }
            if (cause instanceof CertificateNotYetValidException) {
                return name + " is not valid before " + chain[0].getNotBefore().toInstant();
            }
        }
        try {
            // Without a connection to compare with, only the host's name is left unchecked.
            checks.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            return name + ", issued by '" + chain[0].getIssuerX500Principal()
                    + "', is not trusted; set sslCertificate or sslTrustStore to the authority that issued it";
        }
        return name + " is not for the host" + (session == null ? "" : " '" + session.getPeerHost() + "'")
                + " (" + failure.getMessage() + "); connect by a name that the certificate has";
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checks.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checks.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checks.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checks.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checks.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return checks.getAcceptedIssuers();
    }
}

package dev.skep.jdbc.wire;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/** How connections are encrypted: whom to trust, and the client's own certificate if there is one. */
public final class Tls {
    /** Keys that are only held in memory are not encrypted there. */
    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;
    private final ClientCertificate certificate;
    private final boolean verifyHost;

    private Tls(SSLContext context, ClientCertificate certificate, boolean verifyHost) {
        this.context = context;
        this.certificate = certificate;
        this.verifyHost = verifyHost;
    }

    /**
     * @param trusted the certificates to trust, null for those that Java trusts
     * @param identity the client's certificate and key, null for none
     * @param verifyHost whether the certificate must be for the host that is connected to
     */
    public static Tls of(@Nullable KeyStore trusted, @Nullable KeyStore identity, boolean verifyHost)
            throws SQLException {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            ClientCertificate certificate = new ClientCertificate(identity == null ? null : keys(identity));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[]{certificate},
                    new TrustManager[]{new ServerTrust((X509ExtendedTrustManager) trust.getTrustManagers()[0])}, null);
            return new Tls(context, certificate, verifyHost);
        } catch (GeneralSecurityException e) {
            throw SqlErrors.invalidArgument("Cannot set up TLS: " + SaslHandshake.reason(e));
        }
    }

    private static X509ExtendedKeyManager keys(KeyStore identity) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(identity, NO_PASSWORD);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    /** True if a server has asked for the client's certificate. */
    boolean certificateAsked() {
        return certificate.isAsked();
    }

    /**
     * Reads the certificates of a key store, in any form that Java knows.
     *
     * @param option the name of the connection property, for the failure
     */
    public static KeyStore trustStore(String option, Path file, String password) throws SQLException {
        try {
            return KeyStore.getInstance(new File(file.toString()), password.isEmpty() ? null : password.toCharArray());
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw unreadable(option, file, e);
        }
    }

    /** Reads certificates in PEM form. */
    public static KeyStore trustedCertificates(String option, Path file) throws SQLException {
        try {
            KeyStore store = empty();
            List<X509Certificate> certificates = new PemFile(file).certificates();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca" + i, certificates.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable(option, file, e);
        }
    }

    /** Reads the client's certificate (first those that issued it may follow) and its key, both in PEM form. */
    public static KeyStore clientIdentity(String certificateOption, Path certificate, String keyOption, Path key)
            throws SQLException {
        X509Certificate[] chain;
        try {
            chain = new PemFile(certificate).certificates().toArray(new X509Certificate[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable(certificateOption, certificate, e);
        }
        try {
            PrivateKey privateKey = new PemFile(key).privateKey(chain[0].getPublicKey().getAlgorithm());
            KeyStore store = empty();
            store.setKeyEntry("client", privateKey, NO_PASSWORD, chain);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable(keyOption, key, e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static SQLException unreadable(String option, Path file, Exception e) {
        String reason = e instanceof java.nio.file.NoSuchFileException || !file.toFile().exists()
                ? "there is no such file"
                : String.valueOf(e.getMessage());
        return SqlErrors.invalidArgument("Invalid connection property: " + option + "=" + file + " (" + reason + ")");
    }

    /** Encrypts a fresh connection. */
    Socket encrypt(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        if (verifyHost) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        try {
            socket.startHandshake();
            return socket;
        } catch (SocketTimeoutException e) {
            throw new WrongProtocolException("the server did not answer the TLS handshake in time; "
                    + "if it does not expect TLS leave out ssl=true", e);
        } catch (SSLException e) {
            if (TlsFailure.isOfPlainServer(e)) {
                throw new WrongProtocolException("the server does not answer by TLS: leave out ssl=true", e);
            }
            if (e.getCause() instanceof EOFException || e.getCause() instanceof SocketException) {
                throw endedHandshake(e);
            }
            throw e;
        } catch (SocketException e) {
            throw endedHandshake(e);
        }
    }

    private IOException endedHandshake(IOException e) {
        if (certificate.isAsked()) {
            // A server that refuses it may end the connection while the client is still sending: then its alert is lost.
            return new SignInRefusedException(
                    TlsFailure.refusedCertificate("it asked for one and ended the handshake"), e);
        }
        return new WrongProtocolException("the server ended the TLS handshake; if it does not expect TLS leave out "
                + "ssl=true", e);
    }
}

package dev.skep.thrift;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/** An authority of the tests, what it has signed, and clients that trust it. */
public final class Certificates {

    private final X509Bundle authority;
    private int versions;

    public Certificates() throws Exception {
        authority = new CertificateBuilder().ecp256().subject("CN=authority of the tests")
                .setIsCertificateAuthority(true).buildSelfSigned();
    }

    /** One for {@code localhost}. */
    public X509Bundle server(String name) throws Exception {
        return new CertificateBuilder().ecp256().subject("CN=" + name).addSanDnsName("localhost")
                .addSanIpAddress(InetAddress.getLoopbackAddress()).buildIssuedBy(authority);
    }

    /** As {@link #server}, with another kind of key. */
    public X509Bundle rsaServer(String name) throws Exception {
        return new CertificateBuilder().rsa2048().subject("CN=" + name).addSanDnsName("localhost")
                .buildIssuedBy(authority);
    }

    public X509Bundle client(String name) throws Exception {
        return new CertificateBuilder().ecp256().subject("CN=" + name).buildIssuedBy(authority);
    }

    public Path writeAuthority(Path directory) throws IOException {
        return Files.writeString(directory.resolve("authority.pem"), authority.getCertificatePEM());
    }

    public Path writeChain(Path directory, X509Bundle bundle) throws IOException {
        return write(directory.resolve("server.pem"), bundle.getCertificatePathPEM());
    }

    public Path writeKey(Path directory, X509Bundle bundle) throws IOException {
        return write(directory.resolve("server.key"), bundle.getPrivateKeyPEM());
    }

    /** Writes so that the time of the file differs from the last one's even where the clock is coarse. */
    public Path write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L + versions++)));
    }

    /** A socket with TLS to the server, its handshake done; the client shows its certificate if there is one. */
    public SSLSocket connect(InetSocketAddress server, @Nullable X509Bundle own, String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = own == null ? null : own.toKeyManagerFactory().getKeyManagers();
        TrustManager[] trusted = {authority.toTrustManager()};
        context.init(keys, trusted, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(server.getAddress(), server.getPort());
        socket.setSoTimeout(30_000);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    public TSocket transport(InetSocketAddress server, @Nullable X509Bundle own, String... protocols) throws Exception {
        return transport(connect(server, own, protocols));
    }

    public static TSocket transport(SSLSocket socket) throws TTransportException {
        return new TSocket(socket);
    }
}

package dev.skep.conformance.clients.signin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/** An authority of the test and what it vouches for, as PEM files and as Java's key stores. */
final class Certificates {
    static final String PASSWORD = "changeit";

    private final Path folder;
    private final X509Bundle authority;

    Certificates(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        authority = new CertificateBuilder().ecp256().subject("CN=authority of the test")
                .setIsCertificateAuthority(true).buildSelfSigned();
        Files.writeString(authorityFile(), authority.getCertificatePEM());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.getCertificate());
        store(trusted, trustStore());
    }

    Path authorityFile() {
        return folder.resolve("authority.pem");
    }

    Path trustStore() {
        return folder.resolve("trusted.p12");
    }

    /** Writes a certificate of this machine in place of an earlier one. */
    void writeServer(String name) throws Exception {
        X509Bundle server = new CertificateBuilder().ecp256().subject("CN=" + name).addSanDnsName("localhost")
                .addSanIpAddress(InetAddress.getByName("127.0.0.1")).buildIssuedBy(authority);
        Files.writeString(folder.resolve("server.key"), server.getPrivateKeyPEM());
        Files.writeString(folder.resolve("server.pem"), server.getCertificatePathPEM());
    }

    Path serverChain() {
        return folder.resolve("server.pem");
    }

    Path serverKey() {
        return folder.resolve("server.key");
    }

    /** Writes a certificate for a user, signed by this authority or by one that nobody knows. */
    Path writeClient(String user, boolean vouched) throws Exception {
        X509Bundle signer = vouched
                ? authority
                : new CertificateBuilder().ecp256().subject("CN=authority of the test")
                        .setIsCertificateAuthority(true).buildSelfSigned();
        X509Bundle client = new CertificateBuilder().ecp256().subject("CN=" + user).buildIssuedBy(signer);
        String file = vouched ? user : user + "-forged";
        Files.writeString(folder.resolve(file + ".key"), client.getPrivateKeyPEM());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("client", client.getKeyPair().getPrivate(), PASSWORD.toCharArray(),
                client.getCertificatePath());
        store(keys, folder.resolve(file + ".p12"));
        return Files.writeString(folder.resolve(file + ".pem"), client.getCertificatePathPEM());
    }

    private static void store(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write " + file, e);
        }
    }
}

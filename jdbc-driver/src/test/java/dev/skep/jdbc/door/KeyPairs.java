package dev.skep.jdbc.door;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/** A key with a certificate that it or another key has signed, made by the JDK's keytool and written in the forms that clients read. */
public final class KeyPairs {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final String name;
    private final String alias;
    private final KeyStore store;

    private KeyPairs(Path folder, String name, String alias, KeyStore store) {
        this.folder = folder;
        this.name = name;
        this.alias = alias;
        this.store = store;
    }

    /**
     * Signed by itself.
     *
     * @param options further options of {@code keytool -genkeypair}
     */
    public static KeyPairs make(Path folder, String name, String... options) throws Exception {
        return make(folder, name, "own", List.of(options));
    }

    /** Signed by an authority. */
    public static KeyPairs makeSigned(KeyPairs authority, String name, String... options) throws Exception {
        Files.copy(authority.keyStore(), authority.folder.resolve(name + ".p12"));
        List<String> all = new ArrayList<>(List.of("-signer", authority.alias));
        all.addAll(List.of(options));
        return make(authority.folder, name, "signed", all);
    }

    private static KeyPairs make(Path folder, String name, String alias, List<String> options) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias,
                "-keystore", file.toString(), "-storepass", PASSWORD, "-dname", "CN=" + name));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        KeyPairs pair = new KeyPairs(folder, name, alias, KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
        pair.write("pem", "CERTIFICATE", pair.store.getCertificate(alias).getEncoded());
        pair.write("key", "PRIVATE KEY", pair.key().getEncoded());
        return pair;
    }

    private void write(String suffix, String kind, byte[] bytes) throws IOException {
        Files.writeString(folder.resolve(name + "." + suffix), "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(bytes), kind));
    }

    private Key key() throws GeneralSecurityException {
        return store.getKey(alias, PASSWORD.toCharArray());
    }

    /** Writes the key in the old form for RSA, PKCS #1: what PKCS #8 wraps with 26 bytes in front. */
    public Path writeOldRsaKey() throws Exception {
        byte[] pkcs8 = key().getEncoded();
        byte[] pkcs1 = java.util.Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        write("rsa", "RSA PRIVATE KEY", pkcs1);
        return folder.resolve(name + ".rsa");
    }

    public Path certificate() {
        return folder.resolve(name + ".pem");
    }

    public Path privateKey() {
        return folder.resolve(name + ".key");
    }

    /** A PKCS #12 key store with the pair; its password is {@code changeit}. */
    public Path keyStore() {
        return folder.resolve(name + ".p12");
    }

    /** A context of a server with this pair, which trusts the certificate of {@code client}. */
    public SSLContext serverContext(@Nullable KeyPairs client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("server", key(), PASSWORD.toCharArray(), store.getCertificateChain(alias));
        keys.init(own, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        if (client != null) {
            trusted.setCertificateEntry("client", client.store.getCertificate(client.alias));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        SSLContext context = SSLContext.getInstance("TLS");
        if (client != null) {
            trust.init(trusted);
        }
        context.init(keys.getKeyManagers(), client == null ? null : trust.getTrustManagers(), null);
        return context;
    }
}

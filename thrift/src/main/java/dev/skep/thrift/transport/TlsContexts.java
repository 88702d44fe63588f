package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The certificates in force. They are looked at again when a connection begins, at most once in the settings' interval: files of
 * another time or size are read, and used if they are whole; otherwise the old ones stay in force. Safe for use by many threads.
 */
public final class TlsContexts {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final TlsSettings settings;
    private final ConnectionObserver observer;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile SslContext current;
    private volatile long checkedNanos;
    private List<Version> seen;

    /** Tells whether a file has been written again. */
    private record Version(Path file, long modifiedMillis, long bytes) {}

    private TlsContexts(TlsSettings settings, ConnectionObserver observer, List<Version> seen, SslContext current) {
        this.settings = settings;
        this.observer = observer;
        this.seen = seen;
        this.current = current;
        this.checkedNanos = System.nanoTime();
    }

    /**
     * Reads the files for the first time.
     *
     * @param observer is told when later versions of the files are taken, or cannot be
     * @throws IOException if a file cannot be read, or key and certificate do not belong together
     */
    public static TlsContexts open(TlsSettings settings, ConnectionObserver observer) throws IOException {
        requireNonNull(observer, "observer is null");
        List<Version> versions = versions(settings);
        return new TlsContexts(settings, observer, versions, load(settings));
    }

    public TlsSettings settings() {
        return settings;
    }

    /** What a connection that begins now uses. May read files. */
    public SslContext current() {
        long interval = settings.reloadInterval().toNanos();
        if (System.nanoTime() - checkedNanos >= interval && lock.tryLock()) {
            try {
                checkedNanos = System.nanoTime();
                check();
            } finally {
                lock.unlock();
            }
        }
        return current;
    }

    private void check() {
        List<Version> now = versions(settings);
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            current = load(settings);
        } catch (IOException | RuntimeException e) {
            // Whatever is wrong with the new files, those who connect now are served as before.
            observer.certificatesKept(settings.certificateChain(), e);
            return;
        }
        observer.certificatesReloaded(settings.certificateChain());
    }

    private static List<Version> versions(TlsSettings settings) {
        List<Version> versions = new ArrayList<>();
        versions.add(version(settings.certificateChain()));
        versions.add(version(settings.privateKey()));
        settings.clientAuthorities().ifPresent(file -> versions.add(version(file)));
        return versions;
    }

    private static Version version(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(file, attributes.lastModifiedTime().toMillis(), attributes.size());
        } catch (IOException e) {
            // That it is away is a version of its own: loading tells why.
            return new Version(file, -1, -1);
        }
    }

    private static SslContext load(TlsSettings settings) throws IOException {
        List<X509Certificate> chain = certificates(settings.certificateChain());
        PrivateKey key = key(settings.privateKey(), chain.getFirst().getPublicKey());
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new))
                .sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2")
                .clientAuth(switch (settings.clientCertificates()) {
                    case NONE -> ClientAuth.NONE;
                    case OPTIONAL -> ClientAuth.OPTIONAL;
                    case REQUIRED -> ClientAuth.REQUIRE;
                });
        if (settings.clientAuthorities().isPresent()) {
            builder.trustManager(certificates(settings.clientAuthorities().get()).toArray(X509Certificate[]::new));
        }
        return builder.build();
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                certificates.add((X509Certificate) one);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException("Cannot read certificates from %s: %s".formatted(file, reason(e)), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("Cannot read certificates from %s: there are none".formatted(file));
        }
        return certificates;
    }

    private static PrivateKey key(Path file, PublicKey certified) throws IOException {
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new IOException("it holds no unencrypted PKCS#8 key (" + BEGIN + ")");
            }
            byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            PrivateKey key = KeyFactory.getInstance(certified.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (!belongTogether(key, certified)) {
                throw new IOException("it is not the key of the certificate");
            }
            return key;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("Cannot read private key from %s: %s".formatted(file, reason(e)), e);
        }
    }

    /** Two files are never written at once: a new certificate beside the old key must not come into force. */
    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> throw new GeneralSecurityException(
                    "keys for %s are not supported, but for RSA, EC and EdDSA".formatted(certified.getAlgorithm()));
        };
        byte[] text = "whose key".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(text);
        return signature.verify(signed);
    }

    private static @Nullable String reason(Exception e) {
        return e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.getMessage();
    }
}

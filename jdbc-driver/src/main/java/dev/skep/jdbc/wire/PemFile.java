package dev.skep.jdbc.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in text form (RFC 7468). */
final class PemFile {
    private static final Pattern KEY = Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([^-]*)-----END");
    private static final byte[] RSA_ALGORITHM = {0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48,
            (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00};

    private final Path path;

    PemFile(Path path) {
        this.path = path;
    }

    /** All certificates of the file, at least one. */
    List<X509Certificate> certificates() throws IOException, GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(path)) {
            CertificateFactory.getInstance("X.509").generateCertificates(in)
                    .forEach(one -> found.add((X509Certificate) one));
        }
        if (found.isEmpty()) {
            throw new CertificateException("it holds no certificate in PEM form");
        }
        return found;
    }

    /** The private key of the file, in PKCS #8 or, for RSA, PKCS #1. */
    PrivateKey privateKey(String algorithm) throws IOException, GeneralSecurityException {
        Matcher key = KEY.matcher(new String(Files.readAllBytes(path), US_ASCII));
        if (!key.find()) {
            throw new GeneralSecurityException("it holds no private key in PEM form without a password");
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(key.group(2));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("its private key is not in Base64", e);
        }
        String form = key.group(1).strip();
        if (form.equals("RSA")) {
            bytes = sequence(RSA_ALGORITHM, element(0x04, bytes));
        } else if (!form.isEmpty()) {
            throw new GeneralSecurityException("its key is in the form '" + form
                    + " PRIVATE KEY'; 'openssl pkcs8 -topk8 -nocrypt' makes 'PRIVATE KEY' of it");
        }
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    private static byte[] sequence(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return element(0x30, both);
    }

    /** An element of DER: tag, length, content. */
    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.write(content, 0, content.length);
        return out.toByteArray();
    }
}

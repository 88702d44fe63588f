package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;

/** Makes users of client certificates, which the TLS handshake has checked. */
public final class CertificateNames {
    private static final Map<String, String> KNOWN_OIDS = Map.of("1.2.840.113549.1.9.1", "EMAILADDRESS",
            "0.9.2342.19200300.100.1.1", "UID");
    /** The kinds of names beside the subject, by the numbers that RFC 5280 gives them. */
    private static final Map<String, Integer> ALTERNATIVES = Map.of("san-email", 1, "san-dns", 2, "san-uri", 6);

    private final String part;
    private final Directories directories;

    /**
     * @param part what holds the user's name: an attribute of the subject such as {@code CN} or {@code UID}, {@code dn} for the whole
     *            subject, or {@code san-email}, {@code san-dns}, {@code san-uri}
     */
    public CertificateNames(String part, Directories directories) {
        this.part = requireNonNull(part, "part is null");
        this.directories = requireNonNull(directories, "directories is null");
    }

    /** Fails with a SignInException unless the certificate has the part exactly once. */
    public SignedIn accept(X509Certificate certificate, InetSocketAddress client) throws SignInException {
        List<String> names = names(certificate);
        if (names.size() != 1) {
            throw new SignInException(
                    "Cannot sign in: the certificate has %d values of %s, where one is the user's name"
                            .formatted(names.size(), part));
        }
        return directories.complete(UserNames.check(names.get(0)), Set.of(), "CERTIFICATE");
    }

    private List<String> names(X509Certificate certificate) throws SignInException {
        String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, KNOWN_OIDS);
        if (part.equalsIgnoreCase("dn")) {
            return subject.isEmpty() ? List.of() : List.of(subject);
        }
        Integer kind = ALTERNATIVES.get(part.toLowerCase(Locale.ROOT));
        try {
            return kind == null ? attributes(subject) : alternatives(certificate, kind);
        } catch (InvalidNameException | CertificateParsingException e) {
            throw new SignInException("Cannot sign in: the certificate's names cannot be read", e);
        }
    }

    private List<String> attributes(String subject) throws InvalidNameException {
        List<String> values = new ArrayList<>();
        for (Rdn rdn : new LdapName(subject).getRdns()) {
            var all = rdn.toAttributes().get(part);
            if (all != null && rdn.size() == 1 && rdn.getValue() instanceof String value) {
                values.add(value);
            }
        }
        return values;
    }

    private static List<String> alternatives(X509Certificate certificate, int kind)
            throws CertificateParsingException {
        List<String> values = new ArrayList<>();
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            if (name.get(0).equals(kind) && name.get(1) instanceof String value) {
                values.add(value);
            }
        }
        return values;
    }
}

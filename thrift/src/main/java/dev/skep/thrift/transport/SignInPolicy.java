package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Who may connect, and how they sign in. A client that tries a way which is not offered is refused, also where it need not sign in.
 *
 * @param mechanisms the SASL mechanisms offered; none refuses SASL
 * @param certificates who a client is by its TLS certificate, asked where it signs in by no other way; empty: a certificate only
 *            encrypts
 * @param httpPasswords for {@code Authorization: Basic} over HTTP
 * @param bearers for {@code Authorization: Bearer} over HTTP
 * @param negotiate for {@code Authorization: Negotiate} over HTTP
 * @param impersonation whether one who has signed in over HTTP may act as the user that the query names ({@code ?doAs=}); SASL mechanisms
 *            have their own
 * @param unsignedAllowed whether a client may begin to send messages without a sign-in
 */
public record SignInPolicy(List<SaslMechanism> mechanisms, Optional<CertificateCheck> certificates,
        Optional<PasswordCheck> httpPasswords, Optional<BearerCheck> bearers, Optional<NegotiateCheck> negotiate,
        ImpersonationCheck impersonation, boolean unsignedAllowed) {
    public SignInPolicy {
        mechanisms = List.copyOf(mechanisms);
        requireNonNull(certificates, "certificates is null");
        requireNonNull(httpPasswords, "httpPasswords is null");
        requireNonNull(bearers, "bearers is null");
        requireNonNull(negotiate, "negotiate is null");
        requireNonNull(impersonation, "impersonation is null");
        if (mechanisms.isEmpty() && certificates.isEmpty() && httpPasswords.isEmpty() && bearers.isEmpty()
                && negotiate.isEmpty() && !unsignedAllowed) {
            throw new IllegalArgumentException(
                    "Invalid sign-in policy: no mechanism, and clients without sign-in are refused");
        }
    }

    /** Only clients that do not sign in. */
    public static SignInPolicy none() {
        return sasl(List.of(), true);
    }

    /** Clients that do not sign in, and those that do it by one of these mechanisms. */
    public static SignInPolicy optional(SaslMechanism... mechanisms) {
        return sasl(List.of(mechanisms), true);
    }

    /** Only clients that sign in by one of these mechanisms. */
    public static SignInPolicy required(SaslMechanism... mechanisms) {
        return sasl(List.of(mechanisms), false);
    }

    private static SignInPolicy sasl(List<SaslMechanism> mechanisms, boolean unsignedAllowed) {
        return new SignInPolicy(mechanisms, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                ImpersonationCheck.REFUSED, unsignedAllowed);
    }

    /** The same with sign-in by TLS certificate. */
    public SignInPolicy withCertificates(CertificateCheck check) {
        return new SignInPolicy(mechanisms, Optional.of(check), httpPasswords, bearers, negotiate, impersonation,
                unsignedAllowed);
    }

    /** The same with sign-in by user and password over HTTP. */
    public SignInPolicy withHttpPasswords(PasswordCheck check) {
        return new SignInPolicy(mechanisms, certificates, Optional.of(check), bearers, negotiate, impersonation,
                unsignedAllowed);
    }

    /** The same with sign-in by token over HTTP. */
    public SignInPolicy withBearers(BearerCheck check) {
        return new SignInPolicy(mechanisms, certificates, httpPasswords, Optional.of(check), negotiate, impersonation,
                unsignedAllowed);
    }

    /** The same with sign-in by Kerberos over HTTP. */
    public SignInPolicy withNegotiate(NegotiateCheck check) {
        return new SignInPolicy(mechanisms, certificates, httpPasswords, bearers, Optional.of(check), impersonation,
                unsignedAllowed);
    }

    /** The same, where this check decides who acts as another over HTTP. */
    public SignInPolicy withImpersonation(ImpersonationCheck check) {
        return new SignInPolicy(mechanisms, certificates, httpPasswords, bearers, negotiate, check, unsignedAllowed);
    }

    /** The same, refusing clients that do not sign in. */
    public SignInPolicy refusingUnsigned() {
        return new SignInPolicy(mechanisms, certificates, httpPasswords, bearers, negotiate, impersonation, false);
    }

    Optional<SaslMechanism> mechanism(String name) {
        return mechanisms.stream().filter(mechanism -> mechanism.name().equals(name)).findFirst();
    }

    /** Who the owner of a certificate is, where that is a way to sign in. */
    SignedIn byCertificate(X509Certificate certificate, InetSocketAddress client) throws SignInException {
        try {
            return certificates
                    .orElseThrow(() -> new SignInException("Cannot sign in by certificate: it is not offered"))
                    .accept(certificate, client);
        } catch (SignInException e) {
            throw e.by("CERTIFICATE", certificate.getSubjectX500Principal().getName());
        } catch (RuntimeException e) {
            throw SignInException.broken(e).by("CERTIFICATE", certificate.getSubjectX500Principal().getName());
        }
    }
}

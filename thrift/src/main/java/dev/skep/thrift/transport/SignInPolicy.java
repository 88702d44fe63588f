package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Who may connect, and how they sign in. A client that tries a way which is not offered is refused, also where it need not sign in.
 *
 * @param mechanisms the SASL mechanisms offered; none refuses SASL
 * @param certificates who a client is by its TLS certificate, asked where it signs in by no other way; empty: a certificate only
 *            encrypts
 * @param unsignedAllowed whether a client may begin to send messages without a sign-in
 */
public record SignInPolicy(List<SaslMechanism> mechanisms, Optional<CertificateCheck> certificates,
        boolean unsignedAllowed) {
    public SignInPolicy {
        mechanisms = List.copyOf(mechanisms);
        requireNonNull(certificates, "certificates is null");
        if (mechanisms.isEmpty() && certificates.isEmpty() && !unsignedAllowed) {
            throw new IllegalArgumentException(
                    "Invalid sign-in policy: no mechanism, and clients without sign-in are refused");
        }
    }

    /** Only clients that do not sign in. */
    public static SignInPolicy none() {
        return new SignInPolicy(List.of(), Optional.empty(), true);
    }

    /** Clients that do not sign in, and those that do it by one of these mechanisms. */
    public static SignInPolicy optional(SaslMechanism... mechanisms) {
        return new SignInPolicy(List.of(mechanisms), Optional.empty(), true);
    }

    /** Only clients that sign in by one of these mechanisms. */
    public static SignInPolicy required(SaslMechanism... mechanisms) {
        return new SignInPolicy(List.of(mechanisms), Optional.empty(), false);
    }

    /** The same with sign-in by TLS certificate. */
    public SignInPolicy withCertificates(CertificateCheck check) {
        return new SignInPolicy(mechanisms, Optional.of(check), unsignedAllowed);
    }

    /** The same, refusing clients that do not sign in. */
    public SignInPolicy refusingUnsigned() {
        return new SignInPolicy(mechanisms, certificates, false);
    }

    Optional<SaslMechanism> mechanism(String name) {
        return mechanisms.stream().filter(mechanism -> mechanism.name().equals(name)).findFirst();
    }
}

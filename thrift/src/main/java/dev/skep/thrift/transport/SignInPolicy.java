package dev.skep.thrift.transport;

import java.util.List;
import java.util.Optional;

/**
 * Who may connect.
 *
 * @param mechanisms the SASL mechanisms offered; none refuses SASL
 * @param unsignedAllowed whether a client may begin to send messages without a sign-in
 */
public record SignInPolicy(List<SaslMechanism> mechanisms, boolean unsignedAllowed) {
    public SignInPolicy {
        mechanisms = List.copyOf(mechanisms);
        if (mechanisms.isEmpty() && !unsignedAllowed) {
            throw new IllegalArgumentException(
                    "Invalid sign-in policy: no mechanism, and clients without sign-in are refused");
        }
    }

    /** Only clients that do not sign in. */
    public static SignInPolicy none() {
        return new SignInPolicy(List.of(), true);
    }

    /** Clients that do not sign in, and those that do it by one of these mechanisms. */
    public static SignInPolicy optional(SaslMechanism... mechanisms) {
        return new SignInPolicy(List.of(mechanisms), true);
    }

    /** Only clients that sign in by one of these mechanisms. */
    public static SignInPolicy required(SaslMechanism... mechanisms) {
        return new SignInPolicy(List.of(mechanisms), false);
    }

    Optional<SaslMechanism> mechanism(String name) {
        return mechanisms.stream().filter(mechanism -> mechanism.name().equals(name)).findFirst();
    }
}

package dev.skep.jdbc.wire;

import java.util.Locale;
import java.util.Set;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/** What went wrong in TLS, told by JSSE's texts: it has no other sign for it. */
final class TlsFailure {
    private static final String ALERT = "Received fatal alert: ";
    private static final Set<String> ABOUT_CLIENT = Set.of("bad_certificate", "certificate_required",
            "unsupported_certificate", "certificate_revoked", "certificate_expired", "certificate_unknown",
            "unknown_ca", "access_denied");

    private TlsFailure() {}

    /** True if what the server answered was not TLS. */
    static boolean isOfPlainServer(SSLException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("unrecognized ssl message") || message.contains("plaintext connection");
    }

    /** The sentence about the client's certificate, null if the failure is not about it. */
    static @Nullable String ofClientCertificate(SSLException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf(ALERT);
        String alert = at < 0 ? "" : message.substring(at + ALERT.length()).strip();
        if (!ABOUT_CLIENT.contains(alert)) {
            return null;
        }
        return refusedCertificate(alert);
    }

    static String refusedCertificate(String sign) {
        return "the server refuses the client's certificate, or that there is none (" + sign
                + "); set sslClientCertificate and sslClientKey to one that it accepts";
    }
}

package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Who the server is to Kerberos.
 *
 * @param principal {@code service/host@REALM}
 * @param realms whose users are taken
 */
public record KerberosSettings(String principal, Path keytab, Set<String> realms) {
    private static final String HOST = "_HOST";

    public KerberosSettings {
        requireNonNull(keytab, "keytab is null");
        int at = principal.lastIndexOf('@');
        if (at < 1 || at == principal.length() - 1 || principal.indexOf('/') < 1 || principal.indexOf('/') > at) {
            throw new IllegalArgumentException(
                    "Invalid setting auth.kerberos.principal: '%s' (expected service/host@REALM)".formatted(principal));
        }
        principal = principal.contains("/" + HOST + "@")
                ? principal.replace("/" + HOST + "@", "/" + thisHost() + "@")
                : principal;
        realms = realms.isEmpty() ? Set.of(principal.substring(at(principal) + 1)) : Set.copyOf(realms);
    }

    private static int at(String principal) {
        return principal.lastIndexOf('@');
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "Invalid setting auth.kerberos.principal: _HOST, but this machine does not know its name", e);
        }
    }
}

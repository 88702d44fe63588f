package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.access.AddressRange;
import dev.skep.thrift.sasl.QualityOfProtection;

/**
 * How clients sign in.
 *
 * @param types none: clients are who they say they are
 * @param passwordFile users with passwords, or with groups only
 * @param ldap asked for passwords if among the types, and for groups in any case
 * @param protection what Kerberos and tokens offer for the messages
 * @param certificateUser which part of a client certificate names the user
 * @param tokenLifetime how long a delegation token can be kept alive at most
 * @param tokenRenewInterval how long it lives from one renewal to the next
 * @param passwordCache how long a password that was right is not checked again
 * @param proxies who may act for whom
 * @param setUgiHosts from where the metastore serves clients that do not sign in, under the name that they give
 */
public record AuthSettings(Set<AuthType> types, Optional<Path> passwordFile, Optional<LdapSettings> ldap,
        Optional<KerberosSettings> kerberos, Optional<JwtSettings> jwt, List<QualityOfProtection> protection,
        String certificateUser, Duration tokenLifetime, Duration tokenRenewInterval, Duration passwordCache,
        AttemptLimits limits,
        List<ProxyRule> proxies, List<AddressRange> setUgiHosts) {

    /** No sign-in. */
    public static final AuthSettings NONE = new AuthSettings(Set.of(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), List.of(QualityOfProtection.CONFIDENTIALITY,
                    QualityOfProtection.INTEGRITY, QualityOfProtection.AUTHENTICATION),
            "CN", Duration.ofDays(7), Duration.ofDays(1), Duration.ofMinutes(1),
            AttemptLimits.DEFAULT, List.of(), List.of());

    public AuthSettings {
        types = Set.copyOf(types);
        protection = List.copyOf(protection);
        proxies = List.copyOf(proxies);
        setUgiHosts = List.copyOf(setUgiHosts);
        requireNonNull(limits, "limits is null");
        require(AuthType.PASSWORD, types, passwordFile, "auth.password.file");
        require(AuthType.LDAP, types, ldap, "auth.ldap.url");
        require(AuthType.KERBEROS, types, kerberos, "auth.kerberos.principal and auth.kerberos.keytab");
        require(AuthType.JWT, types, jwt, "auth.jwt.jwks");
        if (tokenRenewInterval.compareTo(tokenLifetime) > 0 || !tokenRenewInterval.isPositive()) {
            throw new IllegalArgumentException(
                    "Invalid setting auth.token.renew-interval: '%s' (expected at most auth.token.lifetime, %s)"
                            .formatted(tokenRenewInterval, tokenLifetime));
        }
    }

    private static void require(AuthType type, Set<AuthType> types, Optional<?> what, String keys) {
        if (types.contains(type) && what.isEmpty()) {
            throw new IllegalArgumentException(
                    "Invalid setting auth.type: '%s' needs %s".formatted(type.word(), keys));
        }
    }

    /** Whether clients have to prove who they are. */
    public boolean isRequired() {
        return !types.isEmpty();
    }

    public boolean has(AuthType type) {
        return types.contains(type);
    }

    public boolean takesPasswords() {
        return has(AuthType.PASSWORD) || has(AuthType.LDAP);
    }
}

package dev.skep.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.metastore.access.AddressRange;
import dev.skep.metastore.access.Principal;
import dev.skep.server.auth.AttemptLimits;
import dev.skep.server.auth.AuthSettings;
import dev.skep.server.auth.AuthType;
import dev.skep.server.auth.JwtSettings;
import dev.skep.server.auth.KerberosSettings;
import dev.skep.server.auth.LdapSettings;
import dev.skep.server.auth.ProxyRule;
import dev.skep.thrift.sasl.QualityOfProtection;

/** Makes the records of sign-in of texts. */
final class AuthSettingsReader {
    private final Settings settings;

    private AuthSettingsReader(Settings settings) {
        this.settings = settings;
    }

    /** Fails with a SettingException. */
    static AuthSettings read(Settings settings) {
        try {
            return new AuthSettingsReader(settings).all();
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        }
    }

    private AuthSettings all() {
        return new AuthSettings(types(), path("auth.password.file"), ldap(), kerberos(), jwt(), protection(),
                settings.text("auth.certificate.user"), settings.duration("auth.token.lifetime"),
                settings.duration("auth.token.renew-interval"), settings.duration("auth.password.cache"),
                new AttemptLimits(settings.number("auth.rate-limit.attempts"),
                        settings.number("auth.rate-limit.address-attempts"),
                        settings.duration("auth.rate-limit.delay"), settings.duration("auth.rate-limit.max-delay")),
                proxies(), ranges("auth.set-ugi.hosts"));
    }

    private Set<AuthType> types() {
        List<String> words = list("auth.type");
        if (words.equals(List.of("none"))) {
            return Set.of();
        }
        Set<AuthType> types = EnumSet.noneOf(AuthType.class);
        for (String word : words) {
            AuthType found = null;
            for (AuthType type : AuthType.values()) {
                if (type.word().equals(word.toLowerCase(Locale.ROOT))) {
                    found = type;
                }
            }
            if (found == null) {
                throw new SettingException(
                        "Invalid setting auth.type: '%s' (expected none, or some of password, ldap, kerberos, jwt, certificate)"
                                .formatted(settings.text("auth.type")));
            }
            types.add(found);
        }
        if (types.isEmpty()) {
            throw new SettingException("Invalid setting auth.type: '' (expected none where there is no sign-in)");
        }
        return types;
    }

    private List<String> list(String key) {
        List<String> parts = new ArrayList<>();
        for (String part : settings.text(key).split(",")) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    private Optional<Path> path(String key) {
        String text = settings.text(key);
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath().normalize());
    }

    private Optional<LdapSettings> ldap() {
        if (settings.text("auth.ldap.url").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LdapSettings(List.of(settings.text("auth.ldap.url").split("[,\\s]+")),
                settings.flag("auth.ldap.start-tls"), path("auth.ldap.ca"), settings.text("auth.ldap.user-pattern"),
                settings.text("auth.ldap.bind-dn"), settings.text("auth.ldap.bind-password"),
                settings.text("auth.ldap.search-base"), settings.text("auth.ldap.search-filter"),
                settings.text("auth.ldap.user-attribute"), settings.text("auth.ldap.group-base"),
                settings.text("auth.ldap.group-filter"), settings.text("auth.ldap.group-attribute"),
                settings.duration("auth.ldap.timeout"), settings.number("auth.ldap.connections")));
    }

    private Optional<KerberosSettings> kerberos() {
        String principal = settings.text("auth.kerberos.principal");
        Optional<Path> keytab = path("auth.kerberos.keytab");
        if (principal.isEmpty() || keytab.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new KerberosSettings(principal, keytab.get(), Set.copyOf(list("auth.kerberos.realms"))));
    }

    private List<QualityOfProtection> protection() {
        List<QualityOfProtection> offered = new ArrayList<>();
        for (String word : list("auth.sasl.qop")) {
            try {
                offered.add(QualityOfProtection.of(word));
            } catch (IllegalArgumentException e) {
                throw new SettingException(
                        "Invalid setting auth.sasl.qop: '%s' (expected some of auth-conf, auth-int, auth)"
                                .formatted(word));
            }
        }
        return offered;
    }

    private Optional<JwtSettings> jwt() {
        String jwks = settings.text("auth.jwt.jwks");
        if (jwks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(JwtSettings.of(jwks, settings.text("auth.jwt.issuer"), settings.text("auth.jwt.audience"))
                .withClaims(settings.text("auth.jwt.user-claim"), settings.text("auth.jwt.groups-claim"))
                .withClockSkew(settings.duration("auth.jwt.clock-skew")));
    }

    private List<ProxyRule> proxies() {
        Map<String, Map<String, String>> byUser = new TreeMap<>();
        settings.withPrefix(SettingKeys.PROXY_PREFIX).forEach((key, value) -> {
            int dot = key.lastIndexOf('.');
            byUser.computeIfAbsent(key.substring(SettingKeys.PROXY_PREFIX.length(), dot), user -> new TreeMap<>())
                    .put(key.substring(dot + 1), value);
        });
        List<ProxyRule> rules = new ArrayList<>();
        byUser.forEach((user, rule) -> {
            String hosts = rule.getOrDefault("hosts", "");
            if (hosts.isBlank() || rule.size() < 2) {
                throw new SettingException(
                        "Invalid settings %s%s.*: hosts, and users or groups, have to be set (* for any)"
                                .formatted(SettingKeys.PROXY_PREFIX, user));
            }
            boolean anyHost = hosts.strip().equals("*");
            String key = SettingKeys.PROXY_PREFIX + user + ".hosts";
            rules.add(new ProxyRule(user, names(rule.getOrDefault("users", "")), names(rule.getOrDefault("groups", "")),
                    anyHost, anyHost ? List.of() : hosts(key, hosts)));
        });
        return rules;
    }

    private static Set<String> names(String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return Set.copyOf(names);
    }

    private List<AddressRange> ranges(String key) {
        return hosts(key, settings.text(key));
    }

    /** Addresses and ranges of them; the name of a machine stands for its addresses at the start. */
    private static List<AddressRange> hosts(String key, String text) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String part : text.split(",")) {
            String host = part.strip();
            if (host.isEmpty()) {
                continue;
            }
            try {
                if (Character.isDigit(host.charAt(0)) || host.contains(":") || host.contains("/")) {
                    ranges.add(AddressRange.parse(host));
                } else {
                    for (InetAddress address : InetAddress.getAllByName(host)) {
                        ranges.add(new AddressRange(address, address.getAddress().length * 8));
                    }
                }
            } catch (IllegalArgumentException | UnknownHostException e) {
                throw new SettingException(
                        "Invalid setting %s: '%s' is no address, range such as 10.0.0.0/8, or known host".formatted(key,
                                host));
            }
        }
        return ranges;
    }

    /** Reads {@code access.administrators}. */
    static Set<Principal> administrators(Settings settings) {
        Set<Principal> all = new LinkedHashSet<>();
        for (String part : settings.text("access.administrators").split(",")) {
            String text = part.strip();
            if (text.isEmpty()) {
                continue;
            }
            int colon = text.indexOf(':');
            String kind = colon < 0 ? "user" : text.substring(0, colon).strip();
            String name = text.substring(colon + 1).strip();
            if (name.isEmpty() || !(kind.equals("user") || kind.equals("group"))) {
                throw new SettingException(
                        "Invalid setting access.administrators: '%s' (expected such as ann, user:ann or group:ops)"
                                .formatted(text));
            }
            all.add(kind.equals("user") ? Principal.user(name) : Principal.group(name));
        }
        return all;
    }
}

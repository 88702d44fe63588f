package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a directory is asked.
 *
 * @param urls {@code ldap://host:port} or {@code ldaps://host:port}; the next one is asked where one does not answer
 * @param startTls whether an {@code ldap:} connection is encrypted before anything is said
 * @param authorities a PEM file of the authorities that vouch for the server; empty: those of Java
 * @param userPattern the user's DN with {@code {user}} in place of the name; empty: users are searched for
 * @param bindDn who searches; empty: nobody, anonymously
 * @param searchFilter with {@code {user}} in place of the name
 * @param userAttribute what holds the user's name as policies write it
 * @param groupBase where groups are; empty: groups are not looked for
 * @param groupFilter with {@code {dn}} and {@code {user}}
 * @param groupAttribute what holds a group's name
 */
public record LdapSettings(List<String> urls, boolean startTls, Optional<Path> authorities, String userPattern,
        String bindDn, String bindPassword, String searchBase, String searchFilter, String userAttribute,
        String groupBase, String groupFilter, String groupAttribute, Duration timeout, int connections) {

    /** What stands for the user's name. */
    public static final String USER = "{user}";
    /** What stands for the user's DN. */
    public static final String DN = "{dn}";

    public LdapSettings {
        urls = List.copyOf(urls);
        requireNonNull(authorities, "authorities is null");
        requireNonNull(timeout, "timeout is null");
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("Invalid setting auth.ldap.url: '' (expected ldaps://host:port)");
        }
        if (userPattern.isEmpty() == searchBase.isEmpty()) {
            throw new IllegalArgumentException(
                    "Invalid LDAP settings: set either auth.ldap.user-pattern or auth.ldap.search-base");
        }
        if (!userPattern.isEmpty() && !userPattern.contains(USER)) {
            throw new IllegalArgumentException(
                    "Invalid setting auth.ldap.user-pattern: '%s' (expected a DN with {user})".formatted(userPattern));
        }
        if (userPattern.isEmpty() && !searchFilter.contains(USER)) {
            throw new IllegalArgumentException(
                    "Invalid setting auth.ldap.search-filter: '%s' (expected a filter with {user})"
                            .formatted(searchFilter));
        }
        if (!bindDn.isEmpty() && bindPassword.isEmpty()) {
            throw new IllegalArgumentException(
                    "Invalid setting auth.ldap.bind-password: '' (a bind with no password is no proof)");
        }
        if (connections < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "Invalid LDAP settings: %d connections, timeout %s".formatted(connections, timeout));
        }
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "LdapSettings[urls=%s, bindDn=%s, userPattern=%s, searchBase=%s]".formatted(urls, bindDn, userPattern,
                searchBase);
    }
}

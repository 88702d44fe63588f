package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.access.AddressRange;

/**
 * As whom a user may act, as Hadoop's proxy users: from one of {@code hosts}, as one of {@code users} or a member of one of {@code groups}.
 * {@code *} in a set allows all.
 */
public record ProxyRule(String proxy, Set<String> users, Set<String> groups, boolean anyHost,
        List<AddressRange> hosts) {
    static final String ANY = "*";

    public ProxyRule {
        requireNonNull(proxy, "proxy is null");
        users = Set.copyOf(users);
        groups = Set.copyOf(groups);
        hosts = List.copyOf(hosts);
    }

    boolean allowsFrom(InetAddress address) {
        return anyHost || hosts.stream().anyMatch(range -> range.contains(address));
    }

    boolean allowsUser(String user) {
        return users.contains(ANY) || users.contains(user);
    }

    boolean allowsGroups(Set<String> memberships) {
        return groups.contains(ANY) || memberships.stream().anyMatch(groups::contains);
    }
}

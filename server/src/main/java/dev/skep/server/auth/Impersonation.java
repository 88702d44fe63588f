package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may act for whom from where. One who acts as another has that user's rights and none of their own. */
public final class Impersonation {
    private static final Logger LOG = LoggerFactory.getLogger(Impersonation.class);

    private final Map<String, ProxyRule> rules = new TreeMap<>();
    private final Directories directories;

    public Impersonation(List<ProxyRule> rules, Directories directories) {
        for (ProxyRule rule : rules) {
            this.rules.put(rule.proxy(), rule);
        }
        this.directories = requireNonNull(directories, "directories is null");
    }

    /** Nobody acts as another. */
    public static Impersonation none() {
        return new Impersonation(List.of(), new Directories(List.of()));
    }

    /** Fails with a SignInException unless a rule allows it; one's own name is always allowed. */
    public SignedIn actAs(SignedIn caller, String user, InetSocketAddress client) throws SignInException {
        if (user.equals(caller.user())) {
            return caller;
        }
        UserNames.check(user);
        ProxyRule rule = rules.get(caller.user());
        InetAddress address = client.getAddress();
        if (rule == null || !rule.allowsFrom(address)) {
            throw refused(caller, user, address);
        }
        Set<String> groups = directories.groupsOf(user).orElse(Set.of());
        if (!rule.allowsUser(user) && !rule.allowsGroups(groups)) {
            throw refused(caller, user, address);
        }
        return new SignedIn(user, groups, caller.mechanism());
    }

    private static SignInException refused(SignedIn caller, String user, InetAddress address) {
        LOG.warn("User '{}' from {} may not act as '{}': no auth.proxy rule allows it",
                UserNames.printable(caller.user()), address.getHostAddress(), UserNames.printable(user));
        return new SignInException("Cannot act as user '%s': user '%s' may not".formatted(UserNames.printable(user),
                UserNames.printable(caller.user())));
    }
}

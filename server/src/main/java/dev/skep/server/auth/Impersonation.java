package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.metastore.access.AccessLog;
import dev.skep.metastore.access.AccessLog.Event;
import dev.skep.metastore.access.AccessLog.Outcome;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may act for whom from where. One who acts as another has that user's rights and none of their own. */
public final class Impersonation {
    private static final Logger LOG = LoggerFactory.getLogger(Impersonation.class);

    private final Map<String, ProxyRule> rules = new TreeMap<>();
    private final Directories directories;
    private final AccessLog log;
    private final ClientKind door;

    public Impersonation(List<ProxyRule> rules, Directories directories) {
        this(rules, directories, AccessLog.NONE, ClientKind.INTERNAL);
    }

    private Impersonation(Collection<ProxyRule> rules, Directories directories, AccessLog log, ClientKind door) {
        for (ProxyRule rule : rules) {
            this.rules.put(rule.proxy(), rule);
        }
        this.directories = requireNonNull(directories, "directories is null");
        this.log = requireNonNull(log, "log is null");
        this.door = requireNonNull(door, "door is null");
    }

    /** The same for those who come by a door, whose refusals are written down. */
    Impersonation recordedIn(AccessLog refusals, ClientKind ofDoor) {
        return new Impersonation(rules.values(), directories, refusals, ofDoor);
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

    private SignInException refused(SignedIn caller, String user, InetAddress address) {
        LOG.warn("User '{}' from {} may not act as '{}': no auth.proxy rule allows it",
                UserNames.printable(caller.user()), address.getHostAddress(), UserNames.printable(user));
        log.record(new Event(
                new Caller(new Identity(caller.user(), caller.groups(), Set.of()), new Origin(address, door)),
                Outcome.DENIED, "IMPERSONATE", "user " + UserNames.printable(user), List.of(),
                "no auth.proxy rule allows it"));
        return new SignInException("Cannot act as user '%s': user '%s' may not".formatted(UserNames.printable(user),
                UserNames.printable(caller.user())));
    }
}

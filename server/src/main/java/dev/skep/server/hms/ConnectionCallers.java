package dev.skep.server.hms;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.access.Identity;
import dev.skep.thrift.rpc.CallContext;
import dev.skep.thrift.transport.ConnectionAttribute;
import dev.skep.thrift.transport.SignedIn;
import dev.skep.thrift.transport.ThriftConnection;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.Origin;

/** Callers as their Thrift connections know them: signed in, or by the name that the client claims, or anonymous. */
public final class ConnectionCallers implements Callers {
    /** The user of a connection on which nobody has said who they are. */
    public static final String ANONYMOUS = "anonymous";

    private static final ConnectionAttribute<Claim> CLAIM = ConnectionAttribute.of("hms-claim", Claim.class);
    private static final ConnectionAttribute<Settings> SETTINGS = ConnectionAttribute.of("hms-settings",
            Settings.class);

    /** What set_ugi said. */
    private record Claim(Set<String> groups) {}

    /** Calls of one connection come one after the other, so the map needs no lock. */
    private record Settings(Map<String, String> values) {}

    @Override
    public Caller caller() {
        CallContext call = CallContext.current();
        ThriftConnection connection = call.connection();
        String user = call.user().filter(name -> !name.isEmpty()).orElse(ANONYMOUS);
        Set<String> groups = connection.signedIn().map(SignedIn::groups)
                .orElseGet(() -> connection.attribute(CLAIM).map(Claim::groups).orElse(Set.of()));
        return new Caller(new Identity(user, groups, Set.of()),
                new Origin(connection.clientAddress().getAddress(), Origin.ClientKind.METASTORE));
    }

    @Override
    public void claim(String user, List<String> groups) {
        ThriftConnection connection = CallContext.current().connection();
        if (connection.signedIn().isEmpty()) {
            connection.setAttribute(CallContext.CLAIMED_USER, user);
            connection.setAttribute(CLAIM, new Claim(Set.copyOf(new HashSet<>(groups))));
        }
    }

    @Override
    public Map<String, String> connectionSettings() {
        ThriftConnection connection = CallContext.current().connection();
        return connection.attribute(SETTINGS).orElseGet(() -> {
            Settings fresh = new Settings(new HashMap<>());
            connection.setAttribute(SETTINGS, fresh);
            return fresh;
        }).values();
    }
}

package dev.skep.server.hms;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import dev.skep.server.auth.Impersonation;
import dev.skep.server.auth.TrustedHosts;
import dev.skep.server.hms.compat.ClientGeneration;
import dev.skep.thrift.rpc.CallContext;
import dev.skep.thrift.transport.ConnectionAttribute;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import dev.skep.thrift.transport.ThriftConnection;
import org.jspecify.annotations.Nullable;

/**
 * Callers as their Thrift connections know them: signed in, or acting for another by the rules of {@link Impersonation}; from trusted hosts
 * also by the name that the client claims, or anonymous.
 */
public final class ConnectionCallers implements Callers {
    /** The user of a connection on which nobody has said who they are. */
    public static final String ANONYMOUS = "anonymous";

    /** By which Hive's client, from 4.0, says over HTTP who it is. */
    private static final String ACTOR = "x-actor-username";
    private static final ConnectionAttribute<Claim> CLAIM = ConnectionAttribute.of("hms-claim", Claim.class);
    private static final ConnectionAttribute<SignedIn> ACTING = ConnectionAttribute.of("hms-acting", SignedIn.class);
    private static final ConnectionAttribute<Settings> SETTINGS = ConnectionAttribute.of("hms-settings",
            Settings.class);

    private final Impersonation impersonation;
    private final TrustedHosts trusted;

    /** What set_ugi said. */
    private record Claim(Set<String> groups) {}

    /** Calls of one connection come one after the other, so the map needs no lock. */
    private record Settings(Map<String, String> values) {}

    public ConnectionCallers(Impersonation impersonation, TrustedHosts trusted) {
        this.impersonation = requireNonNull(impersonation, "impersonation is null");
        this.trusted = requireNonNull(trusted, "trusted is null");
    }

    /** For a door without sign-in. */
    public static ConnectionCallers claiming() {
        return new ConnectionCallers(Impersonation.none(), TrustedHosts.everywhere());
    }

    @Override
    public Caller caller() {
        CallContext call = CallContext.current();
        ThriftConnection connection = call.connection();
        InetAddress address = connection.clientAddress().getAddress();
        Optional<SignedIn> proven = connection.attribute(ACTING).or(connection::signedIn);
        Identity identity = proven.isPresent()
                ? new Identity(proven.get().user(), proven.get().groups(), Set.of())
                : claimed(call, connection, address);
        return new Caller(identity, new Origin(address, Origin.ClientKind.METASTORE));
    }

    private Identity claimed(CallContext call, ThriftConnection connection, InetAddress address) {
        if (!trusted.contains(address)) {
            throw new CatalogException(Reason.ACCESS_DENIED, "Cannot serve client: it has not signed in");
        }
        String user = call.user().or(() -> connection.requestHeader(ACTOR)).filter(name -> !name.isBlank())
                .map(String::strip).orElse(ANONYMOUS);
        Set<String> groups = connection.attribute(CLAIM).map(Claim::groups).orElse(Set.of());
        return new Identity(user, groups, Set.of());
    }

    @Override
    public Optional<SignedIn> signedIn() {
        ThriftConnection connection = CallContext.current().connection();
        return connection.attribute(ACTING).or(connection::signedIn);
    }

    @Override
    public void claim(String user, List<String> groups) {
        ThriftConnection connection = CallContext.current().connection();
        Optional<SignedIn> proven = connection.signedIn();
        if (proven.isPresent()) {
            connection.setAttribute(ACTING, actAs(proven.get(), user));
        } else if (trusted.contains(connection.clientAddress().getAddress())) {
            connection.setAttribute(CallContext.CLAIMED_USER, user);
            connection.setAttribute(CLAIM, new Claim(Set.copyOf(new HashSet<>(groups))));
        } else {
            throw new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot take a user's name without proof from this address: sign in");
        }
    }

    @Override
    public SignedIn actAs(SignedIn caller, String user) {
        try {
            return impersonation.actAs(caller, user, CallContext.current().connection().clientAddress());
        } catch (SignInException e) {
            throw new CatalogException(Reason.ACCESS_DENIED, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void hangUp() {
        CallContext.current().connection().close();
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

    @Override
    public @Nullable ClientGeneration generation() {
        return ClientGeneration.shownOn(CallContext.current().connection()).orElse(null);
    }
}

package dev.skep.server.observe;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;

import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import dev.skep.thrift.transport.ConnectionObserver;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import dev.skep.thrift.transport.ThriftConnection;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each connection that was turned away or broke; none for those that end in good order or by idleness. Who signed in, and who
 * could not, goes to the audit.
 */
public final class ConnectionLog implements ConnectionObserver {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLog.class);

    private final String door;
    private final Origin.ClientKind kind;
    private final @Nullable AuditLog audit;

    /** @param audit null where there is none, or no sign-in to tell it of */
    public ConnectionLog(String door, Origin.ClientKind kind, @Nullable AuditLog audit) {
        this.door = door;
        this.kind = kind;
        this.audit = audit;
    }

    /** The door's name. */
    public String door() {
        return door;
    }

    @Override
    public void opened(ThriftConnection connection) {
        if (audit != null && connection.signedIn().isPresent()) {
            SignedIn client = connection.signedIn().get();
            audit.signedIn(new Identity(client.user(), client.groups(), Set.of()),
                    connection.clientAddress().getAddress(), kind, client.mechanism());
        }
    }

    @Override
    public void failed(ThriftConnection connection, Throwable cause) {
        if (cause instanceof TTransportException transport && transport.getType() == TTransportException.TIMED_OUT) {
            return;
        }
        LOG.info("door={} client={} connection failed: {}", door, connection.clientAddress(), cause.toString());
    }

    @Override
    public void refused(InetSocketAddress client, Throwable cause) {
        if (cause instanceof SignInException refusal) {
            LOG.info("door={} client={} user={} sign-in refused: {}", door, client, refusal.user().orElse("-"),
                    cause.getMessage());
            if (audit != null) {
                audit.refused(refusal.user().orElse(""), client.getAddress(), kind, refusal.mechanism().orElse(""),
                        String.valueOf(cause.getMessage()));
            }
            return;
        }
        LOG.info("door={} client={} connection refused: {}", door, client, cause.toString());
    }

    @Override
    public void certificatesReloaded(Path chain) {
        LOG.info("door={} new certificates are in force: {}", door, chain);
    }

    @Override
    public void certificatesKept(Path chain, Throwable cause) {
        LOG.warn("door={} the old certificates stay in force, the new ones cannot be used: {}", door,
                cause.getMessage());
    }
}

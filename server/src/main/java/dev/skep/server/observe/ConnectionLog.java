package dev.skep.server.observe;

import java.net.InetSocketAddress;

import dev.skep.thrift.transport.ConnectionObserver;
import dev.skep.thrift.transport.ThriftConnection;
import org.apache.thrift.transport.TTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each connection that was turned away or broke; none for those that end in good order or by idleness. */
public final class ConnectionLog implements ConnectionObserver {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLog.class);

    private final String door;

    public ConnectionLog(String door) {
        this.door = door;
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
        LOG.info("door={} client={} connection refused: {}", door, client, cause.toString());
    }
}

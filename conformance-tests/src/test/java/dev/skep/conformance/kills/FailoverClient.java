package dev.skep.conformance.kills;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * A client that knows several servers, as Hive's does: it stays with one, and when the connection breaks it goes to the next. A call that was cut off fails with
 * {@link TTransportException}; whether it is sent again is the caller's choice.
 */
final class FailoverClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CALL_MILLIS = 60_000;

    private final List<URI> servers;
    private int next;
    private @Nullable TSocket socket;
    private ThriftHiveMetastore.@Nullable Client client;

    /** What a server says that does not know either: by a TApplicationException where the call declares no MetaException. */
    private static final String UNTOLD = "Cannot tell whether the change was stored";

    /** @param first the server that is tried first */
    FailoverClient(List<String> servers, int first) {
        this.servers = servers.stream().map(URI::create).toList();
        this.next = first;
    }

    interface Call<T> {
        T on(ThriftHiveMetastore.Client client) throws TException;
    }

    interface Order {
        void on(ThriftHiveMetastore.Client client) throws TException;
    }

    <T> T call(Call<T> call) throws TException {
        ThriftHiveMetastore.Client connected = client == null ? connect() : client;
        try {
            return call.on(connected);
        } catch (TTransportException e) {
            close();
            next++;
            throw e;
        } catch (MetaException | TApplicationException e) {
            if (!String.valueOf(e.getMessage()).startsWith(UNTOLD)) {
                throw e;
            }
            // The server lost its store in the middle: as good as no answer.
            close();
            next++;
            throw new TTransportException(e);
        }
    }

    void order(Order order) throws TException {
        call(connected -> {
            order.on(connected);
            return true;
        });
    }

    /** As {@link #call}, sent again until a server answers: for calls that may be done twice. */
    <T> T repeat(Call<T> call) throws TException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return call(call);
            } catch (TTransportException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private ThriftHiveMetastore.Client connect() throws TTransportException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            URI server = servers.get(Math.floorMod(next, servers.size()));
            TSocket opened = new TSocket(server.getHost(), server.getPort(), CALL_MILLIS);
            try {
                opened.open();
                socket = opened;
                ThriftHiveMetastore.Client connected = new ThriftHiveMetastore.Client(new TBinaryProtocol(opened));
                client = connected;
                return connected;
            } catch (TTransportException e) {
                opened.close();
                next++;
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.onSpinWait();
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
        socket = null;
        client = null;
    }
}

package dev.skep.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.jspecify.annotations.Nullable;

/** A metastore that is measured: its address, its process if it is known, and the connections to it, unframed and binary as Hive's own clients speak. */
final class MetastoreTarget implements AutoCloseable {
    private final URI uri;
    private final @Nullable ProcessHandle process;
    private final List<BufferedSocket> sockets = new ArrayList<>();
    private final List<ThriftHiveMetastore.Client> clients = new ArrayList<>();
    private final Map<String, ThriftHiveMetastore.Client> users = new HashMap<>();

    /** @param pid 0 where it is not known */
    MetastoreTarget(URI uri, long pid) {
        if (!"thrift".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException(
                    "Invalid metastore URI: '%s' (expected thrift://host:port)".formatted(uri));
        }
        this.uri = uri;
        this.process = pid == 0
                ? null
                : ProcessHandle.of(pid).orElseThrow(
                        () -> new IllegalArgumentException("Invalid process number: %d (not running)".formatted(pid)));
    }

    /** Returns the connection of that number, opening it where there is none yet. Not for several threads at a time. */
    ThriftHiveMetastore.Client client(int number) {
        while (clients.size() <= number) {
            clients.add(open());
        }
        return clients.get(number);
    }

    /** Returns the connection of one who says by {@code set_ugi} who he is, opening it where there is none yet. Not for several threads at a time. */
    ThriftHiveMetastore.Client clientOf(String user) throws TException {
        ThriftHiveMetastore.Client known = users.get(user);
        if (known == null) {
            known = open();
            known.set_ugi(user, List.of());
            users.put(user, known);
        }
        return known;
    }

    private ThriftHiveMetastore.Client open() {
        try {
            BufferedSocket socket = new BufferedSocket(uri);
            sockets.add(socket);
            return new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot connect to %s: %s".formatted(uri, e.getMessage()), e);
        }
    }

    /** Processor time of the metastore so far, without that of its database; zero if the process is not known. */
    Duration cpu() {
        return process == null ? Duration.ZERO : process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    boolean hasProcess() {
        return process != null;
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    @Override
    public void close() {
        sockets.forEach(BufferedSocket::close);
    }
}

package dev.skep.conformance.kills;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import dev.skep.conformance.clients.StoreKind;
import dev.skep.jdbc.SkepDriver;
import dev.skep.server.SkepServer;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;

/** Two servers in this JVM over one PostgreSQL and one warehouse. */
final class TwoServers implements AutoCloseable {
    private static final int CALL_MILLIS = 60_000;

    private final List<SkepServer> servers = new ArrayList<>();
    private final List<TSocket> sockets = new ArrayList<>();
    private final Path warehouse;

    private TwoServers(Path warehouse) {
        this.warehouse = warehouse;
    }

    static TwoServers start(Path folder) {
        return start(folder, StoreKind.POSTGRESQL.settings());
    }

    static TwoServers start(Path folder, Map<String, String> more) {
        TwoServers started = new TwoServers(folder.resolve("warehouse"));
        for (String name : List.of("one", "other")) {
            Map<String, String> settings = new HashMap<>(more);
            settings.putAll(Map.of("data.dir", folder.resolve(name).toString(), "metastore.port", "0",
                    "hiveserver2.port", "0", "http.port", "0", "warehouse.dir", started.warehouse.toString()));
            started.servers.add(SkepServer.start(ServerSettings.of(Settings.read(null, Map.of(), settings))));
        }
        return started;
    }

    Path warehouse() {
        return warehouse;
    }

    List<String> uris() {
        return servers.stream().map(server -> server.endpoints().metastore()).toList();
    }

    /** A new connection to a server. */
    synchronized ThriftHiveMetastore.Client connect(int server) throws TTransportException {
        URI uri = URI.create(servers.get(server).endpoints().metastore());
        TSocket socket = new TSocket(uri.getHost(), uri.getPort(), CALL_MILLIS);
        socket.open();
        sockets.add(socket);
        return new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
    }

    /** A new connection by our driver. */
    Connection sql(int server, String user) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        Connection connection = new SkepDriver().connect(servers.get(server).endpoints().hiveServer2(), properties);
        if (connection == null) {
            throw new IllegalStateException("The driver does not know its own URL");
        }
        return connection;
    }

    @Override
    public void close() {
        sockets.forEach(TSocket::close);
        servers.forEach(SkepServer::close);
    }
}

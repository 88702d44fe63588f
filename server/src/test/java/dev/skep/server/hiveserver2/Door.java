package dev.skep.server.hiveserver2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.catalog.StoredCatalog;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.thrift.transport.ConnectionObserver;
import dev.skep.thrift.transport.ListenerSettings;
import dev.skep.thrift.transport.PlainMechanism;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.SignedIn;
import dev.skep.thrift.transport.ThriftListener;

/** A door on a free port with a fake engine and a real catalog behind it. Passwords are right unless they are "wrong". */
public final class Door implements AutoCloseable {
    private final FakeEngine engine = new FakeEngine();
    private final StoredCatalog catalog;
    private final HiveServer2 server;
    private final ThriftListener listener;

    private Door(Path folder, HiveServer2Settings settings) {
        this.catalog = StoredCatalog.open(
                MetastoreSettings.embedded(folder, Location.of(folder.resolve("warehouse").toString())),
                new LocalFileSystem());
        this.server = new HiveServer2(engine, catalog, settings);
        try {
            this.listener = ThriftListener.start(
                    ListenerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                    SignInPolicy.optional(new PlainMechanism((user, password, client) -> {
                        if (password.equals("wrong")) {
                            throw new SignInException("Cannot sign in: wrong password");
                        }
                        return SignedIn.of(user, "PLAIN");
                    })), HiveServer2Service.handler(server, List.of()), ConnectionObserver.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Door open(Path folder) {
        return open(folder, HiveServer2Settings.defaults("1.2.3"));
    }

    public static Door open(Path folder, HiveServer2Settings settings) {
        return new Door(folder, settings);
    }

    public FakeEngine engine() {
        return engine;
    }

    public StoredCatalog catalog() {
        return catalog;
    }

    public HiveServer2 server() {
        return server;
    }

    public int port() {
        return listener.address().getPort();
    }

    /** The URL for the database {@code default}, with {@code properties} such as {@code ;user=ann} at its end. */
    public String url(String properties) {
        return "jdbc:skep://127.0.0.1:" + port() + "/default" + properties;
    }

    public Connection connect() throws SQLException {
        return connect(";user=ann");
    }

    public Connection connect(String properties) throws SQLException {
        return DriverManager.getConnection(url(properties));
    }

    @Override
    public void close() {
        listener.close(Duration.ofSeconds(1));
        server.close();
        catalog.close();
    }
}

package dev.skep.conformance.access;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import dev.skep.conformance.access.LeakWorld.User;
import dev.skep.jdbc.SkepDriver;
import dev.skep.jdbc.SkepStatement;
import dev.skep.server.SkepServer;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import javax.security.sasl.SaslException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TSocket;

/** A server in this JVM on which the users of the suite sign in with a password, with their connections. */
final class LeakServer implements AutoCloseable {
    /** bcrypt of {@link LeakWorld#PASSWORD} with the least cost. */
    private static final String HASH = "$2b$04$abcdefghijklmnopqrstuuQfXYk18QtojQ6wh.Epo6xgapjLyue1G";

    private final SkepServer server;
    private final Map<String, Connection> connections = new HashMap<>();
    private final List<AutoCloseable> wires = new ArrayList<>();

    private LeakServer(SkepServer server) {
        this.server = server;
    }

    static LeakServer start(Path folder) {
        try {
            Files.createDirectories(folder);
            List<String> lines = new ArrayList<>(List.of(LeakWorld.ADMIN + ":" + HASH));
            for (User user : LeakWorld.USERS) {
                lines.add(user.name() + ":" + HASH
                        + (user.groups().isEmpty() ? "" : ":" + String.join(",", user.groups())));
            }
            Path passwords = Files.write(folder.resolve("passwords"), lines);
            Map<String, String> settings = new HashMap<>(Map.of("data.dir", folder.resolve("data").toString(),
                    "metastore.port", "0", "hiveserver2.port", "0", "http.port", "0", "auth.type", "password",
                    "auth.password.file", passwords.toString(), "access.administrators", "user:" + LeakWorld.ADMIN));
            return new LeakServer(SkepServer.start(ServerSettings.of(Settings.read(null, Map.of(), settings))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The user's connection by our driver; kept for the next who asks. */
    Connection sql(String user) {
        return connections.computeIfAbsent(user, this::connect);
    }

    private Connection connect(String user) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", LeakWorld.PASSWORD);
        try {
            // Not by the DriverManager, which would find the driver of another class loader.
            return requireNonNull(new SkepDriver().connect(server.endpoints().hiveServer2(), properties));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot connect as " + user, e);
        }
    }

    /** A connection of the user to the metastore's door. */
    ThriftHiveMetastore.Client wire(String user) {
        URI uri = URI.create(server.endpoints().metastore());
        try {
            TSaslClientTransport transport = new TSaslClientTransport("PLAIN", null, "hive", uri.getHost(), Map.of(),
                    callbacks -> {
                        for (var callback : callbacks) {
                            if (callback instanceof javax.security.auth.callback.NameCallback name) {
                                name.setName(user);
                            } else if (callback instanceof javax.security.auth.callback.PasswordCallback password) {
                                password.setPassword(LeakWorld.PASSWORD.toCharArray());
                            }
                        }
                    }, new TSocket(uri.getHost(), uri.getPort()));
            transport.open();
            wires.add(transport::close);
            return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
        } catch (TException | SaslException e) {
            throw new IllegalStateException("Cannot connect to the metastore as " + user, e);
        }
    }

    void run(String user, String sql) {
        try (Statement statement = sql(user).createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run as %s: %s: %s".formatted(user, sql, e.getMessage()), e);
        }
    }

    /** What a statement gave: sorted rows as texts, or the message of its failure. */
    record Answer(boolean failed, String message, List<String> rows) {
        Answer {
            rows = List.copyOf(rows);
        }

        String text() {
            return failed ? message : String.join("\n", rows);
        }
    }

    Answer ask(String user, String sql) {
        List<String> rows = new ArrayList<>();
        try (Statement statement = sql(user).createStatement()) {
            String[] parts = sql.split(";; ");
            for (String part : parts) {
                rows.clear();
                if (statement.execute(part)) {
                    read(statement.getResultSet(), rows);
                }
            }
        } catch (SQLException e) {
            return new Answer(true, String.valueOf(e.getMessage()), List.of());
        }
        rows.sort(null);
        return new Answer(false, "", rows);
    }

    /** What a client is told of the work of a statement, as text. */
    String progress(String user, String sql) {
        try (Statement statement = sql(user).createStatement(); ResultSet result = statement.executeQuery(sql)) {
            read(result, new ArrayList<>());
            return statement.unwrap(SkepStatement.class).progress().toString();
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void read(ResultSet result, List<String> rows) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                row.append(i == 1 ? "" : "|").append(result.getString(i));
            }
            rows.add(row.toString());
        }
    }

    @Override
    public void close() {
        try {
            for (Connection connection : connections.values()) {
                connection.close();
            }
            for (AutoCloseable wire : wires) {
                wire.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close a connection", e);
        } finally {
            server.close();
        }
    }
}

package dev.skep.metastore.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** The machine's own MariaDB, as a process with an empty folder and a free loopback port. It ends with this process, however that ends. */
public final class MariaDbServer implements AutoCloseable {
    public static final String USER = "skep";
    public static final String PASSWORD = "skep's \\ \"word\"";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    /** Kills the server when its input ends, which it does with the process that started it. */
    private static final String GUARD = "\"$@\" & server=$!; cat > /dev/null; kill -9 $server; wait $server";
    private static @Nullable MariaDbServer shared;

    private final Path folder;
    private final int port;
    private final List<String> options;
    private @Nullable Process process;

    private MariaDbServer(Path folder, int port, List<String> options) {
        this.folder = folder;
        this.port = port;
        this.options = options;
    }

    public static boolean isInstalled() {
        return program("mariadbd").isPresent() && program("mariadb-install-db").isPresent();
    }

    private static Optional<Path> program(String name) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        return Stream.of(path.split(File.pathSeparator)).filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
    }

    /** One server for all tests of this JVM, which forgets what it had when the machine loses power. */
    public static synchronized MariaDbServer shared() {
        if (shared == null) {
            shared = start("--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite");
        }
        return shared;
    }

    /** Starts a server of the caller's own, which keeps its promises unless the options say otherwise. */
    public static MariaDbServer start(String... options) {
        try {
            MariaDbServer server = new MariaDbServer(Files.createTempDirectory("mariadb"), freePort(),
                    List.of(options));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.install();
            server.restart();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> asRoot() {
        return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
    }

    private void install() throws IOException {
        List<String> command = new ArrayList<>(List.of(program("mariadb-install-db").orElseThrow().toString(),
                "--no-defaults", "--datadir=" + folder.resolve("data"), "--auth-root-authentication-method=normal",
                "--skip-test-db", "--skip-name-resolve"));
        command.addAll(asRoot());
        Path log = folder.resolve("install.log");
        Process installer = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (installer.waitFor() != 0) {
                throw new IllegalStateException("Cannot make MariaDB's tables: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            installer.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the server again after {@link #kill}, on the same port over what it had. */
    public void restart() {
        List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "sh",
                program("mariadbd").orElseThrow().toString(), "--no-defaults", "--datadir=" + folder.resolve("data"),
                "--socket=" + folder.resolve("socket"), "--port=" + port, "--bind-address=127.0.0.1",
                "--skip-name-resolve", "--innodb-buffer-pool-size=128M", "--max-connections=300"));
        command.addAll(asRoot());
        command.addAll(options);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server.log").toFile()).start();
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!isListening()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Cannot start MariaDB: " + Files.readString(folder.resolve("server.log")));
            }
            LockSupport.parkNanos(10_000_000);
        }
        try {
            execute("CREATE USER IF NOT EXISTS " + USER + "@'%' IDENTIFIED BY '"
                    + PASSWORD.replace("\\", "\\\\").replace("'", "''") + "'", "GRANT ALL ON *.* TO " + USER + "@'%'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            // The greeting: the port is open before the server is ready.
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs statements as the server's root. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("mysql"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public int port() {
        return port;
    }

    public String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?sslMode=disable";
    }

    /** Makes a database of an unused name and returns that. */
    public String freshDatabase() {
        String name = "catalog" + DATABASES.incrementAndGet();
        try {
            // As an operator may: the tables must not depend on it.
            execute("CREATE DATABASE " + name + " CHARACTER SET latin1 COLLATE latin1_swedish_ci");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return name;
    }

    /** Ends the server as kill -9 does. */
    public void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        try {
            running.getOutputStream().close();
            running.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.skep.conformance.clients.trino;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

import dev.skep.conformance.clients.Transcript;
import dev.skep.storage.hadoop.S3ProxyServer;
import org.jspecify.annotations.Nullable;

/** Trino 476 with a catalog {@code hive} over a metastore and S3. */
public final class TrinoProcess implements AutoCloseable {
    private static final Path PEER = Path.of("peers", "trino-476", "target").toAbsolutePath();
    private static final Path SERVER = PEER.resolve("server/trino-server-core-476/lib");
    private static final Path PLUGIN = PEER.resolve("plugin/trino-hive-476");
    private static final Path DRIVER = PEER.resolve("lib/trino-jdbc-476.jar");
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Process process;
    private final int port;
    private final URLClassLoader loader;
    private final Driver driver;
    private final Path log;

    private TrinoProcess(Process process, int port, Path log) throws MalformedURLException {
        this.process = process;
        this.port = port;
        this.log = log;
        loader = new URLClassLoader(new URL[]{DRIVER.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        driver = ServiceLoader.load(Driver.class, loader).findFirst().orElseThrow();
    }

    /** S3 as Trino's client needs it: it sends headers that S3Proxy does not know. */
    public static S3ProxyServer startS3(Path folder) {
        return S3ProxyServer.start(folder, Map.of("s3proxy.ignore-unknown-headers", "true"));
    }

    /**
     * Starts and returns when queries are taken.
     *
     * @param catalog properties of the catalog beside the metastore's place and S3
     * @param options options of its Java
     */
    public static TrinoProcess start(Path folder, String metastoreUri, S3ProxyServer s3, Map<String, String> catalog,
            List<String> options) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("fs.native-s3.enabled", "true");
        properties.put("s3.endpoint", s3.endpoint().toString());
        properties.put("s3.region", "us-east-1");
        properties.put("s3.path-style-access", "true");
        properties.put("s3.aws-access-key", S3ProxyServer.ACCESS_KEY);
        properties.put("s3.aws-secret-key", S3ProxyServer.SECRET_KEY);
        properties.putAll(catalog);
        return start(folder, metastoreUri, properties, options);
    }

    private static TrinoProcess start(Path folder, String metastoreUri, Map<String, String> catalog,
            List<String> options) {
        if (!Files.isDirectory(SERVER)) {
            throw new IllegalStateException(
                    "Cannot run Trino: it is missing; build the module conformance-tests/peers/trino-476 first");
        }
        try {
            int port = freePort();
            configure(folder, port, metastoreUri, catalog);
            Path log = folder.resolve("trino.log");
            Process process = new ProcessBuilder(command(folder, options)).directory(folder.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitReady(process, log);
            return new TrinoProcess(process, port, log);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start Trino", e);
        }
    }

    private static void configure(Path folder, int port, String metastoreUri, Map<String, String> more)
            throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.createSymbolicLink(plugins.resolve("hive"), PLUGIN);
        Path catalogs = Files.createDirectories(folder.resolve("catalogs"));
        Map<String, String> config = new LinkedHashMap<>();
        config.put("coordinator", "true");
        config.put("node-scheduler.include-coordinator", "true");
        config.put("http-server.http.port", String.valueOf(port));
        config.put("discovery.uri", "http://localhost:" + port);
        // It says that it has started before it knows itself as a worker.
        config.put("query-manager.required-workers", "1");
        config.put("plugin.dir", plugins.toString());
        config.put("catalog.config-dir", catalogs.toString());
        config.put("query.max-memory", "400MB");
        config.put("query.max-memory-per-node", "300MB");
        write(folder.resolve("config.properties"), config);
        Map<String, String> catalog = new LinkedHashMap<>();
        catalog.put("connector.name", "hive");
        catalog.put("hive.metastore.uri", metastoreUri);
        // It asks again after refusals, by default for half a minute.
        catalog.put("hive.metastore.thrift.client.max-retries", "1");
        catalog.putAll(more);
        write(catalogs.resolve("hive.properties"), catalog);
    }

    private static void write(Path file, Map<String, String> properties) throws IOException {
        List<String> lines = new ArrayList<>();
        properties.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(file, lines);
    }

    private static List<String> command(Path folder, List<String> options) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
                        "-XX:+UseSerialGC", "-Djdk.attach.allowAttachSelf=true",
                        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-Dconfig=" + folder.resolve("config.properties"),
                        "-Dnode.environment=test", "-Dnode.id=one", "-Dnode.data-dir=" + folder.resolve("data")));
        command.addAll(options);
        command.addAll(List.of("-cp", SERVER + "/*", "io.trino.server.TrinoServer"));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process process, Path log) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.readString(log).contains("SERVER STARTED")) {
            if (System.nanoTime() > deadline || exits(process)) {
                process.destroyForcibly();
                throw new IllegalStateException("Trino did not start:\n" + tail(log));
            }
        }
    }

    /**
     * Returns when a query of the catalog's tables finds a node: a server that has started announces itself, and then each of its catalogs, a few
     * moments later.
     */
    public void awaitNode(Connection connection, String query) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!findsNode(connection, query)) {
            if (System.nanoTime() > deadline || exits(process)) {
                throw new IllegalStateException("Trino has no node for: " + query);
            }
        }
    }

    private static boolean findsNode(Connection connection, String query) {
        try {
            Transcript.rows(connection, query);
            return true;
        } catch (SQLException e) {
            return !String.valueOf(e.getMessage()).contains("No nodes available");
        }
    }

    private static boolean exits(Process process) {
        try {
            return process.waitFor(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    /** A connection as {@code user}, whose queries begin in {@code schema}. */
    public Connection connect(String user, String schema) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        @Nullable
        Connection connection = driver
                .connect("jdbc:trino://127.0.0.1:%d/hive/%s".formatted(port, schema), properties);
        return Objects.requireNonNull(connection, "the driver does not take its own URL");
    }

    /** The last lines of its log. */
    public String logTail() {
        try {
            return tail(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
            loader.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

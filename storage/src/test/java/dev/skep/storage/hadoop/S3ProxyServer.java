package dev.skep.storage.hadoop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An S3 server over a folder: S3Proxy as a process of its own, on a free loopback port, asking for signed requests. Its jars are collected by
 * the build's module for it; they lie in {@code conformance-tests/peers/s3proxy/target/lib}, or where the system property
 * {@code skep.s3proxy.lib} says.
 */
public final class S3ProxyServer implements AutoCloseable {
    public static final String ACCESS_KEY = "local-identity";
    public static final String SECRET_KEY = "local-credential";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final URI endpoint;
    private final Path buckets;
    private final Thread stopAtExit;

    private S3ProxyServer(Process process, URI endpoint, Path buckets) {
        this.process = process;
        this.endpoint = endpoint;
        this.buckets = buckets;
        this.stopAtExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    /** True if the jars of the server were collected. */
    public static boolean isBuilt() {
        return Files.isDirectory(jars());
    }

    private static Path jars() {
        String told = System.getProperty("skep.s3proxy.lib");
        if (told != null) {
            return Path.of(told);
        }
        Path fromModule = Path.of("../conformance-tests/peers/s3proxy/target/lib");
        return Files.isDirectory(fromModule) ? fromModule : Path.of("conformance-tests/peers/s3proxy/target/lib");
    }

    /** Starts a server that keeps its objects in {@code folder} and returns when it answers. Settings such as latency can be given as {@code more}. */
    public static S3ProxyServer start(Path folder, Map<String, String> more) {
        try {
            Path buckets = Files.createDirectories(folder.resolve("buckets"));
            URI endpoint = URI.create("http://127.0.0.1:" + freePort());
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("s3proxy.endpoint", endpoint.toString());
            settings.put("s3proxy.authorization", "aws-v4");
            settings.put("s3proxy.identity", ACCESS_KEY);
            settings.put("s3proxy.credential", SECRET_KEY);
            settings.put("jclouds.provider", "filesystem-nio2");
            settings.put("jclouds.filesystem.basedir", buckets.toAbsolutePath().toString());
            settings.putAll(more);
            Path log = folder.resolve("s3proxy.log");
            Process process = new ProcessBuilder(command(folder, settings)).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
            S3ProxyServer server = new S3ProxyServer(process, endpoint, buckets);
            try {
                server.awaitReady(log);
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start S3Proxy", e);
        }
    }

    public static S3ProxyServer start(Path folder) {
        return start(folder, Map.of());
    }

    private static List<String> command(Path folder, Map<String, String> settings) throws IOException {
        Path properties = folder.resolve("s3proxy.properties");
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(properties, lines);
        Path logging = folder.resolve("logback.xml");
        Files.writeString(logging, """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %level %logger %msg%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="out"/></root>
                </configuration>
                """);
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
                "-XX:+UseSerialGC", "-Dlogback.configurationFile=" + logging.toAbsolutePath(), "-cp",
                jars().toAbsolutePath().normalize() + "/*", "org.gaul.s3proxy.Main", "--properties",
                properties.toAbsolutePath().toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path log) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline || exits(Duration.ofMillis(50))) {
                throw new IllegalStateException("Cannot start S3Proxy: " + Files.readString(log));
            }
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(10_000);
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean exits(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    /** The settings with which S3A reaches this server. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fs.s3a.endpoint", endpoint.toString());
        settings.put("fs.s3a.endpoint.region", "us-east-1");
        settings.put("fs.s3a.path.style.access", "true");
        settings.put("fs.s3a.connection.ssl.enabled", "false");
        settings.put("fs.s3a.access.key", ACCESS_KEY);
        settings.put("fs.s3a.secret.key", SECRET_KEY);
        settings.put("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
        return settings;
    }

    /** Makes an empty bucket. */
    public void createBucket(String name) {
        try {
            Files.createDirectories(buckets.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create bucket " + name, e);
        }
    }

    /** Makes an object without asking the server, which keeps its objects as files. */
    public void put(String bucket, String name, String content) {
        try {
            Path file = buckets.resolve(bucket).resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make object " + name, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!exits(Duration.ofSeconds(10))) {
            process.destroyForcibly();
        }
        if (!Thread.currentThread().equals(stopAtExit)) {
            try {
                Runtime.getRuntime().removeShutdownHook(stopAtExit);
            } catch (IllegalStateException e) {
                // The machine is going down: the hook itself runs now.
                process.destroyForcibly();
            }
        }
    }
}

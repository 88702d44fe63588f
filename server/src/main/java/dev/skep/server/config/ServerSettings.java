package dev.skep.server.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.skep.storage.file.Location;

/**
 * What the composition root builds from.
 *
 * @param storeUrl empty for the embedded store
 * @param s3a the {@code fs.s3a.*} settings
 */
public record ServerSettings(InetAddress bind, int metastorePort, int hiveServer2Port, int httpPort, Path dataDirectory,
        String storeUrl,
        String storeUser, String storePassword, int storeConnections, Location warehouse, int queryThreads,
        long queryMemory,
        long maxMemoryPerQuery, int maxConcurrentQueries, long maxMessageSize, int maxConnections,
        Duration idleTimeout,
        Map<String, String> s3a) {

    /** Makes typed settings of texts. Fails with a SettingException where values do not fit together. */
    public static ServerSettings of(Settings settings) {
        Path data = Path.of(settings.text("data.dir")).toAbsolutePath().normalize();
        long heap = Runtime.getRuntime().maxMemory();
        int threads = settings.number("query.threads");
        String warehouse = settings.text("warehouse.dir");
        return new ServerSettings(bindAddress(settings), settings.number("metastore.port"),
                settings.number("hiveserver2.port"),
                settings.number("http.port"), data, settings.text("store.url"), settings.text("store.user"),
                settings.text("store.password"),
                settings.number("store.connections"),
                location(warehouse.isEmpty() ? data.resolve("warehouse").toString() : warehouse),
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                settings.bytes("query.memory", heap),
                settings.bytes("query.max-memory-per-query", heap), settings.number("query.max-concurrent"),
                settings.bytes("thrift.max-message-size", heap), settings.number("thrift.max-connections"),
                settings.duration("thrift.idle-timeout"),
                settings.withPrefix(SettingKeys.S3A_PREFIX));
    }

    private static Location location(String text) {
        try {
            return Location.of(text);
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "Invalid setting warehouse.dir: '%s' (expected file:/path or s3://bucket/prefix)".formatted(text));
        }
    }

    private static InetAddress bindAddress(Settings settings) {
        String auth = settings.text("auth.type");
        if (!auth.equals("none")) {
            throw new SettingException("Invalid setting auth.type: '%s' (this release knows none)".formatted(auth));
        }
        String bind = settings.text("bind");
        InetAddress address;
        try {
            address = InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new SettingException("Invalid setting bind: '%s' is no address of this machine".formatted(bind));
        }
        if (!address.isLoopbackAddress()) {
            throw new SettingException(
                    "Cannot bind to %s without sign-in: clients could claim to be anyone; use a loopback address"
                            .formatted(bind));
        }
        return address;
    }

    /** Makes the data folder. Fails with a SettingException if it cannot be written. */
    public void prepareDataDirectory() {
        try {
            Files.createDirectories(dataDirectory);
        } catch (IOException e) {
            throw new SettingException(
                    "Cannot use data folder '%s': it cannot be created (%s)".formatted(dataDirectory, e.getMessage()));
        }
        if (!Files.isWritable(dataDirectory) || !Files.isReadable(dataDirectory)) {
            throw new SettingException(
                    "Cannot use data folder '%s': it cannot be read and written".formatted(dataDirectory));
        }
    }
}

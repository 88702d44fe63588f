package dev.skep.server.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every key that a user may set, in the order of the documentation. */
public final class SettingKeys {
    /** Keys that begin so are handed to Hadoop's S3A as they are. */
    public static final String S3A_PREFIX = "fs.s3a.";

    private static final List<SettingDefinition> ALL = List.of(
            key("bind", "127.0.0.1", SettingKind.TEXT,
                    "The address that every door listens on. Without sign-in only a loopback address is accepted."),
            key("metastore.port", "9083", SettingKind.PORT,
                    "The port of the metastore's Thrift door; 0 takes any free one."),
            key("hiveserver2.port", "10000", SettingKind.PORT,
                    "The port of the HiveServer2 door; 0 takes any free one."),
            key("http.port", "8600", SettingKind.PORT, "The port of the HTTP door; 0 takes any free one."),
            key("data.dir", "skep-data", SettingKind.PATH,
                    "The folder for the embedded store, the default warehouse and `endpoints.json`. `--data` sets it too."),
            key("store.url", "", SettingKind.TEXT,
                    "The JDBC URL of the catalog's store, `jdbc:postgresql://host/database`. Empty: an embedded store in `data.dir`."),
            key("store.user", "", SettingKind.TEXT, "The user for `store.url`."),
            secret("store.password", "The password for `store.url`."),
            key("store.connections", "16", SettingKind.COUNT, "How many connections to the store are open at most."),
            key("warehouse.dir", "", SettingKind.TEXT,
                    "Where tables without a location of their own are kept: `file:/path` or `s3://bucket/prefix`. Empty: `warehouse` in `data.dir`."),
            key("query.threads", "0", SettingKind.TEXT,
                    "How many threads work on queries; 0 takes the number of processors."),
            key("query.memory", "60%", SettingKind.SIZE, "How much memory all queries together may hold."),
            key("query.max-memory-per-query", "50%", SettingKind.SIZE, "How much memory one query may hold."),
            key("query.max-concurrent", "20", SettingKind.COUNT,
                    "How many queries run at a time; further ones wait in the order they came."),
            key("auth.type", "none", SettingKind.TEXT,
                    "How clients sign in. This release knows `none`: a client is who it says it is."),
            key("thrift.max-message-size", "100MB", SettingKind.SIZE,
                    "The largest Thrift message that is accepted; a larger one ends its connection."),
            key("thrift.max-connections", "10000", SettingKind.COUNT, "How many connections a Thrift door accepts."),
            key("thrift.idle-timeout", "1h", SettingKind.DURATION,
                    "A Thrift connection on which nothing is said for so long is closed."));

    private SettingKeys() {}

    private static SettingDefinition key(String key, String defaultText, SettingKind kind, String meaning) {
        return new SettingDefinition(key, defaultText, kind, meaning, false);
    }

    private static SettingDefinition secret(String key, String meaning) {
        return new SettingDefinition(key, "", SettingKind.TEXT, meaning, true);
    }

    public static List<SettingDefinition> all() {
        return ALL;
    }

    public static Optional<SettingDefinition> find(String key) {
        return ALL.stream().filter(definition -> definition.key().equals(key)).findFirst();
    }

    /** Fails with a SettingException that names the nearest known keys unless {@code key} is known. */
    static void requireKnown(String key, String source) {
        if (key.startsWith(S3A_PREFIX) || find(key).isPresent()) {
            return;
        }
        List<String> nearest = ALL.stream().map(SettingDefinition::key)
                .sorted(Comparator.comparingInt((String known) -> distance(key.toLowerCase(Locale.ROOT), known)))
                .limit(3).toList();
        throw new SettingException(
                "Unknown setting '%s' in %s (nearest known: %s)".formatted(key, source, String.join(", ", nearest)));
    }

    /** How many characters must be put in, taken out or changed to make {@code b} of {@code a}. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}

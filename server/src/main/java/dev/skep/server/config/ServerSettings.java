package dev.skep.server.config;

import dev.skep.metastore.RecyclingSettings;
import dev.skep.metastore.TrashSettings;
import dev.skep.metastore.RetentionSettings;
import dev.skep.metastore.StorageChecks;
import dev.skep.metastore.UpkeepSettings;
import dev.skep.metastore.schedule.ScheduleSettings;
import dev.skep.metastore.transaction.CompactionState;
import dev.skep.server.hms.compat.EventForm;
import dev.skep.server.hms.PartitionLimit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.access.Principal;
import dev.skep.query.lifecycle.AdmissionSettings;
import dev.skep.query.spill.SpillSettings;
import dev.skep.server.auth.AuthSettings;
import dev.skep.server.auth.AuthType;
import dev.skep.server.observe.AuditSettings;
import dev.skep.storage.file.Location;
import dev.skep.thrift.transport.TlsSettings;
import dev.skep.thrift.transport.TlsSettings.ClientCertificates;
import org.jspecify.annotations.Nullable;

/**
 * What the composition root builds from.
 *
 * @param storeUrl empty for the embedded store
 * @param warmUp whether the server may rehearse before its first client comes
 * @param administrators who has the role admin
 * @param audit where the audit goes; empty: nowhere
 * @param s3a the {@code fs.s3a.*} settings
 */
public record ServerSettings(InetAddress bind, int metastorePort, int hiveServer2Port, int httpPort, Path dataDirectory,
        String storeUrl,
        String storeUser, String storePassword, int storeConnections, Location warehouse, Duration transactionTimeout,
        int queryThreads,
        long queryMemory,
        long maxMemoryPerQuery, SpillSettings spill, AdmissionSettings admission, long planCache, boolean warmUp,
        long maxMessageSize,
        int maxConnections,
        Duration idleTimeout, AuthSettings auth, Optional<TlsSettings> tls, Set<Principal> administrators,
        Optional<AuditSettings> audit, PartitionLimit partitionLimit, TrashSettings trash, UpkeepSettings upkeep,
        RetentionSettings retention, StorageChecks storageChecks, EventForm eventForm,
        Map<String, String> s3a) {

    /** Makes typed settings of texts. Fails with a SettingException where values do not fit together. */
    public static ServerSettings of(Settings settings) {
        Path data = Path.of(settings.text("data.dir")).toAbsolutePath().normalize();
        long heap = Runtime.getRuntime().maxMemory();
        int threads = settings.number("query.threads");
        String warehouse = settings.text("warehouse.dir");
        AuthSettings auth = AuthSettingsReader.read(settings);
        Optional<TlsSettings> tls = TlsSettingsReader.read(settings);
        checkCertificates(auth, tls);
        return new ServerSettings(bindAddress(settings, auth, tls), settings.number("metastore.port"),
                settings.number("hiveserver2.port"),
                settings.number("http.port"), data, settings.text("store.url"), settings.text("store.user"),
                settings.text("store.password"),
                settings.number("store.connections"),
                location(warehouse.isEmpty() ? data.resolve("warehouse").toString() : warehouse),
                settings.duration("metastore.txn.timeout"),
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                settings.bytes("query.memory", heap),
                settings.bytes("query.max-memory-per-query", heap), spill(settings, data, heap), admission(settings),
                settings.bytes("query.plan-cache", heap), settings.flag("query.warm-up"),
                settings.bytes("thrift.max-message-size", heap), settings.number("thrift.max-connections"),
                settings.duration("thrift.idle-timeout"),
                auth, tls, AuthSettingsReader.administrators(settings), audit(settings, data),
                new PartitionLimit(settings.number("metastore.limit.partition.request")), trash(settings),
                upkeep(settings), retention(settings),
                settings.flag("metastore.authorization.storage.checks") ? StorageChecks.ON : StorageChecks.OFF,
                eventForm(settings),
                settings.withPrefix(SettingKeys.S3A_PREFIX));
    }

    private static AdmissionSettings admission(Settings settings) {
        int running = settings.number("query.max-concurrent");
        int queued = settings.number("query.max-queued");
        return new AdmissionSettings(running, orElse(settings.number("query.max-concurrent-per-user"), running),
                queued, orElse(settings.number("query.max-queued-per-user"), queued),
                settings.duration("query.queue-timeout"));
    }

    private static int orElse(int limit, int general) {
        return limit > 0 ? Math.min(limit, general) : general;
    }

    private static SpillSettings spill(Settings settings, Path data, long heap) {
        String folder = settings.text("query.spill.dir");
        return new SpillSettings(
                folder.isEmpty() ? data.resolve("spill") : Path.of(folder).toAbsolutePath().normalize(),
                settings.bytes("query.spill.max", heap));
    }

    private static UpkeepSettings upkeep(Settings settings) {
        return new UpkeepSettings(settings.duration("metastore.runtime.stats.max.age"),
                settings.duration("metastore.repl.metrics.max.age"),
                settings.number("metastore.wm.default.pool.size"),
                new ScheduleSettings(settings.flag("metastore.scheduled.queries.enabled"),
                        settings.duration("metastore.scheduled.queries.execution.timeout"),
                        settings.duration("metastore.scheduled.queries.execution.max.age"),
                        settings.number("metastore.scheduled.queries.autodisable.count"),
                        settings.number("metastore.scheduled.queries.skip.opportunities.after.failures")),
                recycling(settings));
    }

    private static @Nullable RecyclingSettings recycling(Settings settings) {
        String folder = settings.text("metastore.repl.cmrootdir");
        if (folder.isEmpty()) {
            return null;
        }
        try {
            return new RecyclingSettings(Location.of(folder), settings.duration("metastore.repl.cm.retain"));
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "Invalid setting metastore.repl.cmrootdir: '%s' (expected file:/path or s3://bucket/prefix)"
                            .formatted(folder));
        }
    }

    private static RetentionSettings retention(Settings settings) {
        String kept = "metastore.compactor.history.retention.";
        int notInitiated = settings.number(kept + "did.not.initiate");
        try {
            return new RetentionSettings(settings.duration("hive.compactor.worker.timeout"),
                    Map.of(CompactionState.SUCCEEDED, settings.number(kept + "succeeded"), CompactionState.FAILED,
                            settings.number(kept + "failed"), CompactionState.REFUSED,
                            settings.number(kept + "refused"), CompactionState.NOT_INITIATED, notInitiated,
                            CompactionState.ABORTED, notInitiated),
                    settings.duration(kept + "timeout"), settings.duration("metastore.event.db.listener.timetolive"));
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        }
    }

    private static EventForm eventForm(Settings settings) {
        try {
            return EventForm.ofEncoder(settings.text("metastore.event.message.factory"));
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        }
    }

    private static TrashSettings trash(Settings settings) {
        int minutes = settings.number("fs.trash.interval");
        int checkpoint = settings.number("fs.trash.checkpoint.interval");
        try {
            return new TrashSettings(Path.of(System.getProperty("user.home")), Duration.ofMinutes(minutes),
                    Duration.ofMinutes(checkpoint == 0 ? minutes : checkpoint));
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<AuditSettings> audit(Settings settings, Path data) {
        String file = settings.text("audit.file");
        if (file.equals("off")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AuditSettings(
                    file.isEmpty() ? data.resolve("audit.jsonl") : Path.of(file).toAbsolutePath().normalize(),
                    settings.bytes("audit.max-file-size", Runtime.getRuntime().maxMemory()),
                    settings.number("audit.max-files")));
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        }
    }

    private static void checkCertificates(AuthSettings auth, Optional<TlsSettings> tls) {
        boolean asked = tls.isPresent() && tls.get().clientCertificates() != ClientCertificates.NONE;
        if (auth.has(AuthType.CERTIFICATE) && !asked) {
            throw new SettingException(
                    "Invalid setting auth.type: 'certificate' needs tls.mode, tls.client-ca and tls.client-certificates");
        }
    }

    private static Location location(String text) {
        try {
            return Location.of(text);
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "Invalid setting warehouse.dir: '%s' (expected file:/path or s3://bucket/prefix)".formatted(text));
        }
    }

    private static InetAddress bindAddress(Settings settings, AuthSettings auth, Optional<TlsSettings> tls) {
        String bind = settings.text("bind");
        InetAddress address;
        try {
            address = InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new SettingException("Invalid setting bind: '%s' is no address of this machine".formatted(bind));
        }
        if (address.isLoopbackAddress()) {
            return address;
        }
        if (!auth.isRequired()) {
            throw new SettingException(
                    "Cannot bind to %s without sign-in: clients could claim to be anyone; set auth.type (password, ldap, kerberos, jwt or certificate), or use a loopback address"
                            .formatted(bind));
        }
        boolean encrypts = tls.isPresent() && tls.get().mode() == TlsSettings.Mode.REQUIRED;
        if (auth.types().stream().anyMatch(AuthType::sendsSecrets) && !encrypts
                && !settings.flag("auth.allow-plaintext")) {
            throw new SettingException(
                    "Cannot bind to %s with auth.type '%s' without TLS: passwords and tokens could be read on the way; set tls.mode=required with tls.certificate and tls.key, or auth.allow-plaintext=true"
                            .formatted(bind, settings.text("auth.type")));
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

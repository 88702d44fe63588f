package dev.skep.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.AccessLog;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.AccessSettings;
import dev.skep.metastore.catalog.StoredCatalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.query.analyzer.SystemTables;
import dev.skep.query.execution.LocalPlanExecutor;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.lifecycle.CatalogStatistics;
import dev.skep.query.lifecycle.EngineTables;
import dev.skep.query.lifecycle.QueryEngine;
import dev.skep.query.lifecycle.QuerySettings;
import dev.skep.query.lifecycle.SkepQueryEngine;
import dev.skep.query.lifecycle.SqlPlanner;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.server.auth.AuthConfigurationException;
import dev.skep.server.auth.SignIns;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.hiveserver2.HiveServer2;
import dev.skep.server.hiveserver2.HiveServer2Service;
import dev.skep.server.hiveserver2.HiveServer2Settings;
import dev.skep.server.hms.HmsService;
import dev.skep.server.http.HttpDoor;
import dev.skep.server.observe.AuditLog;
import dev.skep.server.observe.AuditTable;
import dev.skep.server.observe.ConnectionLog;
import dev.skep.server.observe.QueryLog;
import dev.skep.server.rehearsal.Rehearsal;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.FileSystems;
import dev.skep.storage.hadoop.HadoopFileSystem;
import dev.skep.storage.hadoop.HadoopSettings;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.orc.OrcFormat;
import dev.skep.storage.parquet.FooterCache;
import dev.skep.storage.parquet.ParquetFormat;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.text.TextFormat;
import dev.skep.thrift.rpc.LoggingInterceptor;
import dev.skep.thrift.transport.ConnectionHandler;
import dev.skep.thrift.transport.ListenerSettings;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.ThriftListener;
import dev.skep.thrift.transport.TlsContexts;
import dev.skep.thrift.transport.TlsSettings;
import io.netty.handler.ssl.JdkSslContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

/** The composition root: file systems, catalog, query engine, doors, in this order; closed in the reverse order. */
public final class SkepServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SkepServer.class);
    private static final long FOOTER_CACHE_BYTES = 64L << 20;
    private static final Caller SELF = Caller.internal(Identity.SERVER);
    private static final String VERSION = version();
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Endpoints endpoints = new Endpoints("", "", "");
    private @Nullable RehearsedEngine rehearsed;

    private SkepServer() {}

    /** Starts a server; every door is open when this returns. Fails with a ServerStartException or SettingException that says what to do. */
    public static SkepServer start(ServerSettings settings) {
        settings.prepareDataDirectory();
        SkepServer server = new SkepServer();
        try {
            server.open(settings);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The file formats by name. */
    public static Map<String, FileFormat> fileFormats() {
        Map<String, FileFormat> formats = new LinkedHashMap<>();
        for (FileFormat format : List.of(new ParquetFormat(new FooterCache(FOOTER_CACHE_BYTES)), new OrcFormat(),
                new TextFormat())) {
            formats.put(format.name(), format);
        }
        return formats;
    }

    /** Where the doors are. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Lets the JVM compile what queries need, in the background, until a client opens a session; does nothing where the settings do not want it. */
    public void warmUp() {
        RehearsedEngine engine = rehearsed;
        if (engine != null) {
            engine.rehearse();
        }
    }

    /** The rehearsal, null if none has begun. */
    @Nullable
    Rehearsal rehearsal() {
        RehearsedEngine engine = rehearsed;
        return engine == null ? null : engine.rehearsal();
    }

    private void open(ServerSettings settings) {
        AuditLog audit = openAudit(settings);
        FileSystem files = keep(fileSystems(settings));
        StoredCatalog catalog = keep(openCatalog(settings, files, audit));
        warnOfOpenGrants(settings, catalog);
        if (settings.trash().isKept()) {
            keep(new TrashEmptier(catalog, settings.trash().checkpoint()));
        }
        settleFolders(catalog);
        keep(new CatalogUpkeep(catalog, settings.retention()));
        SignIns signIns = keep(openSignIns(settings, catalog, audit));
        Map<String, FileFormat> formats = fileFormats();
        QueryEngine engine = keep(queryEngine(settings, files, formats, catalog, audit));
        if (settings.warmUp()) {
            rehearsed = keep(new RehearsedEngine(engine));
            engine = rehearsed;
        }
        AuditLog signInAudit = settings.auth().isRequired() ? audit : null;
        ThriftListener metastore = listen(new ConnectionLog("metastore", ClientKind.METASTORE, signInAudit), settings,
                settings.metastorePort(), signIns.forMetastore(),
                HmsService.handler(catalog, catalog.storeId(), signIns, settings.partitionLimit(),
                        settings.eventForm()));
        ThriftListener hiveServer2 = listen(new ConnectionLog("HiveServer2", ClientKind.SQL, signInAudit), settings,
                settings.hiveServer2Port(), signIns.forHiveServer2(),
                hiveServer2Door(engine, catalog, signIns));
        HttpDoor http = openHttp(settings, catalog);
        endpoints = Endpoints.of(settings.bind(), metastore.address().getPort(), hiveServer2.address().getPort(),
                http.port(), settings.tls().isPresent());
        publish(settings);
    }

    /** Before a client sees them; what cannot be done now is tried again later. */
    private static void settleFolders(StoredCatalog catalog) {
        try {
            catalog.settleFolders();
        } catch (CatalogException e) {
            LOG.warn("Cannot finish what a server that died has left of folders: {}", e.getMessage());
        }
    }

    private static FileSystems fileSystems(ServerSettings settings) {
        Map<String, FileSystem> byScheme = new LinkedHashMap<>();
        byScheme.put("file", new LocalFileSystem());
        HadoopFileSystem s3 = new HadoopFileSystem(new HadoopSettings(settings.s3a()));
        for (String scheme : List.of("s3", "s3a", "s3n")) {
            byScheme.put(scheme, s3);
        }
        return new FileSystems(byScheme);
    }

    private QueryEngine queryEngine(ServerSettings settings, FileSystem files, Map<String, FileFormat> formats,
            StoredCatalog catalog, @Nullable AuditLog audit) {
        FunctionRegistry functions = new FunctionRegistry();
        SpillSpace space = keep(openSpill(settings.spill()));
        LocalPlanExecutor executor = keep(
                new LocalPlanExecutor(files, formats, functions, settings.queryThreads(), settings.queryMemory(),
                        space));
        AtomicReference<QueryEngine> engine = new AtomicReference<>();
        SystemTables own = new EngineTables(engine::get);
        SystemTables audited = systemTables(audit);
        SqlPlanner planner = new SqlPlanner(functions, new CatalogStatistics(files, formats),
                name -> own.find(name).or(() -> audited.find(name)));
        QuerySettings limits = new QuerySettings(settings.queryThreads(), settings.maxMemoryPerQuery(),
                settings.admission(), settings.planCache());
        QueryEngine made = new SkepQueryEngine(catalog, files, formats, planner, executor, functions, limits,
                new QueryLog());
        engine.set(made);
        return made;
    }

    private static SpillSpace openSpill(SpillSettings settings) {
        try {
            return SpillSpace.open(settings);
        } catch (IOException e) {
            throw new ServerStartException("Cannot use the folder of query.spill.dir, '%s': %s"
                    .formatted(settings.folder(), e.getMessage()), e);
        }
    }

    private static SystemTables systemTables(@Nullable AuditLog audit) {
        return audit == null
                ? SystemTables.NONE
                : name -> name.equals("audit") ? Optional.of(new AuditTable(audit)) : Optional.empty();
    }

    private static StoredCatalog openCatalog(ServerSettings settings, FileSystem files, @Nullable AuditLog audit) {
        String url = settings.storeUrl();
        try {
            return StoredCatalog.open(
                    new MetastoreSettings(url.isEmpty() ? null : url, url.isEmpty() ? null : settings.storeUser(),
                            url.isEmpty() ? null : settings.storePassword(),
                            settings.dataDirectory(), settings.warehouse(), settings.storeConnections(),
                            settings.transactionTimeout()),
                    files, new AccessSettings(settings.administrators(), !settings.auth().isRequired(),
                            audit == null ? AccessLog.NONE : audit),
                    settings.trash(), settings.storageChecks(), settings.upkeep());
        } catch (CatalogException e) {
            throw new ServerStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private ThriftListener listen(ConnectionLog log, ServerSettings settings, int port, SignInPolicy policy,
            ConnectionHandler handler) {
        InetSocketAddress address = new InetSocketAddress(settings.bind(), port);
        try {
            ListenerSettings listener = ListenerSettings.on(address)
                    .withMaxMessageBytes((int) Math.min(Integer.MAX_VALUE, settings.maxMessageSize()))
                    .withMaxConnections(settings.maxConnections()).withIdleTimeout(settings.idleTimeout());
            if (settings.tls().isPresent()) {
                listener = listener.withTls(settings.tls().get());
            }
            ThriftListener listening = ThriftListener.start(listener, policy, handler, log);
            parts.push(() -> listening.close(DRAIN));
            return listening;
        } catch (IOException e) {
            throw cannotOpen(log.door(), address, e);
        }
    }

    private ConnectionHandler hiveServer2Door(QueryEngine engine, StoredCatalog catalog, SignIns signIns) {
        HiveServer2 sessions = keep(
                new HiveServer2(engine, catalog, HiveServer2Settings.defaults(VERSION),
                        signIns.impersonation(ClientKind.SQL), signIns.delegationTokens()));
        return HiveServer2Service.handler(sessions,
                List.of(new LoggingInterceptor(LoggerFactory.getLogger("dev.skep.server.hiveserver2.calls"))));
    }

    private HttpDoor openHttp(ServerSettings settings, StoredCatalog catalog) {
        InetSocketAddress address = new InetSocketAddress(settings.bind(), settings.httpPort());
        try {
            return keep(new HttpDoor(address, settings.tls().isPresent() ? tls(settings.tls().get()) : null,
                    () -> storeFailure(catalog)));
        } catch (IOException e) {
            throw cannotOpen("HTTP", address, e);
        }
    }

    private static Supplier<SSLContext> tls(TlsSettings settings) throws IOException {
        TlsContexts contexts = TlsContexts.open(settings.withMode(TlsSettings.Mode.REQUIRED),
                new ConnectionLog("HTTP", ClientKind.HTTP, null));
        return () -> ((JdkSslContext) contexts.current()).context();
    }

    private @Nullable AuditLog openAudit(ServerSettings settings) {
        if (settings.audit().isEmpty()) {
            return null;
        }
        try {
            return keep(AuditLog.open(settings.audit().get(), Clock.systemUTC()));
        } catch (IOException e) {
            throw new ServerStartException("Cannot write the audit '%s': %s"
                    .formatted(settings.audit().get().file(), e.getMessage()), e);
        }
    }

    /** A store that a server without sign-in has made is open to everyone. */
    private static void warnOfOpenGrants(ServerSettings settings, StoredCatalog catalog) {
        if (!settings.auth().isRequired()) {
            return;
        }
        for (Grant grant : catalog.openGrants()) {
            String object = switch (grant.scope()) {
                case Scope.OfLocation _ -> "LOCATION '*'";
                default -> "CATALOG \"*\"";
            };
            LOG.warn(
                    "Everybody may do everything on {}: an open grant from a server without sign-in; end it by: REVOKE ALL ON {} FROM ROLE public",
                    object, object);
        }
    }

    private static SignIns openSignIns(ServerSettings settings, StoredCatalog catalog, @Nullable AuditLog audit) {
        try {
            return SignIns.open(settings.auth(), catalog::tokens, Clock.systemUTC(),
                    audit == null ? AccessLog.NONE : audit);
        } catch (AuthConfigurationException e) {
            throw new ServerStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String storeFailure(StoredCatalog catalog) {
        try {
            catalog.sessionFor(SELF, FileReader.ENGINE).databases().catalog(CatalogName.HIVE);
            return "";
        } catch (CatalogException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static ServerStartException cannotOpen(String door, InetSocketAddress address, IOException e) {
        String reason = e instanceof BindException ? "the port is in use" : String.valueOf(e.getMessage());
        return new ServerStartException("Cannot open the %s door on %s:%d: %s".formatted(door,
                address.getAddress().getHostAddress(), address.getPort(), reason), e);
    }

    private void publish(ServerSettings settings) {
        EndpointsFile file = new EndpointsFile(settings.dataDirectory());
        try {
            file.write(endpoints);
            parts.push(file::delete);
        } catch (IOException e) {
            throw new ServerStartException("Cannot write %s in '%s': %s".formatted(EndpointsFile.NAME,
                    settings.dataDirectory(), e.getMessage()), e);
        }
    }

    private static String version() {
        String version = SkepServer.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /** Closes the doors, lets running calls end for a moment, stops queries, closes the store. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("Cannot close a part of the server", e);
            }
        }
    }
}

package dev.skep.server.hms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.catalog.MetastoreCatalog;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Partition;
import dev.skep.server.auth.DelegationTokens;
import dev.skep.server.auth.SignIns;
import dev.skep.server.auth.SignedInOnly;
import dev.skep.server.auth.TrustedHosts;
import dev.skep.server.hms.compat.EventForm;
import dev.skep.server.hms.compat.RequestForms;
import dev.skep.server.hms.compat.SchemaFunctions;
import dev.skep.thrift.rpc.CallInterceptor;
import dev.skep.thrift.rpc.LoggingInterceptor;
import dev.skep.thrift.rpc.ThriftService;
import dev.skep.thrift.transport.ConnectionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

/** The metastore's Thrift service: all topics of endpoints together. It keeps nothing of a connection, so that all may share it. */
public final class HmsService
        implements
            SessionEndpoints,
            CatalogEndpoints,
            DatabaseEndpoints,
            TableEndpoints,
            TableListEndpoints,
            PartitionEndpoints,
            PartitionFilterEndpoints,
            PartitionWriteEndpoints,
            PartitionDropEndpoints,
            FunctionEndpoints,
            StatisticsEndpoints,
            ConstraintEndpoints,
            AccessEndpoints,
            SharedTokenEndpoints,
            TokenEndpoints,
            NotificationEndpoints,
            TransactionEndpoints,
            CompactionEndpoints,
            ResourcePlanEndpoints,
            ScheduleEndpoints,
            ReplicationEndpoints,
            MaterializationEndpoints,
            SchemaRegistryEndpoints,
            RoutineEndpoints,
            ConnectorEndpoints,
            PropertyEndpoints,
            FileMetadataEndpoints,
            IndexEndpoints,
            LegacyEndpoints {
    private static final String UNKNOWN_VERSION = "development";

    private final HmsContext context;

    public HmsService(MetastoreCatalog catalog, Callers callers, HmsSettings settings) {
        this(catalog, callers, settings, null, PartitionLimit.NONE, EventForm.JSON);
    }

    private HmsService(MetastoreCatalog catalog, Callers callers, HmsSettings settings,
            @Nullable DelegationTokens tokens, PartitionLimit limit, EventForm events) {
        this.context = new HmsContext(catalog, callers, settings, tokens, limit, events, new ServiceState());
    }

    /** What a listener without sign-in hands its connections to. */
    public static ConnectionHandler handler(MetastoreCatalog catalog, UUID storeId) {
        return handler(catalog, storeId, ConnectionCallers.claiming(), null, PartitionLimit.NONE, EventForm.JSON,
                List.of());
    }

    /** What a listener hands its connections to: the service over a catalog, with one log line per call. */
    public static ConnectionHandler handler(MetastoreCatalog catalog, UUID storeId, SignIns signIns,
            PartitionLimit limit, EventForm events) {
        TrustedHosts trusted = TrustedHosts.of(signIns.settings());
        return handler(catalog, storeId, new ConnectionCallers(signIns.impersonation(ClientKind.METASTORE), trusted),
                signIns.delegationTokens(), limit, events, List.of(new SignedInOnly(trusted)));
    }

    private static ConnectionHandler handler(MetastoreCatalog catalog, UUID storeId, Callers callers,
            @Nullable DelegationTokens tokens, PartitionLimit limit, EventForm events,
            List<CallInterceptor> inner) {
        HmsService service = new HmsService(catalog, callers, settingsOf(catalog, storeId), tokens, limit,
                events);
        List<CallInterceptor> interceptors = new ArrayList<>();
        interceptors.add(new LoggingInterceptor(LoggerFactory.getLogger("dev.skep.server.hms.calls")));
        interceptors.addAll(inner);
        interceptors.add(service.context.state());
        return ThriftService.shared(new SchemaFunctions(service), service, interceptors, new RequestForms());
    }

    private static HmsSettings settingsOf(MetastoreCatalog catalog, UUID storeId) {
        Catalog hive = catalog.sessionFor(Caller.internal(Identity.SERVER), FileReader.ENGINE).databases()
                .catalog(CatalogName.HIVE);
        String version = HmsService.class.getPackage().getImplementationVersion();
        return new HmsSettings(version == null ? UNKNOWN_VERSION : version, storeId, Instant.now(), Map.of(
                "hive.metastore.warehouse.dir", hive.location(), "metastore.warehouse.dir", hive.location(),
                "hive.metastore.warehouse.external.dir", hive.location(), "metastore.warehouse.external.dir",
                hive.location(),
                "hive.exec.default.partition.name", Partition.DEFAULT_VALUE, "metastore.default.partition.name",
                Partition.DEFAULT_VALUE,
                "metastore.catalog.default", CatalogName.HIVE.name()));
    }

    @Override
    public HmsContext context() {
        return context;
    }
}

package dev.skep.server.hms;

import dev.skep.metastore.catalog.MetastoreCatalog;

/** The metastore's Thrift service: all topics of endpoints together. It keeps no state, so that all connections may share it. */
public final class HmsService implements SessionEndpoints, CatalogEndpoints, DatabaseEndpoints, TableEndpoints, TableListEndpoints,
        PartitionEndpoints, PartitionFilterEndpoints, PartitionWriteEndpoints, PartitionDropEndpoints, FunctionEndpoints,
        StatisticsEndpoints, ConstraintEndpoints, AccessEndpoints, NotificationEndpoints, TransactionEndpoints, CompactionEndpoints,
        UpkeepEndpoints, ResourcePlanEndpoints, SchemaRegistryEndpoints, LegacyEndpoints {
    private final HmsContext context;

    public HmsService(MetastoreCatalog catalog, Callers callers, HmsSettings settings) {
        this.context = new HmsContext(catalog, callers, settings);
    }

    @Override
    public HmsContext context() {
        return context;
    }
}

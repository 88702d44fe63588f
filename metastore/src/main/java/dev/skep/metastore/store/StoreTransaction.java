package dev.skep.metastore.store;

/** The topics of the store inside one transaction; not to be used after it or by other threads. */
public interface StoreTransaction {

    CatalogStore catalogs();

    DatabaseStore databases();

    TableStore tables();

    PartitionStore partitions();

    FunctionStore functions();

    StatisticsStore statistics();

    ConstraintStore constraints();

    EventStore events();

    PolicyStore policies();

    TokenStore tokens();

    SharedTokenStore sharedTokens();

    TypeStore types();

    PartitionMarkStore partitionMarks();

    TransactionStore transactions();

    WriteIdStore writeIds();

    LockStore locks();

    CompactionStore compactions();

    SchemaStore schemas();

    RoutineStore routines();

    ConnectorStore connectors();

    PropertyStore properties();

    IndexStore indexes();

    ResourcePlanStore resourcePlans();

    ScheduleStore schedules();

    ReplicationStore replication();

    RuntimeStatisticsStore runtimeStatistics();

    MaterializationStore materializations();

    FolderStore folders();
}

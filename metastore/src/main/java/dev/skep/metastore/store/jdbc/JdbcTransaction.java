package dev.skep.metastore.store.jdbc;

import dev.skep.metastore.store.ConstraintStore;
import java.sql.Connection;

import dev.skep.metastore.store.CatalogStore;
import dev.skep.metastore.store.CompactionStore;
import dev.skep.metastore.store.ConnectorStore;
import dev.skep.metastore.store.DatabaseStore;
import dev.skep.metastore.store.EventStore;
import dev.skep.metastore.store.FolderStore;
import dev.skep.metastore.store.FunctionStore;
import dev.skep.metastore.store.IndexStore;
import dev.skep.metastore.store.LockStore;
import dev.skep.metastore.store.PartitionMarkStore;
import dev.skep.metastore.store.PartitionStore;
import dev.skep.metastore.store.PolicyStore;
import dev.skep.metastore.store.PropertyStore;
import dev.skep.metastore.store.RoutineStore;
import dev.skep.metastore.store.SchemaStore;
import dev.skep.metastore.store.SharedTokenStore;
import dev.skep.metastore.store.StatisticsStore;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.TableStore;
import dev.skep.metastore.store.TokenStore;
import dev.skep.metastore.store.TransactionStore;
import dev.skep.metastore.store.TypeStore;
import dev.skep.metastore.store.WriteIdStore;
import dev.skep.metastore.store.MaterializationStore;
import dev.skep.metastore.store.ReplicationStore;
import dev.skep.metastore.store.ResourcePlanStore;
import dev.skep.metastore.store.RuntimeStatisticsStore;
import dev.skep.metastore.store.ScheduleStore;
import org.jspecify.annotations.Nullable;

/** The topics over one connection. */
final class JdbcTransaction implements StoreTransaction {
    private final Statements statements;
    private final Ids ids;
    private final Descriptors descriptors;
    private final JdbcPolicies policies;
    private final DroppedTables dropped;

    JdbcTransaction(Connection connection, Dialect dialect, DescriptorCache cache, Ids.@Nullable Shared blocks) {
        this.statements = new Statements(connection, dialect);
        this.ids = new Ids(statements, dialect, blocks);
        this.dropped = new DroppedTables(statements);
        this.descriptors = new Descriptors(statements, cache, ids);
        this.policies = new JdbcPolicies(statements, ids);
    }

    /** Does what has been left for the end. */
    void flush() {
        statements.flush();
    }

    @Override
    public CatalogStore catalogs() {
        return new JdbcCatalogs(statements, ids);
    }

    @Override
    public DatabaseStore databases() {
        return new JdbcDatabases(statements, ids);
    }

    @Override
    public TableStore tables() {
        return new JdbcTables(statements, ids, descriptors, dropped);
    }

    /** What tables dropped earlier, or in this transaction, leave behind. */
    DroppedTables dropped() {
        return dropped;
    }

    @Override
    public PartitionStore partitions() {
        return new JdbcPartitions(statements, ids, descriptors);
    }

    @Override
    public FunctionStore functions() {
        return new JdbcFunctions(statements, ids);
    }

    @Override
    public StatisticsStore statistics() {
        return new JdbcStatistics(statements);
    }

    @Override
    public ConstraintStore constraints() {
        return new JdbcConstraints(statements, ids);
    }

    @Override
    public EventStore events() {
        return new JdbcEvents(statements);
    }

    /** The same each time, as it knows whether this transaction has raised the version. */
    @Override
    public PolicyStore policies() {
        return policies;
    }

    @Override
    public TokenStore tokens() {
        return new JdbcTokens(statements);
    }

    @Override
    public SharedTokenStore sharedTokens() {
        return new JdbcSharedTokens(statements);
    }

    @Override
    public TypeStore types() {
        return new JdbcTypes(statements);
    }

    @Override
    public PartitionMarkStore partitionMarks() {
        return new JdbcPartitionMarks(statements, ids);
    }

    @Override
    public TransactionStore transactions() {
        return new JdbcTransactions(statements);
    }

    @Override
    public WriteIdStore writeIds() {
        return new JdbcWriteIds(statements);
    }

    @Override
    public LockStore locks() {
        return new JdbcLocks(statements);
    }

    @Override
    public CompactionStore compactions() {
        return new JdbcCompactions(statements, ids);
    }

    @Override
    public ResourcePlanStore resourcePlans() {
        return new JdbcResourcePlans(statements, ids);
    }

    @Override
    public ScheduleStore schedules() {
        return new JdbcSchedules(statements, ids);
    }

    @Override
    public ReplicationStore replication() {
        return new JdbcReplication(statements, ids);
    }

    @Override
    public RuntimeStatisticsStore runtimeStatistics() {
        return new JdbcRuntimeStatistics(statements, ids);
    }

    @Override
    public MaterializationStore materializations() {
        return new JdbcMaterializations(statements);
    }

    @Override
    public SchemaStore schemas() {
        return new JdbcSchemas(statements, ids);
    }

    @Override
    public RoutineStore routines() {
        return new JdbcRoutines(statements, ids);
    }

    @Override
    public ConnectorStore connectors() {
        return new JdbcConnectors(statements, new JdbcDatabases(statements, ids));
    }

    @Override
    public PropertyStore properties() {
        return new JdbcProperties(statements);
    }

    @Override
    public IndexStore indexes() {
        return new JdbcIndexes(statements, ids);
    }

    @Override
    public FolderStore folders() {
        return new JdbcFolders(statements, ids);
    }
}

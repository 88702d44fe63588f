package dev.skep.metastore.catalog;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.access.ViewSecurity;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/** A session over the rooms of the catalog. */
final class StoredSession implements CatalogSession {
    private final Rooms rooms;
    private final Guard guard;
    private final AccessSettings settings;
    private final Policies policies;
    /** The numbers of the tables that this session and those of views' definers under it handed out for SELECT. */
    private final Set<Long> readable;
    private final StoredDatabases databases;
    private final StoredTables tables;
    private final StoredPartitions partitions;
    private final StoredFunctions functions;
    private final StoredStatistics statistics;
    private final StoredConstraints constraints;
    private final StoredEvents events;
    private final StoredAccess access;
    private final StoredGrants grants;
    private final StoredSharedTokens sharedTokens;
    private final StoredTypes types;
    private final StoredPartitionMarks partitionMarks;
    private final StoredTransactions transactions;
    private final StoredLocks locks;
    private final StoredCompactions compactions;
    private final StoredSchemas schemas;
    private final StoredRoutines routines;
    private final StoredConnectors connectors;
    private final StoredPropertyMaps propertyMaps;
    private final StoredIndexes indexes;
    private final StoredResourcePlans resourcePlans;
    private final StoredScheduledQueries scheduledQueries;
    private final StoredRuntimeHistory runtimeHistory;
    private final StoredReplication replication;
    private final StoredMaterializations materializations;

    StoredSession(Rooms rooms, Guard guard, AccessSettings settings, Policies policies) {
        this(rooms, guard, settings, policies, ConcurrentHashMap.newKeySet());
    }

    private StoredSession(Rooms rooms, Guard guard, AccessSettings settings, Policies policies, Set<Long> readable) {
        this.rooms = rooms;
        this.settings = settings;
        this.policies = policies;
        this.guard = guard;
        this.readable = readable;
        RuleChanges changes = new RuleChanges(rooms.store(), guard, settings, policies, rooms.clock());
        this.tables = new StoredTables(rooms, guard, readable, new GrantChanges(changes));
        this.databases = new StoredDatabases(rooms, guard, tables);
        this.partitions = new StoredPartitions(rooms, guard, readable);
        this.functions = new StoredFunctions(rooms, guard);
        this.statistics = new StoredStatistics(rooms, guard);
        this.constraints = new StoredConstraints(rooms, guard);
        this.events = new StoredEvents(rooms, guard);
        this.access = new StoredAccess(rooms, guard, settings, policies, changes);
        this.grants = new StoredGrants(guard, changes);
        this.sharedTokens = new StoredSharedTokens(rooms.store(), changes.rights());
        this.types = new StoredTypes(rooms, guard);
        this.partitionMarks = new StoredPartitionMarks(rooms, guard);
        LockRights rights = new LockRights(guard);
        this.transactions = new StoredTransactions(rooms, rights);
        this.locks = new StoredLocks(rooms, rights);
        this.compactions = new StoredCompactions(rooms, guard, rights);
        this.schemas = new StoredSchemas(rooms, guard);
        this.routines = new StoredRoutines(rooms, guard);
        this.connectors = new StoredConnectors(rooms, guard);
        this.propertyMaps = new StoredPropertyMaps(rooms, guard);
        this.indexes = new StoredIndexes(rooms, guard, tables);
        this.resourcePlans = new StoredResourcePlans(rooms, rights);
        this.scheduledQueries = new StoredScheduledQueries(rooms, rights);
        this.runtimeHistory = new StoredRuntimeHistory(rooms, rights);
        this.replication = new StoredReplication(rooms, guard, rights);
        this.materializations = new StoredMaterializations(rooms, guard, rights);
    }

    @Override
    public Identity identity() {
        return guard.identity();
    }

    @Override
    public CatalogVersion version() {
        return new CatalogVersion(guard.policies().policies().version(),
                rooms.store().<Long>read(tx -> tx.events().newestId()));
    }

    @Override
    public Databases databases() {
        return databases;
    }

    @Override
    public Tables tables() {
        return tables;
    }

    @Override
    public Partitions partitions() {
        return partitions;
    }

    @Override
    public Functions functions() {
        return functions;
    }

    @Override
    public Statistics statistics() {
        return statistics;
    }

    @Override
    public Constraints constraints() {
        return constraints;
    }

    @Override
    public Events events() {
        return events;
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public Grants grants() {
        return grants;
    }

    @Override
    public SharedTokens sharedTokens() {
        return sharedTokens;
    }

    @Override
    public Types types() {
        return types;
    }

    @Override
    public PartitionMarks partitionMarks() {
        return partitionMarks;
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public Locks locks() {
        return locks;
    }

    @Override
    public Compactions compactions() {
        return compactions;
    }

    @Override
    public Schemas schemas() {
        return schemas;
    }

    @Override
    public Routines routines() {
        return routines;
    }

    @Override
    public Connectors connectors() {
        return connectors;
    }

    @Override
    public PropertyMaps propertyMaps() {
        return propertyMaps;
    }

    @Override
    public Indexes indexes() {
        return indexes;
    }

    @Override
    public ResourcePlans resourcePlans() {
        return resourcePlans;
    }

    @Override
    public ScheduledQueries scheduledQueries() {
        return scheduledQueries;
    }

    @Override
    public RuntimeHistory runtimeHistory() {
        return runtimeHistory;
    }

    @Override
    public Replication replication() {
        return replication;
    }

    @Override
    public Materializations materializations() {
        return materializations;
    }

    @Override
    public CatalogSession adopting() {
        guard.check(Privilege.MANAGE, new OfCatalog(CatalogName.HIVE));
        return new StoredSession(rooms.adopting(), guard, settings, policies, readable);
    }

    @Override
    public CatalogSession sessionOfDefiner(TableName name) {
        Table view = tables.tableFor(Privilege.SELECT, name).beneathPolicies();
        if (ViewSecurity.of(view) != ViewSecurity.DEFINER) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot read %s with the rights of its owner: it is read with those of whoever reads it"
                            .formatted(name));
        }
        return new StoredSession(rooms, guard.as(Guard.definerOf(view)), settings, policies, readable);
    }
}

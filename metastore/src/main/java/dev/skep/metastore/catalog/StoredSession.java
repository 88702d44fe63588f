package dev.skep.metastore.catalog;

import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.model.TableName;

/** A session over the rooms of the catalog. */
final class StoredSession implements CatalogSession {
    private final Guard guard;
    private final StoredDatabases databases;
    private final StoredTables tables;
    private final StoredPartitions partitions;
    private final StoredFunctions functions;
    private final StoredStatistics statistics;
    private final StoredEvents events;
    private final StoredAccess access;

    StoredSession(Rooms rooms, Guard guard, AccessSettings settings, Policies policies) {
        this.guard = guard;
        this.databases = new StoredDatabases(rooms, guard);
        this.tables = new StoredTables(rooms, guard);
        this.partitions = new StoredPartitions(rooms, guard);
        this.functions = new StoredFunctions(rooms, guard);
        this.statistics = new StoredStatistics(rooms, guard);
        this.events = new StoredEvents(rooms, guard);
        this.access = new StoredAccess(rooms, guard, settings, policies);
    }

    @Override
    public Identity identity() {
        return guard.identity();
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
    public Events events() {
        return events;
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public CatalogSession sessionOfDefiner(TableName view) {
        throw new UnsupportedOperationException("sessionOfDefiner");
    }
}

package dev.skep.server.rehearsal;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.Access;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.CatalogVersion;
import dev.skep.metastore.catalog.Compactions;
import dev.skep.metastore.catalog.Connectors;
import dev.skep.metastore.catalog.Constraints;
import dev.skep.metastore.catalog.Databases;
import dev.skep.metastore.catalog.Events;
import dev.skep.metastore.catalog.Functions;
import dev.skep.metastore.catalog.Grants;
import dev.skep.metastore.catalog.Indexes;
import dev.skep.metastore.catalog.Locks;
import dev.skep.metastore.catalog.Materializations;
import dev.skep.metastore.catalog.PartitionMarks;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.catalog.PropertyMaps;
import dev.skep.metastore.catalog.Replication;
import dev.skep.metastore.catalog.ResourcePlans;
import dev.skep.metastore.catalog.Routines;
import dev.skep.metastore.catalog.RuntimeHistory;
import dev.skep.metastore.catalog.ScheduledQueries;
import dev.skep.metastore.catalog.Schemas;
import dev.skep.metastore.catalog.SharedTokens;
import dev.skep.metastore.catalog.Statistics;
import dev.skep.metastore.catalog.Tables;
import dev.skep.metastore.catalog.Tokens;
import dev.skep.metastore.catalog.Transactions;
import dev.skep.metastore.catalog.Types;
import dev.skep.metastore.model.TableName;

/** The catalog of the rehearsal: one database, some tables, and nothing else. */
record RehearsalSession(Identity identity, Tables tables, Databases databases) implements CatalogSession {
    @Override
    public CatalogVersion version() {
        return new CatalogVersion(0, 0);
    }

    @Override
    public Partitions partitions() {
        throw absent("partitions");
    }

    @Override
    public Functions functions() {
        throw absent("functions");
    }

    @Override
    public Statistics statistics() {
        throw absent("statistics");
    }

    @Override
    public Constraints constraints() {
        throw absent("constraints");
    }

    @Override
    public Events events() {
        throw absent("events");
    }

    @Override
    public Access access() {
        throw absent("access");
    }

    @Override
    public Grants grants() {
        throw absent("grants");
    }

    @Override
    public SharedTokens sharedTokens() {
        throw absent("sharedTokens");
    }

    @Override
    public Types types() {
        throw absent("types");
    }

    @Override
    public PartitionMarks partitionMarks() {
        throw absent("partitionMarks");
    }

    @Override
    public Transactions transactions() {
        throw absent("transactions");
    }

    @Override
    public Locks locks() {
        throw absent("locks");
    }

    @Override
    public Compactions compactions() {
        throw absent("compactions");
    }

    @Override
    public Schemas schemas() {
        throw absent("schemas");
    }

    @Override
    public Routines routines() {
        throw absent("routines");
    }

    @Override
    public Connectors connectors() {
        throw absent("connectors");
    }

    @Override
    public PropertyMaps propertyMaps() {
        throw absent("propertyMaps");
    }

    @Override
    public Indexes indexes() {
        throw absent("indexes");
    }

    @Override
    public ResourcePlans resourcePlans() {
        throw absent("resourcePlans");
    }

    @Override
    public ScheduledQueries scheduledQueries() {
        throw absent("scheduledQueries");
    }

    @Override
    public RuntimeHistory runtimeHistory() {
        throw absent("runtimeHistory");
    }

    @Override
    public Replication replication() {
        throw absent("replication");
    }

    @Override
    public Materializations materializations() {
        throw absent("materializations");
    }

    @Override
    public CatalogSession adopting() {
        throw absent("adopting");
    }

    @Override
    public CatalogSession sessionOfDefiner(TableName view) {
        throw absent("sessionOfDefiner");
    }

    /** The failure of what is not rehearsed. */
    static CatalogException absent(String call) {
        return new CatalogException(Reason.UNSUPPORTED,
                "Cannot answer '%s': the rehearsal has only tables to read".formatted(call));
    }
}

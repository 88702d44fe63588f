package dev.skep.metastore.catalog;

import dev.skep.metastore.access.Identity;
import dev.skep.metastore.model.TableName;

/**
 * The catalog as one identity sees it; every method of every topic checks what that identity may do, and what it may not see is absent. A
 * session is cheap, holds no connection between calls and may be used by several threads. Each call is one transaction. Failures are
 * {@link dev.skep.metastore.CatalogException}s.
 */
public interface CatalogSession {

    Identity identity();

    /** Returns what the catalog is like now; what is asked after this call is at least as new. One small read of the store. */
    CatalogVersion version();

    Databases databases();

    Tables tables();

    Partitions partitions();

    Functions functions();

    Statistics statistics();

    Constraints constraints();

    Events events();

    Access access();

    Grants grants();

    SharedTokens sharedTokens();

    Types types();

    PartitionMarks partitionMarks();

    Transactions transactions();

    Locks locks();

    Compactions compactions();

    Schemas schemas();

    Routines routines();

    Connectors connectors();

    PropertyMaps propertyMaps();

    Indexes indexes();

    ResourcePlans resourcePlans();

    ScheduledQueries scheduledQueries();

    RuntimeHistory runtimeHistory();

    Replication replication();

    Materializations materializations();

    /**
     * Returns the catalog for taking objects over from another one that described them: what is made, changed or dropped through it leaves every folder and file
     * alone, looks at none, and keeps the times that objects say. Fails with ACCESS_DENIED unless the caller may manage the catalog {@code hive}.
     */
    CatalogSession adopting();

    /**
     * Returns the catalog as the owner of a view sees it, for a view that shows what its owner may see. Fails with NOT_FOUND, or with
     * INVALID_OPERATION if the view is read with the rights of whoever reads it.
     */
    CatalogSession sessionOfDefiner(TableName view);
}

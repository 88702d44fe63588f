package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.LinkedHashSet;
import java.util.Set;

import dev.skep.metastore.catalog.Materializations.Freshness;
import dev.skep.metastore.model.SourceChanges;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.server.hms.mapping.MaterializationMapping;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.TransactionMapping;
import dev.skep.thrift.hms.CreationMetadata;
import dev.skep.thrift.hms.LockResponse;
import dev.skep.thrift.hms.LockState;
import dev.skep.thrift.hms.Materialization;
import dev.skep.thrift.hms.UpdateTransactionalStatsRequest;
import org.apache.thrift.TException;

/** Materialized views: what has happened to their sources, and who builds them anew. */
interface MaterializationEndpoints extends Endpoints {

    /**
     * Hive answers nothing where it cannot tell, which its own client takes for a broken answer; here such a view counts as one whose sources were changed. Views over Iceberg
     * tables, which have no write ids, are among these.
     */
    @Override
    default Materialization get_materialization_invalidation_info(CreationMetadata creationMetadata,
            String validTxnList) throws TException {
        return call("get_materialization_invalidation_info", session -> {
            Set<TableName> sources = new LinkedHashSet<>();
            required(creationMetadata.getTablesUsed(), "sources of the view")
                    .forEach(name -> sources.add(TransactionMapping.table(name)));
            Freshness freshness = session.materializations().freshness(sources,
                    MaterializationMapping.writeIds(creationMetadata.getValidTxnList()),
                    TransactionSnapshot.parse(required(validTxnList, "list of transactions")));
            Materialization answer = new Materialization(freshness.hasChangedRows());
            answer.setSourceTablesCompacted(freshness.isCompacted());
            return answer;
        });
    }

    @Override
    default LockResponse get_lock_materialization_rebuild(String dbName, String tableName, long txnId)
            throws TException {
        return call("get_lock_materialization_rebuild", session -> new LockResponse(txnId,
                session.materializations().lockRebuild(NameMapping.table(dbName, tableName), txnId)
                        ? LockState.ACQUIRED
                        : LockState.NOT_ACQUIRED));
    }

    @Override
    default boolean heartbeat_lock_materialization_rebuild(String dbName, String tableName, long txnId)
            throws TException {
        return call("heartbeat_lock_materialization_rebuild",
                session -> session.materializations().keepUpRebuild(NameMapping.table(dbName, tableName), txnId));
    }

    @Override
    default void update_transaction_statistics(UpdateTransactionalStatsRequest request) throws TException {
        run("update_transaction_statistics", session -> session.materializations().count(request.getTableId(),
                new SourceChanges(request.getInsertCount(), request.getUpdatedCount(), request.getDeletedCount())));
    }
}

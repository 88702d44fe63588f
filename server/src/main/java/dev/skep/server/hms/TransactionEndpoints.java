package dev.skep.server.hms;

import java.util.List;
import java.util.Map;

import dev.skep.thrift.hms.AbortTxnRequest;
import dev.skep.thrift.hms.AbortTxnsRequest;
import dev.skep.thrift.hms.AddDynamicPartitions;
import dev.skep.thrift.hms.AllocateTableWriteIdsRequest;
import dev.skep.thrift.hms.AllocateTableWriteIdsResponse;
import dev.skep.thrift.hms.CheckLockRequest;
import dev.skep.thrift.hms.CommitTxnRequest;
import dev.skep.thrift.hms.CreationMetadata;
import dev.skep.thrift.hms.GetOpenTxnsInfoResponse;
import dev.skep.thrift.hms.GetOpenTxnsRequest;
import dev.skep.thrift.hms.GetOpenTxnsResponse;
import dev.skep.thrift.hms.GetValidWriteIdsRequest;
import dev.skep.thrift.hms.GetValidWriteIdsResponse;
import dev.skep.thrift.hms.HeartbeatRequest;
import dev.skep.thrift.hms.HeartbeatTxnRangeRequest;
import dev.skep.thrift.hms.HeartbeatTxnRangeResponse;
import dev.skep.thrift.hms.LockRequest;
import dev.skep.thrift.hms.LockResponse;
import dev.skep.thrift.hms.Materialization;
import dev.skep.thrift.hms.MaxAllocatedTableWriteIdRequest;
import dev.skep.thrift.hms.MaxAllocatedTableWriteIdResponse;
import dev.skep.thrift.hms.OpenTxnRequest;
import dev.skep.thrift.hms.OpenTxnsResponse;
import dev.skep.thrift.hms.ReplTblWriteIdStateRequest;
import dev.skep.thrift.hms.ReplayedTxnsForPolicyResult;
import dev.skep.thrift.hms.SeedTableWriteIdsRequest;
import dev.skep.thrift.hms.SeedTxnIdRequest;
import dev.skep.thrift.hms.ShowLocksRequest;
import dev.skep.thrift.hms.ShowLocksResponse;
import dev.skep.thrift.hms.UnlockRequest;
import dev.skep.thrift.hms.UpdateTransactionalStatsRequest;
import org.apache.thrift.TException;

/** Transactions, write ids, locks and what depends on them. */
interface TransactionEndpoints extends Endpoints {

    @Override
    default OpenTxnsResponse open_txns(OpenTxnRequest request) throws TException {
        throw HmsErrors.unsupported("open_txns");
    }

    @Override
    default GetOpenTxnsResponse get_open_txns() throws TException {
        throw HmsErrors.unsupported("get_open_txns");
    }

    @Override
    default GetOpenTxnsResponse get_open_txns_req(GetOpenTxnsRequest getOpenTxnsRequest) throws TException {
        throw HmsErrors.unsupported("get_open_txns_req");
    }

    @Override
    default GetOpenTxnsInfoResponse get_open_txns_info() throws TException {
        throw HmsErrors.unsupported("get_open_txns_info");
    }

    @Override
    default void commit_txn(CommitTxnRequest request) throws TException {
        throw HmsErrors.unsupported("commit_txn");
    }

    @Override
    default void abort_txn(AbortTxnRequest request) throws TException {
        throw HmsErrors.unsupported("abort_txn");
    }

    @Override
    default void abort_txns(AbortTxnsRequest request) throws TException {
        throw HmsErrors.unsupported("abort_txns");
    }

    @Override
    default void heartbeat(HeartbeatRequest ids) throws TException {
        throw HmsErrors.unsupported("heartbeat");
    }

    @Override
    default HeartbeatTxnRangeResponse heartbeat_txn_range(HeartbeatTxnRangeRequest txns) throws TException {
        throw HmsErrors.unsupported("heartbeat_txn_range");
    }

    @Override
    default long get_latest_txnid_in_conflict(long txnId) throws TException {
        throw HmsErrors.unsupported("get_latest_txnid_in_conflict");
    }

    @Override
    default void seed_txn_id(SeedTxnIdRequest request) throws TException {
        throw HmsErrors.unsupported("seed_txn_id");
    }

    @Override
    default AllocateTableWriteIdsResponse allocate_table_write_ids(AllocateTableWriteIdsRequest request)
            throws TException {
        throw HmsErrors.unsupported("allocate_table_write_ids");
    }

    @Override
    default GetValidWriteIdsResponse get_valid_write_ids(GetValidWriteIdsRequest request) throws TException {
        throw HmsErrors.unsupported("get_valid_write_ids");
    }

    @Override
    default MaxAllocatedTableWriteIdResponse get_max_allocated_table_write_id(MaxAllocatedTableWriteIdRequest request)
            throws TException {
        throw HmsErrors.unsupported("get_max_allocated_table_write_id");
    }

    @Override
    default void seed_write_id(SeedTableWriteIdsRequest request) throws TException {
        throw HmsErrors.unsupported("seed_write_id");
    }

    @Override
    default void add_write_ids_to_min_history(long txnId, Map<String, Long> writeIds) throws TException {
        throw HmsErrors.unsupported("add_write_ids_to_min_history");
    }

    @Override
    default void repl_tbl_writeid_state(ReplTblWriteIdStateRequest request) throws TException {
        throw HmsErrors.unsupported("repl_tbl_writeid_state");
    }

    @Override
    default void add_dynamic_partitions(AddDynamicPartitions request) throws TException {
        throw HmsErrors.unsupported("add_dynamic_partitions");
    }

    @Override
    default void update_transaction_statistics(UpdateTransactionalStatsRequest request) throws TException {
        throw HmsErrors.unsupported("update_transaction_statistics");
    }

    @Override
    default ReplayedTxnsForPolicyResult get_replayed_txns_for_policy(String policyName) throws TException {
        throw HmsErrors.unsupported("get_replayed_txns_for_policy");
    }

    @Override
    default LockResponse lock(LockRequest request) throws TException {
        throw HmsErrors.unsupported("lock");
    }

    @Override
    default LockResponse check_lock(CheckLockRequest request) throws TException {
        throw HmsErrors.unsupported("check_lock");
    }

    @Override
    default void unlock(UnlockRequest request) throws TException {
        throw HmsErrors.unsupported("unlock");
    }

    @Override
    default ShowLocksResponse show_locks(ShowLocksRequest request) throws TException {
        // No lock can be taken, so none is held.
        ShowLocksResponse none = new ShowLocksResponse();
        none.setLocks(List.of());
        return none;
    }

    @Override
    default LockResponse get_lock_materialization_rebuild(String dbName, String tableName, long txnId)
            throws TException {
        throw HmsErrors.unsupported("get_lock_materialization_rebuild");
    }

    @Override
    default boolean heartbeat_lock_materialization_rebuild(String dbName, String tableName, long txnId)
            throws TException {
        throw HmsErrors.unsupported("heartbeat_lock_materialization_rebuild");
    }

    @Override
    default Materialization get_materialization_invalidation_info(CreationMetadata creationMetadata,
            String validTxnList)
            throws TException {
        throw HmsErrors.unsupported("get_materialization_invalidation_info");
    }
}

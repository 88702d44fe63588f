package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.Transactions.Heartbeats;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.HeldLock;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.metastore.transaction.TransactionType;
import dev.skep.server.hms.mapping.LockMapping;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.compat.OpenTransactionsAnswer;
import dev.skep.server.hms.mapping.ReplicationMapping;
import dev.skep.server.hms.mapping.TransactionMapping;
import dev.skep.server.hms.mapping.TransactionMapping.ReplicatedWriteIds;
import dev.skep.thrift.hms.AbortTxnRequest;
import dev.skep.thrift.hms.AbortTxnsRequest;
import dev.skep.thrift.hms.AddDynamicPartitions;
import dev.skep.thrift.hms.AllocateTableWriteIdsRequest;
import dev.skep.thrift.hms.AllocateTableWriteIdsResponse;
import dev.skep.thrift.hms.CheckLockRequest;
import dev.skep.thrift.hms.CommitTxnRequest;
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
import dev.skep.thrift.hms.MaxAllocatedTableWriteIdRequest;
import dev.skep.thrift.hms.MaxAllocatedTableWriteIdResponse;
import dev.skep.thrift.hms.OpenTxnRequest;
import dev.skep.thrift.hms.OpenTxnsResponse;
import dev.skep.thrift.hms.ReplTblWriteIdStateRequest;
import dev.skep.thrift.hms.SeedTableWriteIdsRequest;
import dev.skep.thrift.hms.SeedTxnIdRequest;
import dev.skep.thrift.hms.ShowLocksRequest;
import dev.skep.thrift.hms.ShowLocksResponse;
import dev.skep.thrift.hms.TxnInfo;
import dev.skep.thrift.hms.UnlockRequest;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Transactions, write ids, locks and what depends on them. */
interface TransactionEndpoints extends Endpoints {

    /** The transactions that a request means: one, or with a policy of replication the one that repeats it, if it is not committed long ago. */
    private static List<Long> transactionsOf(CatalogSession session, long id, @Nullable String policy) {
        return policy == null ? List.of(id) : session.transactions().repeating(policy, List.of(id));
    }

    @Override
    default OpenTxnsResponse open_txns(OpenTxnRequest request) throws TException {
        return call("open_txns", session -> new OpenTxnsResponse(
                session.transactions().open(TransactionMapping.fromThrift(request))));
    }

    @Override
    default GetOpenTxnsResponse get_open_txns() throws TException {
        return call("get_open_txns",
                session -> new OpenTransactionsAnswer(
                        TransactionMapping.toThrift(session.transactions().snapshot(Set.of())),
                        context().callers().generation()));
    }

    @Override
    default GetOpenTxnsResponse get_open_txns_req(GetOpenTxnsRequest getOpenTxnsRequest) throws TException {
        return call("get_open_txns_req", session -> {
            Set<TransactionType> excluded = EnumSet.noneOf(TransactionType.class);
            listOf(getOpenTxnsRequest.getExcludeTxnTypes())
                    .forEach(type -> excluded.add(TransactionMapping.fromThrift(type)));
            return TransactionMapping.toThrift(session.transactions().snapshot(excluded));
        });
    }

    @Override
    default GetOpenTxnsInfoResponse get_open_txns_info() throws TException {
        return call("get_open_txns_info", session -> {
            List<TxnInfo> transactions = session.transactions().list().stream().map(TransactionMapping::toThrift)
                    .toList();
            return new GetOpenTxnsInfoResponse(session.transactions().snapshot(Set.of()).newest(), transactions);
        });
    }

    @Override
    default void commit_txn(CommitTxnRequest request) throws TException {
        run("commit_txn", session -> {
            for (long id : transactionsOf(session, request.getTxnid(), request.getReplPolicy())) {
                if (request.isSetWriteEventInfos()) {
                    session.replication().wroteAll(ReplicationMapping.reports(id, request.getWriteEventInfos()));
                }
                session.transactions().commit(TransactionMapping.fromThrift(id, request));
            }
        });
    }

    @Override
    default void abort_txn(AbortTxnRequest request) throws TException {
        run("abort_txn", session -> transactionsOf(session, request.getTxnid(), request.getReplPolicy())
                .forEach(session.transactions()::abort));
    }

    @Override
    default void abort_txns(AbortTxnsRequest request) throws TException {
        run("abort_txns", session -> session.transactions().abortAll(listOf(request.getTxn_ids())));
    }

    @Override
    default void heartbeat(HeartbeatRequest ids) throws TException {
        run("heartbeat", session -> {
            if (ids.isSetLockid() && ids.getLockid() > 0) {
                session.locks().heartbeat(ids.getLockid());
            }
            if (ids.isSetTxnid() && ids.getTxnid() > 0) {
                session.transactions().heartbeat(ids.getTxnid());
            }
        });
    }

    @Override
    default HeartbeatTxnRangeResponse heartbeat_txn_range(HeartbeatTxnRangeRequest txns) throws TException {
        return call("heartbeat_txn_range", session -> {
            Heartbeats failed = session.transactions().heartbeat(txns.getMin(), txns.getMax());
            return new HeartbeatTxnRangeResponse(failed.aborted(), failed.missing());
        });
    }

    @Override
    default long get_latest_txnid_in_conflict(long txnId) throws TException {
        return call("get_latest_txnid_in_conflict", session -> session.transactions().newestInConflict(txnId));
    }

    @Override
    default void seed_txn_id(SeedTxnIdRequest request) throws TException {
        run("seed_txn_id", session -> session.transactions().seed(request.getSeedTxnId()));
    }

    @Override
    default AllocateTableWriteIdsResponse allocate_table_write_ids(AllocateTableWriteIdsRequest request)
            throws TException {
        return call("allocate_table_write_ids", session -> {
            TableName table = NameMapping.table(request.getDbName(), request.getTableName());
            String policy = request.getReplPolicy();
            return new AllocateTableWriteIdsResponse(TransactionMapping.toThrift(policy == null
                    ? session.transactions().allocateWriteIds(table, listOf(request.getTxnIds()))
                    : session.transactions().repeatWriteIds(table, policy,
                            TransactionMapping.fromThrift(listOf(request.getSrcTxnToWriteIdList())))));
        });
    }

    @Override
    default GetValidWriteIdsResponse get_valid_write_ids(GetValidWriteIdsRequest request) throws TException {
        return call("get_valid_write_ids", session -> {
            List<String> names = listOf(request.getFullTableNames());
            List<TableName> tables = names.stream().map(TransactionMapping::table).toList();
            String snapshot = request.getValidTxnList();
            return new GetValidWriteIdsResponse(TransactionMapping.toThrift(names, request.isSetWriteId()
                    ? session.transactions().validWriteIds(tables, request.getWriteId())
                    : session.transactions().validWriteIds(tables,
                            snapshot == null || snapshot.isEmpty() ? null : TransactionSnapshot.parse(snapshot))));
        });
    }

    @Override
    default MaxAllocatedTableWriteIdResponse get_max_allocated_table_write_id(MaxAllocatedTableWriteIdRequest request)
            throws TException {
        return call("get_max_allocated_table_write_id",
                session -> new MaxAllocatedTableWriteIdResponse(session.transactions()
                        .newestWriteId(NameMapping.table(request.getDbName(), request.getTableName()))));
    }

    @Override
    default void seed_write_id(SeedTableWriteIdsRequest request) throws TException {
        run("seed_write_id", session -> session.transactions().seedWriteId(
                NameMapping.table(request.getDbName(), request.getTableName()), request.getSeedWriteId()));
    }

    @Override
    default void add_write_ids_to_min_history(long txnId, Map<String, Long> writeIds) throws TException {
        run("add_write_ids_to_min_history", session -> {
            Map<TableName, Long> lowest = new HashMap<>();
            writeIds.forEach((name, writeId) -> lowest.put(TransactionMapping.table(name), writeId));
            session.transactions().reads(txnId, lowest);
        });
    }

    @Override
    default void repl_tbl_writeid_state(ReplTblWriteIdStateRequest request) throws TException {
        run("repl_tbl_writeid_state", session -> {
            ReplicatedWriteIds ids = ReplicatedWriteIds
                    .parse(required(request.getValidWriteIdlist(), "list of write ids"));
            session.transactions().takeOverWriteIds(NameMapping.table(request.getDbName(), request.getTableName()),
                    ids.newest(), ids.aborted(), required(request.getUser(), "user"),
                    required(request.getHostName(), "host name"));
        });
    }

    @Override
    default void add_dynamic_partitions(AddDynamicPartitions request) throws TException {
        run("add_dynamic_partitions", session -> session.transactions().addPartitions(request.getTxnid(),
                NameMapping.table(request.getDbname(), request.getTablename()), listOf(request.getPartitionnames()),
                LockMapping.fromThrift(request.getOperationType())));
    }

    @Override
    default LockResponse lock(LockRequest request) throws TException {
        return call("lock", session -> LockMapping.toThrift(session.locks().lock(LockMapping.fromThrift(request))));
    }

    @Override
    default LockResponse check_lock(CheckLockRequest request) throws TException {
        return call("check_lock", session -> LockMapping.toThrift(session.locks().check(request.getLockid())));
    }

    @Override
    default void unlock(UnlockRequest request) throws TException {
        run("unlock", session -> session.locks().unlock(request.getLockid()));
    }

    @Override
    default ShowLocksResponse show_locks(ShowLocksRequest request) throws TException {
        return call("show_locks", session -> {
            LockObject object = request.getDbname() == null || request.getDbname().isEmpty()
                    ? null
                    : LockMapping.object(request.getDbname(), request.getTablename(), request.getPartname());
            List<HeldLock> locks = session.locks().list(object).stream()
                    .filter(lock -> !request.isSetTxnid() || request.getTxnid() == lock.transaction()).toList();
            ShowLocksResponse response = new ShowLocksResponse();
            response.setLocks(LockMapping.toThrift(locks));
            return response;
        });
    }
}

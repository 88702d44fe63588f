package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.CommitRequest;
import dev.skep.metastore.transaction.CommitRequest.Note;
import dev.skep.metastore.transaction.CommitRequest.Replicated;
import dev.skep.metastore.transaction.OpenRequest;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.metastore.transaction.TransactionType;
import dev.skep.metastore.transaction.ValidWriteIds;
import dev.skep.metastore.transaction.WriteId;
import dev.skep.thrift.hms.CommitTxnKeyValue;
import dev.skep.thrift.hms.CommitTxnRequest;
import dev.skep.thrift.hms.GetOpenTxnsResponse;
import dev.skep.thrift.hms.OpenTxnRequest;
import dev.skep.thrift.hms.ReplLastIdInfo;
import dev.skep.thrift.hms.TableValidWriteIds;
import dev.skep.thrift.hms.TxnInfo;
import dev.skep.thrift.hms.TxnState;
import dev.skep.thrift.hms.TxnToWriteId;
import dev.skep.thrift.hms.TxnType;
import org.jspecify.annotations.Nullable;

/** Transactions and write ids of the wire. */
public final class TransactionMapping {
    private TransactionMapping() {}

    public static OpenRequest fromThrift(OpenTxnRequest request) {
        return new OpenRequest(request.getNum_txns(), fromThrift(request.getTxn_type()),
                required(request.getUser(), "user"), required(request.getHostname(), "hostname"),
                request.getAgentInfo(), request.getReplPolicy(),
                request.getReplPolicy() == null ? List.of() : listOf(request.getReplSrcTxnIds()));
    }

    /** @param id the transaction of this warehouse, which need not be the one that the request names */
    public static CommitRequest fromThrift(long id, CommitTxnRequest request) {
        CommitTxnKeyValue given = request.getKeyValue();
        ReplLastIdInfo last = request.getReplLastIdInfo();
        return new CommitRequest(id,
                given == null
                        ? null
                        : new Note(given.getTableId(), required(given.getKey(), "key"),
                                required(given.getValue(), "value")),
                last == null
                        ? null
                        : new Replicated(NameMapping.database(last.getCatalog(), last.getDatabase()), last.getTable(),
                                listOf(last.getPartitionList()), last.getLastReplId()));
    }

    public static TransactionType fromThrift(@Nullable TxnType type) {
        return type == null ? TransactionType.DEFAULT : TransactionType.valueOf(type.name());
    }

    public static GetOpenTxnsResponse toThrift(TransactionSnapshot snapshot) {
        List<Long> exceptions = snapshot.exceptions();
        GetOpenTxnsResponse response = new GetOpenTxnsResponse(snapshot.newest());
        response.setOpen_txns(exceptions);
        snapshot.open().stream().min(Long::compare).ifPresent(response::setMin_open_txn);
        response.setAbortedBits(bits(exceptions, snapshot.aborted()));
        return response;
    }

    /** One bit for each number of a list: whether it is one of the others. */
    private static ByteBuffer bits(List<Long> list, Set<Long> others) {
        BitSet bits = new BitSet(list.size());
        for (int i = 0; i < list.size(); i++) {
            bits.set(i, others.contains(list.get(i)));
        }
        return ByteBuffer.wrap(bits.toByteArray());
    }

    public static TxnInfo toThrift(Transaction transaction) {
        TxnState state = switch (transaction.state()) {
            case OPEN -> TxnState.OPEN;
            case ABORTED -> TxnState.ABORTED;
            case COMMITTED -> TxnState.COMMITTED;
        };
        TxnInfo info = new TxnInfo(transaction.id(), state, transaction.user(), transaction.host());
        info.setAgentInfo(transaction.agent());
        info.setHeartbeatCount(transaction.heartbeats());
        info.setStartedTime(transaction.started().toEpochMilli());
        info.setLastHeartbeatTime(transaction.heartbeat().toEpochMilli());
        return info;
    }

    /** Reads {@code database.table}, or {@code catalog.database.table}, as write ids are asked for. */
    public static TableName table(String fullName) {
        String[] parts = fullName.split("\\.", -1);
        return switch (parts.length) {
            case 2 -> NameMapping.table(parts[0], parts[1]);
            case 3 -> NameMapping.table(parts[0], parts[1], parts[2]);
            default -> throw new IllegalArgumentException(
                    "Invalid table name: '%s' (expected database.table)".formatted(fullName));
        };
    }

    /** @param names as the client has asked for the tables, which it knows the answers by */
    public static List<TableValidWriteIds> toThrift(List<String> names, List<ValidWriteIds> tables) {
        List<TableValidWriteIds> all = new ArrayList<>(tables.size());
        for (int i = 0; i < tables.size(); i++) {
            ValidWriteIds ids = tables.get(i);
            TableValidWriteIds valid = new TableValidWriteIds(names.get(i), ids.newest(), ids.invalid(),
                    bits(ids.invalid(), ids.aborted()));
            Long oldestOpen = ids.oldestOpen();
            if (oldestOpen != null) {
                valid.setMinOpenWriteId(oldestOpen);
            }
            all.add(valid);
        }
        return all;
    }

    public static List<TxnToWriteId> toThrift(List<WriteId> ids) {
        return ids.stream().map(id -> new TxnToWriteId(id.transaction(), id.number())).toList();
    }

    public static List<WriteId> fromThrift(List<TxnToWriteId> ids) {
        return ids.stream().map(id -> new WriteId(id.getTxnId(), id.getWriteId())).toList();
    }

    /**
     * The write ids that a replicated table is to have.
     *
     * @param newest the newest
     * @param aborted those that were aborted
     */
    public record ReplicatedWriteIds(long newest, List<Long> aborted) {
        /** Reads what Hive writes of a ValidReaderWriteIdList: {@code table:newest:oldestOpen:open,...:aborted,...}. */
        public static ReplicatedWriteIds parse(String text) {
            int start = text.indexOf(':');
            if (start < 0) {
                throw new IllegalArgumentException("Invalid list of write ids: '%s'".formatted(text));
            }
            TransactionSnapshot list = TransactionSnapshot.parse(text.substring(start + 1));
            return new ReplicatedWriteIds(list.newest(), list.aborted().stream().sorted().toList());
        }
    }
}

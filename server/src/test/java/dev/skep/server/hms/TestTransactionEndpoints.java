package dev.skep.server.hms;

import static dev.skep.server.hms.Structs.database;
import static dev.skep.server.hms.Structs.table;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

import dev.skep.thrift.hms.AbortCompactionRequest;
import dev.skep.thrift.hms.AbortTxnRequest;
import dev.skep.thrift.hms.AbortTxnsRequest;
import dev.skep.thrift.hms.AddDynamicPartitions;
import dev.skep.thrift.hms.AllocateTableWriteIdsRequest;
import dev.skep.thrift.hms.CheckLockRequest;
import dev.skep.thrift.hms.CommitTxnKeyValue;
import dev.skep.thrift.hms.WriteEventInfo;
import dev.skep.thrift.hms.ReplLastIdInfo;
import dev.skep.thrift.hms.GetTableRequest;
import dev.skep.thrift.hms.GetAllWriteEventInfoRequest;
import dev.skep.thrift.hms.CommitTxnRequest;
import dev.skep.thrift.hms.CompactionInfoStruct;
import dev.skep.thrift.hms.CompactionRequest;
import dev.skep.thrift.hms.CompactionResponse;
import dev.skep.thrift.hms.CompactionType;
import dev.skep.thrift.hms.DataOperationType;
import dev.skep.thrift.hms.FindNextCompactRequest;
import dev.skep.thrift.hms.GetLatestCommittedCompactionInfoRequest;
import dev.skep.thrift.hms.GetOpenTxnsRequest;
import dev.skep.thrift.hms.GetOpenTxnsResponse;
import dev.skep.thrift.hms.GetValidWriteIdsRequest;
import dev.skep.thrift.hms.HeartbeatRequest;
import dev.skep.thrift.hms.HeartbeatTxnRangeRequest;
import dev.skep.thrift.hms.LockComponent;
import dev.skep.thrift.hms.LockLevel;
import dev.skep.thrift.hms.LockRequest;
import dev.skep.thrift.hms.LockResponse;
import dev.skep.thrift.hms.LockState;
import dev.skep.thrift.hms.LockType;
import dev.skep.thrift.hms.MaxAllocatedTableWriteIdRequest;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchLockException;
import dev.skep.thrift.hms.NoSuchTxnException;
import dev.skep.thrift.hms.OpenTxnRequest;
import dev.skep.thrift.hms.OptionalCompactionInfoStruct;
import dev.skep.thrift.hms.ReplTblWriteIdStateRequest;
import dev.skep.thrift.hms.SeedTableWriteIdsRequest;
import dev.skep.thrift.hms.SeedTxnIdRequest;
import dev.skep.thrift.hms.ShowCompactRequest;
import dev.skep.thrift.hms.ShowCompactResponseElement;
import dev.skep.thrift.hms.ShowLocksRequest;
import dev.skep.thrift.hms.ShowLocksResponseElement;
import dev.skep.thrift.hms.TableValidWriteIds;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.TxnAbortedException;
import dev.skep.thrift.hms.TxnOpenException;
import dev.skep.thrift.hms.TxnState;
import dev.skep.thrift.hms.TxnToWriteId;
import dev.skep.thrift.hms.TxnType;
import dev.skep.thrift.hms.UnlockRequest;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks, transactions, write ids and compactions over the wire, in the forms that Hive's clients use. */
class TestTransactionEndpoints {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private MetastoreDoor door;
    @SuppressWarnings("NullAway.Init")
    private ThriftHiveMetastore.Client client;

    @BeforeEach
    void open() throws Exception {
        door = MetastoreDoor.open(folder);
        client = door.connect();
        client.create_database(database("d"));
        client.create_table(table("d", "t"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static LockComponent component(LockType type, LockLevel level) {
        LockComponent component = new LockComponent(type, level, "d");
        if (level != LockLevel.DB) {
            component.setTablename("t");
        }
        return component;
    }

    private LockResponse lock(long transaction, LockComponent component) throws TException {
        LockRequest request = new LockRequest(List.of(component), "ann", "host");
        if (transaction > 0) {
            request.setTxnid(transaction);
        }
        return client.lock(request);
    }

    private long begin() throws TException {
        return client.open_txns(new OpenTxnRequest(1, "ann", "host")).getTxn_ids().getFirst();
    }

    @Test
    void locksAsIcebergDoes() throws Exception {
        LockResponse first = lock(0, component(LockType.EXCLUSIVE, LockLevel.TABLE));
        LockResponse second = lock(0, component(LockType.EXCLUSIVE, LockLevel.TABLE));
        assertThat(first.getState()).isEqualTo(LockState.ACQUIRED);
        assertThat(second.getState()).isEqualTo(LockState.WAITING);
        HeartbeatRequest heartbeat = new HeartbeatRequest();
        heartbeat.setLockid(first.getLockid());
        client.heartbeat(heartbeat);
        List<ShowLocksResponseElement> shown = client.show_locks(new ShowLocksRequest()).getLocks();
        assertThat(shown).hasSize(2);
        assertThat(shown.getFirst().getLastheartbeat()).isPositive();
        assertThat(shown.getFirst().getHeartbeatCount()).isEqualTo(1);
        assertThat(shown.getLast().getBlockedByExtId()).isEqualTo(first.getLockid());
        client.unlock(new UnlockRequest(first.getLockid()));
        assertThat(client.check_lock(new CheckLockRequest(second.getLockid())).getState())
                .isEqualTo(LockState.ACQUIRED);
        assertThatThrownBy(() -> client.check_lock(new CheckLockRequest(first.getLockid())))
                .isInstanceOf(NoSuchLockException.class);
        assertThatThrownBy(() -> client.unlock(new UnlockRequest(first.getLockid())))
                .isInstanceOf(NoSuchLockException.class);
        assertThatThrownBy(() -> client.heartbeat(heartbeat)).isInstanceOf(NoSuchLockException.class);
        ShowLocksRequest other = new ShowLocksRequest();
        other.setDbname("default");
        assertThat(client.show_locks(other).getLocks()).isEmpty();
        assertThatThrownBy(() -> client.lock(new LockRequest(List.of(), "ann", "host")))
                .isInstanceOf(TApplicationException.class).hasMessageContaining("0 components");
    }

    @Test
    void runsATransactionAsHiveDoes() throws Exception {
        long id = begin();
        LockComponent write = component(LockType.SHARED_WRITE, LockLevel.TABLE);
        write.setOperationType(DataOperationType.UPDATE);
        write.setIsTransactional(true);
        LockResponse held = lock(id, write);
        assertThat(held.getState()).isEqualTo(LockState.ACQUIRED);
        assertThatThrownBy(() -> client.unlock(new UnlockRequest(held.getLockid())))
                .isInstanceOf(TxnOpenException.class);
        AllocateTableWriteIdsRequest allocate = new AllocateTableWriteIdsRequest("d", "t");
        allocate.setTxnIds(List.of(id));
        assertThat(client.allocate_table_write_ids(allocate).getTxnToWriteIds())
                .containsExactly(new TxnToWriteId(id, 1));
        AddDynamicPartitions partitions = new AddDynamicPartitions(id, "d");
        partitions.setWriteid(1);
        partitions.setTablename("t");
        partitions.setPartitionnames(List.of("p=1"));
        partitions.setOperationType(DataOperationType.UPDATE);
        client.add_dynamic_partitions(partitions);
        long loser = begin();
        lock(loser, write);
        assertThat(client.get_open_txns_info().getOpen_txns()).extracting(info -> info.getState())
                .containsExactly(TxnState.OPEN, TxnState.OPEN);
        client.commit_txn(new CommitTxnRequest(id));
        assertThat(client.get_latest_txnid_in_conflict(loser)).isEqualTo(id);
        assertThatThrownBy(() -> client.commit_txn(new CommitTxnRequest(loser)))
                .isInstanceOf(TxnAbortedException.class).hasMessageContaining("d.t");
        GetOpenTxnsResponse open = client.get_open_txns();
        assertThat(open.getTxn_high_water_mark()).isEqualTo(loser);
        assertThat(open.getOpen_txns()).containsExactly(loser);
        assertThat(BitSet.valueOf(open.getAbortedBits()).get(0)).isTrue();
        assertThat(open.isSetMin_open_txn()).isFalse();
        assertThatThrownBy(() -> client.abort_txn(new AbortTxnRequest(id))).isInstanceOf(NoSuchTxnException.class);
        assertThatThrownBy(() -> lock(99, write)).isInstanceOf(NoSuchTxnException.class);
        assertThat(client.heartbeat_txn_range(new HeartbeatTxnRangeRequest(id, loser + 1)).getNosuch())
                .containsExactlyInAnyOrder(id, loser + 1);
    }

    @Test
    void setsWhatComesWithACommit() throws Exception {
        long table = client.get_table_req(new GetTableRequest("d", "t")).getTable().getId();
        CommitTxnRequest request = new CommitTxnRequest(begin());
        request.setKeyValue(new CommitTxnKeyValue(table, "k", "v"));
        assertThatThrownBy(() -> client.commit_txn(request)).hasMessageContaining("begins with _meta");
        request.setKeyValue(new CommitTxnKeyValue(table + 1_000, "_meta.k", "v"));
        assertThatThrownBy(() -> client.commit_txn(request)).hasMessageContaining("no table of the number");
        request.setKeyValue(new CommitTxnKeyValue(table, "_meta.k", "v"));
        ReplLastIdInfo last = new ReplLastIdInfo("d", 17);
        last.setTable("t");
        request.setReplLastIdInfo(last);
        request.setWriteEventInfos(List.of(new WriteEventInfo(3, "d", "t", "file:/a#1##delta_3]file:/b")));
        client.commit_txn(request);
        Map<String, String> parameters = client.get_table_req(new GetTableRequest("d", "t")).getTable().getParameters();
        assertThat(parameters).containsEntry("_meta.k", "v").containsEntry("repl.last.id", "17");
        assertThat(client.get_database("d").getParameters()).containsEntry("repl.last.id", "17");
        assertThat(client.get_all_write_event_info(new GetAllWriteEventInfoRequest(request.getTxnid()))).singleElement()
                .satisfies(event -> assertThat(event.getFiles()).isEqualTo("file:/a#1##delta_3]file:/b###"));
        request.setKeyValue(new CommitTxnKeyValue(table, "_meta.k", "later"));
        request.unsetWriteEventInfos();
        client.commit_txn(request);
        assertThat(client.get_table_req(new GetTableRequest("d", "t")).getTable().getParameters())
                .containsEntry("_meta.k", "v");
    }

    @Test
    void tellsWriteIdsAsReadersAskForThem() throws Exception {
        OpenTxnRequest readOnly = new OpenTxnRequest(1, "ann", "host");
        readOnly.setTxn_type(TxnType.READ_ONLY);
        List<Long> ids = client.open_txns(new OpenTxnRequest(3, "ann", "host")).getTxn_ids();
        long reader = client.open_txns(readOnly).getTxn_ids().getFirst();
        AllocateTableWriteIdsRequest allocate = new AllocateTableWriteIdsRequest("d", "t");
        allocate.setTxnIds(ids);
        client.allocate_table_write_ids(allocate);
        client.commit_txn(new CommitTxnRequest(ids.get(1)));
        client.abort_txn(new AbortTxnRequest(ids.get(2)));
        GetOpenTxnsRequest request = new GetOpenTxnsRequest();
        request.setExcludeTxnTypes(List.of(TxnType.READ_ONLY));
        assertThat(client.get_open_txns_req(request).getOpen_txns()).containsExactly(ids.get(0), ids.get(2));
        GetValidWriteIdsRequest wanted = new GetValidWriteIdsRequest(List.of("d.t"));
        wanted.setValidTxnList("%d:%d:%d,%d:%d".formatted(reader, ids.get(0), ids.get(0), reader, ids.get(2)));
        TableValidWriteIds valid = client.get_valid_write_ids(wanted).getTblValidWriteIds().getFirst();
        assertThat(valid.getFullTableName()).isEqualTo("d.t");
        assertThat(valid.getWriteIdHighWaterMark()).isEqualTo(3);
        assertThat(valid.getInvalidWriteIds()).containsExactly(1L, 3L);
        assertThat(valid.getMinOpenWriteId()).isEqualTo(1);
        assertThat(BitSet.valueOf(valid.getAbortedBits()).toString()).isEqualTo("{1}");
        client.add_write_ids_to_min_history(reader, Map.of("d.t", 1L));
        assertThat(client.get_max_allocated_table_write_id(new MaxAllocatedTableWriteIdRequest("d", "t"))
                .getMaxWriteId()).isEqualTo(3);
        client.seed_write_id(new SeedTableWriteIdsRequest("d", "t", 7));
        assertThatThrownBy(() -> client.seed_write_id(new SeedTableWriteIdsRequest("d", "t", 2)))
                .isInstanceOf(MetaException.class);
        client.seed_txn_id(new SeedTxnIdRequest(50));
        assertThat(begin()).isEqualTo(51);
        client.repl_tbl_writeid_state(
                new ReplTblWriteIdStateRequest("d.copy:9:0::4,5", "repl", "host", "d", "copy"));
        assertThat(client.get_valid_write_ids(new GetValidWriteIdsRequest(List.of("d.copy"))).getTblValidWriteIds()
                .getFirst().getInvalidWriteIds()).containsExactly(4L, 5L);
        assertThatThrownBy(() -> client.get_valid_write_ids(new GetValidWriteIdsRequest(List.of("t"))))
                .isInstanceOf(MetaException.class).hasMessageContaining("'t'");
    }

    @Test
    void handsCompactionsToWorkers() throws Exception {
        CompactionRequest request = new CompactionRequest("d", "t", CompactionType.MAJOR);
        request.setProperties(Map.of("k", "v"));
        CompactionResponse first = client.compact2(request);
        assertThat(first.isAccepted()).isTrue();
        assertThat(client.compact2(request)).satisfies(again -> {
            assertThat(again.isAccepted()).isFalse();
            assertThat(again.getId()).isEqualTo(first.getId());
        });
        FindNextCompactRequest next = new FindNextCompactRequest();
        next.setWorkerId("w");
        CompactionInfoStruct work = client.find_next_compact2(next).getCi();
        assertThat(work.getState()).isEqualTo("w");
        assertThat(work.getProperties()).isEqualTo("1:1:k1:v");
        assertThat(client.find_next_compact("w2")).isEqualTo(new OptionalCompactionInfoStruct());
        client.set_hadoop_jobid("job", work.getId());
        work.setHighestWriteId(4);
        client.update_compactor_state(work, 1);
        client.mark_compacted(work);
        assertThat(client.get_latest_committed_compaction_info(new GetLatestCommittedCompactionInfoRequest("d", "t"))
                .getCompactions()).extracting(one -> one.getState()).containsExactly("r");
        client.mark_cleaned(work);
        assertThatThrownBy(() -> client.mark_failed(work)).isInstanceOf(MetaException.class);
        assertThat(client.find_columns_with_stats(work)).isEmpty();
        client.compact(request);
        List<ShowCompactResponseElement> shown = client.show_compact(new ShowCompactRequest()).getCompacts();
        assertThat(shown).extracting(ShowCompactResponseElement::getState).containsExactly("initiated", "succeeded");
        assertThat(shown.getLast().getHadoopJobId()).isEqualTo("job");
        long second = shown.getFirst().getId();
        assertThat(client.abort_Compactions(new AbortCompactionRequest(List.of(second, first.getId())))
                .getAbortedcompacts()).satisfies(answers -> {
                    assertThat(requireNonNull(answers.get(second)).getStatus()).isEqualTo("Success");
                    assertThat(requireNonNull(answers.get(first.getId())).getStatus()).isEqualTo("Error");
                });
        ShowCompactRequest aborted = new ShowCompactRequest();
        aborted.setState("aborted");
        assertThat(client.show_compact(aborted).getCompacts()).hasSize(1);
        assertThat(client.submit_for_cleanup(request, 5, 2)).isTrue();
    }
}

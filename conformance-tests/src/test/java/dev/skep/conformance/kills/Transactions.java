package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import dev.skep.thrift.hms.AbortTxnRequest;
import dev.skep.thrift.hms.AllocateTableWriteIdsRequest;
import dev.skep.thrift.hms.CommitTxnRequest;
import dev.skep.thrift.hms.DataOperationType;
import dev.skep.thrift.hms.GetValidWriteIdsRequest;
import dev.skep.thrift.hms.LockComponent;
import dev.skep.thrift.hms.LockLevel;
import dev.skep.thrift.hms.LockRequest;
import dev.skep.thrift.hms.LockState;
import dev.skep.thrift.hms.LockType;
import dev.skep.thrift.hms.NoSuchTxnException;
import dev.skep.thrift.hms.OpenTxnRequest;
import dev.skep.thrift.hms.TableValidWriteIds;
import dev.skep.thrift.hms.TxnInfo;
import dev.skep.thrift.hms.TxnState;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;

/** Transactions of one client with a write id of a table each, one after the other; calls that were cut off are sent again, as each of them may be. */
final class Transactions {
    private final Journal journal;
    private final String database;
    private final String table;
    private final String user;
    /** True for the write ids whose commit was acknowledged. */
    private final Map<Long, Boolean> committed = new HashMap<>();
    private final Set<Long> ended = new HashSet<>();
    /** How transactions ended whose events were not looked for yet. */
    private final Map<Long, String> untold = new HashMap<>();

    Transactions(Journal journal, String database, String table, String user) {
        this.journal = journal;
        this.database = database;
        this.table = table;
        this.user = user;
    }

    void step(FailoverClient client, Random random) throws TException {
        String id = journal.begin("transaction of " + user);
        try {
            run(client, random, id);
            journal.done(id, List.of());
        } catch (TTransportException e) {
            // Cut off where it opened one: that has no write id, and runs out.
            journal.lost(id);
        }
    }

    private void run(FailoverClient client, Random random, String id) throws TException {
        long transaction = client.call(server -> server.open_txns(new OpenTxnRequest(1, user, id))).getTxn_ids()
                .getFirst();
        assertThat(ended).as("number of a new transaction").doesNotContain(transaction);
        LockComponent component = new LockComponent(LockType.SHARED_WRITE, LockLevel.TABLE, database);
        component.setTablename(table);
        component.setOperationType(DataOperationType.INSERT);
        component.setIsTransactional(true);
        LockRequest request = new LockRequest(new ArrayList<>(List.of(component)), user, id);
        request.setTxnid(transaction);
        // One sent twice is two locks of one transaction, which end with it.
        LockState state = client.repeat(server -> server.lock(request)).getState();
        AllocateTableWriteIdsRequest allocation = new AllocateTableWriteIdsRequest(database, table);
        allocation.setTxnIds(new ArrayList<>(List.of(transaction)));
        long writeId = client.repeat(server -> server.allocate_table_write_ids(allocation)).getTxnToWriteIds()
                .getFirst().getWriteId();
        assertThat(committed.put(writeId, false)).as("write id " + writeId + " was given twice").isNull();
        boolean commits = state == LockState.ACQUIRED && random.nextInt(4) > 0;
        if (commits) {
            // Committing what is committed is done already.
            client.repeat(server -> {
                server.commit_txn(new CommitTxnRequest(transaction));
                return true;
            });
            committed.put(writeId, true);
            untold.put(transaction, "COMMIT_TXN");
        } else {
            abort(client, transaction);
            untold.put(transaction, "ABORT_TXN");
        }
        ended.add(transaction);
    }

    private static void abort(FailoverClient client, long transaction) throws TException {
        try {
            client.repeat(server -> {
                server.abort_txn(new AbortTxnRequest(transaction));
                return true;
            });
        } catch (NoSuchTxnException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** Every end that was acknowledged is in the notification log. */
    void compare(Map<Long, String> endings) {
        assertThat(endings).as("ends of transactions in the notification log").containsAllEntriesOf(untold);
        untold.clear();
    }

    /** Every acknowledged commit is one for all readers, every other write id is none. */
    void verify(FailoverClient client) throws TException {
        Set<Long> open = new HashSet<>();
        for (TxnInfo info : client.repeat(server -> server.get_open_txns_info()).getOpen_txns()) {
            if (info.getState() == TxnState.OPEN && info.getUser().equals(user)) {
                open.add(info.getId());
            }
        }
        assertThat(open).as("ended transactions that are open").noneMatch(ended::contains);
        for (long transaction : open) {
            abort(client, transaction);
        }
        if (committed.isEmpty()) {
            return;
        }
        GetValidWriteIdsRequest request = new GetValidWriteIdsRequest(
                new ArrayList<>(List.of(database + "." + table)));
        TableValidWriteIds valid = client.repeat(server -> server.get_valid_write_ids(request)).getTblValidWriteIds()
                .getFirst();
        Set<Long> invalid = new HashSet<>(valid.getInvalidWriteIds());
        committed.forEach((writeId, isCommitted) -> {
            assertThat(writeId).isLessThanOrEqualTo(valid.getWriteIdHighWaterMark());
            assertThat(invalid.contains(writeId)).as("write id %d of %s is invalid", writeId, table)
                    .isEqualTo(!isCommitted);
        });
    }
}

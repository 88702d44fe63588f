package dev.skep.server.adopt;

import java.util.ArrayList;
import java.util.List;

import dev.skep.thrift.hms.AllocateTableWriteIdsRequest;
import dev.skep.thrift.hms.CommitTxnRequest;
import dev.skep.thrift.hms.GetOpenTxnsResponse;
import dev.skep.thrift.hms.GetValidWriteIdsRequest;
import dev.skep.thrift.hms.OpenTxnRequest;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.TableValidWriteIds;
import org.apache.thrift.TException;

/**
 * How far the numbers of writes to a transactional table have come: its files are named by them, and are not read above the newest. Numbers of writes that were undone stay undone. Until 2.3
 * files were named by transactions, which Skep cannot take over.
 */
final class WriteIdAdoption {
    private static final int AT_ONCE = 1_000;
    private static final String HOST = "skep-adopt";

    private final Ends ends;
    private final Ledger ledger;
    private final String user;

    WriteIdAdoption(Ends ends, Ledger ledger, String user) {
        this.ends = ends;
        this.ledger = ledger;
        this.user = user;
    }

    /** Of a table; {@code isThere} is false if it is only planned. */
    void adopt(DatabaseKey database, Table table, boolean isThere) throws TException {
        if (table.getParameters() == null
                || !"true".equalsIgnoreCase(table.getParameters().getOrDefault("transactional", "false"))) {
            return;
        }
        String name = database + "." + table.getTableName();
        if (ends.source().isUnknown("get_catalogs")) {
            ledger.note(
                    "table %s is transactional in the form of Hive 2: compact it fully at the source before it is read"
                            .formatted(name));
            return;
        }
        TableValidWriteIds wanted = read(ends.source(), database, table);
        long newest = wanted.getWriteIdHighWaterMark();
        long own = isThere ? read(ends.target(), database, table).getWriteIdHighWaterMark() : 0;
        if (own >= newest) {
            ledger.same(Kind.WRITE_IDS, 1);
            return;
        }
        if (ledger.pass() == Pass.WRITE) {
            advance(database, table, newest, wanted);
        }
        ledger.changed(Kind.WRITE_IDS, name, List.of("the newest is %d, not %d".formatted(own, newest)));
    }

    private static TableValidWriteIds read(MetastoreConnection end, DatabaseKey database, Table table)
            throws TException {
        GetOpenTxnsResponse open = end.client().get_open_txns();
        StringBuilder transactions = new StringBuilder().append(open.getTxn_high_water_mark()).append(':')
                .append(open.isSetMin_open_txn() && open.getMin_open_txn() > 0
                        ? open.getMin_open_txn()
                        : Long.MAX_VALUE)
                .append(':');
        List<String> numbers = new ArrayList<>();
        for (Long one : open.getOpen_txns()) {
            numbers.add(String.valueOf(one));
        }
        transactions.append(String.join(",", numbers)).append(':');
        GetValidWriteIdsRequest request = new GetValidWriteIdsRequest(
                List.of(database.name() + "." + table.getTableName()));
        request.setValidTxnList(transactions.toString());
        return end.client().get_valid_write_ids(request).getTblValidWriteIds().getFirst();
    }

    /** Takes numbers until the newest is reached; those that are not valid at the source are given back undone. */
    private void advance(DatabaseKey database, Table table, long newest, TableValidWriteIds wanted)
            throws TException {
        long reached = read(ends.target(), database, table).getWriteIdHighWaterMark();
        while (reached < newest) {
            int many = (int) Math.min(AT_ONCE, newest - reached);
            List<Long> transactions = new ArrayList<>(
                    ends.target().client().open_txns(new OpenTxnRequest(many, user, HOST)).getTxn_ids());
            transactions.sort(Long::compare);
            AllocateTableWriteIdsRequest request = new AllocateTableWriteIdsRequest(database.name(),
                    table.getTableName());
            request.setTxnIds(transactions);
            for (dev.skep.thrift.hms.TxnToWriteId one : ends.target().client().allocate_table_write_ids(request)
                    .getTxnToWriteIds()) {
                if (wanted.getInvalidWriteIds().contains(one.getWriteId())) {
                    ends.target().client().abort_txn(new dev.skep.thrift.hms.AbortTxnRequest(one.getTxnId()));
                } else {
                    ends.target().client().commit_txn(new CommitTxnRequest(one.getTxnId()));
                }
                reached = Math.max(reached, one.getWriteId());
            }
        }
    }
}

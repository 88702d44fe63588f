package dev.skep.server.adopt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.thrift.hms.AddPartitionsRequest;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.Table;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** The partitions of a table, a batch at a time: never more of them are held. */
final class PartitionAdoption {
    private static final int PARTITIONS = 500;
    private static final int TOLD_AFTER = 5_000;
    private static final short ALL = -1;

    private final Ends ends;
    private final Ledger ledger;
    private final StatisticsAdoption statistics;

    PartitionAdoption(Ends ends, Ledger ledger, StatisticsAdoption statistics) {
        this.ends = ends;
        this.ledger = ledger;
        this.statistics = statistics;
    }

    /** @param isThere false if the table is only planned */
    void adopt(DatabaseKey database, Table table, boolean isThere) throws TException {
        String name = table.getTableName();
        List<String> names = Ends.sorted(ends.source().client().get_partition_names(database.onWire(), name, ALL));
        Set<String> here = new HashSet<>(
                isThere ? ends.target().client().get_partition_names(database.onWire(), name, ALL) : List.of());
        int done = 0;
        for (List<String> batch : Prepared.batches(names, PARTITIONS)) {
            List<String> known = batch.stream().filter(here::contains).toList();
            adoptBatch(database, table, batch, known);
            statistics.adopt(database, table, batch, known.isEmpty() && ledger.pass() == Pass.PLAN);
            done += batch.size();
            if (done % TOLD_AFTER == 0 && done < names.size()) {
                ledger.progress("Table %s.%s: %,d of %,d partitions".formatted(database, name, done, names.size()));
            }
        }
        names.forEach(here::remove);
        if (!here.isEmpty()) {
            dropped(database, table, Ends.sorted(List.copyOf(here)));
        }
    }

    private void adoptBatch(DatabaseKey database, Table table, List<String> batch, List<String> known)
            throws TException {
        String name = table.getTableName();
        Map<List<String>, Partition> existing = new HashMap<>();
        if (!known.isEmpty()) {
            for (Partition one : ends.target().client().get_partitions_by_names(database.onWire(), name, known)) {
                existing.put(one.getValues(), one);
            }
        }
        List<Partition> added = new ArrayList<>();
        List<Partition> changed = new ArrayList<>();
        Map<Partition, List<String>> differences = new HashMap<>();
        long same = 0;
        for (Partition source : ends.source().client().get_partitions_by_names(database.onWire(), name, batch)) {
            Partition wanted = Prepared.partition(source, database, name);
            @Nullable
            Partition before = existing.get(wanted.getValues());
            if (before == null) {
                added.add(wanted);
                continue;
            }
            List<String> differing = Prepared.facts(before).differences(Prepared.facts(wanted));
            if (differing.isEmpty()) {
                same++;
            } else {
                changed.add(wanted);
                differences.put(wanted, differing);
            }
        }
        ledger.same(Kind.PARTITION, same);
        write(database, table, added, Map.of());
        write(database, table, changed, differences);
    }

    /** What differs is changed; what differs in nothing is new. A batch that is refused is tried one by one, so that the failure is told of the right one. */
    private void write(DatabaseKey database, Table table, List<Partition> partitions,
            Map<Partition, List<String>> differences) throws TException {
        if (partitions.isEmpty()) {
            return;
        }
        try {
            if (ledger.pass() == Pass.WRITE) {
                send(database, table, partitions, differences.isEmpty());
            }
        } catch (TException e) {
            if (MetastoreConnection.isBroken(e)) {
                throw e;
            }
            if (partitions.size() == 1) {
                ledger.failed(Kind.PARTITION, nameOf(database, table, partitions.getFirst()), Ends.reason(e));
                return;
            }
            for (Partition one : partitions) {
                write(database, table, List.of(one), differences);
            }
            return;
        }
        for (Partition one : partitions) {
            List<String> differing = differences.get(one);
            if (differing == null) {
                ledger.made(Kind.PARTITION, nameOf(database, table, one));
            } else {
                ledger.changed(Kind.PARTITION, nameOf(database, table, one), differing);
            }
        }
    }

    private void send(DatabaseKey database, Table table, List<Partition> partitions, boolean areNew)
            throws TException {
        if (areNew) {
            AddPartitionsRequest request = new AddPartitionsRequest(database.name(), table.getTableName(), partitions,
                    true);
            request.setCatName(database.catalog());
            request.setNeedResult(false);
            ends.target().client().add_partitions_req(request);
        } else {
            ends.target().client().alter_partitions(database.onWire(), table.getTableName(), partitions);
        }
    }

    /** Partitions that the source no longer has: their entries go, their files stay. */
    private void dropped(DatabaseKey database, Table table, List<String> names) throws TException {
        for (String name : names) {
            if (ledger.pass() == Pass.WRITE) {
                ends.target().client().drop_partition_by_name(database.onWire(), table.getTableName(), name, false);
            }
            ledger.changed(Kind.PARTITION, "%s.%s/%s".formatted(database, table.getTableName(), name),
                    List.of("the source no longer has it"));
        }
    }

    private static String nameOf(DatabaseKey database, Table table, Partition partition) {
        return "%s.%s %s".formatted(database, table.getTableName(), partition.getValues());
    }
}

package dev.skep.metastore.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.RecyclingSettings;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.event.EventMessages;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.replication.ReplicationMetric;
import dev.skep.metastore.replication.WriteEvent;
import dev.skep.metastore.replication.WriteReport;
import dev.skep.metastore.replication.WriteReport.WrittenFile;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.Transaction.Source;
import dev.skep.metastore.transaction.TransactionState;
import dev.skep.metastore.warehouse.Warehouse;

final class StoredReplication implements Replication {
    /** As long as Hive keeps events where replication is on. */
    private static final Duration WRITES_AGE = Duration.ofDays(10);

    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;
    private final LockRights rights;
    private final Places places;
    private final OpenTransactions open;

    StoredReplication(Rooms rooms, Guard guard, LockRights rights) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
        this.rights = rights;
        this.places = new Places(guard);
        this.open = new OpenTransactions(rooms, rights);
    }

    @Override
    public void report(List<ReplicationMetric> metrics) {
        rights.checkManagesAll();
        rooms.store().change(tx -> {
            Instant now = rooms.leases().now(tx).truncatedTo(ChronoUnit.SECONDS);
            tx.replication().deleteMetricsBefore(now.minus(rooms.upkeep().replicationMetricsAge()));
            for (ReplicationMetric metric : metrics) {
                Optional<ReplicationMetric> before = tx.replication().metric(metric.execution());
                if (before.isPresent()) {
                    tx.replication().update(before.get().updated(metric));
                } else {
                    tx.replication().insert(new ReplicationMetric(metric.execution(), metric.policy(),
                            metric.dump(), metric.metadata(), metric.progress(), metric.format(), now));
                }
            }
        });
    }

    @Override
    public List<ReplicationMetric> ofPolicy(String policy) {
        rights.checkManagesAll();
        return rooms.store().read(tx -> tx.replication().metrics(policy));
    }

    @Override
    public List<ReplicationMetric> ofRun(long execution) {
        rights.checkManagesAll();
        return rooms.store().read(tx -> tx.replication().metric(execution).stream().toList());
    }

    @Override
    public Map<Long, Long> repeating(String policy) {
        rights.checkManagesAll();
        return rooms.store().read(tx -> {
            Map<Long, Long> bySource = new TreeMap<>();
            for (Transaction transaction : tx.replication().repeating(policy)) {
                Source source = transaction.source();
                if (source != null && transaction.state() == TransactionState.OPEN) {
                    bySource.put(source.id(), transaction.id());
                }
            }
            return bySource;
        });
    }

    @Override
    public void wrote(WriteReport report) {
        rooms.store().change(tx -> {
            Map<Long, List<WriteEvent>> known = new HashMap<>();
            if (!add(tx, report, known)) {
                throw new CatalogException(Reason.NOT_FOUND,
                        "Cannot note a write to partition %s of %s: it does not exist".formatted(report.partition(),
                                report.table()));
            }
        });
    }

    @Override
    public void wroteAll(List<WriteReport> reports) {
        rooms.store().change(tx -> {
            Map<Long, List<WriteEvent>> known = new HashMap<>();
            for (WriteReport report : reports) {
                add(tx, report, known);
            }
        });
    }

    /** Returns false if there is no such partition. @param known what each transaction has written before */
    private boolean add(StoreTransaction tx, WriteReport report, Map<Long, List<WriteEvent>> known) {
        Table table = seen.table(tx, report.table());
        rights.checkWrite(tx, report.table());
        Instant now = rooms.leases().now(tx);
        List<WriteEvent> before = known.computeIfAbsent(report.transaction(), id -> {
            open.open(tx, id, now);
            tx.replication().deleteWritesBefore(now.minus(WRITES_AGE));
            return new ArrayList<>(tx.replication().writesOf(id));
        });
        Optional<Partition> partition = table.isPartitioned()
                ? tx.partitions().find(table, report.partition())
                : Optional.empty();
        if (table.isPartitioned() && partition.isEmpty()) {
            return false;
        }
        WriteEvent event = new WriteEvent(-1, report.transaction(), report.writeId(), table.name(),
                partition.map(found -> PartitionNames.name(table.partitionKeys(), found.values())).orElse(""),
                report.files().stream().map(WrittenFile::text).toList(), EventMessages.textOf(table),
                partition.map(EventMessages::textOf).orElse(null), now);
        Optional<WriteEvent> same = before.stream().filter(event::isOf).findFirst();
        if (same.isPresent()) {
            tx.replication().update(same.get().with(event));
        } else {
            tx.replication().insert(event);
        }
        before.clear();
        before.addAll(tx.replication().writesOf(report.transaction()));
        return true;
    }

    @Override
    public void recycle(String place) {
        rights.checkManagesAll();
        places.checkReadAndWrite(place);
        RecyclingSettings recycling = rooms.upkeep().recycling();
        if (recycling != null) {
            rooms.warehouse().recycle(Warehouse.location(place), recycling);
        }
    }

    @Override
    public List<WriteEvent> writesOf(long transaction) {
        return rooms.store().read(tx -> {
            EventSubjects subjects = new EventSubjects(guard, tx);
            return tx.replication().writesOf(transaction).stream()
                    .filter(event -> !subjects.visible(List.of(rooms.messages().written(event))).isEmpty()).toList();
        });
    }
}

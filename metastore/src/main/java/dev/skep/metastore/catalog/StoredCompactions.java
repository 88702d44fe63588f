package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionMetric;
import dev.skep.metastore.transaction.Compaction.Work;
import dev.skep.metastore.transaction.CompactionState;
import dev.skep.metastore.transaction.LockObject;
import org.jspecify.annotations.Nullable;

final class StoredCompactions implements Compactions {
    private static final String HIVE = "hive";

    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;
    private final LockRights rights;

    StoredCompactions(Rooms rooms, Guard guard, LockRights rights) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
        this.rights = rights;
    }

    @Override
    public Answer request(LockObject object, @Nullable String pool, Compaction.Request request) {
        return rooms.store().inTransaction(tx -> {
            Table table = table(tx, object);
            guard.check(Privilege.ALTER, Owned.of(table));
            long id = tx.compactions().next();
            Optional<Compaction> before = tx.compactions().of(table.name()).stream()
                    .filter(other -> Objects.equals(other.object().partition(), object.partition())
                            && (other.state() == CompactionState.INITIATED
                                    || other.state() == CompactionState.WORKING))
                    .findFirst();
            if (before.isPresent()) {
                return new Answer(before.get(), false);
            }
            return new Answer(add(tx, id, object, CompactionState.INITIATED, pool, request, Work.NONE), true);
        });
    }

    private Compaction add(StoreTransaction tx, long id, LockObject object, CompactionState state,
            @Nullable String pool, Compaction.Request request, Work work) {
        Compaction.Request timed = new Compaction.Request(request.type(), request.runAs(), request.properties(),
                request.initiatorId(), request.initiatorVersion(), request.buckets(), request.orderBy(), now(tx));
        Compaction compaction = new Compaction(id, object, state, pool, timed, work);
        tx.compactions().insert(compaction);
        return compaction;
    }

    private Table table(StoreTransaction tx, LockObject object) {
        TableName name = Objects.requireNonNull(object.tableName(), "a compaction is of a table");
        Table table = seen.table(tx, name);
        String partition = object.partition();
        if (partition != null && tx.partitions().byNames(table, List.of(partition)).isEmpty()) {
            throw new CatalogException(Reason.NOT_FOUND,
                    "Cannot compact partition %s of %s: it does not exist".formatted(partition, name));
        }
        if (partition == null && table.isPartitioned()) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot compact %s: it is partitioned, and a partition must be named".formatted(name));
        }
        return table;
    }

    private long now(StoreTransaction tx) {
        return rooms.leases().now(tx).toEpochMilli();
    }

    @Override
    public List<Compaction> list(@Nullable TableName table) {
        return rooms.store().read(tx -> {
            LockRights.View view = rights.new View(tx);
            List<Compaction> all = table == null ? tx.compactions().all() : tx.compactions().of(table);
            return all.stream().filter(compaction -> view.sees(compaction.object())).toList();
        });
    }

    @Override
    public Set<Long> abort(List<Long> ids) {
        return rooms.store().inTransaction(tx -> {
            tx.compactions().next();
            Set<Long> aborted = new HashSet<>();
            for (long id : ids) {
                Optional<Compaction> found = tx.compactions().find(id);
                if (found.isPresent() && found.get().state() == CompactionState.INITIATED
                        && mayAlter(tx, found.get())) {
                    tx.compactions().update(found.get().with(CompactionState.ABORTED, found.get().work()));
                    aborted.add(id);
                }
            }
            return aborted;
        });
    }

    private boolean mayAlter(StoreTransaction tx, Compaction compaction) {
        TableName name = compaction.object().tableName();
        return name != null && seen.findTable(tx, name)
                .filter(table -> guard.allows(Privilege.ALTER, Owned.of(table))).isPresent();
    }

    @Override
    public List<Compaction> newestDone(TableName table, @Nullable List<String> partitions, long lastId) {
        return rooms.store().read(tx -> {
            seen.table(tx, table);
            List<Compaction> newest = new ArrayList<>();
            Set<Optional<String>> found = new HashSet<>();
            for (Compaction compaction : tx.compactions().of(table)) {
                Optional<String> partition = Optional.ofNullable(compaction.object().partition());
                boolean isDone = compaction.state() == CompactionState.SUCCEEDED
                        || compaction.state() == CompactionState.READY_FOR_CLEANING;
                boolean isWanted = partitions == null || partition.filter(partitions::contains).isPresent();
                if (isDone && isWanted && compaction.id() > lastId && found.add(partition)) {
                    newest.add(compaction);
                }
            }
            return newest;
        });
    }

    @Override
    public Optional<Compaction> next(@Nullable String worker, @Nullable String workerVersion,
            @Nullable String pool) {
        rights.checkManagesAll();
        return rooms.store().inTransaction(tx -> {
            // Also the lock that keeps two workers from taking the same.
            tx.compactions().next();
            Optional<Compaction> oldest = tx.compactions().oldest(CompactionState.INITIATED, pool);
            return oldest.map(compaction -> {
                Compaction taken = compaction.with(CompactionState.WORKING,
                        new Work(worker, workerVersion, now(tx), 0, compaction.request().runAs(), 0, 0, null, null));
                tx.compactions().update(taken);
                return taken;
            });
        });
    }

    private interface Change {
        Compaction of(StoreTransaction tx, Compaction compaction);
    }

    private void change(long id, Change change) {
        rights.checkManagesAll();
        rooms.store().change(tx -> {
            tx.compactions().next();
            Compaction compaction = tx.compactions().find(id).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                    "Cannot find compaction %d: it does not exist".formatted(id)));
            tx.compactions().update(change.of(tx, compaction));
        });
    }

    @Override
    public void update(long id, @Nullable String runAs, long highestWriteId, long transaction) {
        change(id, (tx, compaction) -> {
            Work work = compaction.work();
            return compaction.with(compaction.state(), new Work(work.worker(), work.workerVersion(), work.started(),
                    work.ended(), runAs, highestWriteId, transaction, work.jobId(), work.error()));
        });
    }

    @Override
    public void setJob(long id, String jobId) {
        change(id, (tx, compaction) -> {
            Work work = compaction.work();
            return compaction.with(compaction.state(), new Work(work.worker(), work.workerVersion(), work.started(),
                    work.ended(), work.runAs(), work.highestWriteId(), work.transaction(), jobId, work.error()));
        });
    }

    @Override
    public void mark(long id, CompactionState state, @Nullable String error) {
        change(id, (tx, compaction) -> {
            checkStep(compaction, state);
            Work work = compaction.work();
            TableName table = compaction.object().tableName();
            if (state == CompactionState.SUCCEEDED && table != null && work.highestWriteId() > 0
                    && isWhole(tx, compaction)) {
                tx.writeIds().deleteAborted(table, work.highestWriteId());
                tx.materializations().deleteRowChanges(table, work.highestWriteId());
            }
            long ended = state.isFinished() ? now(tx) : 0;
            return compaction.with(state, new Work(work.worker(), work.workerVersion(), work.started(), ended,
                    work.runAs(), work.highestWriteId(), work.transaction(), work.jobId(),
                    error == null ? work.error() : error));
        });
    }

    /** Only a table of one piece is clean after one cleaning: other partitions may still hold files of aborted transactions. */
    private static boolean isWhole(StoreTransaction tx, Compaction compaction) {
        TableName name = compaction.object().tableName();
        return compaction.object().partition() == null && name != null
                && tx.tables().find(name).filter(table -> !table.isPartitioned()).isPresent();
    }

    private static void checkStep(Compaction compaction, CompactionState next) {
        boolean isNext = switch (next) {
            case READY_FOR_CLEANING -> compaction.state() == CompactionState.WORKING;
            case SUCCEEDED -> compaction.state() == CompactionState.READY_FOR_CLEANING;
            case FAILED, REFUSED, NOT_INITIATED, ABORTED -> !compaction.state().isFinished();
            case INITIATED, WORKING -> false;
        };
        if (!isNext) {
            throw new CatalogException(Reason.CONFLICT, "Cannot mark compaction %d as %s: it is %s"
                    .formatted(compaction.id(), next.text(), compaction.state().text()));
        }
    }

    @Override
    public boolean measure(LockObject object, CompactionMetric.Kind kind, int value, int threshold) {
        rights.checkManagesAll();
        return rooms.store().inTransaction(tx -> {
            tx.compactions().next();
            Optional<CompactionMetric> before = tx.compactions().metric(object, kind);
            if (value < threshold) {
                return before.isEmpty() || tx.compactions().deleteMetric(object, kind);
            }
            if (before.isPresent()) {
                return tx.compactions().update(before.get().changedTo(value));
            }
            tx.compactions().insert(new CompactionMetric(object, kind, value, 1));
            return true;
        });
    }

    @Override
    public void forgetMetric(LockObject object, CompactionMetric.Kind kind) {
        rights.checkManagesAll();
        rooms.store().change(tx -> tx.compactions().deleteMetric(object, kind));
    }

    @Override
    public Optional<CompactionMetric> metric(LockObject object, CompactionMetric.Kind kind) {
        rights.checkManagesAll();
        return rooms.store().read(tx -> tx.compactions().metric(object, kind));
    }

    @Override
    public Compaction submitForCleaning(LockObject object, Compaction.Request request, long highestWriteId,
            long transaction) {
        rights.checkManagesAll();
        return rooms.store().inTransaction(tx -> {
            table(tx, object);
            return add(tx, tx.compactions().next(), object, CompactionState.READY_FOR_CLEANING, null, request,
                    new Work(null, null, 0, 0, request.runAs(), highestWriteId, transaction, null, null));
        });
    }

    @Override
    public List<String> columnsWithStatistics(LockObject object) {
        rights.checkManagesAll();
        return rooms.store().read(tx -> {
            Table table = table(tx, object);
            List<String> columns = table.columns().stream().map(Column::name).toList();
            String partition = object.partition();
            List<ColumnStatistics> statistics = partition == null
                    ? tx.statistics().ofTable(table, columns, HIVE)
                    : tx.statistics().ofPartitions(table, List.of(partition), columns, HIVE).getOrDefault(partition,
                            List.of());
            Set<String> names = new TreeSet<>();
            statistics.forEach(one -> names.add(one.column()));
            return List.copyOf(names);
        });
    }
}

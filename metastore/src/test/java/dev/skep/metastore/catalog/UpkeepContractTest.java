package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.RecyclingSettings;
import dev.skep.metastore.UpkeepSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.Materializations.Freshness;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.RuntimeStatistics;
import dev.skep.metastore.model.SourceChanges;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.Table.CreationMetadata;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.replication.ReplicationMetric;
import dev.skep.metastore.replication.WriteEvent;
import dev.skep.metastore.replication.WriteReport;
import dev.skep.metastore.replication.WriteReport.WrittenFile;
import dev.skep.metastore.schedule.ScheduleSettings;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionMetric;
import dev.skep.metastore.transaction.CompactionMetric.Kind;
import dev.skep.metastore.transaction.CompactionType;
import dev.skep.metastore.transaction.DataOperation;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.OpenRequest;
import dev.skep.metastore.transaction.TransactionException;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.metastore.transaction.TransactionType;
import dev.skep.storage.file.Location;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept beside the catalog: runs of queries, replication, materialized views, measures of compaction, and what the log tells of transactions. */
abstract class UpkeepContractTest extends CatalogContractTest {
    private static final TableName VIEW = SALES.table("view");

    private final SettableClock clock = new SettableClock();

    @Override
    @BeforeEach
    void open() {
        catalog = StoredCatalog.open(freshStore(), files, AccessSettings.OPEN, clock,
                new UpkeepSettings(Duration.ofDays(3), Duration.ofDays(7), 4, ScheduleSettings.DEFAULTS,
                        new RecyclingSettings(Location.of("memory://lake/recycled"), Duration.ofDays(10))));
        session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
        session.databases().create(database("sales"));
    }

    private long begin(TransactionType type) {
        return session.transactions().open(new OpenRequest(1, type, "ann", "host", null, null, List.of())).getFirst();
    }

    private long begin() {
        return begin(TransactionType.DEFAULT);
    }

    private TransactionSnapshot now() {
        return session.transactions().snapshot(Set.of());
    }

    @Test
    void returnsTheNewestRunsUntilTheyWeighEnough() {
        RuntimeHistory history = session.runtimeHistory();
        for (int i = 1; i <= 3; i++) {
            history.add(i, new byte[]{(byte) i, 0, -1});
            clock.advance(Duration.ofSeconds(10));
        }
        assertThat(history.newest(-1, 0)).extracting(RuntimeStatistics::weight).containsExactly(3, 2, 1);
        assertThat(history.newest(3, 0)).extracting(RuntimeStatistics::weight).containsExactly(3);
        assertThat(history.newest(4, 0)).extracting(RuntimeStatistics::weight).containsExactly(3, 2);
        RuntimeStatistics newest = history.newest(0, 0).getFirst();
        assertThat(newest.payload()).containsExactly(3, 0, -1);
        assertThat(history.newest(-1, newest.createTime())).extracting(RuntimeStatistics::weight)
                .containsExactly(2, 1);
        clock.advance(Duration.ofDays(3).minusSeconds(20));
        assertThat(history.newest(-1, 0)).extracting(RuntimeStatistics::weight).containsExactly(3);
        history.add(9, new byte[0]);
        assertThat(history.newest(-1, 0)).extracting(RuntimeStatistics::weight).containsExactly(9, 3);
    }

    private static ReplicationMetric metric(long run, String policy, @Nullable String progress) {
        return new ReplicationMetric(run, policy, run * 10, "{\"db\":\"sales\"}", progress, "json", Instant.EPOCH);
    }

    @Test
    void keepsWhatReplicationReportsLast() {
        Replication replication = session.replication();
        replication.report(List.of(metric(1, "p", "half"), metric(2, "p", null), metric(3, "q", "half")));
        replication.report(List.of(metric(1, "other", "done")));
        assertThat(replication.ofPolicy("p")).extracting(ReplicationMetric::execution).containsExactly(2L, 1L);
        assertThat(replication.ofRun(1)).singleElement().satisfies(one -> {
            assertThat(one.policy()).isEqualTo("p");
            assertThat(one.progress()).isEqualTo("done");
            assertThat(one.started()).isEqualTo(clock.instant());
        });
        assertThat(replication.ofRun(9)).isEmpty();
        clock.advance(Duration.ofDays(7));
        replication.report(List.of(metric(4, "p", null)));
        assertThat(replication.ofPolicy("p")).extracting(ReplicationMetric::execution).containsExactly(4L);
    }

    @Test
    void keepsWhatClientsRecycleForAWhile() throws Exception {
        Location folder = Location.of("memory://lake/data/t");
        for (String name : List.of("a", "b/c")) {
            try (java.io.OutputStream out = files.output(folder.resolve(name)).create()) {
                out.write(1);
            }
        }
        session.replication().recycle(folder.text());
        assertThat(files.list(folder)).isEmpty();
        Location batch = Location.of("memory://lake/recycled/20260101000000000/data/t");
        assertThat(files.find(batch.resolve("a"))).isPresent();
        assertThat(files.find(batch.resolve("b/c"))).isPresent();
        session.replication().recycle("memory://lake/data/nothing");
        assertFails(Reason.INVALID_OPERATION, "Cannot recycle memory://lake/recycled",
                () -> session.replication().recycle("memory://lake/recycled/x"));
        clock.advance(Duration.ofDays(11));
        session.replication().recycle(folder.text());
        assertThat(files.find(batch.resolve("a"))).isEmpty();
    }

    @Test
    void tellsWhichTransactionsRepeatOthers() {
        List<Long> own = session.transactions()
                .open(new OpenRequest(2, TransactionType.REPL_CREATED, "ann", "host", null, "p", List.of(70L, 71L)));
        session.transactions().commit(own.getFirst());
        assertThat(session.replication().repeating("p")).isEqualTo(Map.of(71L, own.getLast()));
        assertThat(session.replication().repeating("q")).isEmpty();
    }

    private static WriteReport report(long transaction, TableName table, List<String> partition, String... files) {
        return new WriteReport(transaction, 1, table, partition,
                java.util.Arrays.stream(files).map(file -> new WrittenFile(file, "c", "delta_1")).toList());
    }

    @Test
    void keepsFilesWithTheTransactionThatWroteThem() {
        Table orders = session.tables().create(table(ORDERS, column("city", "string")));
        session.partitions().add(ORDERS, List.of(partition(orders, "rome")), IfExists.FAIL);
        session.tables().create(table(SALES.table("plain")));
        long id = begin();
        Replication replication = session.replication();
        replication.wrote(report(id, ORDERS, List.of("rome"), "file:/a"));
        replication.wrote(report(id, ORDERS, List.of("rome"), "file:/b", "file:/a"));
        replication.wroteAll(List.of(report(id, SALES.table("plain"), List.of(), "file:/c"),
                report(id, ORDERS, List.of("nowhere"), "file:/d")));
        assertFails(Reason.NOT_FOUND, "Cannot note a write to partition [nowhere]",
                () -> replication.wrote(report(id, ORDERS, List.of("nowhere"), "file:/d")));
        List<WriteEvent> written = replication.writesOf(id);
        assertThat(written).extracting(WriteEvent::partition).containsExactly("city=rome", "");
        assertThat(written.getFirst().fileText())
                .isEqualTo("file:/b#c##delta_1]file:/a#c##delta_1");
        assertThat(written.getFirst().tableText()).contains("{\"str\":\"orders\"}");
        assertThat(written.getFirst().partitionText()).contains("rome");
        assertThat(written.getLast().partitionText()).isNull();
        session.transactions().commit(id);
        assertThat(replication.writesOf(id)).hasSize(2);
        TransactionContractTest.assertFails(TransactionException.Kind.NO_TRANSACTION,
                () -> replication.wrote(report(id, SALES.table("plain"), List.of(), "file:/e")));
        session.tables().drop(ORDERS, DataRemoval.KEEP);
        assertThat(replication.writesOf(id)).extracting(event -> event.table().name()).containsExactly("plain");
    }

    @Test
    void logsTransactionsThatWrite() {
        session.tables().create(table(ORDERS));
        long before = session.events().newestId();
        long reader = begin(TransactionType.READ_ONLY);
        session.transactions().commit(reader);
        long first = begin();
        session.transactions().allocateWriteIds(ORDERS, List.of(first));
        session.transactions().commit(first);
        session.transactions().abort(begin());
        begin();
        clock.advance(Duration.ofSeconds(301));
        begin(TransactionType.READ_ONLY);
        List<NotificationEvent> events = session.events().after(before, -1);
        assertThat(events).extracting(NotificationEvent::type).containsExactly("OPEN_TXN", "ALLOC_WRITE_ID",
                "COMMIT_TXN", "OPEN_TXN", "ABORT_TXN", "OPEN_TXN", "ABORT_TXN");
        assertThat(events.get(2).message()).contains("\"txnid\":" + first);
        assertThat(events.get(1).table()).isEqualTo("orders");
    }

    private Table view(CreationMetadata creation) {
        return new Table(-1, VIEW, TableType.MATERIALIZED_VIEW, "ann", PrincipalType.USER, 0, 0, 0,
                storage(null, column("id", "bigint")), List.of(), Map.of(), "select 1", "select 1", true, creation,
                -1);
    }

    private void write(DataOperation operation) {
        long id = begin();
        session.transactions().allocateWriteIds(ORDERS, List.of(id));
        session.transactions().addPartitions(id, ORDERS, List.of("x"), operation);
        session.transactions().commit(id);
    }

    private Freshness freshness(TransactionSnapshot writeIds) {
        return session.materializations().freshness(Set.of(ORDERS), Map.of(ORDERS, writeIds), now());
    }

    @Test
    void tellsAddedRowsFromChangedOnes() {
        session.tables().create(table(ORDERS));
        write(DataOperation.INSERT);
        TransactionSnapshot built = new TransactionSnapshot(1, Set.of(), Set.of());
        assertThat(freshness(built)).isEqualTo(new Freshness(false, false));
        write(DataOperation.INSERT);
        assertThat(freshness(built)).isEqualTo(new Freshness(false, false));
        write(DataOperation.DELETE);
        assertThat(freshness(built)).isEqualTo(new Freshness(true, false));
        assertThat(freshness(new TransactionSnapshot(3, Set.of(), Set.of()))).isEqualTo(new Freshness(false, false));
        assertThat(freshness(new TransactionSnapshot(3, Set.of(), Set.of(3L)))).as("it was not seen then")
                .isEqualTo(new Freshness(true, false));
        assertThat(freshness(new TransactionSnapshot(3, Set.of(2L), Set.of()))).as("what was open has ended")
                .isEqualTo(new Freshness(true, true));
        assertThat(session.materializations().freshness(Set.of(SALES.table("none")), Map.of(), now()))
                .isEqualTo(new Freshness(true, true));
        session.compactions().request(LockObject.of(ORDERS), null,
                new Compaction.Request(CompactionType.MAJOR, null, Map.of(), null, null, 0, null, 0));
        assertThat(freshness(new TransactionSnapshot(3, Set.of(), Set.of()))).isEqualTo(new Freshness(false, true));
    }

    @Test
    void letsOneTransactionBuildAView() {
        session.tables().create(table(ORDERS));
        session.tables().create(view(new CreationMetadata(List.of(ORDERS), "1", 5)));
        Materializations views = session.materializations();
        long first = begin();
        long second = begin();
        assertThat(views.lockRebuild(VIEW, first)).isTrue();
        assertThat(views.lockRebuild(VIEW, second)).isFalse();
        assertThat(views.keepUpRebuild(VIEW, first)).isTrue();
        assertThat(views.keepUpRebuild(VIEW, second)).isFalse();
        session.transactions().commit(first);
        assertThat(views.keepUpRebuild(VIEW, first)).isFalse();
        assertThat(views.lockRebuild(VIEW, second)).isTrue();
        clock.advance(Duration.ofSeconds(299));
        session.transactions().heartbeat(second);
        clock.advance(Duration.ofSeconds(2));
        long third = begin();
        assertThat(views.lockRebuild(VIEW, third)).as("nothing was heard of the builder").isTrue();
        assertFails(Reason.NOT_FOUND, "sales.none", () -> views.lockRebuild(SALES.table("none"), third));
    }

    @Test
    void countsWhatChangesInSourcesOfViews() {
        Table orders = session.tables().create(table(ORDERS));
        session.tables().create(view(new CreationMetadata(List.of(ORDERS), "1", 5)));
        assertThat(changes()).isEmpty();
        session.materializations().count(orders.id(), new SourceChanges(5, 1, 0));
        session.materializations().count(orders.id(), new SourceChanges(1, 0, 2));
        session.materializations().count(-77, new SourceChanges(1, 1, 1));
        assertThat(changes()).isEqualTo(Map.of(ORDERS, new SourceChanges(6, 1, 2)));
        Table view = session.tables().table(VIEW).visible();
        session.tables().alter(VIEW, view.withParameters(Map.of("p", "2")), Tables.Cascade.TABLE_ONLY, Map.of());
        assertThat(changes()).isEqualTo(Map.of(ORDERS, new SourceChanges(6, 1, 2)));
        session.tables().alter(VIEW, view.withCreationMetadata(new CreationMetadata(List.of(ORDERS), "2", 6)),
                Tables.Cascade.TABLE_ONLY, Map.of());
        assertThat(changes()).as("it was built anew").isEmpty();
        session.tables().drop(ORDERS, DataRemoval.KEEP);
        session.tables().drop(VIEW, DataRemoval.KEEP);
    }

    private Map<TableName, SourceChanges> changes() {
        CreationMetadata creation = session.tables().table(VIEW).visible().creationMetadata();
        assertThat(creation).isNotNull();
        return creation == null ? Map.of() : creation.changes();
    }

    @Test
    void keepsMeasuresFromTheirThresholdOn() {
        session.tables().create(table(ORDERS));
        Compactions compactions = session.compactions();
        LockObject rome = LockObject.of(ORDERS, "city=rome");
        assertThat(compactions.measure(rome, Kind.NUM_DELTAS, 5, 10)).isTrue();
        assertThat(compactions.metric(rome, Kind.NUM_DELTAS)).isEmpty();
        assertThat(compactions.measure(rome, Kind.NUM_DELTAS, 10, 10)).isTrue();
        assertThat(compactions.measure(rome, Kind.NUM_DELTAS, 12, 10)).isTrue();
        assertThat(compactions.measure(LockObject.of(ORDERS), Kind.NUM_DELTAS, 99, 10)).isTrue();
        assertThat(compactions.metric(rome, Kind.NUM_DELTAS))
                .contains(new CompactionMetric(rome, Kind.NUM_DELTAS, 12, 2));
        assertThat(compactions.measure(rome, Kind.NUM_DELTAS, 9, 10)).isTrue();
        assertThat(compactions.metric(rome, Kind.NUM_DELTAS)).isEmpty();
        compactions.forgetMetric(LockObject.of(ORDERS), Kind.NUM_DELTAS);
        assertThat(compactions.metric(LockObject.of(ORDERS), Kind.NUM_DELTAS)).isEmpty();
    }
}

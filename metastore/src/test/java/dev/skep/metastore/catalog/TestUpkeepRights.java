package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.assertFails;
import static dev.skep.metastore.catalog.GuardedCatalog.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.Materializations.Freshness;
import dev.skep.metastore.catalog.ScheduledQueries.Due;
import dev.skep.metastore.model.SourceChanges;
import dev.skep.metastore.replication.WriteEvent;
import dev.skep.metastore.replication.WriteReport;
import dev.skep.metastore.replication.WriteReport.WrittenFile;
import dev.skep.metastore.schedule.ExecutionState;
import dev.skep.metastore.schedule.ScheduleName;
import dev.skep.metastore.schedule.ScheduledQuery;
import dev.skep.metastore.transaction.CompactionMetric.Kind;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.OpenRequest;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.metastore.transaction.TransactionType;
import dev.skep.metastore.workload.PlanEdit;
import dev.skep.metastore.workload.PlanName;
import dev.skep.metastore.workload.Pool;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may keep, change and see what clusters keep beside the catalog. */
class TestUpkeepRights {
    private static final ScheduleName NIGHTLY = new ScheduleName("hive", "nightly");
    private static final PlanName DAY = PlanName.of(null, "day");

    @TempDir
    Path folder;
    private GuardedCatalog guarded;

    @BeforeEach
    void open() {
        guarded = new GuardedCatalog(folder);
    }

    @AfterEach
    void close() {
        guarded.close();
    }

    private static void denied(ThrowingCallable call) {
        assertFails(Reason.ACCESS_DENIED, "Cannot manage catalog hive: not allowed", call);
    }

    @Test
    void plansAreReadByAllAndChangedByWhoManages() {
        guarded.root().resourcePlans().create(DAY, null);
        CatalogSession reader = guarded.engine("reader");
        assertThat(reader.resourcePlans().all("default")).hasSize(1);
        assertThat(reader.resourcePlans().plan(DAY).pools()).hasSize(1);
        denied(() -> reader.resourcePlans().create(PlanName.of(null, "mine"), null));
        denied(() -> reader.resourcePlans().createLike(PlanName.of(null, "mine"), "day"));
        denied(() -> reader.resourcePlans().edit(DAY, new PlanEdit.AddPool(new Pool("p", 0, 1, null))));
        denied(() -> reader.resourcePlans().drop(DAY));
    }

    private static ScheduledQuery query(String user) {
        return new ScheduledQuery(NIGHTLY, true, "0 0 3 * * ? *", user, "select 1", null, null);
    }

    @Test
    void schedulesAreTheirUsersAndOfWhoManages() {
        ScheduledQueries reader = guarded.engine("reader").scheduledQueries();
        reader.create(query("root"));
        assertThat(reader.query(NIGHTLY).user()).as("not in another's name").isEqualTo("reader");
        ScheduledQueries stranger = guarded.engine("stranger").scheduledQueries();
        assertFails(Reason.NOT_FOUND, "Cannot find scheduled query nightly@hive: it does not exist",
                () -> stranger.query(NIGHTLY));
        assertFails(Reason.NOT_FOUND, "it does not exist", () -> stranger.alter(query("stranger"), null));
        assertFails(Reason.NOT_FOUND, "it does not exist", () -> stranger.drop(NIGHTLY));
        assertFails(Reason.ACCESS_DENIED, "Cannot create scheduled query nightly@hive: not allowed",
                () -> stranger.create(query("stranger")));
        denied(() -> reader.alter(query("olga"), null));
        reader.alter(query("reader"), Instant.EPOCH);
        assertThat(stranger.poll("hive")).isEmpty();
        Due due = guarded.root().scheduledQueries().poll("hive").orElseThrow();
        assertFails(Reason.NOT_FOUND, "Cannot find execution",
                () -> stranger.report(due.execution(), ExecutionState.EXECUTING, null, null));
        reader.report(due.execution(), ExecutionState.EXECUTING, null, null);
        guarded.root().scheduledQueries().report(due.execution(), ExecutionState.FINISHED, null, null);
        guarded.root().scheduledQueries().alter(query("olga"), null);
        assertFails(Reason.NOT_FOUND, "it does not exist", () -> reader.query(NIGHTLY));
    }

    @Test
    void whatNamesObjectsIsForWhoManages() {
        for (String who : List.of("olga", "reader", "stranger")) {
            CatalogSession session = guarded.engine(who);
            denied(() -> session.runtimeHistory().add(1, new byte[0]));
            denied(() -> session.runtimeHistory().newest(1, 0));
            denied(() -> session.replication().report(List.of()));
            denied(() -> session.replication().ofPolicy("p"));
            denied(() -> session.replication().ofRun(1));
            denied(() -> session.replication().recycle("memory://lake/x"));
            denied(() -> session.replication().repeating("p"));
            denied(() -> session.compactions().measure(LockObject.of(PEOPLE), Kind.NUM_DELTAS, 1, 1));
            denied(() -> session.compactions().forgetMetric(LockObject.of(PEOPLE), Kind.NUM_DELTAS));
        }
    }

    private static long begin(CatalogSession session) {
        return session.transactions()
                .open(new OpenRequest(1, TransactionType.DEFAULT, "u", "h", null, null, List.of())).getFirst();
    }

    @Test
    void writesAreToldToThoseWhoSeeAllOfTheTable() {
        CatalogSession root = guarded.root();
        long transaction = begin(root);
        WriteReport report = new WriteReport(transaction, 1, PEOPLE, List.of("rome"),
                List.of(new WrittenFile("memory://x", "", "")));
        root.replication().wrote(report);
        for (String who : List.of("root", "olga", "reader")) {
            assertThat(guarded.engine(who).replication().writesOf(transaction)).as(who)
                    .extracting(WriteEvent::partition).containsExactly("city=rome");
        }
        for (String who : List.of("columns", "masked", "filtered", "hides", "denied", "stranger")) {
            assertThat(guarded.engine(who).replication().writesOf(transaction)).as(who).isEmpty();
        }
        CatalogSession reader = guarded.engine("reader");
        WriteReport foreign = new WriteReport(begin(reader), 1, PEOPLE, List.of("rome"), List.of());
        assertFails(Reason.ACCESS_DENIED, "hr.people", () -> reader.replication().wrote(foreign));
        CatalogSession olga = guarded.engine("olga");
        assertFails(Reason.NOT_FOUND, "Cannot find transaction", () -> olga.replication().wrote(report));
        CatalogSession stranger = guarded.engine("stranger");
        WriteReport unseen = new WriteReport(begin(stranger), 1, PEOPLE, List.of("rome"), List.of());
        assertFails(Reason.NOT_FOUND, "hr.people", () -> stranger.replication().wrote(unseen));
    }

    @Test
    void viewsAreBuiltByThoseWhoMayWriteThemAndTellNothingOfHiddenSources() {
        CatalogSession stranger = guarded.engine("stranger");
        TransactionSnapshot none = new TransactionSnapshot(0, Set.of(), Set.of());
        assertThat(guarded.engine("reader").materializations().freshness(Set.of(PEOPLE), Map.of(PEOPLE, none), none))
                .isEqualTo(new Freshness(false, false));
        assertThat(stranger.materializations().freshness(Set.of(PEOPLE), Map.of(PEOPLE, none), none))
                .isEqualTo(new Freshness(true, true));
        long transaction = begin(stranger);
        assertFails(Reason.NOT_FOUND, "hr.people",
                () -> stranger.materializations().lockRebuild(PEOPLE, transaction));
        CatalogSession reader = guarded.engine("reader");
        long readers = begin(reader);
        assertFails(Reason.ACCESS_DENIED, "hr.people", () -> reader.materializations().lockRebuild(PEOPLE, readers));
        long people = guarded.root().tables().table(PEOPLE).visible().id();
        stranger.materializations().count(people, new SourceChanges(1, 1, 1));
        assertFails(Reason.ACCESS_DENIED, "hr.people",
                () -> reader.materializations().count(people, new SourceChanges(1, 1, 1)));
    }
}

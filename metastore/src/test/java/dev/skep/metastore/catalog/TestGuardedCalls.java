package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.GuardedCatalog.ACTORS;
import static dev.skep.metastore.catalog.GuardedCatalog.HR;
import static dev.skep.metastore.catalog.GuardedCatalog.PEOPLE;
import static dev.skep.metastore.catalog.GuardedCatalog.TWICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Constraint;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;

/**
 * Every call of a session by everyone of {@link GuardedCatalog}: {@code ok}, {@code no} (ACCESS_DENIED), or {@code -} (as if there were no such table). A new call is a
 * line here.
 */
class TestGuardedCalls {
    private static final PartitionPredicate ALL = PartitionPredicate.all();
    private static final PartitionPredicate ROME = new PartitionPredicate.Values(List.of(Optional.of("rome")));

    private static final String ENGINE = """
            call                 root olga reader columns masked filtered hides denied stranger
            table                ok   ok   ok     ok      ok     ok       ok    -      -
            for SELECT           ok   ok   ok     ok      ok     ok       ok    -      -
            for INSERT           ok   ok   no     no      no     no       ok    -      -
            for DELETE           ok   ok   no     no      no     no       ok    -      -
            for ANALYZE          ok   ok   no     no      no     no       ok    -      -
            definer              op   op   op     op      op     op       op    -      -
            partition            ok   ok   ok     ok      ok     no       ok    -      -
            partitions           ok   ok   ok     ok      ok     no       ok    -      -
            partitions by names  ok   ok   ok     ok      ok     no       ok    -      -
            partition names      ok   ok   ok     ok      ok     no       ok    -      -
            partition count      ok   ok   ok     ok      ok     no       ok    -      -
            partitions to scan   ok   ok   ok     ok      ok     ok       ok    -      -
            partitions to write  ok   ok   no     no      no     no       ok    -      -
            statistics           ok   ok   ok     ok      ok     ok       ok    -      -
            of partitions        ok   ok   ok     ok      ok     ok       ok    -      -
            aggregate            ok   ok   ok     ok      ok     ok       ok    -      -
            write statistics     ok   ok   no     no      no     no       no    -      -
            merge statistics     ok   ok   no     no      no     no       no    -      -
            write of partitions  ok   ok   no     no      no     no       no    -      -
            merge of partitions  ok   ok   no     no      no     no       no    -      -
            forget statistics    ok   ok   no     no      no     no       ok    -      -
            forget of partition  ok   ok   no     no      no     no       ok    -      -
            count rows           ok   ok   no     no      no     no       ok    -      -
            count of partitions  ok   ok   no     no      no     no       ok    -      -
            constraints          ok   ok   ok     ok      ok     ok       ok    -      -
            foreign keys to it   ok   ok   ok     ok      ok     ok       ok    -      -
            add constraint       ok   ok   no     no      no     no       no    -      -
            drop constraint      ok   ok   no     no      no     no       no    -      -
            alter                ok   ok   no     no      no     no       no    -      -
            rename               ok   no   no     no      no     no       no    -      -
            add partition        ok   ok   no     no      no     no       no    -      -
            alter partition      ok   ok   no     no      no     no       no    -      -
            rename partition     ok   ok   no     no      no     no       no    -      -
            drop partition       ok   ok   no     no      no     no       ok    -      -
            exchange             op   op   op     op      op     op       op    op     op
            truncate             ok   ok   no     no      no     no       ok    -      -
            truncate partition   ok   ok   no     no      no     no       ok    -      -
            report event         ok   ok   no     no      no     no       ok    -      -
            drop                 ok   ok   no     no      no     no       ok    -      -
            """;

    private static final String CLIENT = """
            call                 root olga reader columns masked filtered hides denied stranger
            table                ok   ok   ok     ok      no     no       ok    -      -
            for SELECT           ok   ok   ok     ok      no     no       ok    -      -
            for INSERT           ok   ok   no     no      no     no       ok    -      -
            partition            ok   ok   ok     ok      no     no       ok    -      -
            partitions           ok   ok   ok     ok      no     no       ok    -      -
            partitions by names  ok   ok   ok     ok      no     no       ok    -      -
            partition names      ok   ok   ok     ok      no     no       ok    -      -
            partition count      ok   ok   ok     ok      no     no       ok    -      -
            partitions to scan   no   no   no     no      no     no       no    no     no
            partitions to write  no   no   no     no      no     no       no    no     no
            statistics           ok   ok   ok     ok      ok     ok       ok    -      -
            of partitions        ok   ok   ok     ok      no     no       ok    -      -
            aggregate            ok   ok   ok     ok      no     no       ok    -      -
            write statistics     ok   ok   no     no      no     no       no    -      -
            constraints          ok   ok   ok     ok      no     no       ok    -      -
            foreign keys to it   ok   ok   ok     ok      no     no       ok    -      -
            add constraint       ok   ok   no     no      no     no       no    -      -
            alter                ok   ok   no     no      no     no       no    -      -
            add partition        ok   ok   no     no      no     no       no    -      -
            drop partition       ok   ok   no     no      no     no       ok    -      -
            drop                 ok   ok   no     no      no     no       ok    -      -
            """;

    /** One call of a session about a table. */
    private interface Call {
        void on(CatalogSession session, TableName table);
    }

    @TempDir
    Path folder;
    private GuardedCatalog guarded;
    private final Map<String, Call> calls = new LinkedHashMap<>();

    @BeforeEach
    void open() {
        guarded = new GuardedCatalog(folder);
        Table people = guarded.root().tables().table(PEOPLE).visible();
        calls.put("table", (session, table) -> session.tables().table(table));
        calls.put("for SELECT", (session, table) -> session.tables().tableFor(Privilege.SELECT, table));
        calls.put("for INSERT", (session, table) -> session.tables().tableFor(Privilege.INSERT, table));
        calls.put("for DELETE", (session, table) -> session.tables().tableFor(Privilege.DELETE, table));
        calls.put("for ANALYZE", (session, table) -> session.tables().tableFor(Privilege.ANALYZE, table));
        calls.put("definer", (session, table) -> session.sessionOfDefiner(table));
        calls.put("partition", (session, table) -> session.partitions().find(table, List.of("rome")));
        calls.put("partitions", (session, table) -> session.partitions().list(table, ALL, -1));
        calls.put("partitions by names", (session, table) -> session.partitions().byNames(table, List.of("city=rome")));
        calls.put("partition names", (session, table) -> session.partitions().names(table, ALL, -1));
        calls.put("partition count", (session, table) -> session.partitions().count(table, ALL));
        calls.put("partitions to scan", (session, table) -> session.partitions().forScan(
                dev.skep.metastore.access.AuthorizedTable.unrestricted(people.withName(table)), ALL));
        calls.put("partitions to write", (session, table) -> session.partitions().forWrite(table, ALL));
        calls.put("statistics", (session, table) -> session.statistics().ofTable(table, List.of("id"), "hive"));
        calls.put("of partitions", (session, table) -> session.statistics().ofPartitions(table, List.of("city=rome"),
                List.of("id"), "hive"));
        calls.put("aggregate", (session, table) -> session.statistics().aggregate(table, List.of("city=rome"),
                List.of("id"), "hive"));
        calls.put("write statistics", (session, table) -> session.statistics().updateTable(table,
                List.of(GuardedCatalog.statistics("id"))));
        calls.put("merge statistics", (session, table) -> session.statistics().mergeTable(table,
                List.of(GuardedCatalog.statistics("id"))));
        calls.put("write of partitions", (session, table) -> session.statistics().updatePartitions(table,
                Map.of("city=rome", List.of(GuardedCatalog.statistics("id")))));
        calls.put("merge of partitions", (session, table) -> session.statistics().mergePartitions(table,
                Map.of("city=rome", List.of(GuardedCatalog.statistics("id")))));
        calls.put("forget statistics", (session, table) -> session.statistics().deleteOfTable(table, "id", null));
        calls.put("forget of partition",
                (session, table) -> session.statistics().deleteOfPartition(table, "city=rome", null, null));
        calls.put("count rows", (session, table) -> session.tables().changeCounts(table, counts -> Map.of()));
        calls.put("count of partitions", (session, table) -> session.partitions().changeCounts(table,
                List.of(GuardedCatalog.partition(people.withName(table), "rome"))));
        calls.put("alter", (session, table) -> session.tables().alter(table, people.withName(table),
                Cascade.TABLE_ONLY, Map.of()));
        calls.put("rename",
                (session, table) -> session.tables().alter(table, people.withName(table.database().table("folks")),
                        Cascade.TABLE_ONLY, Map.of()));
        calls.put("add partition", (session, table) -> session.partitions().add(table,
                List.of(GuardedCatalog.partition(people.withName(table), "paris")), IfExists.FAIL));
        calls.put("alter partition", (session, table) -> session.partitions().alter(table,
                List.of(GuardedCatalog.partition(people.withName(table), "rome"))));
        calls.put("rename partition", (session, table) -> session.partitions().rename(table, List.of("rome"),
                GuardedCatalog.partition(people.withName(table), "roma")));
        calls.put("drop partition", (session, table) -> session.partitions().drop(table, List.of(ROME),
                DataRemoval.KEEP, IfExists.FAIL));
        calls.put("exchange", (session, table) -> session.partitions().exchange(table, ROME, table));
        calls.put("constraints", (session, table) -> session.constraints().of(table));
        calls.put("foreign keys to it", (session, table) -> session.constraints().pointingAt(table));
        calls.put("add constraint", (session, table) -> session.constraints().add(List.of(new Constraint(
                Constraint.Kind.UNIQUE, table, "once_" + System.nanoTime(), List.of("id"), true, true, true, null,
                null))));
        calls.put("drop constraint", (session, table) -> {
            String name = "once_" + System.nanoTime();
            guarded.root().constraints().add(List.of(new Constraint(Constraint.Kind.UNIQUE, table, name,
                    List.of("id"), true, true, true, null, null)));
            session.constraints().drop(table, name);
        });
        calls.put("truncate", (session, table) -> session.tables().truncate(table, null));
        calls.put("truncate partition", (session, table) -> session.tables().truncate(table, List.of("city=rome")));
        calls.put("report event", (session, table) -> session.events().report(new NotificationEvent(0, 1, "INSERT",
                "hive", table.database().name(), table.name(), "{}", "json-0.2")));
        calls.put("drop", (session, table) -> session.tables().drop(table, DataRemoval.DELETE));
    }

    @AfterEach
    void close() {
        guarded.close();
    }

    private interface Door {
        CatalogSession of(String user);
    }

    private void check(String expected, Door door) {
        SoftAssertions all = new SoftAssertions();
        List<String> lines = expected.lines().toList();
        for (String line : lines.subList(1, lines.size())) {
            String name = line.substring(0, 21).trim();
            List<String> answers = List.of(line.substring(21).trim().split(" +"));
            Call call = Objects.requireNonNull(calls.get(name), name);
            for (int i = 0; i < ACTORS.size(); i++) {
                String who = ACTORS.get(i);
                all.assertThat(outcome(door.of(who), call)).as("%s by %s", name, who).isEqualTo(answers.get(i));
            }
        }
        all.assertAll();
    }

    private String outcome(CatalogSession session, Call call) {
        try {
            call.on(session, PEOPLE);
            if (call == calls.get("rename")) {
                guarded.root().tables().alter(HR.table("folks"),
                        guarded.root().tables().table(HR.table("folks")).visible().withName(PEOPLE),
                        Cascade.TABLE_ONLY, Map.of());
            } else if (call == calls.get("drop")
                    || guarded.root().partitions().count(PEOPLE, ALL) != 2
                    || guarded.root().partitions().find(PEOPLE, List.of("rome")).isEmpty()) {
                guarded.makePeople();
            }
            return "ok";
        } catch (CatalogException e) {
            return switch (e.reason()) {
                case ACCESS_DENIED -> "no";
                case NOT_FOUND, DATABASE_NOT_FOUND -> "-";
                case INVALID_OPERATION -> "op";
                default -> throw e;
            };
        }
    }

    @Test
    void answersEveryCallOfTheEngineByPrivileges() {
        check(ENGINE, guarded::engine);
    }

    @Test
    void answersEveryCallOfEnginesThatReadFilesThemselvesByPrivileges() {
        check(CLIENT, guarded::client);
    }

    @Test
    void failsForWhatMayNotBeSeenExactlyAsForWhatIsNotThere() {
        TableName nothing = HR.table("nothing");
        TableName nowhere = dev.skep.metastore.model.DatabaseName.of("nowhere").table("people");
        SoftAssertions all = new SoftAssertions();
        for (String who : List.of("stranger", "denied")) {
            calls.forEach((name, call) -> {
                CatalogSession session = guarded.engine(who);
                all.assertThat(failure(session, call, PEOPLE)).as("%s by %s", name, who)
                        .isEqualTo(failure(session, call, nothing).replace("hr.nothing", "hr.people"));
            });
        }
        CatalogSession stranger = guarded.engine("stranger");
        List<String> hidden = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        calls.forEach((name, call) -> {
            hidden.add(name + failure(stranger, call, PEOPLE));
            absent.add(name + failure(stranger, call, nowhere).replace("nowhere", "hr"));
        });
        all.assertThat(hidden).isEqualTo(absent);
        all.assertAll();
    }

    private static String failure(CatalogSession session, Call call, TableName table) {
        try {
            call.on(session, table);
            return "no failure";
        } catch (CatalogException e) {
            return e.reason() + ": " + e.getMessage();
        }
    }

    @Test
    void listsAndFindsOnlyWhatIsSeen() {
        SoftAssertions all = new SoftAssertions();
        for (String who : ACTORS) {
            CatalogSession session = guarded.engine(who);
            boolean isStranger = who.equals("stranger");
            List<String> tables = isStranger || who.equals("denied") ? List.of() : List.of("people");
            all.assertThat(session.tables().names(HR, NamePattern.all(), java.util.Set.of())).as(who).isEqualTo(tables);
            all.assertThat(session.tables().summaries(HR.catalog(), NamePattern.all(), NamePattern.all(),
                    java.util.Set.of())).as(who).hasSize(tables.size());
            all.assertThat(session.tables().find(PEOPLE).isPresent()).as(who).isEqualTo(!tables.isEmpty());
            all.assertThat(session.databases().names(HR.catalog(), NamePattern.all()).contains("hr")).as(who)
                    .isEqualTo(!isStranger);
            all.assertThat(session.databases().find(HR).isPresent()).as(who).isEqualTo(!isStranger);
            boolean seesFunctions = List.of("root", "hides", "denied").contains(who);
            all.assertThat(session.functions().names(HR, NamePattern.all())).as(who)
                    .isEqualTo(seesFunctions ? List.of("twice") : List.of());
            all.assertThat(session.functions().all(HR.catalog())).as(who).hasSize(seesFunctions ? 1 : 0);
            all.assertThat(session.functions().find(TWICE).isPresent()).as(who).isEqualTo(seesFunctions);
            if (!isStranger) {
                all.assertThat(session.tables().tables(HR, List.of("people", "nothing"))).as(who)
                        .hasSize(tables.size());
            }
        }
        assertThat(guarded.client("masked").tables().tables(HR, List.of("people"))).isEmpty();
        assertThat(guarded.client("trusted").tables().tables(HR, List.of("people"))).hasSize(1);
        all.assertAll();
    }
}

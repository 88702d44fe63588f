package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.assertFails;
import static dev.skep.metastore.catalog.GuardedCatalog.HR;
import static dev.skep.metastore.catalog.GuardedCatalog.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessLog.Outcome;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.ViewSecurity;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.partition.PartitionPredicate;

/** What the people of {@link GuardedCatalog} get to see of what they may see, and what they cannot do around the policies. */
class TestGuard {
    private static final DatabaseName LAB = DatabaseName.of("lab");

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

    /** A database in which {@code who} may do everything. */
    private void lab(String who) {
        guarded.root().databases()
                .create(new Database(LAB, null, null, null, Map.of(), who, PrincipalType.USER, 0, null));
        guarded.allow(Scope.OfDatabase.of(LAB), who, Privilege.ALL.toArray(Privilege[]::new));
    }

    private static Table located(TableName name, TableType type, String location) {
        Table plain = CatalogContractTest.table(name);
        Table typed = TableRules.withType(plain, type);
        return typed.withStorage(typed.storage().withLocation(location));
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    @Test
    void takesHiddenColumnsOutOfColumnsParametersAndPartitions() {
        AuthorizedTable seen = guarded.engine("hides").tables().table(PEOPLE);
        assertThat(names(seen.visibleColumns())).containsExactly("id", "name", "city");
        assertThat(seen.hiddenColumns()).containsExactly("ssn");
        assertThat(seen.visible().toString()).doesNotContain("ssn");
        assertThat(seen.visible().parameters().get("spark.sql.sources.schema")).isEqualTo(
                "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"name\",\"type\":\"string\"}]}");
        assertThat(seen.visible().parameters()).containsEntry("note", "plain").containsEntry("numRows", "7");
        for (CatalogSession session : List.of(guarded.engine("hides"), guarded.client("hides"))) {
            assertThat(session.partitions().list(PEOPLE, PartitionPredicate.all(), -1).toString())
                    .doesNotContain("ssn").contains("rome");
        }
        assertThat(guarded.client("hides").tables().table(PEOPLE).visible().toString()).doesNotContain("ssn");
        assertThat(names(guarded.engine("columns").tables().table(PEOPLE).visibleColumns())).containsExactly("id",
                "city");
    }

    @Test
    void leavesOutCountsAndBoundsWhereRowsAreFilteredOrValuesMasked() {
        AuthorizedTable filtered = guarded.engine("filtered").tables().tableFor(Privilege.SELECT, PEOPLE);
        assertThat(filtered.rowFilters()).extracting("policy").containsExactly("own_city");
        assertThat(filtered.visible().parameters()).doesNotContainKey("numRows")
                .doesNotContainKey("spark.sql.statistics.colStats.name.max").containsKey("note");
        AuthorizedTable masked = guarded.engine("masked").tables().tableFor(Privilege.SELECT, PEOPLE);
        assertThat(masked.columnMasks()).containsOnlyKeys("name");
        assertThat(masked.visible().parameters()).containsKey("numRows")
                .doesNotContainKey("spark.sql.statistics.colStats.name.max");
        assertThat(guarded.lastLogged()).hasValueSatisfying(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.ALTERED);
            assertThat(event.policies()).containsExactly("hide_name");
        });
    }

    @Test
    void keepsStatisticsOfHiddenMaskedAndFilteredValues() {
        Map<String, List<String>> expected = Map.of("reader", List.of("id", "name", "ssn"), "masked",
                List.of("id", "ssn"), "hides", List.of("id", "name"), "filtered", List.of(), "columns", List.of("id"));
        expected.forEach((who, columns) -> assertThat(guarded.engine(who).statistics()
                .ofTable(PEOPLE, List.of("ID", "name", "ssn"), "hive").stream().map(ColumnStatistics::column).sorted()
                .toList()).as(who).isEqualTo(columns));
        assertThat(guarded.engine("filtered").statistics().aggregate(PEOPLE, List.of("city=rome"), List.of("id"),
                "hive").partitionsFound()).isZero();
        assertThat(guarded.engine("reader").statistics().aggregate(PEOPLE, List.of("city=rome"), List.of("id"),
                "hive").partitionsFound()).isEqualTo(1);
    }

    @Test
    void saysWhyAnEngineThatReadsFilesIsRefusedUnlessItIsTrusted() {
        assertFails(Reason.ACCESS_DENIED, "restricted by column mask hide_name",
                () -> guarded.client("masked").tables().table(PEOPLE));
        assertFails(Reason.ACCESS_DENIED, "restricted by row filter own_city",
                () -> guarded.client("filtered").partitions().names(PEOPLE, PartitionPredicate.all(), -1));
        AuthorizedTable trusted = guarded.client("trusted").tables().table(PEOPLE);
        assertThat(trusted.isUnrestricted()).isTrue();
        assertThat(guarded.client("trusted").partitions().names(PEOPLE, PartitionPredicate.all(), -1)).hasSize(2);
        assertThat(guarded.engine("trusted").tables().table(PEOPLE).rowFilters()).hasSize(1);
        Table text = guarded.root().tables().create(CatalogContractTest.table(HR.table("lines")));
        guarded.deny(new Scope.OfColumn(Scope.OfTable.of(text.name()), new NameGlob("id")), "hides", Privilege.SELECT);
        assertFails(Reason.ACCESS_DENIED, "its format finds columns by position",
                () -> guarded.client("hides").tables().table(text.name()));
        assertThat(names(guarded.engine("hides").tables().table(text.name()).visibleColumns())).containsExactly("note");
    }

    @Test
    void saysWhyPartitionsAreNotTold() {
        assertFails(Reason.ACCESS_DENIED, "its rows are filtered for you by own_city",
                () -> guarded.engine("filtered").partitions().names(PEOPLE, PartitionPredicate.all(), -1));
        guarded.mask("hide_city", "city", "reader");
        assertFails(Reason.ACCESS_DENIED, "values of its partition keys are masked for you",
                () -> guarded.engine("reader").partitions().count(PEOPLE, PartitionPredicate.all()));
        guarded.deny(new Scope.OfColumn(Scope.OfTable.of(PEOPLE), new NameGlob("city")), "masked", Privilege.SELECT);
        assertFails(Reason.ACCESS_DENIED, "partition keys are hidden from you",
                () -> guarded.engine("masked").partitions().list(PEOPLE, PartitionPredicate.all(), -1));
        guarded.allow(Scope.OfTable.of(PEOPLE), "describer", Privilege.DESCRIBE);
        assertFails(Reason.ACCESS_DENIED, "you may not read its partition keys",
                () -> guarded.engine("describer").partitions().names(PEOPLE, PartitionPredicate.all(), -1));
        List<Partition> scanned = guarded.engine("filtered").partitions().forScan(
                guarded.engine("filtered").tables().tableFor(Privilege.SELECT, PEOPLE), PartitionPredicate.all());
        assertThat(scanned).hasSize(2);
    }

    @Test
    void refusesChangesByOneWhoDoesNotSeeAll() {
        CatalogSession hides = guarded.engine("hides");
        Table seen = hides.tables().table(PEOPLE).visible();
        assertFails(Reason.ACCESS_DENIED, "some of its columns are hidden from you",
                () -> hides.tables().alter(PEOPLE, seen, Cascade.TABLE_ONLY, Map.of()));
        assertThat(names(guarded.root().tables().table(PEOPLE).visibleColumns())).contains("ssn");
        guarded.allow(Scope.OfTable.of(PEOPLE), "filtered", Privilege.ALTER);
        CatalogSession filtered = guarded.engine("filtered");
        Table rows = filtered.tables().table(PEOPLE).visible();
        assertFails(Reason.ACCESS_DENIED, "its rows or values are restricted for you",
                () -> filtered.tables().alter(PEOPLE, rows, Cascade.TABLE_ONLY, Map.of()));
        guarded.allow(Scope.OfTable.of(PEOPLE), "filtered", Privilege.MANAGE);
        Table changed = guarded.engine("filtered").tables().alter(PEOPLE, rows, Cascade.TABLE_ONLY, Map.of());
        assertThat(changed.parameters()).containsEntry("numRows", "7");
    }

    @Test
    void letsWritersChangeCountsAndNothingElse() {
        guarded.allow(Scope.OfTable.of(PEOPLE), "filtered", Privilege.INSERT);
        CatalogSession filtered = guarded.engine("filtered");
        filtered.tables().changeCounts(PEOPLE, known -> {
            Map<String, String> changed = new HashMap<>(known);
            changed.put("numRows", Integer.toString(Integer.parseInt(known.getOrDefault("numRows", "0")) + 1));
            changed.put("note", "changed");
            return changed;
        });
        assertThat(guarded.root().tables().table(PEOPLE).visible().parameters()).containsEntry("numRows", "8")
                .containsEntry("note", "plain");
        Partition counted = GuardedCatalog.partition(guarded.root().tables().table(PEOPLE).visible(), "rome");
        filtered.partitions().changeCounts(PEOPLE, List.of(new Partition(PEOPLE, counted.values(), 0, 0,
                counted.storage().withColumns(List.of()), Map.of("numRows", "4", "x", "y"), -1)));
        Partition rome = guarded.root().partitions().find(PEOPLE, List.of("rome")).orElseThrow();
        assertThat(rome.parameters()).containsEntry("numRows", "4").doesNotContainKey("x");
        assertThat(rome.storage().columns()).hasSize(3);
    }

    @Test
    void makesObjectsInTheCallersNameUnlessHeManages() {
        guarded.root().databases()
                .create(new Database(LAB, null, null, null, Map.of(), "boss", PrincipalType.USER, 0, null));
        guarded.allow(Scope.OfDatabase.of(LAB), "maker", Privilege.CREATE);
        Table made = guarded.engine("maker").tables().create(CatalogContractTest.table(LAB.table("t")));
        assertThat(made.owner()).isEqualTo("maker");
        assertFails(Reason.ACCESS_DENIED, "Cannot create table hr.t: not allowed", () -> guarded.engine("reader")
                .tables().create(CatalogContractTest.table(HR.table("t"))));
        assertFails(Reason.DATABASE_NOT_FOUND, "Cannot find database hr: it does not exist",
                () -> guarded.engine("stranger").tables().create(CatalogContractTest.table(HR.table("t"))));
        guarded.allow(Scope.OfTable.of(made.name()), "changer", Privilege.ALTER);
        assertFails(Reason.ACCESS_DENIED, "Cannot manage table lab.t: not allowed",
                () -> guarded.engine("changer").tables().alter(made.name(), Ownership.withOwner(made, "changer"),
                        Cascade.TABLE_ONLY, Map.of()));
        assertThat(guarded.engine("maker").tables().alter(made.name(), Ownership.withOwner(made, "boss"),
                Cascade.TABLE_ONLY, Map.of()).owner()).isEqualTo("boss");
        assertThat(guarded.engine("maker").tables().find(made.name())).isEmpty();
    }

    @Test
    void tellsNothingOfHiddenObjectsWhenANameIsTakenOrADatabaseIsNotEmpty() {
        lab("denied");
        guarded.root().tables().create(CatalogContractTest.table(LAB.table("secret")));
        guarded.deny(Scope.OfTable.of(LAB.table("secret")), "denied", Privilege.DESCRIBE);
        CatalogSession denied = guarded.engine("denied");
        assertFails(Reason.ACCESS_DENIED, "Cannot create table lab.secret: not allowed",
                () -> denied.tables().create(CatalogContractTest.table(LAB.table("secret"))));
        Table open = denied.tables().create(CatalogContractTest.table(LAB.table("open")));
        assertFails(Reason.ACCESS_DENIED, "Cannot create table lab.secret: not allowed", () -> denied.tables()
                .alter(open.name(), open.withName(LAB.table("secret")), Cascade.TABLE_ONLY, Map.of()));
        assertFails(Reason.NOT_EMPTY, "1 tables", () -> denied.databases().drop(LAB, DataRemoval.KEEP));
        assertFails(Reason.ACCESS_DENIED, "Cannot drop database lab: not allowed",
                () -> denied.databases().dropCascade(LAB, DataRemoval.KEEP));
        denied.tables().drop(open.name(), DataRemoval.KEEP);
        assertFails(Reason.ACCESS_DENIED, "Cannot drop database lab: not allowed",
                () -> denied.databases().drop(LAB, DataRemoval.KEEP));
        assertThat(guarded.root().tables().find(LAB.table("secret"))).isPresent();
    }

    @Test
    void asksForPlacesThatTheWarehouseWouldNotChoose() {
        lab("ann");
        CatalogSession ann = guarded.engine("ann");
        TableName t = LAB.table("t");
        for (String place : List.of("memory://lake/else/where", "memory://lake/warehouse/hr.db/people",
                "memory://lake/warehouse/lab.db", "MEMORY://lake/else/")) {
            assertFails(Reason.ACCESS_DENIED, "Cannot use location",
                    () -> ann.tables().create(located(t, TableType.EXTERNAL_TABLE, place)));
        }
        for (String place : List.of("memory://lake/warehouse/lab.db/../hr.db/people", "memory://lake/%2e%2e/x",
                "memory://lake/warehouse/lab.db/./t")) {
            assertFails(Reason.INVALID_OBJECT, "without . and ..",
                    () -> ann.tables().create(located(t, TableType.EXTERNAL_TABLE, place)));
        }
        guarded.allow(new Scope.OfLocation("memory://lake/else"), "ann", Privilege.READ);
        CatalogSession reader = guarded.engine("ann");
        assertFails(Reason.ACCESS_DENIED, "Cannot use location", () -> reader.tables()
                .create(located(t, TableType.MANAGED_TABLE, "memory://lake/else/where")));
        assertFails(Reason.ACCESS_DENIED, "Cannot use location", () -> reader.tables()
                .create(located(t, TableType.EXTERNAL_TABLE, "memory://lake/elsewhere")));
        reader.tables().create(located(t, TableType.EXTERNAL_TABLE, "memory://lake/else/where"));
        Table made = reader.tables().table(t).visible();
        assertFails(Reason.ACCESS_DENIED, "Cannot use location",
                () -> reader.tables().alter(t,
                        made.withStorage(made.storage().withLocation("memory://lake/warehouse/hr.db")),
                        Cascade.TABLE_ONLY, Map.of()));
        assertFails(Reason.ACCESS_DENIED, "Cannot use location",
                () -> reader.tables().alter(t,
                        made.withParameters(TableRules.with(made.parameters(), "EXTERNAL", "FALSE")),
                        Cascade.TABLE_ONLY, Map.of()));
        assertFails(Reason.ACCESS_DENIED, "Cannot use location",
                () -> reader.tables().alter(t, made.withParameters(
                        TableRules.with(made.parameters(), "metadata_location", "memory://lake/warehouse/hr.db/m")),
                        Cascade.TABLE_ONLY, Map.of()));
        assertFails(Reason.ACCESS_DENIED, "Cannot use location",
                () -> reader.tables().placed(located(LAB.table("u"), TableType.EXTERNAL_TABLE, "memory://lake/z")));
        assertFails(Reason.ACCESS_DENIED, "Cannot use location", () -> reader.databases().alter(LAB,
                new Database(LAB, null, "memory://lake/else", null, Map.of(), "ann", PrincipalType.USER, 0, null)));
    }

    @Test
    void asksForPlacesOfPartitions() {
        lab("ann");
        CatalogSession ann = guarded.engine("ann");
        Table t = ann.tables()
                .create(CatalogContractTest.table(LAB.table("t"), CatalogContractTest.column("ds", "string")));
        Partition plain = CatalogContractTest.partition(t, "a");
        Partition other = new Partition(t.name(), List.of("b"), 0, 0,
                t.storage().withLocation("memory://lake/warehouse/hr.db/people/city=rome"), Map.of(), -1);
        assertFails(Reason.ACCESS_DENIED, "Cannot use location",
                () -> ann.partitions().add(t.name(), List.of(other), IfExists.FAIL));
        Partition usual = new Partition(t.name(), List.of("c"), 0, 0,
                t.storage().withLocation("memory://lake/warehouse/lab.db/t/ds=c"), Map.of(), -1);
        Partition stored = ann.partitions().add(t.name(), List.of(plain, usual), IfExists.FAIL).getFirst();
        Partition moved = new Partition(t.name(), stored.values(), 0, 0, other.storage(), Map.of(), -1);
        assertFails(Reason.ACCESS_DENIED, "Cannot use location",
                () -> ann.partitions().alter(t.name(), List.of(moved)));
        assertFails(Reason.ACCESS_DENIED, "Cannot use location", () -> ann.partitions().rename(t.name(), List.of("a"),
                new Partition(t.name(), List.of("z"), 0, 0, other.storage(), Map.of(), -1)));
    }

    @Test
    void putsNoTableOverFilesThatAnotherTableLeftUnderItsName() {
        lab("ann");
        Table secret = guarded.root().tables().create(
                located(LAB.table("secret"), TableType.EXTERNAL_TABLE, "memory://lake/warehouse/lab.db/plain"));
        guarded.deny(Scope.OfTable.of(secret.name()), "ann", Privilege.SELECT);
        assertFails(Reason.ACCESS_DENIED, "Cannot create table lab.plain: not allowed",
                () -> guarded.engine("ann").tables().create(CatalogContractTest.table(LAB.table("plain"))));
        assertFails(Reason.ACCESS_DENIED, "Cannot create table lab.plain: not allowed",
                () -> guarded.engine("ann").tables().defaultLocation(LAB.table("plain"), TableType.EXTERNAL_TABLE));
        Table other = guarded.engine("ann").tables().create(CatalogContractTest.table(LAB.table("other")));
        assertFails(Reason.ACCESS_DENIED, "Cannot create table lab.plain: not allowed", () -> guarded.engine("ann")
                .tables().alter(other.name(), other.withName(LAB.table("plain")), Cascade.TABLE_ONLY, Map.of()));
    }

    @Test
    void movesNoRowsUnderOtherPolicies() {
        lab("mover");
        Table mine = guarded.engine("mover").tables().create(GuardedCatalog.people().withName(LAB.table("mine")));
        guarded.allow(Scope.OfTable.of(PEOPLE), "mover", Privilege.ALTER, Privilege.DELETE, Privilege.INSERT);
        CatalogSession mover = guarded.engine("mover");
        assertFails(Reason.ACCESS_DENIED, "Cannot manage table hr.people: not allowed", () -> mover.partitions()
                .exchange(PEOPLE, PartitionPredicate.all(), mine.name()));
        assertFails(Reason.ACCESS_DENIED, "Cannot manage table hr.people: not allowed", () -> mover.tables()
                .alter(PEOPLE, mover.tables().table(PEOPLE).visible().withName(LAB.table("people")),
                        Cascade.TABLE_ONLY, Map.of()));
        guarded.allow(Scope.OfTable.of(PEOPLE), "mover", Privilege.SELECT);
        assertThat(guarded.engine("mover").partitions().exchange(PEOPLE, PartitionPredicate.all(), mine.name()))
                .hasSize(2);
        Table renamed = guarded.engine("mover").tables().alter(PEOPLE,
                guarded.root().tables().table(PEOPLE).visible().withName(LAB.table("people")), Cascade.TABLE_ONLY,
                Map.of());
        assertThat(guarded.engine("masked").tables().table(renamed.name()).columnMasks()).containsOnlyKeys("name");
        assertThat(guarded.engine("denied").tables().find(renamed.name())).isEmpty();
    }

    @Test
    void readsDefinersViewsWithTheRightsOfTheirOwnerInTheCatalog() {
        Map<String, String> definer = Map.of(ViewSecurity.PARAMETER, "definer");
        guarded.root().tables().create(GuardedCatalog.view("cities", "SELECT id FROM hr.people", definer, "olga"));
        guarded.root().tables().create(GuardedCatalog.view("asks", "SELECT id FROM hr.people", Map.of(), "olga"));
        guarded.allow(Scope.OfTable.of(HR.table("cities")), "viewer", Privilege.SELECT, Privilege.ALTER);
        guarded.allow(Scope.OfTable.of(HR.table("asks")), "viewer", Privilege.SELECT, Privilege.ALTER);
        CatalogSession viewer = guarded.engine("viewer");
        CatalogSession owner = viewer.sessionOfDefiner(HR.table("cities"));
        AuthorizedTable people = owner.tables().tableFor(Privilege.SELECT, PEOPLE);
        assertThat(people.isUnrestricted()).isTrue();
        assertThat(viewer.partitions().forScan(people, PartitionPredicate.all())).hasSize(2);
        assertFails(Reason.NOT_FOUND, "hr.people", () -> guarded.engine("viewer").partitions().forScan(people,
                PartitionPredicate.all()));
        assertFails(Reason.NOT_FOUND, "hr.people", () -> viewer.tables().table(PEOPLE));
        assertFails(Reason.INVALID_OPERATION, "with those of whoever reads it",
                () -> viewer.sessionOfDefiner(HR.table("asks")));
        assertFails(Reason.NOT_FOUND, "hr.cities",
                () -> guarded.engine("stranger").sessionOfDefiner(HR.table("cities")));
        assertFails(Reason.ACCESS_DENIED, "Cannot manage table hr.cities",
                () -> viewer.tables().alter(HR.table("cities"),
                        GuardedCatalog.view("cities", "SELECT ssn FROM hr.people", definer, "olga"),
                        Cascade.TABLE_ONLY, Map.of()));
        assertFails(Reason.ACCESS_DENIED, "Cannot manage table hr.asks",
                () -> viewer.tables().alter(HR.table("asks"),
                        GuardedCatalog.view("asks", "SELECT id FROM hr.people", definer, "olga"), Cascade.TABLE_ONLY,
                        Map.of()));
    }

    @Test
    void givesNoOneTheRightsOfAnotherByAView() {
        lab("ann");
        Map<String, String> definer = Map.of(ViewSecurity.PARAMETER, "definer");
        Table trap = GuardedCatalog.view("trap", "SELECT ssn FROM hr.people", definer, "olga")
                .withName(LAB.table("trap"));
        CatalogSession ann = guarded.engine("ann");
        assertThat(ann.tables().create(trap).owner()).isEqualTo("ann");
        assertFails(Reason.ACCESS_DENIED, "only one who manages the catalog",
                () -> ann.tables().alter(trap.name(), trap, Cascade.TABLE_ONLY, Map.of()));
        assertFails(Reason.NOT_FOUND, "hr.people",
                () -> ann.sessionOfDefiner(trap.name()).tables().table(PEOPLE));
        assertFails(Reason.INVALID_OBJECT, "expected definer or invoker", () -> ann.tables().create(
                GuardedCatalog.view("x", "SELECT 1", Map.of(ViewSecurity.PARAMETER, "root"), "ann")
                        .withName(LAB.table("x"))));
    }

    @Test
    void leavesEventsOutThatHoldWhatIsKeptFromTheCaller() {
        long start = guarded.root().events().newestId();
        guarded.root().tables().alter(PEOPLE, guarded.root().tables().table(PEOPLE).visible(), Cascade.TABLE_ONLY,
                Map.of());
        lab("ann");
        guarded.engine("ann").tables().create(CatalogContractTest.table(LAB.table("t")));
        Map<String, List<String>> expected = Map.of("root", List.of("ALTER_TABLE", "CREATE_DATABASE", "CREATE_TABLE"),
                "reader", List.of("ALTER_TABLE"), "columns", List.of(), "masked", List.of(), "filtered", List.of(),
                "hides", List.of(), "denied", List.of(), "stranger", List.of(), "ann",
                List.of("CREATE_DATABASE", "CREATE_TABLE"));
        expected.forEach((who, types) -> {
            assertThat(guarded.engine(who).events().after(start, -1)).extracting(NotificationEvent::type).as(who)
                    .isEqualTo(types);
            assertThat(guarded.engine(who).events().after(start, 3)).extracting(NotificationEvent::type).as(who)
                    .isEqualTo(types);
        });
        assertThat(guarded.client("trusted").events().after(start, -1)).hasSize(1);
        assertThat(guarded.engine("ann").events().after(start, 1)).extracting(NotificationEvent::type)
                .containsExactly("CREATE_DATABASE");
        guarded.root().tables().drop(PEOPLE, DataRemoval.DELETE);
        guarded.allow(Scope.OfDatabase.of(HR), "reader", Privilege.SELECT);
        assertThat(guarded.engine("reader").events().after(start, -1)).extracting(NotificationEvent::type)
                .containsExactly("ALTER_TABLE", "DROP_TABLE");
        for (String who : List.of("columns", "filtered", "hides", "denied", "stranger")) {
            assertThat(guarded.engine(who).events().after(start, -1)).as(who).isEmpty();
        }
    }

    @Test
    void forgetsGrantsOfADroppedTableButNotWhatRestricts() {
        guarded.root().tables().drop(PEOPLE, DataRemoval.DELETE);
        guarded.root().tables().create(GuardedCatalog.people());
        assertFails(Reason.NOT_FOUND, "hr.people", () -> guarded.engine("reader").tables().table(PEOPLE));
        assertFails(Reason.NOT_FOUND, "hr.people", () -> guarded.engine("denied").tables().table(PEOPLE));
        guarded.allow(Scope.OfTable.of(PEOPLE), "masked", Privilege.SELECT);
        assertThat(guarded.engine("masked").tables().table(PEOPLE).columnMasks()).hasSize(1);
    }

    @Test
    void leavesDatabasesThatEveryoneOwnsToThoseWithGrants() {
        DatabaseName everyones = DatabaseName.of("default");
        assertThat(guarded.engine("stranger").databases().find(everyones)).isEmpty();
        assertFails(Reason.DATABASE_NOT_FOUND, "default", () -> guarded.engine("stranger").tables()
                .create(CatalogContractTest.table(everyones.table("t"))));
    }

    @Test
    void refusesCatalogsAndDatabasesToThoseWhoMayNotMakeThem() {
        lab("ann");
        CatalogSession ann = guarded.engine("ann");
        assertFails(Reason.ACCESS_DENIED, "Cannot create database mine: not allowed", () -> ann.databases()
                .create(CatalogContractTest.database("mine")));
        assertFails(Reason.ACCESS_DENIED, "Cannot manage database hr: not allowed", () -> {
            guarded.allow(Scope.OfDatabase.of(HR), "alterer", Privilege.ALTER);
            guarded.engine("alterer").databases().alter(HR,
                    new Database(HR, "x", null, null, Map.of(), "alterer", PrincipalType.USER, 0, null));
        });
    }
}

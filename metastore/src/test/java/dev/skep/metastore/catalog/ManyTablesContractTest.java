package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.column;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.UpkeepSettings;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.Tables.TableSummary;
import dev.skep.metastore.event.EventMessages;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.store.jdbc.JdbcStore;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;

/** A database of many tables: what lists ask of the store finds all that is wanted, and a drop of all is one change. */
abstract class ManyTablesContractTest {
    private static final DatabaseName WIDE = DatabaseName.of("wide");
    private static final DatabaseName WIDER = DatabaseName.of("wider");
    /** More than a part of anything, and not a whole number of parts. */
    private static final int TABLES = 5_050;
    private static final List<String> STARTS = List.of("a", "a_b", "ab", "a0", "z", "a_");

    private final MemoryFileSystem files = new MemoryFileSystem();
    private final List<String> names = new ArrayList<>();
    private MetastoreSettings settings;

    abstract MetastoreSettings freshStore();

    @BeforeEach
    void makeTables() {
        settings = freshStore();
        for (int i = 0; i < TABLES; i++) {
            names.add("%s%d".formatted(STARTS.get(i % STARTS.size()), i));
        }
        names.sort(null);
        try (StoredCatalog catalog = open()) {
            session(catalog, "ann").databases().create(database("wide"));
            session(catalog, "ann").databases().create(database("wider"));
            session(catalog, "ann").tables().create(table(WIDER.table("a1")));
        }
        try (JdbcStore store = JdbcStore.open(settings)) {
            store.change(tx -> {
                long id = tx.databases().find(WIDE).orElseThrow().id();
                names.forEach(name -> tx.tables().insert(id, made(name)));
            });
        }
    }

    private StoredCatalog open() {
        return StoredCatalog.open(settings, files);
    }

    private static CatalogSession session(StoredCatalog catalog, String user) {
        return catalog.sessionFor(Caller.internal(Identity.of(user)), FileReader.ENGINE);
    }

    private static Table made(String name) {
        int number = name.hashCode();
        Table made = (number & 1) == 0
                ? table(WIDE.table(name))
                : table(WIDE.table(name), column("day", "string"));
        Table typed = (number & 6) == 0 ? TableRules.withType(table(WIDE.table(name)), TableType.VIRTUAL_VIEW) : made;
        Table commented = (number & 8) == 0
                ? typed
                : typed.withParameters(Map.of("comment", "of " + name, "p", "a \"quoted\" one"));
        return commented.withStorage(commented.storage()
                .withLocation(typed.type() == TableType.VIRTUAL_VIEW ? null : WAREHOUSE + "/wide.db/" + name));
    }

    private List<String> expected(String pattern, Set<TableType> types) {
        NamePattern wanted = NamePattern.of(pattern);
        return names.stream().filter(wanted::matches)
                .filter(name -> types.isEmpty() || types.contains(made(name).type())).toList();
    }

    @Test
    void listsFindByPatternAndTypeWhatIsWanted() {
        String secret = names.get(TABLES / 2);
        try (StoredCatalog catalog = open()) {
            session(catalog, "ann").access()
                    .grant(new Grant(-1, Effect.DENY, Set.of(Privilege.DESCRIBE), Scope.OfTable.of(WIDE.table(secret)),
                            Principal.user("bob"), false, List.of(),
                            new Provenance("ann", java.time.Instant.EPOCH)));
            Tables anns = session(catalog, "ann").tables();
            Tables bobs = session(catalog, "bob").tables();
            for (String pattern : List.of("*", "a_*", "a_b1*", "A*|z5*", "*9", "a.b*", "nothing*", secret,
                    secret + "|ab1", names.getLast())) {
                for (Set<TableType> types : List.<Set<TableType>>of(Set.of(), Set.of(TableType.VIRTUAL_VIEW),
                        Set.of(TableType.MANAGED_TABLE, TableType.EXTERNAL_TABLE))) {
                    List<String> all = expected(pattern, types);
                    List<String> bobsOwn = all.stream().filter(name -> !name.equals(secret)).toList();
                    assertThat(anns.names(WIDE, NamePattern.of(pattern), types)).as(pattern).isEqualTo(all);
                    assertThat(bobs.names(WIDE, NamePattern.of(pattern), types)).as(pattern).isEqualTo(bobsOwn);
                    assertThat(summaries(anns, "wide", pattern, types)).as(pattern).isEqualTo(all);
                    assertThat(summaries(bobs, "wid.", pattern, types)).as(pattern).isEqualTo(bobsOwn);
                }
            }
            assertThat(anns.summaries(CatalogName.HIVE, NamePattern.of("wid*"), NamePattern.of("a1"), Set.of()))
                    .extracting(TableSummary::name).containsExactly(WIDER.table("a1"));
            assertThat(anns.summaries(CatalogName.HIVE, NamePattern.of("wide"), NamePattern.all(), Set.of()))
                    .allSatisfy(summary -> assertThat(summary.comment())
                            .isEqualTo(made(summary.name().name()).parameters().get("comment")));
            assertThat(anns.tables(WIDE, names.reversed())).extracting(table -> table.name().name())
                    .isEqualTo(names.reversed());
        }
    }

    private static List<String> summaries(Tables tables, String databases, String pattern, Set<TableType> types) {
        return tables.summaries(CatalogName.HIVE, NamePattern.of(databases), NamePattern.of(pattern), types).stream()
                .map(summary -> summary.name().name()).toList();
    }

    @Test
    void tablesOfManyDatabasesAreListedTogether() {
        try (StoredCatalog catalog = open()) {
            CatalogSession ann = session(catalog, "ann");
            List<String> expected = new ArrayList<>();
            for (int i = 10; i < 40; i++) {
                ann.databases().create(database("many" + i));
                ann.tables().create(table(DatabaseName.of("many" + i).table("t")));
                expected.add("many" + i + ".t");
            }
            assertThat(ann.tables().summaries(CatalogName.HIVE, NamePattern.of("many*"), NamePattern.of("t*"),
                    Set.of())).extracting(summary -> summary.name().toString()).isEqualTo(expected);
        }
    }

    @Test
    void aDatabaseIsDroppedWithTheFoldersOfAllItsTables() {
        Location folder = WAREHOUSE.resolve("wide.db");
        files.createDirectories(folder.resolve(names.getFirst()));
        files.createDirectories(folder.resolve(names.getLast()));
        try (StoredCatalog catalog = open()) {
            CatalogSession ann = session(catalog, "ann");
            long before = ann.events().newestId();
            ann.databases().dropCascade(WIDE, DataRemoval.DELETE);
            assertThat(ann.databases().find(WIDE)).isEmpty();
            assertThat(files.find(folder)).isEmpty();
            assertThat(ann.tables().names(WIDER, NamePattern.all(), Set.of())).containsExactly("a1");
            assertToldInOrder(ann.events().after(before, -1), before);
            ann.databases().create(database("wide"));
            assertThat(ann.tables().names(WIDE, NamePattern.all(), Set.of())).isEmpty();
        }
    }

    private void assertToldInOrder(List<NotificationEvent> events, long before) {
        assertThat(events).extracting(NotificationEvent::id)
                .isEqualTo(LongStream.rangeClosed(before + 1, before + TABLES + 1).boxed().toList());
        assertThat(events.subList(0, TABLES)).allSatisfy(event -> assertThat(event.type()).isEqualTo("DROP_TABLE"))
                .extracting(NotificationEvent::table).isEqualTo(names);
        assertThat(events.getLast().type()).isEqualTo("DROP_DATABASE");
    }

    @Test
    void eventsThatDoNotFitIntoMemoryAreWrittenInParts() {
        try (JdbcStore store = JdbcStore.open(settings)) {
            Clock clock = Clock.systemUTC();
            Rooms rooms = new Rooms(store, new Warehouse(files, WAREHOUSE), new EventMessages(clock), clock,
                    new Leases(settings.transactionTimeout(), clock), UpkeepSettings.DEFAULTS);
            long before = store.<Long>read(tx -> tx.events().newestId());
            List<FolderTask> removals = store.inTransaction(tx -> {
                Stored<Database> wide = tx.databases().lock(WIDE).orElseThrow();
                CascadedDrop drop = new CascadedDrop(rooms, (rows, tasks, events) -> {
                    throw new IllegalStateException("no table has an index");
                }, tx, wide.value(), DataRemoval.DELETE, 1_500_000);
                drop.removeTables(names);
                drop.finish(rooms.messages().databaseDropped(wide.value()));
                tx.databases().delete(wide.id());
                return drop.removals();
            });
            assertToldInOrder(store.read(tx -> tx.events().after(before, -1)), before);
            assertThat(store.<Boolean>read(tx -> tx.databases().find(WIDE).isPresent())).isFalse();
            assertThat(removals).as("a thousand folders together").hasSizeLessThan(TABLES / 500);
            assertThat(removals.stream().flatMap(task -> task.places().stream()).sorted()).isEqualTo(names.stream()
                    .filter(name -> made(name).type() != TableType.VIRTUAL_VIEW)
                    .map(name -> WAREHOUSE + "/wide.db/" + name).toList());
        }
    }
}

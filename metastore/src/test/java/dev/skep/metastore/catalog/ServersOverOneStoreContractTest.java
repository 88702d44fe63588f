package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.AccessContractTest.ANN;
import static dev.skep.metastore.catalog.AccessContractTest.filter;
import static dev.skep.metastore.catalog.AccessContractTest.grant;
import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.AccessLog;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.Access.Replace;
import dev.skep.storage.memory.MemoryFileSystem;

/** Several servers over one database; one that was made by a release before access; and one with many rules. */
abstract class ServersOverOneStoreContractTest {
    private static final Set<String> FIRST_TABLES = Set.of("COUNTERS", "STORE_IDENTITY", "CATALOGS", "DATABASES",
            "DESCRIPTORS", "TABLES", "PARTITIONS", "PARTITION_VALUES", "FUNCTIONS", "COLUMN_STATISTICS", "EVENTS",
            "FLYWAY_SCHEMA_HISTORY");
    private static final AccessSettings CLOSED = new AccessSettings(Set.of(Principal.user("root")), false,
            AccessLog.NONE);

    /** Returns the settings of a store that holds nothing. */
    abstract MetastoreSettings freshStore();

    /** Returns an SQL name in the database's quotes. */
    abstract String quoted(String name);

    private static Access root(StoredCatalog catalog) {
        return catalog.sessionFor(Caller.internal(Identity.of("root")), FileReader.ENGINE).access();
    }

    @Test
    void theNextSessionOfTheOtherServerSeesAChange() {
        MetastoreSettings settings = freshStore();
        MemoryFileSystem files = new MemoryFileSystem();
        try (StoredCatalog one = StoredCatalog.open(settings, files, CLOSED);
                StoredCatalog other = StoredCatalog.open(settings, files, CLOSED)) {
            one.sessionFor(Caller.internal(Identity.of("root")), FileReader.ENGINE).databases()
                    .create(database("sales"));
            one.sessionFor(Caller.internal(Identity.of("root")), FileReader.ENGINE).tables().create(table(ORDERS));
            for (int i = 0; i < 5; i++) {
                Grant given = root(one).grant(grant(Scope.OfTable.of(ORDERS), ANN, Privilege.SELECT));
                assertThat(root(other).all().policies()).containsExactly(given);
                root(other).revoke(given.effect(), given.privileges(), given.scope(), ANN, false);
                assertThat(root(one).all().policies()).isEmpty();
            }
            root(other).define(filter("f", Scope.OfTable.of(ORDERS), "true"), Replace.REFUSE);
            assertThat(root(one).all().version()).isEqualTo(root(other).all().version());
            assertThat(root(one).all().policies()).hasSize(1);
            one.tokens().addMasterKey("key");
            assertThat(other.tokens().masterKeys()).hasSize(1);
        }
    }

    @Test
    void serversThatStartTogetherBeginTheStoreOnce() throws Exception {
        MetastoreSettings settings = freshStore();
        MemoryFileSystem files = new MemoryFileSystem();
        StoredCatalog.open(settings, files, AccessSettings.OPEN).close();
        execute(settings, "DELETE FROM ACCESS_RULES", "DELETE FROM COUNTERS WHERE NAME = 'POLICY'");
        Outcomes outcomes = Outcomes.ofConcurrent(4,
                _ -> StoredCatalog.open(settings, files, AccessSettings.OPEN).close());
        assertThat(outcomes.failures()).isEmpty();
        try (StoredCatalog catalog = StoredCatalog.open(settings, files, CLOSED)) {
            assertThat(catalog.openGrants()).hasSize(2);
        }
    }

    @Test
    void ofServersThatStartTogetherOverNothingOneMakesTheTables() throws Exception {
        for (int round = 0; round < 3; round++) {
            MetastoreSettings settings = freshStore();
            MemoryFileSystem files = new MemoryFileSystem();
            Queue<UUID> stores = new ConcurrentLinkedQueue<>();
            Outcomes outcomes = Outcomes.ofConcurrent(4, _ -> {
                try (StoredCatalog catalog = StoredCatalog.open(settings, files, AccessSettings.OPEN)) {
                    stores.add(catalog.storeId());
                }
            });
            assertThat(outcomes.failures()).isEmpty();
            assertThat(stores).hasSize(4);
            assertThat(Set.copyOf(stores)).as("names of the store").hasSize(1);
            try (Connection connection = connect(settings);
                    Statement statement = connection.createStatement();
                    ResultSet steps = statement.executeQuery("SELECT " + quoted("version") + ", "
                            + quoted("success") + " FROM " + quoted("flyway_schema_history") + " WHERE "
                            + quoted("version") + " IS NOT NULL ORDER BY " + quoted("installed_rank"))) {
                int step = 0;
                while (steps.next()) {
                    assertThat(steps.getString(1)).isEqualTo(Integer.toString(++step));
                    assertThat(steps.getBoolean(2)).isTrue();
                }
                assertThat(step).as("migrations, each of them once").isGreaterThanOrEqualTo(4);
            }
        }
    }

    private static void execute(MetastoreSettings settings, String... statements) throws Exception {
        try (Connection connection = connect(settings); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect(MetastoreSettings settings) throws Exception {
        return DriverManager.getConnection(String.valueOf(settings.storeUrl()), settings.storeUser(),
                settings.storePassword());
    }

    @Test
    void aStoreOfAnEarlierReleaseIsOpenWithItsTables() throws Exception {
        MetastoreSettings settings = freshStore();
        MemoryFileSystem files = new MemoryFileSystem();
        try (StoredCatalog catalog = StoredCatalog.open(settings, files)) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            session.tables().create(table(ORDERS));
        }
        takeBackLaterMigrations(settings);
        try (StoredCatalog catalog = StoredCatalog.open(settings, files)) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("bob")), FileReader.ENGINE);
            assertThat(session.tables().find(ORDERS)).isPresent();
            assertThat(catalog.openGrants()).hasSize(2);
            session.access().grant(grant(Scope.OfTable.of(ORDERS), ANN, Privilege.SELECT));
            assertThat(session.events().newestId()).isEqualTo(2);
        }
    }

    /** What the later migrations made, taken back: the layout of the first release. */
    private void takeBackLaterMigrations(MetastoreSettings settings) throws Exception {
        List<String> later = new ArrayList<>();
        try (Connection connection = connect(settings);
                ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(), connection.getSchema(),
                        "%", new String[]{"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                String table = tables.getString("TABLE_NAME");
                if (!FIRST_TABLES.contains(table.toUpperCase(Locale.ROOT))) {
                    later.add(quoted(table));
                }
            }
            assertThat(later).hasSizeGreaterThan(8);
            while (!later.isEmpty()) {
                assertThat(later.removeIf(table -> isDropped(connection, table))).as("one of %s can be dropped", later)
                        .isTrue();
            }
        }
        execute(settings, "ALTER TABLE TABLES DROP COLUMN PARTITIONS_OUTSIDE",
                "ALTER TABLE PARTITIONS ADD CONSTRAINT PARTITION_OF_TABLE FOREIGN KEY (TABLE_ID) REFERENCES TABLES (ID)",
                "ALTER TABLE PARTITIONS ADD CONSTRAINT PARTITION_HAS_DESCRIPTOR FOREIGN KEY (DESCRIPTOR_ID) REFERENCES DESCRIPTORS (ID)");
        execute(settings, "DELETE FROM COUNTERS WHERE NAME <> 'EVENT'", "DELETE FROM "
                + quoted("flyway_schema_history") + " WHERE CAST(" + quoted("version") + " AS INTEGER) >= 2");
    }

    /** False for one that another one refers to. */
    private static boolean isDropped(Connection connection, String table) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE " + table);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void loadsTenThousandPoliciesAndAHundredThousandTags() throws Exception {
        MetastoreSettings settings = freshStore();
        try (StoredCatalog catalog = StoredCatalog.open(settings, new MemoryFileSystem(), CLOSED)) {
            fill(settings);
            root(catalog).createRole("r");
            long started = System.nanoTime();
            PolicySet set = root(catalog).all();
            long loaded = System.nanoTime();
            assertThat(set.policies()).hasSize(10_000);
            assertThat(set.tags()).hasSize(100_000);
            int sessions = 1_000;
            for (int i = 0; i < sessions; i++) {
                root(catalog);
            }
            System.out.printf(
                    "%s, 10,000 policies and 100,000 tags: loaded and indexed in %d ms; then %d µs a session%n",
                    getClass().getSimpleName(), (loaded - started) / 1_000_000,
                    (System.nanoTime() - loaded) / 1_000 / sessions);
        }
    }

    private static void fill(MetastoreSettings settings) throws Exception {
        try (Connection connection = connect(settings);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO ACCESS_RULES (ID, KIND, NAME, OBJECT_NAME, BODY, MADE_BY, MADE_AT) VALUES (?, ?, ?, ?, ?, 'root', 5)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 110_000; i++) {
                String scope = "{\"kind\":\"table\",\"catalog\":\"hive\",\"database\":\"db%d\",\"table\":\"t%d\"}"
                        .formatted(i % 100, i);
                boolean isPolicy = i < 10_000;
                insert.setLong(1, 1_000_000_000L + i);
                insert.setString(2, isPolicy ? "ALLOW" : "TAG");
                insert.setString(3, isPolicy ? Integer.toString(i) : "[\"pii\"," + scope + "]");
                insert.setString(4, "hive.db" + i % 100 + ".t" + i);
                insert.setString(5, isPolicy
                        ? "{\"scope\":%s,\"privileges\":[\"SELECT\"],\"to\":{\"type\":\"ROLE\",\"name\":\"r%d\"}}"
                                .formatted(scope, i % 1_000)
                        : "{\"tag\":\"pii\",\"value\":\"%d\",\"scope\":%s}".formatted(i % 5, scope));
                insert.addBatch();
                if (i % 1_000 == 999) {
                    insert.executeBatch();
                }
            }
            connection.commit();
        }
    }

    @Test
    void administratorsComeFromTheSettingOfEachServer() {
        MetastoreSettings settings = freshStore();
        try (StoredCatalog catalog = StoredCatalog.open(settings, new MemoryFileSystem(), CLOSED)) {
            root(catalog).grantRole("admin", ANN, false);
            assertThat(root(catalog).membersOf("admin")).hasSize(2);
        }
        AccessSettings nobody = new AccessSettings(Set.of(Principal.group("ops")), false, AccessLog.NONE);
        try (StoredCatalog catalog = StoredCatalog.open(settings, new MemoryFileSystem(), nobody)) {
            Caller operator = Caller.internal(new Identity("eve", Set.of("ops"), Set.of()));
            assertThat(catalog.sessionFor(operator, FileReader.ENGINE).access().membersOf("admin"))
                    .extracting(member -> member.member().toString())
                    .isEqualTo(List.of("user ann", "group ops"));
        }
    }
}

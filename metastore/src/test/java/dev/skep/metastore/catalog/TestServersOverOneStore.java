package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.AccessContractTest.ANN;
import static dev.skep.metastore.catalog.AccessContractTest.filter;
import static dev.skep.metastore.catalog.AccessContractTest.grant;
import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

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

/** Several servers over one PostgreSQL; one that was made by a release before access; and one with many rules. */
class TestServersOverOneStore {
    private static final AccessSettings CLOSED = new AccessSettings(Set.of(Principal.user("root")), false,
            AccessLog.NONE);

    private static Access root(StoredCatalog catalog) {
        return catalog.sessionFor(Caller.internal(Identity.of("root")), FileReader.ENGINE).access();
    }

    @Test
    void theNextSessionOfTheOtherServerSeesAChange() {
        MetastoreSettings settings = PostgresServer.freshStore(WAREHOUSE);
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
        MetastoreSettings settings = PostgresServer.freshStore(WAREHOUSE);
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
        MetastoreSettings settings = PostgresServer.freshStore(WAREHOUSE);
        MemoryFileSystem files = new MemoryFileSystem();
        try (StoredCatalog catalog = StoredCatalog.open(settings, files)) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            session.tables().create(table(ORDERS));
        }
        // What the later migrations made, taken back: the layout of the first release.
        execute(settings, "DROP TABLE ACCESS_RULES", "DROP TABLE DELEGATION_TOKENS", "DROP TABLE MASTER_KEYS",
                "DROP TABLE CONSTRAINTS",
                "DROP TABLE TRANSACTIONS", "DROP TABLE TRANSACTION_WRITES", "DROP TABLE WRITE_ID_COUNTERS",
                "DROP TABLE FOLDER_TASKS", "DROP TABLE WRITE_IDS", "DROP TABLE READ_WRITE_IDS", "DROP TABLE LOCKS",
                "DROP TABLE COMPACTIONS",
                "DELETE FROM COUNTERS WHERE NAME <> 'EVENT'",
                "DELETE FROM \"flyway_schema_history\" WHERE CAST(\"version\" AS INTEGER) >= 2");
        try (StoredCatalog catalog = StoredCatalog.open(settings, files)) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("bob")), FileReader.ENGINE);
            assertThat(session.tables().find(ORDERS)).isPresent();
            assertThat(catalog.openGrants()).hasSize(2);
            session.access().grant(grant(Scope.OfTable.of(ORDERS), ANN, Privilege.SELECT));
            assertThat(session.events().newestId()).isEqualTo(2);
        }
    }

    @Test
    void loadsTenThousandPoliciesAndAHundredThousandTags() throws Exception {
        MetastoreSettings settings = PostgresServer.freshStore(WAREHOUSE);
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
                    "PostgreSQL, 10,000 policies and 100,000 tags: loaded and indexed in %d ms; then %d µs a session%n",
                    (loaded - started) / 1_000_000, (System.nanoTime() - loaded) / 1_000 / sessions);
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
        MetastoreSettings settings = PostgresServer.freshStore(WAREHOUSE);
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

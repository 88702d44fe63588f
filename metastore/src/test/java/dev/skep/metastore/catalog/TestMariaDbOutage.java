package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.assertFails;
import static dev.skep.metastore.catalog.CatalogContractTest.column;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.partition;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.harness.MariaDbServer;
import dev.skep.metastore.harness.NeedsMariaDb;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.storage.memory.MemoryFileSystem;

/** A MariaDB that is not there, is another one than meant, takes less than it is given, or goes away and comes back. */
@NeedsMariaDb
class TestMariaDbOutage {
    private static final int WRITERS = 4;
    private static final int ACKNOWLEDGED = 200;

    private @Nullable MariaDbServer own;

    @AfterEach
    void stop() {
        if (own != null) {
            own.close();
        }
    }

    private static CatalogSession session(StoredCatalog catalog) {
        return catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
    }

    @Test
    void everyAcknowledgedChangeIsThereAfterTheDatabaseWasKilled() throws Exception {
        MariaDbServer server = MariaDbServer.start();
        own = server;
        MetastoreSettings settings = MariaDb.freshStore(server, WAREHOUSE);
        MemoryFileSystem files = new MemoryFileSystem();
        try (StoredCatalog catalog = StoredCatalog.open(settings, files)) {
            session(catalog).databases().create(database("sales"));
            Table orders = session(catalog).tables().create(table(ORDERS, column("n", "string")));
            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            Queue<CatalogException> failures = new ConcurrentLinkedQueue<>();
            CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED);
            AtomicBoolean stopped = new AtomicBoolean();
            try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
                for (int i = 0; i < WRITERS; i++) {
                    int writer = i;
                    writers.execute(() -> {
                        for (int n = 0; !stopped.get(); n++) {
                            String value = writer + "-" + n;
                            try {
                                session(catalog).partitions().add(ORDERS, List.of(partition(orders, value)),
                                        IfExists.FAIL);
                                acknowledged.add(value);
                                enough.countDown();
                            } catch (CatalogException e) {
                                failures.add(e);
                                stopped.set(true);
                            }
                        }
                    });
                }
                enough.await();
                server.kill();
            }
            assertThat(failures).isNotEmpty().allSatisfy(failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.STORE);
                assertThat(failure.getMessage()).containsAnyOf("Cannot reach the catalog's store: ",
                        "Cannot tell whether the change was stored");
            });
            server.restart();
            CatalogSession after = session(catalog);
            List<String> names = after.partitions().names(ORDERS, PartitionPredicate.all(), -1);
            assertThat(names).containsAll(acknowledged.stream().map(value -> "n=" + value).toList());
            List<NotificationEvent> events = after.events().after(0, -1);
            assertThat(events).hasSize(names.size() + 2).last().extracting(NotificationEvent::id)
                    .isEqualTo((long) events.size());
            Outcomes outcomes = Outcomes.ofConcurrent(20, worker -> session(catalog).partitions().add(ORDERS,
                    List.of(partition(orders, "after-" + worker)), IfExists.FAIL));
            assertThat(outcomes.failures()).isEmpty();
            assertThat(connections(server)).as("connections of the store").isLessThanOrEqualTo(settings.connections());
        }
        assertThat(connections(server)).as("connections of the closed store").isZero();
    }

    private static int connections(MariaDbServer server) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url("mysql"), "root", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '" + MariaDbServer.USER
                                + "'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static MetastoreSettings settings(String url, String user, String password) {
        return new MetastoreSettings(url, user, password, Path.of("unused"), WAREHOUSE, 2);
    }

    private static void open(MetastoreSettings settings) {
        StoredCatalog.open(settings, new MemoryFileSystem()).close();
    }

    @Test
    void saysWhyTheStoreCannotBeOpened() {
        String url = MariaDbServer.shared().url("nowhere");
        String place = url.substring(0, url.indexOf('?'));
        assertFails(Reason.STORE, "Cannot open the catalog's store at jdbc:mariadb://127.0.0.1:1/x: ",
                () -> open(settings("jdbc:mariadb://127.0.0.1:1/x?password=secret", "u", "p")));
        assertFails(Reason.STORE, "Cannot open the catalog's store at " + place + ": ",
                () -> open(settings(url, MariaDbServer.USER, MariaDbServer.PASSWORD)));
        assertFails(Reason.STORE, "Unknown database 'nowhere'",
                () -> open(settings(url, MariaDbServer.USER, MariaDbServer.PASSWORD)));
        assertFails(Reason.STORE, "Access denied for user 'skep'",
                () -> open(settings(url, MariaDbServer.USER, "wrong")));
        assertFails(Reason.STORE, "sslMode=disable",
                () -> open(settings(place, MariaDbServer.USER, MariaDbServer.PASSWORD)));
        assertFails(Reason.STORE,
                "Invalid store URL: 'jdbc:h2:mem:x' (expected jdbc:postgresql://..., jdbc:mariadb://... or none for the embedded store)",
                () -> open(settings("jdbc:h2:mem:x", "u", "p")));
    }

    @Test
    void takesAMariaDbUnderMySqlsUrl() {
        MetastoreSettings settings = MariaDb.freshStore(WAREHOUSE);
        String url = String.valueOf(settings.storeUrl()).replace("jdbc:mariadb:", "jdbc:mysql:");
        open(settings(url, MariaDbServer.USER, MariaDbServer.PASSWORD));
        open(settings);
    }

    @Test
    void saysThatAChangeIsLargerThanTheServerTakes() {
        try (StoredCatalog catalog = StoredCatalog.open(MariaDb.freshStore(WAREHOUSE), new MemoryFileSystem())) {
            CatalogSession session = session(catalog);
            session.databases().create(database("sales"));
            Table orders = session.tables().create(table(ORDERS, column("n", "string")));
            assertFails(Reason.STORE, "max_allowed_packet", () -> session.tables().alter(ORDERS,
                    orders.withParameters(Map.of("large", "x".repeat(17_000_000))), Tables.Cascade.TABLE_ONLY,
                    Map.of()));
            assertThat(session.tables().table(ORDERS).visible().parameters()).doesNotContainKey("large");
            List<Partition> large = IntStream.range(0, 60).mapToObj(i -> new Partition(ORDERS, List.of("v" + i), 0, 0,
                    orders.storage().withLocation(null), Map.of("large", "y".repeat(200_000)), -1)).toList();
            session.partitions().add(ORDERS, large, IfExists.FAIL);
            assertThat(session.partitions().count(ORDERS, PartitionPredicate.all())).isEqualTo(60);
        }
    }

    @Test
    void refusesAServerThatDoesNotTakeReadCommitted() throws Exception {
        MariaDbServer server = MariaDbServer.start("--log-bin", "--binlog-format=STATEMENT");
        own = server;
        assertFails(Reason.STORE, "binlog_format is STATEMENT",
                () -> open(MariaDb.freshStore(server, WAREHOUSE)));
    }

    @Test
    void refusesServersThatItWasNotMadeFor() {
        assertRefused("8.0.36", "the server is MySQL 8.0.36, and only MariaDB 10.6 or newer is supported");
        assertRefused("10.5.29-MariaDB", "the server is 10.5.29-MariaDB, and MariaDB 10.6 or newer is needed");
    }

    private static void assertRefused(String version, String reason) {
        try (MariaDbServer server = MariaDbServer.start("--version=" + version)) {
            assertFails(Reason.STORE, reason, () -> open(MariaDb.freshStore(server, WAREHOUSE)));
        }
    }
}

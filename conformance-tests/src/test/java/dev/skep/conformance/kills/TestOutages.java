package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.skep.conformance.clients.StoreKind;
import dev.skep.thrift.hms.CheckLockRequest;
import dev.skep.thrift.hms.LockResponse;
import dev.skep.thrift.hms.LockState;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchLockException;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.UnlockRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that goes away and comes back, and clients that die with a lock. */
final class TestOutages {
    private static final int CLIENTS = 8;
    private static final int POOL = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Clients that read and write until they are stopped; what failed, and how long the longest call took. */
    private static final class Callers implements AutoCloseable {
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicLong longest = new AtomicLong();
        private final AtomicLong[] answered = new AtomicLong[CLIENTS];
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        Callers(TwoServers servers) throws TException {
            for (int i = 0; i < CLIENTS; i++) {
                ThriftHiveMetastore.Client client = servers.connect(i % 2);
                String name = "t" + i;
                client.create_table(Structs.table("default", name, "0"));
                AtomicLong count = new AtomicLong();
                answered[i] = count;
                threads.add(Thread.ofPlatform().start(() -> {
                    while (!stopped.get()) {
                        call(client, name, count);
                    }
                }));
            }
        }

        private void call(ThriftHiveMetastore.Client client, String name, AtomicLong count) {
            long begin = System.nanoTime();
            try {
                Table table = client.get_table("default", name);
                table.putToParameters(Structs.MARK, Long.toString(begin));
                client.alter_table("default", name, table);
                count.incrementAndGet();
            } catch (TException e) {
                failures.add(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
            longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
        }

        /** Waits until each client was answered twice more. */
        void awaitAnswers() {
            long[] before = new long[CLIENTS];
            for (int i = 0; i < CLIENTS; i++) {
                before[i] = answered[i].get();
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (int i = 0; i < CLIENTS; i++) {
                while (answered[i].get() < before[i] + 2) {
                    assertThat(System.nanoTime()).as("answers to client %d; failures: %s", i, failures).isLessThan(end);
                    LockSupport.parkNanos(5_000_000);
                }
            }
        }

        void awaitFailure() {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (failures.isEmpty()) {
                assertThat(System.nanoTime()).as("a call that fails").isLessThan(end);
                LockSupport.parkNanos(5_000_000);
            }
        }

        @Override
        public void close() throws InterruptedException {
            stopped.set(true);
            for (Thread thread : threads) {
                assertThat(thread.join(PATIENCE)).as("a client that hangs").isTrue();
            }
        }
    }

    private static void checkFailures(Callers callers, int boundSeconds) {
        assertThat(callers.failures).isNotEmpty().allSatisfy(failure -> assertThat(failure)
                .startsWith("MetaException: ").containsAnyOf("Cannot reach the catalog's store",
                        "Cannot tell whether the change was stored", "Cannot use the catalog's store"));
        assertThat(Duration.ofNanos(callers.longest.get())).isLessThan(Duration.ofSeconds(boundSeconds));
        System.out.printf("outage: %d calls failed, the longest call took %.1f s%n", callers.failures.size(),
                callers.longest.get() / 1e9);
    }

    private static void awaitPoolOf(SharedPostgres postgres) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (postgres.connectionsOf("skep") > 2 * POOL) {
            assertThat(System.nanoTime()).as("connections of two pools of %d", POOL).isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private TwoServers servers(SharedPostgres postgres, String parameters) {
        Map<String, String> settings = postgres.settings("skep", parameters);
        settings.put("store.connections", String.valueOf(POOL));
        return TwoServers.start(folder, settings);
    }

    @Test
    void aPostgresqlThatCrashesAndComesBack() throws Exception {
        try (SharedPostgres postgres = SharedPostgres.start(folder.resolve("postgres"), List.of("skep"));
                TwoServers servers = servers(postgres, "");
                Callers callers = new Callers(servers)) {
            for (int i = 0; i < 2; i++) {
                callers.awaitAnswers();
                callers.failures.clear();
                postgres.crash();
                callers.awaitFailure();
                postgres.comeBack();
                callers.awaitAnswers();
                checkFailures(callers, 40);
                awaitPoolOf(postgres);
            }
        }
    }

    @Test
    void aPostgresqlThatStandsStill() throws Exception {
        try (SharedPostgres postgres = SharedPostgres.start(folder.resolve("postgres"), List.of("skep"));
                TwoServers servers = servers(postgres, "?socketTimeout=3&connectTimeout=3&loginTimeout=3");
                Callers callers = new Callers(servers)) {
            callers.awaitAnswers();
            postgres.freeze();
            try {
                callers.awaitFailure();
            } finally {
                postgres.thaw();
            }
            callers.awaitAnswers();
            checkFailures(callers, 40);
            awaitPoolOf(postgres);
        }
    }

    /** The lease of a client that is gone ends by the server's clock, and who waits through another server gets the lock. */
    @Test
    void aClientIsKilledWhileItHoldsALock() throws Exception {
        Map<String, String> settings = new java.util.HashMap<>(StoreKind.POSTGRESQL.settings());
        settings.put("metastore.txn.timeout", "3s");
        try (TwoServers servers = TwoServers.start(folder, settings)) {
            ThriftHiveMetastore.Client client = servers.connect(1);
            client.create_table(Structs.table("default", "t", "0"));
            Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), LockHolder.class.getName(), servers.uris().getFirst(),
                    "t").redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (BufferedReader output = new BufferedReader(
                    new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
                String line = output.readLine();
                while (line != null && !line.equals(LockState.ACQUIRED.name())) {
                    line = output.readLine();
                }
                assertThat(line).isEqualTo("ACQUIRED");
            } finally {
                holder.destroyForcibly();
            }
            LockResponse answer = client.lock(LockHolder.exclusive("t", "waiter"));
            assertThat(answer.getState()).isEqualTo(LockState.WAITING);
            long lock = answer.getLockid();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (client.check_lock(new CheckLockRequest(lock)).getState() == LockState.WAITING) {
                assertThat(System.nanoTime()).as("the lock of a dead client").isLessThan(end);
            }
            client.unlock(new UnlockRequest(lock));
        }
    }

    @Test
    void anAdministratorSeesAndEndsLocksAndTransactionsBySql() throws Exception {
        try (TwoServers servers = TwoServers.start(folder);
                Connection connection = servers.sql(0, "ann");
                Statement sql = connection.createStatement()) {
            ThriftHiveMetastore.Client client = servers.connect(1);
            client.create_table(Structs.table("default", "t", "0"));
            long lock = client.lock(LockHolder.exclusive("t", "eve")).getLockid();
            long waiting = client.lock(LockHolder.exclusive("t", "bob")).getLockid();
            assertThat(rows(sql, "SHOW LOCKS t")).containsExactly(lock + ".1 t ACQUIRED eve",
                    waiting + ".1 t WAITING bob");
            sql.execute("KILL LOCK " + lock);
            assertThat(client.check_lock(new CheckLockRequest(waiting)).getState()).isEqualTo(LockState.ACQUIRED);
            assertThatThrownBy(() -> client.unlock(new UnlockRequest(lock))).isInstanceOf(NoSuchLockException.class);
            sql.execute("KILL LOCK " + waiting);
            assertThat(rows(sql, "SHOW LOCKS")).isEmpty();
        } catch (MetaException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> rows(Statement statement, String text) throws java.sql.SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(text)) {
            while (result.next()) {
                rows.add(result.getString("lockid") + " " + result.getString("table") + " "
                        + result.getString("lock_state") + " " + result.getString("user"));
            }
        }
        return rows;
    }
}

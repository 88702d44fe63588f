package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Clients that change everything a catalog holds, until they are stopped; between two of their calls the whole can be held still and compared with what servers say. */
final class WriteLoad implements AutoCloseable {
    private static final String DATABASE = "load";
    private static final int CLIENTS = 6;

    private final Journal journal;
    private final Path warehouse;
    private final List<String> servers;
    private final Counter counter;
    private final Mutex mutex;
    private final EventLog log = new EventLog("counter");
    private final List<Client> clients = new ArrayList<>();
    private final ReentrantReadWriteLock running = new ReentrantReadWriteLock(true);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    WriteLoad(Path folder, Path warehouse, List<String> servers, long seed) throws TException {
        this.journal = new Journal(folder.resolve("journal.txt"));
        this.warehouse = warehouse;
        this.servers = servers;
        this.counter = new Counter(journal, DATABASE, "counter");
        this.mutex = new Mutex(journal, DATABASE, "mutex");
        try (FailoverClient first = new FailoverClient(servers, 0)) {
            first.order(server -> server.create_database(Structs.database(DATABASE, "begin")));
            counter.create(first);
            for (int i = 0; i < CLIENTS; i++) {
                String name = "acid" + i;
                first.order(server -> server.create_table(Structs.table(DATABASE, name, "begin")));
                clients.add(new Client(i, new Random(seed + i)));
            }
            log.skip(first);
        }
        clients.forEach(client -> client.thread.start());
    }

    /** One client with what only it changes. */
    private final class Client {
        private final Random random;
        private final FailoverClient wire;
        private final List<Subject<?>> subjects = new ArrayList<>();
        private final Transactions transactions;
        private final Thread thread;

        Client(int number, Random random) {
            this.random = random;
            this.wire = new FailoverClient(servers, number);
            for (int i = 0; i < 3; i++) {
                subjects.add(new TableSubject(journal, warehouse, DATABASE, "t%d_%d_".formatted(number, i)));
            }
            subjects.add(new FunctionSubject(journal, DATABASE, "f%d_".formatted(number)));
            subjects.add(new DatabaseSubject(journal, warehouse, "d%d_".formatted(number)));
            transactions = new Transactions(journal, DATABASE, "acid" + number, "user" + number);
            thread = Thread.ofPlatform().name("client " + number).daemon().unstarted(this::run);
        }

        private void run() {
            try {
                while (!stopped) {
                    running.readLock().lock();
                    try {
                        step();
                    } finally {
                        running.readLock().unlock();
                    }
                }
            } catch (TException | RuntimeException | AssertionError e) {
                failure.compareAndSet(null, e);
            } finally {
                wire.close();
            }
        }

        private void step() throws TException {
            int choice = random.nextInt(10);
            if (choice < 7) {
                subjects.get(random.nextInt(subjects.size())).step(wire, random);
            } else if (choice == 7) {
                transactions.step(wire, random);
            } else if (choice == 8) {
                counter.step(wire);
            } else {
                mutex.step(wire);
            }
        }

        private void verify(FailoverClient of) throws TException {
            for (Subject<?> subject : subjects) {
                subject.verify(of);
            }
            transactions.verify(of);
        }
    }

    private void checkRunning() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError("A client failed", failed);
        }
    }

    /** Holds the clients still and compares what they know with what each of the servers says. */
    void verify() throws TException {
        checkRunning();
        running.writeLock().lock();
        try {
            checkRunning();
            for (String server : servers) {
                try (FailoverClient one = new FailoverClient(List.of(server), 0)) {
                    for (Client client : clients) {
                        client.verify(one);
                    }
                    mutex.verify(one);
                }
            }
            try (FailoverClient last = new FailoverClient(servers, servers.size() - 1)) {
                EventLog.Part part = log.read(last);
                List<String> differences = counter.compare(part.counts());
                differences.addAll(journal.compare(part.changes()));
                assertThat(differences).as("the notification log").isEmpty();
                clients.forEach(client -> client.transactions.compare(part.endings()));
            }
        } finally {
            running.writeLock().unlock();
        }
    }

    long acknowledged() {
        return journal.acknowledged();
    }

    long lost() {
        return journal.lost();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Client client : clients) {
                client.thread.join(90_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }
}

package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.skep.thrift.hms.AlreadyExistsException;
import dev.skep.thrift.hms.InvalidObjectException;
import dev.skep.thrift.hms.InvalidOperationException;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.UnknownDBException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients of two servers change the same few objects: each call is done wholly or refused by an exception that it declares, and what is left fits together. */
final class TestRaces {
    private static final int CLIENTS = 16;
    private static final int CALLS = Integer.getInteger("skep.races.calls", 150);
    private static final Set<Class<?>> DECLARED = Set.of(AlreadyExistsException.class, NoSuchObjectException.class,
            InvalidOperationException.class, InvalidObjectException.class, MetaException.class,
            UnknownDBException.class);

    @TempDir
    Path folder;

    @Test
    void clientsOfTwoServersChangeTheSameObjects() throws Exception {
        long seed = Long.getLong("skep.races.seed", System.nanoTime());
        System.out.println("races: seed " + seed);
        try (TwoServers servers = TwoServers.start(folder)) {
            Queue<String> unexpected = new ConcurrentLinkedQueue<>();
            AtomicInteger done = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                ThriftHiveMetastore.Client client = servers.connect(i % 2);
                Random random = new Random(seed + i);
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int call = 0; call < CALLS; call++) {
                        try {
                            step(client, random);
                            done.incrementAndGet();
                        } catch (TException e) {
                            refused.incrementAndGet();
                            if (!DECLARED.contains(e.getClass())
                                    || e instanceof MetaException && !isOfARace(String.valueOf(e.getMessage()))) {
                                unexpected.add(e.toString());
                                if (unexpected.size() > 20) {
                                    return;
                                }
                            }
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.printf("races: %d calls done, %d refused%n", done.get(), refused.get());
            assertThat(unexpected).isEmpty();
            assertThat(done.get()).isGreaterThan(CLIENTS * CALLS / 20);
            checkWhatIsLeft(servers);
        }
    }

    /** Losing against others, which MetaException says where a call declares nothing better. */
    private static boolean isOfARace(String message) {
        return message.contains("others changed the same objects") || message.contains("does not exist")
                || message.contains("exists") || message.contains("it is not empty");
    }

    private static void step(ThriftHiveMetastore.Client client, Random random) throws TException {
        String database = "r" + random.nextInt(2);
        String table = "t" + random.nextInt(3);
        String value = "v" + random.nextInt(4);
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> client.create_database(Structs.database(database, "m"));
            case 3 -> client.drop_database(database, true, random.nextBoolean());
            case 4, 5, 6, 7 -> client.create_table(Structs.table(database, table, "m"));
            case 8 -> client.drop_table(database, table, true);
            case 9, 10 -> rename(client, database, table, "r" + random.nextInt(2), "t" + random.nextInt(3));
            case 11 -> {
                Table changed = client.get_table(database, table);
                changed.putToParameters(Structs.MARK, "n");
                client.alter_table(database, table, changed);
            }
            case 12, 13, 14 -> client.add_partitions(partitions(database, table, random));
            case 15 -> client.drop_partition(database, table, List.of(value), true);
            case 16 -> client.alter_partition(database, table, Structs.partition(database, table, value, "n"));
            case 17 -> client.rename_partition(database, table, List.of(value),
                    Structs.partition(database, table, "v" + random.nextInt(4), "n"));
            case 18 -> client.update_table_column_statistics(Structs.statistics(database, table, 5));
            default -> client.get_partitions(database, table, (short) -1);
        }
    }

    private static void rename(ThriftHiveMetastore.Client client, String database, String table, String otherDatabase,
            String other) throws TException {
        Table renamed = client.get_table(database, table);
        renamed.setDbName(otherDatabase);
        renamed.setTableName(other);
        client.alter_table(database, table, renamed);
    }

    private static List<Partition> partitions(String database, String table, Random random) {
        Set<String> values = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            values.add("v" + random.nextInt(4));
        }
        return new ArrayList<>(
                values.stream().map(value -> Structs.partition(database, table, value, "m")).toList());
    }

    private static void checkWhatIsLeft(TwoServers servers) throws TException, IOException {
        ThriftHiveMetastore.Client client = servers.connect(0);
        ThriftHiveMetastore.Client other = servers.connect(1);
        List<String> databases = client.get_all_databases();
        assertThat(other.get_all_databases()).isEqualTo(databases);
        Set<Path> known = new TreeSet<>();
        for (String database : databases) {
            if (database.equals("default")) {
                continue;
            }
            known.add(servers.warehouse().resolve(database + ".db"));
            for (String name : client.get_all_tables(database)) {
                Table table = client.get_table(database, name);
                assertThat(other.get_table(database, name)).isEqualTo(table);
                Path place = Path.of(table.getSd().getLocation().substring("file:".length()));
                assertThat(place).isDirectory();
                known.add(place);
                for (Partition partition : client.get_partitions(database, name, (short) -1)) {
                    Path below = Path.of(partition.getSd().getLocation().substring("file:".length()));
                    assertThat(below).as("folder of a partition of " + name).isDirectory().startsWith(place);
                    known.add(below);
                }
            }
        }
        try (Stream<Path> folders = Files.walk(servers.warehouse())) {
            List<Path> orphans = folders.filter(Files::isDirectory).filter(path -> !path.equals(servers.warehouse()))
                    .filter(path -> !path.endsWith("spark.catalog")).filter(path -> !known.contains(path)).toList();
            assertThat(orphans).as("folders of nothing").isEmpty();
        }
        EventLog log = new EventLog("none");
        try (FailoverClient reader = new FailoverClient(servers.uris(), 0)) {
            Map<String, Integer> balance = new TreeMap<>();
            log.read(reader).changes().forEach((event, count) -> {
                if (event.startsWith("CREATE_DATABASE ") || event.startsWith("DROP_DATABASE ")) {
                    balance.merge(event.substring(event.indexOf(' ')), event.startsWith("C") ? count : -count,
                            Integer::sum);
                }
            });
            balance.forEach((name, count) -> assertThat(count).as("created less dropped:" + name)
                    .isEqualTo(databases.contains(name.strip()) ? 1 : 0));
        }
    }
}

package dev.skep.server.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code skep bench metastore}: the same calls to one metastore or two, Skep's or Hive's, in turns of a few seconds. Counted are the rounds after the
 * first. Latencies are the client's, whose decoding of the answers is in them; it runs on the same machine.
 */
@Command(name = "metastore", description = "The same load on one metastore or two, Skep's or Hive's.", mixinStandardHelpOptions = true)
public final class MetastoreBench implements Callable<Integer> {
    @Option(names = "--uri", required = true, description = "thrift://host:port of a metastore; may be given twice.")
    private List<URI> uris = new ArrayList<>();

    @Option(names = "--pid", description = "The metastore's process on this machine, to measure its processor time; once for each --uri.")
    private List<Long> pids = new ArrayList<>();

    @Option(names = "--seconds", defaultValue = "3", description = "How long a round of a case takes at most, beyond its last call (default ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds that count, after one that does not (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--tables", defaultValue = "1000", description = "Tables in the database (default ${DEFAULT-VALUE}).")
    private int tables;

    @Option(names = "--partitions", defaultValue = "100000", description = "Partitions of the largest table but for --million (default ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(names = "--million", description = "Only the cases over a table of a million partitions.")
    private boolean million;

    @Option(names = "--tables-in-one-database", description = "Only the cases over a database of so many tables, a multiple of 1,000.")
    private int tablesInOneDatabase;

    @Option(names = "--as", description = "With --tables-in-one-database: a user who lists the names too, saying by set_ugi who he is.")
    private String reader = "";

    @Option(names = "--cases", description = "Only cases whose names contain this text.")
    private String only = "";

    @Option(names = "--files", description = "A folder that the metastores may write to (default one that is made for the run and deleted after it).")
    private Path files = Path.of("");

    @Option(names = "--database", description = "The database that is made and kept, for another run with the same options; one that is there is used as it is (default one that is dropped after the run).")
    private String given = "";

    @Override
    public Integer call() throws Exception {
        if (uris.size() > 2) {
            throw new IllegalArgumentException("Cannot measure %d metastores: at most two".formatted(uris.size()));
        }
        boolean isGiven = !files.toString().isEmpty();
        Path root = isGiven ? files.toAbsolutePath() : Files.createTempDirectory("skep-bench");
        List<MetastoreTarget> targets = new ArrayList<>();
        try {
            for (int i = 0; i < uris.size(); i++) {
                targets.add(new MetastoreTarget(uris.get(i), i < pids.size() ? pids.get(i) : 0));
            }
            run(targets, root);
        } finally {
            targets.forEach(MetastoreTarget::close);
            if (!isGiven) {
                new LocalFileSystem().deleteRecursively(Location.of(root.toString()));
            }
        }
        return 0;
    }

    private void run(List<MetastoreTarget> targets, Path root) throws Exception {
        if (tablesInOneDatabase % 1_000 != 0 || tablesInOneDatabase < 0) {
            throw new IllegalArgumentException(
                    "Invalid number of tables: %d (expected a multiple of 1,000)".formatted(tablesInOneDatabase));
        }
        List<MetastoreLoad> loads = new ArrayList<>();
        List<MetastoreWideLoad> wide = new ArrayList<>();
        String database = given.isEmpty() ? "bench_" + Long.toString(System.currentTimeMillis(), 36) : given;
        for (int i = 0; i < targets.size(); i++) {
            // Servers under other users write here.
            Path folder = Files.createDirectories(root.resolve("metastore" + i));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            MetastoreObjects objects = new MetastoreObjects(database, folder.resolve(database));
            loads.add(new MetastoreLoad(objects, tables, partitions));
            wide.add(new MetastoreWideLoad(objects, tablesInOneDatabase, reader));
        }
        try {
            for (int i = 0; i < targets.size(); i++) {
                long start = System.nanoTime();
                if (!given.isEmpty() && loads.get(i).isThere(targets.get(i).client(0))) {
                    continue;
                }
                if (tablesInOneDatabase > 0) {
                    wide.get(i).prepare(targets.get(i));
                } else if (million) {
                    loads.get(i).prepareDatabase(targets.get(i).client(0));
                    loads.get(i).prepareMillion(targets.get(i).client(0));
                } else {
                    loads.get(i).prepare(targets.get(i).client(0));
                }
                System.out.printf(Locale.ROOT, "# %s: what is read was made in %.1f s%n", targets.get(i),
                        (System.nanoTime() - start) / 1e9);
            }
            measure(targets, loads, wide);
        } finally {
            for (int i = 0; i < targets.size() && given.isEmpty(); i++) {
                if (loads.get(i).isThere(targets.get(i).client(0))) {
                    loads.get(i).clean(targets.get(i).client(0));
                }
            }
        }
    }

    private void measure(List<MetastoreTarget> targets, List<MetastoreLoad> loads, List<MetastoreWideLoad> wide)
            throws InterruptedException, ExecutionException {
        MetastoreTable table = new MetastoreTable(targets);
        table.printHead();
        List<List<MetastoreCase>> cases = new ArrayList<>();
        for (int i = 0; i < loads.size(); i++) {
            cases.add(tablesInOneDatabase > 0
                    ? wide.get(i).cases(targets.get(i))
                    : million ? loads.get(i).millionCases() : loads.get(i).cases());
        }
        for (int i = 0; i < cases.getFirst().size(); i++) {
            int number = i;
            List<MetastoreCase> one = cases.stream().map(list -> list.get(number)).toList();
            if (one.getFirst().name().contains(only)) {
                table.print(one.getFirst().name(), inTurns(targets, one));
            }
        }
        if (million) {
            once(targets, table, loads.stream().map(MetastoreLoad::dropMillion).toList());
        }
        if (tablesInOneDatabase > 0 && given.isEmpty()) {
            once(targets, table, wide.stream().map(MetastoreWideLoad::drop).toList());
        }
    }

    /** A case that can be done once. */
    private void once(List<MetastoreTarget> targets, MetastoreTable table, List<MetastoreCase> cases)
            throws InterruptedException, ExecutionException {
        List<Samples> drops = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Samples samples = new Samples();
            round(targets.get(i), cases.get(i), samples, 0);
            samples.sort();
            drops.add(samples);
        }
        table.print(cases.getFirst().name(), drops);
    }

    private List<Samples> inTurns(List<MetastoreTarget> targets, List<MetastoreCase> cases)
            throws InterruptedException, ExecutionException {
        List<Samples> samples = new ArrayList<>();
        targets.forEach(target -> samples.add(new Samples()));
        int[] calls = new int[targets.size()];
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < targets.size(); i++) {
                calls[i] += round(targets.get(i), cases.get(i), round == 0 ? new Samples() : samples.get(i), calls[i]);
            }
        }
        samples.forEach(Samples::sort);
        return samples;
    }

    /** Returns how many calls a client made at most. */
    private int round(MetastoreTarget target, MetastoreCase one, Samples samples, int before)
            throws InterruptedException, ExecutionException {
        for (int caller = 0; caller < one.connections(); caller++) {
            target.client(caller);
        }
        record Made(long[] nanos, int count, long busy) {}
        Duration cpu = target.cpu();
        long start = System.nanoTime();
        long deadline = start + (long) (seconds * 1e9);
        List<Future<Made>> running = new ArrayList<>();
        int most = 0;
        try (ExecutorService callers = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < one.connections(); i++) {
                int caller = i;
                running.add(callers.submit(() -> {
                    long[] nanos = new long[1024];
                    int count = 0;
                    long busy = 0;
                    while (count < one.maxCalls() && (count == 0 || System.nanoTime() < deadline)) {
                        one.before().make(target.client(caller), caller, before + count);
                        long begin = System.nanoTime();
                        one.call().make(target.client(caller), caller, before + count);
                        if (count == nanos.length) {
                            nanos = java.util.Arrays.copyOf(nanos, 2 * count);
                        }
                        nanos[count] = System.nanoTime() - begin;
                        busy += nanos[count++];
                    }
                    return new Made(nanos, count, busy);
                }));
            }
            for (Future<Made> future : running) {
                Made made = future.get();
                most = Math.max(most, made.count());
            }
        }
        long wall = System.nanoTime() - start;
        Duration spent = target.cpu().minus(cpu);
        boolean isFirst = true;
        for (Future<Made> future : running) {
            Made made = future.get();
            // Of one client only the time in calls counts; of several the time of the round.
            long counted = one.connections() == 1 ? made.busy() : wall;
            samples.add(made.nanos(), made.count(), isFirst ? counted : 0, isFirst ? spent : Duration.ZERO);
            isFirst = false;
        }
        return most;
    }
}

package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.column;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.partition;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.harness.MariaDbServer;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.partition.PartitionPredicate.And;
import dev.skep.metastore.partition.PartitionPredicate.Comparison;
import dev.skep.metastore.partition.PartitionPredicate.In;
import dev.skep.metastore.partition.PartitionPredicate.IsNull;
import dev.skep.metastore.partition.PartitionPredicate.Like;
import dev.skep.metastore.partition.PartitionPredicate.Not;
import dev.skep.metastore.partition.PartitionPredicate.Operator;
import dev.skep.metastore.partition.PartitionPredicate.Or;
import dev.skep.storage.memory.MemoryFileSystem;

/** The same calls, chosen at random, get the same answers from every store. */
class TestStoresAgree {
    private static final int CALLS = 400;
    private static final List<String> TEXTS = List.of("a", "A", "a ", "b", "á", "ß", "SS", "a%", "a_", "a\\", "'",
            "a/b",
            "漢字", "10", "9", "010", "-1", "x".repeat(900), Partition.DEFAULT_VALUE);
    private static final List<String> PATTERNS = List.of("a%", "%a", "_", "a\\%", "a__", "%", "1%");
    private static final List<String> DATES = List.of("2026-01-01", "2026-1-1", "2026-02-30", "1999-12-31", "never",
            Partition.DEFAULT_VALUE);

    @TempDir
    Path folder;

    private interface Call {
        Object on(CatalogSession session);
    }

    /** A call, and the predicate and limit that it uses if it is one that does. */
    private record Step(PartitionPredicate predicate, int limit, Call call) {}

    @Test
    void answerEveryCallAlike() {
        long seed = Long.getLong("skep.test.seed", new Random().nextLong());
        System.out.println("seed of the calls: " + seed);
        TreeMap<String, MetastoreSettings> stores = new TreeMap<>();
        stores.put("HSQLDB", MetastoreSettings.embedded(folder, WAREHOUSE));
        stores.put("PostgreSQL", PostgresServer.freshStore(WAREHOUSE));
        if (MariaDbServer.isInstalled()) {
            stores.put("MariaDB", MariaDb.freshStore(WAREHOUSE));
        }
        TreeMap<String, List<String>> answers = new TreeMap<>();
        stores.forEach((name, settings) -> answers.put(name, run(settings, new Random(seed))));
        List<String> expected = requireNonNull(answers.get("HSQLDB"));
        Random again = new Random(seed);
        for (int i = 0; i < CALLS; i++) {
            int number = i;
            Step step = step(again);
            answers.forEach((name, given) -> assertThat(given.get(number))
                    .as("answer %d of %s, seed %d, %s, limit %d", number, name, seed, step.predicate(), step.limit())
                    .isEqualTo(expected.get(number)));
        }
        long failures = expected.stream().filter(answer -> answer.startsWith("failed")).count();
        System.out.printf("%d calls on %s, %d of them refused%n", CALLS, answers.keySet(), failures);
        assertThat(failures).isBetween(1L, CALLS - CALLS / 4L);
    }

    private static List<String> run(MetastoreSettings settings, Random random) {
        List<String> answers = new ArrayList<>();
        try (StoredCatalog catalog = StoredCatalog.open(settings, new MemoryFileSystem())) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            for (int i = 0; i < CALLS; i++) {
                Call call = step(random).call();
                String answer;
                try {
                    answer = String.valueOf(call.on(session));
                } catch (CatalogException e) {
                    answer = "failed: " + e.reason() + " " + e.getMessage();
                }
                answers.add(answer);
            }
        }
        return answers;
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<String> values(Random random) {
        return List.of(one(TEXTS, random), one(DATES, random), Integer.toString(random.nextInt(-3, 12)),
                one(TEXTS.subList(0, 8), random), one(TEXTS.subList(0, 8), random));
    }

    private static PartitionPredicate predicate(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 6 : 9)) {
            case 0 -> new Comparison("s", one(List.of(Operator.values()), random), one(TEXTS, random));
            case 1 -> new Comparison("d", one(List.of(Operator.values()), random), one(DATES, random));
            case 2 -> new Comparison("n", one(List.of(Operator.values()), random), one(TEXTS, random));
            case 3 -> new In(one(List.of("s", "n", "e"), random), List.of(one(TEXTS, random), one(TEXTS, random)));
            case 4 -> new Like(one(List.of("s", "d", "n", "e"), random), one(PATTERNS, random));
            case 5 -> new IsNull(one(List.of("s", "d", "n", "e"), random));
            case 6 -> new Not(predicate(random, depth + 1));
            case 7 -> new And(List.of(predicate(random, depth + 1), predicate(random, depth + 1)));
            default -> new Or(List.of(predicate(random, depth + 1), predicate(random, depth + 1)));
        };
    }

    /** Takes as much from {@code random} whatever the store answers. */
    private static Step step(Random random) {
        TableName name = SALES.table("t" + random.nextInt(3));
        PartitionPredicate predicate = predicate(random, 0);
        List<List<String>> rows = new ArrayList<>();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            rows.add(values(random));
        }
        TableName other = SALES.table("t" + random.nextInt(3));
        int limit = random.nextInt(-1, 20);
        return new Step(predicate, limit, switch (random.nextInt(16)) {
            case 0, 1 -> session -> session.tables().create(table(name, column("s", "string"), column("d", "date"),
                    column("n", "int"), column("f", "string"), column("e", "string"))).name();
            case 2 -> session -> {
                session.tables().drop(name, DataRemoval.DELETE);
                return "dropped";
            };
            case 3, 4, 5, 6, 7 -> session -> {
                Table table = session.tables().table(name).visible();
                return session.partitions().add(name,
                        rows.stream().map(row -> partition(table, row.toArray(String[]::new))).distinct().toList(),
                        IfExists.SKIP).size();
            };
            case 8 -> session -> session.partitions().names(name, predicate, limit);
            case 9 -> session -> session.partitions().count(name, predicate);
            case 10 -> session -> session.partitions().list(name, predicate, limit).stream()
                    .map(one -> one.values() + " " + one.storage().location() + " " + one.parameters().get("rows"))
                    .toList();
            case 11 -> session -> session.partitions().find(name, rows.getFirst()).map(Partition::values);
            case 12 -> session -> session.partitions().drop(name, List.of(predicate), DataRemoval.DELETE, IfExists.SKIP)
                    .size();
            case 13 -> session -> session.tables().names(SALES, NamePattern.of("t*"),
                    CatalogContractTest.allTypes());
            case 14 -> session -> session.events().newestId() + " " + session.events().after(0, -1).size();
            default -> session -> {
                Table table = session.tables().table(name).visible();
                return session.tables().alter(name, new Table(-1, other, table.type(), table.owner(),
                        table.ownerType(), table.createTime(), 0, 0, table.storage(), table.partitionKeys(),
                        table.parameters(), null, null, false, null, -1), Tables.Cascade.TABLE_ONLY,
                        Map.of()).name();
            };
        });
    }
}

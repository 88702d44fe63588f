package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.NaivePredicate;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.partition.PartitionPredicate.And;
import dev.skep.metastore.partition.PartitionPredicate.Comparison;
import dev.skep.metastore.partition.PartitionPredicate.In;
import dev.skep.metastore.partition.PartitionPredicate.IsNull;
import dev.skep.metastore.partition.PartitionPredicate.Like;
import dev.skep.metastore.partition.PartitionPredicate.Not;
import dev.skep.metastore.partition.PartitionPredicate.Operator;
import dev.skep.metastore.partition.PartitionPredicate.Or;
import dev.skep.metastore.partition.PartitionPredicate.Values;

/** Random predicates, checked against an evaluation in Java that shares nothing with the store's. */
abstract class PredicateContractTest extends CatalogContractTest {
    private static final int PARTITIONS = 300;
    private static final int PREDICATES = 400;
    private static final Map<String, List<String>> VALUES = Map.of(
            "string",
            List.of("a", "b", "B", "ab", "a_b", "a%b", "a!b", "a'b", "10", "9", "z z", "é", "a/b=c",
                    Partition.DEFAULT_VALUE),
            "int",
            List.of("-10", "-9", "0", "00", "7", "07", "9", "10", "11", "100", "2147483647", "x", "1.5",
                    Partition.DEFAULT_VALUE),
            "decimal(10,2)",
            List.of("-1.5", "-1.50", "-0.25", "-12", "0.0", "0.05", "0.5", "1", "1.0", "1.25", "9.99", "10", "1e1", "?",
                    Partition.DEFAULT_VALUE),
            "date", List.of("2026-01-01", "2026-01-02", "2025-12-31", "2026-1-3", "0001-01-01", "9999-12-31",
                    "2026-13-01", "soon", Partition.DEFAULT_VALUE));
    private static final List<String> PATTERNS = List.of("a%", "%b", "a_b", "a\\_b", "a\\%b", "%", "1%", "2026-01-0_",
            "a!b", "");

    private final List<Column> keys = List.of(column("s", "string"), column("i", "int"), column("d", "decimal(10,2)"),
            column("t", "date"), column("s2", "string"), column("i2", "bigint"));

    @Test
    void selectsWhatANaiveEvaluationSelects() {
        long seed = System.nanoTime();
        System.out.println("seed of " + getClass().getSimpleName() + ": " + seed);
        Random random = new Random(seed);
        Table orders = session.tables().create(table(ORDERS, keys.toArray(Column[]::new)));
        Map<String, List<String>> stored = new LinkedHashMap<>();
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            List<String> values = keys.stream().map(key -> value(random, key)).toList();
            if (stored.putIfAbsent(PartitionNames.name(keys, values), values) == null) {
                partitions.add(partition(orders, values.toArray(String[]::new)));
            }
        }
        session.partitions().add(ORDERS, partitions, IfExists.FAIL);
        for (int i = 0; i < PREDICATES; i++) {
            PartitionPredicate predicate = predicate(random, 3);
            List<String> expected = stored.entrySet().stream()
                    .filter(entry -> NaivePredicate.accepts(predicate, keys, entry.getValue())).map(Map.Entry::getKey)
                    .sorted().toList();
            assertThat(session.partitions().names(ORDERS, predicate, -1)).as("seed %d: %s", seed, predicate)
                    .isEqualTo(expected);
            assertThat(session.partitions().count(ORDERS, predicate)).isEqualTo(expected.size());
        }
    }

    private static String value(Random random, Column key) {
        List<String> values = VALUES.get(key.type().equals("bigint") ? "int" : key.type());
        return values == null ? "" : values.get(random.nextInt(values.size()));
    }

    private PartitionPredicate predicate(Random random, int depth) {
        Column key = keys.get(random.nextInt(keys.size()));
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0, 1 -> new Comparison(key.name(), Operator.values()[random.nextInt(6)], literal(random, key));
            case 2 -> new In(key.name(), List.of(literal(random, key), literal(random, key), literal(random, key)));
            case 3 -> new Like(key.name(), PATTERNS.get(random.nextInt(PATTERNS.size())));
            case 4 -> new IsNull(key.name());
            case 5 -> new Values(values(random));
            case 6 -> new And(List.of(predicate(random, depth - 1), predicate(random, depth - 1)));
            case 7 -> new Or(List.of(predicate(random, depth - 1), predicate(random, depth - 1)));
            default -> new Not(predicate(random, depth - 1));
        };
    }

    private static String literal(Random random, Column key) {
        String value = value(random, key);
        return value.equals(Partition.DEFAULT_VALUE) ? "8" : value;
    }

    private List<Optional<String>> values(Random random) {
        List<Optional<String>> values = new ArrayList<>();
        for (int i = random.nextInt(keys.size() + 1); i > 0; i--) {
            Column key = keys.get(values.size());
            values.add(random.nextInt(3) > 0 ? Optional.empty() : Optional.of(value(random, key)));
        }
        return values;
    }
}

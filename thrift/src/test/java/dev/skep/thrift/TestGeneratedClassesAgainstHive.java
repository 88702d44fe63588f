package dev.skep.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.thrift.PublishedApi.Requirement;
import dev.skep.thrift.PublishedApi.WireField;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our generated classes against those that Hive published, each version in a class loader of its own: every method, struct, field, enum
 * value and constant of each must be ours with the same number and type, but for the conflicts listed here, which are all there are.
 */
final class TestGeneratedClassesAgainstHive {
    /** A difference and the first and last version that has it. */
    private record Known(String first, String last, String difference) {
        boolean holdsIn(String version) {
            int at = PublishedHive.VERSIONS.indexOf(version);
            return PublishedHive.VERSIONS.indexOf(first) <= at && at <= PublishedHive.VERSIONS.indexOf(last);
        }
    }

    private static final List<Known> KNOWN = List.of(
            // Fields that moved in 3.1; ours is the form since then.
            new Known("1.2.2", "2.3.10", "struct AddDynamicPartitions: 2 dbname string, ours 2 writeid i64"),
            new Known("1.2.2", "2.3.10", "struct AddDynamicPartitions: 3 tablename string, ours 3 dbname string"),
            new Known("1.2.2", "2.3.10",
                    "struct AddDynamicPartitions: 4 partitionnames list<string>, ours 4 tablename string"),
            new Known("2.1.1", "2.3.10",
                    "struct AddDynamicPartitions: 5 operationType DataOperationType, ours 5 partitionnames list<string>"),
            new Known("1.2.2", "2.3.10",
                    "struct InsertEventRequestData: 1 filesAdded list<string>, ours 1 replace bool"),
            new Known("2.3.9", "2.3.10",
                    "struct InsertEventRequestData: 2 filesAddedChecksum list<string>, ours 2 filesAdded list<string>"),
            new Known("1.2.2", "2.3.10",
                    "struct GetOpenTxnsResponse: 2 open_txns set<i64>, ours 2 open_txns list<i64>"),
            new Known("2.3.10", "2.3.10", "struct Table: 16 catName string, ours 16 creationMetadata CreationMetadata"),
            // Required by some versions only, so optional here: what we write must always set them.
            new Known("3.1.3", "4.2.0", "struct AddDynamicPartitions: 2 writeid i64 is required there"),
            new Known("3.1.3", "4.2.0", "struct AddDynamicPartitions: 4 tablename string is required there"),
            new Known("3.1.3", "4.2.0", "struct AddDynamicPartitions: 5 partitionnames list<string> is required there"),
            new Known("3.1.3", "4.2.0", "struct InsertEventRequestData: 2 filesAdded list<string> is required there"),
            new Known("3.1.3", "4.2.0", "struct GetOpenTxnsResponse: 2 open_txns list<i64> is required there"),
            new Known("3.1.3", "4.2.0", "struct GetOpenTxnsResponse: 4 abortedBits binary is required there"),
            new Known("3.1.3", "3.1.3", "struct GetValidWriteIdsRequest: 2 validTxnList string is required there"),
            new Known("4.0.1", "4.2.0", "struct Materialization: 2 sourceTablesCompacted bool is required there"),
            // Other names or types for the same bytes.
            new Known("1.2.2", "2.3.10",
                    "method get_partition_names_result: 1 o2 MetaException, ours 1 o1 NoSuchObjectException"),
            new Known("2.1.1", "2.3.10", "struct LockComponent: 7 isAcid bool, ours 7 isTransactional bool"),
            new Known("2.1.1", "2.3.10", "struct BinaryColumnStatsData: 4 bitVectors string, ours 4 bitVectors binary"),
            new Known("2.1.1", "2.3.10",
                    "struct BooleanColumnStatsData: 4 bitVectors string, ours 4 bitVectors binary"),
            new Known("2.1.1", "2.3.10", "struct DateColumnStatsData: 5 bitVectors string, ours 5 bitVectors binary"),
            new Known("2.1.1", "2.3.10",
                    "struct DecimalColumnStatsData: 5 bitVectors string, ours 5 bitVectors binary"),
            new Known("2.1.1", "2.3.10", "struct DoubleColumnStatsData: 5 bitVectors string, ours 5 bitVectors binary"),
            new Known("2.1.1", "2.3.10", "struct LongColumnStatsData: 5 bitVectors string, ours 5 bitVectors binary"),
            new Known("2.1.1", "2.3.10", "struct StringColumnStatsData: 5 bitVectors string, ours 5 bitVectors binary"),
            // A negative id, which no client can have set on purpose and the compiler refuses.
            new Known("3.1.3", "3.1.3", "method create_ischema_result: -1 o2 NoSuchObjectException, ours -1 (none)"));

    private static PublishedApi ours() throws Exception {
        return PublishedApi.read(TestGeneratedClassesAgainstHive.class.getClassLoader(), "dev.skep.thrift.hms",
                "dev.skep.thrift.hms.ThriftHiveMetastore", "dev.skep.thrift.fb303.FacebookService");
    }

    private static PublishedApi ourCli() throws Exception {
        return PublishedApi.read(TestGeneratedClassesAgainstHive.class.getClassLoader(), "dev.skep.thrift.hs2",
                "dev.skep.thrift.hs2.TCLIService");
    }

    private static PublishedApi hive(String version) throws Exception {
        try (URLClassLoader loader = PublishedHive.loaderOf(version)) {
            return PublishedApi.read(loader, "org.apache.hadoop.hive.metastore.api",
                    "org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore",
                    "com.facebook.fb303.FacebookService");
        }
    }

    private static PublishedApi hiveCli(String version) throws Exception {
        String cli = version.startsWith("1.")
                ? "org.apache.hive.service.cli.thrift"
                : "org.apache.hive.service.rpc.thrift";
        try (URLClassLoader loader = PublishedHive.loaderOf(version)) {
            return PublishedApi.read(loader, cli, cli + ".TCLIService");
        }
    }

    static Stream<String> versions() {
        return PublishedHive.VERSIONS.stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void hasEverythingOfEachMetastoreButTheKnownConflicts(String version) throws Exception {
        PublishedApi hive = hive(version);
        assertThat(hive.methods.size()).as("arguments and results").isGreaterThan(250);
        assertThat(differences(ours(), hive))
                .containsExactlyInAnyOrderElementsOf(
                        KNOWN.stream().filter(known -> known.holdsIn(version)).map(Known::difference).toList());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void hasEverythingOfEachHiveServer2(String version) throws Exception {
        PublishedApi hive = hiveCli(version);
        assertThat(hive.methods.size()).as("arguments and results").isGreaterThanOrEqualTo(38);
        assertThat(differences(ourCli(), hive)).isEmpty();
    }

    @Test
    void hasNothingThatNoVersionHas() throws Exception {
        Set<String> published = new TreeSet<>();
        for (String version : PublishedHive.VERSIONS) {
            published.addAll(names(hive(version)));
            published.addAll(names(hiveCli(version)));
        }
        assertThat(names(ours())).isSubsetOf(published);
        assertThat(names(ourCli())).isSubsetOf(published);
    }

    @Test
    void hasTheMethodsThatTheFactsCount() throws Exception {
        assertThat(ours().methods.keySet().stream().filter(name -> name.endsWith("_args"))).hasSize(305);
        assertThat(ourCli().methods.keySet().stream().filter(name -> name.endsWith("_args"))).hasSize(25);
    }

    private static Set<String> names(PublishedApi api) {
        Set<String> names = new TreeSet<>();
        api.structs.forEach((struct, fields) -> fields
                .forEach((id, field) -> names.add(struct + " " + PublishedApi.text(id, field))));
        api.methods.forEach((method, fields) -> fields
                .forEach((id, field) -> names.add(method + " " + PublishedApi.text(id, field))));
        api.enums.forEach(
                (name, values) -> values.forEach((value, number) -> names.add(name + " " + value + " " + number)));
        api.constants.forEach((name, value) -> names.add(name + " " + value));
        return names;
    }

    private static List<String> differences(PublishedApi ours, PublishedApi theirs) {
        List<String> found = new ArrayList<>();
        compareFields("struct", ours.structs, theirs.structs, found);
        compareFields("method", ours.methods, theirs.methods, found);
        theirs.enums.forEach((name, values) -> values.forEach((value, number) -> {
            if (!number.equals(ours.enums.getOrDefault(name, Map.of()).get(value))) {
                found.add("enum %s: %s = %d".formatted(name, value, number));
            }
        }));
        theirs.constants.forEach((name, value) -> {
            // HiveServer2 also has sets of its type ids, which nobody sends.
            if ((value instanceof String || value instanceof Number) && !value.equals(ours.constants.get(name))) {
                found.add("constant %s = %s".formatted(name, value));
            }
        });
        return found;
    }

    private static void compareFields(String kind, Map<String, Map<Integer, WireField>> ours,
            Map<String, Map<Integer, WireField>> theirs, List<String> found) {
        theirs.forEach((name, fields) -> {
            Map<Integer, WireField> mine = ours.get(name);
            if (mine == null) {
                found.add("%s %s: not ours".formatted(kind, name));
                return;
            }
            fields.forEach((id, field) -> {
                WireField my = mine.get(id);
                if (my == null || !my.name().equals(field.name()) || !my.type().equals(field.type())) {
                    found.add("%s %s: %s, ours %s".formatted(kind, name, PublishedApi.text(id, field),
                            PublishedApi.text(id, my)));
                } else if (my.requirement() != Requirement.REQUIRED && field.requirement() == Requirement.REQUIRED) {
                    found.add("%s %s: %s is required there".formatted(kind, name, PublishedApi.text(id, field)));
                }
                if (my != null && my.requirement() == Requirement.REQUIRED
                        && field.requirement() != Requirement.REQUIRED) {
                    found.add("%s %s: %s is required here only".formatted(kind, name, PublishedApi.text(id, field)));
                }
            });
            mine.forEach((id, my) -> {
                if (my.requirement() == Requirement.REQUIRED && !fields.containsKey(id)) {
                    found.add("%s %s: %s is required here only".formatted(kind, name, PublishedApi.text(id, my)));
                }
            });
        });
    }
}

package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.catalog.Statistics.Aggregate;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.ColumnStatistics.BinaryValues;
import dev.skep.metastore.model.ColumnStatistics.BooleanValues;
import dev.skep.metastore.model.ColumnStatistics.DateValues;
import dev.skep.metastore.model.ColumnStatistics.DecimalValues;
import dev.skep.metastore.model.ColumnStatistics.DoubleValues;
import dev.skep.metastore.model.ColumnStatistics.LongValues;
import dev.skep.metastore.model.ColumnStatistics.StringValues;
import dev.skep.metastore.model.ColumnStatistics.TimestampValues;
import dev.skep.metastore.model.ColumnStatistics.Values;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.Function.Resource;
import dev.skep.metastore.model.Function.ResourceType;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TypeDefinition;

/** Functions, statistics and events. */
abstract class OtherContractTest extends CatalogContractTest {
    private static final String HIVE = "hive";

    private static ColumnStatistics statistics(String column, Values values) {
        return new ColumnStatistics(column, "bigint", HIVE, 5, values);
    }

    @Test
    void keepsFunctions() {
        FunctionName name = new FunctionName(SALES, "Twice");
        Function function = new Function(name, "com.example.Twice", "ann", PrincipalType.USER, 0,
                List.of(new Resource(ResourceType.JAR, "s3://b/twice.jar")));
        session.functions().create(function);
        Function stored = session.functions().find(name).orElseThrow();
        assertThat(stored.resources()).isEqualTo(function.resources());
        assertThat(stored.createTime()).isPositive();
        assertThat(session.functions().names(SALES, NamePattern.of("tw*"))).containsExactly("twice");
        assertThat(session.functions().all(CatalogName.HIVE)).containsExactly(stored);
        assertFails(Reason.ALREADY_EXISTS, "sales.twice", () -> session.functions().create(function));
        assertFails(Reason.NOT_EMPTY, "1 functions", () -> session.databases().drop(SALES, DataRemoval.KEEP));
        session.functions().drop(name);
        assertFails(Reason.NOT_FOUND, "sales.twice", () -> session.functions().drop(name));
    }

    @Test
    void keepsTypesOfEveryKind() {
        TypeDefinition person = new TypeDefinition("Person", null, null,
                List.of(new TypeDefinition.Field("Name", "string", "full"),
                        new TypeDefinition.Field("born", "date", null)));
        TypeDefinition people = new TypeDefinition("people", "map<string,Person>", "Person", List.of());
        session.types().create(person);
        session.types().create(people);
        assertThat(session.types().find("Person")).contains(person);
        assertThat(session.types().find("person")).isEmpty();
        assertThat(session.types().withParts("people")).containsExactly(people, person);
        assertFails(Reason.ALREADY_EXISTS, "'Person'", () -> session.types().create(person));
        assertThat(session.types().drop("Person")).isTrue();
        assertThat(session.types().drop("Person")).isFalse();
        assertThat(session.types().withParts("people")).containsExactly(people);
    }

    @Test
    void keepsTokensAndKeysOfOthers() {
        assertThat(session.sharedTokens().add("b", "two")).isTrue();
        assertThat(session.sharedTokens().add("a", "one")).isTrue();
        assertThat(session.sharedTokens().add("a", "other")).isFalse();
        assertThat(session.sharedTokens().identifiers()).containsExactly("a", "b");
        assertThat(session.sharedTokens().find("a")).contains("one");
        assertFails(Reason.INVALID_INPUT, "0 characters", () -> session.sharedTokens().add("", "x"));
        int first = session.sharedTokens().addKey("k");
        int second = session.sharedTokens().addKey("k");
        session.sharedTokens().updateKey(second, "changed");
        assertThat(session.sharedTokens().keys()).extracting(key -> key.key()).containsExactly("k", "changed");
        assertThat(session.sharedTokens().removeKey(first)).isTrue();
        assertThat(session.sharedTokens().removeKey(first)).isFalse();
        assertFails(Reason.NOT_FOUND, "master key", () -> session.sharedTokens().updateKey(first, "x"));
        assertThat(session.sharedTokens().remove("a")).isTrue();
        assertThat(session.sharedTokens().remove("a")).isFalse();
    }

    @Test
    void grantsThatAreGivenTogetherAreAllGivenOrNone() {
        session.tables().create(table(ORDERS));
        Scope scope = Scope.OfTable.of(ORDERS);
        Principal ann = Principal.user("ann");
        session.grants()
                .give(List.of(gift(scope, ann, false, Privilege.SELECT), gift(scope, ann, false, Privilege.INSERT),
                        gift(scope, ann, true, Privilege.INSERT)));
        assertThat(grants(scope)).containsExactlyInAnyOrder("[SELECT] false", "[INSERT] true");
        assertFails(Reason.ALREADY_EXISTS, "granted it before", () -> session.grants()
                .give(List.of(gift(scope, ann, false, Privilege.ALTER), gift(scope, ann, false, Privilege.SELECT))));
        assertThat(grants(scope)).hasSize(2);
        session.grants().replace(scope, Set.of(Privilege.SELECT, Privilege.INSERT, Privilege.DELETE),
                List.of(gift(scope, ann, false, Privilege.INSERT, Privilege.DELETE).grant(),
                        gift(scope, ann, false, Privilege.DELETE).grant()));
        assertThat(grants(scope)).containsExactly("[INSERT, DELETE] false");
        assertFails(Reason.NOT_FOUND, "was not granted", () -> session.grants().take(List.of(
                new Grants.Loss(Set.of(Privilege.INSERT), scope, ann),
                new Grants.Loss(Set.of(Privilege.SELECT), scope, ann)), false));
        session.grants().take(List.of(new Grants.Loss(Set.of(Privilege.INSERT), scope, ann),
                new Grants.Loss(Set.of(Privilege.DELETE), scope, ann)), false);
        assertThat(grants(scope)).isEmpty();
    }

    private static Grants.Gift gift(Scope scope, Principal to, boolean option, Privilege... privileges) {
        return new Grants.Gift(new Grant(-1, Effect.ALLOW, Set.of(privileges), scope, to, option, List.of(),
                new Provenance("ann", Instant.EPOCH)), Grants.Repeat.REFUSE);
    }

    private List<String> grants(Scope scope) {
        return session.grants().visible(grant -> grant.scope().equals(scope)).stream()
                .map(grant -> new TreeSet<>(grant.privileges()) + " " + grant.grantOption()).toList();
    }

    @Test
    void marksGoWithTheirTable() {
        session.tables().create(table(ORDERS));
        Map<String, String> values = marks(session.tables().table(ORDERS).visible());
        session.partitionMarks().mark(ORDERS, values, 1);
        session.partitionMarks().mark(ORDERS, values, 1);
        assertThat(session.partitionMarks().isMarked(ORDERS, values, 1)).isTrue();
        assertThat(session.partitionMarks().isMarked(ORDERS, values, 2)).isFalse();
        session.tables().drop(ORDERS, DataRemoval.DELETE);
        session.tables().create(table(ORDERS));
        assertThat(session.partitionMarks().isMarked(ORDERS, values, 1)).isFalse();
    }

    private static Map<String, String> marks(Table table) {
        Map<String, String> values = new HashMap<>();
        table.partitionKeys().forEach(key -> values.put(key.name(), "a/b"));
        return values;
    }

    @Test
    void keepsStatisticsOfEveryKind() {
        session.tables().create(table(ORDERS));
        List<Values> kinds = List.of(new BooleanValues(1, 2, 3), new LongValues(null, Long.MAX_VALUE, 4, 5, null, null),
                new DoubleValues(-0.5, 1e300, 0, 7, null, null),
                new DecimalValues(new BigDecimal("-1.50"), new BigDecimal("99999999999999999999.1"), 1, 2, null, null),
                new DateValues(-5L, 20000L, 0, 3, null, null), new TimestampValues(1L, 2L, 0, 3, null, null),
                new StringValues(12, 3.25, 4, 5, null), new BinaryValues(7, 1.5, 2));
        for (Values values : kinds) {
            session.statistics().updateTable(ORDERS, List.of(statistics("id", values)));
            assertThat(session.statistics().ofTable(ORDERS, List.of("ID", "note"), HIVE))
                    .containsExactly(statistics("id", values));
        }
        byte[] sketch = {1, 2, 3};
        session.statistics().updateTable(ORDERS, List.of(statistics("id", new LongValues(1L, 2L, 0, 2, sketch, null))));
        assertThat(session.statistics().ofTable(ORDERS, List.of("id"), HIVE).getFirst().values())
                .isInstanceOfSatisfying(LongValues.class,
                        values -> assertThat(values.sketch()).containsExactly(1, 2, 3));
        assertThat(session.statistics().ofTable(ORDERS, List.of("id"), "impala")).isEmpty();
        session.statistics().deleteOfTable(ORDERS, null, null);
        assertThat(session.statistics().ofTable(ORDERS, List.of("id"), HIVE)).isEmpty();
        assertFails(Reason.INVALID_INPUT, "no column 'nope'",
                () -> session.statistics().updateTable(ORDERS, List.of(statistics("nope", kinds.getFirst()))));
    }

    @Test
    void aggregatesStatisticsOverPartitions() {
        Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
        session.partitions().add(ORDERS,
                List.of(partition(orders, "a"), partition(orders, "b"), partition(orders, "c")), IfExists.FAIL);
        session.statistics().updatePartitions(ORDERS,
                Map.of("ds=a", List.of(statistics("id", new LongValues(5L, 9L, 1, 10, null, null))),
                        "ds=b", List.of(statistics("id", new LongValues(-2L, 7L, 2, 20, null, null)))));
        Aggregate aggregate = session.statistics().aggregate(ORDERS, List.of("ds=a", "ds=b", "ds=c"), List.of("id"),
                HIVE);
        assertThat(aggregate.partitionsFound()).isEqualTo(2);
        assertThat(aggregate.statistics())
                .as("what the third partition may add is extrapolated")
                .containsExactly(statistics("id", new LongValues(-16L, 9L, 4, 40, null, null)));
        assertThat(session.statistics().aggregate(ORDERS, List.of("ds=a", "ds=b"), List.of("id"), HIVE).statistics())
                .containsExactly(statistics("id", new LongValues(-2L, 9L, 3, 20, null, null)));
        assertThat(session.statistics().ofPartitions(ORDERS, List.of("ds=a", "ds=c"), List.of("id"), HIVE))
                .containsOnlyKeys("ds=a");
        session.statistics().deleteOfPartition(ORDERS, "ds=a", "id", HIVE);
        assertThat(session.statistics().ofPartitions(ORDERS, List.of("ds=a", "ds=b"), List.of("id"), HIVE))
                .containsOnlyKeys("ds=b");
        assertFails(Reason.NOT_FOUND, "not all of",
                () -> session.statistics().updatePartitions(ORDERS, Map.of("ds=zzz", List.of())));
    }

    @Test
    void putsStatisticsOfAddedRowsTogetherWithWhatIsKnown() {
        Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
        session.statistics().mergeTable(ORDERS, List.of(statistics("id", new LongValues(5L, 9L, 1, 10, null, null))));
        session.statistics().mergeTable(ORDERS, List.of(statistics("id", new LongValues(-2L, 7L, 2, 20, null, null))));
        assertThat(session.statistics().ofTable(ORDERS, List.of("id"), HIVE))
                .containsExactly(statistics("id", new LongValues(-2L, 9L, 3, 20, null, null)));
        session.partitions().add(ORDERS, List.of(partition(orders, "a"), partition(orders, "b")), IfExists.FAIL);
        session.statistics().updatePartitions(ORDERS,
                Map.of("ds=a", List.of(statistics("id", new LongValues(5L, 9L, 1, 10, null, null)))));
        session.statistics().mergePartitions(ORDERS, Map.of("ds=a",
                List.of(statistics("id", new LongValues(1L, 6L, 2, 4, null, null))),
                "ds=b", List.of(statistics("id", new LongValues(null, null, 7, 0, null, null)))));
        assertThat(session.statistics().ofPartitions(ORDERS, List.of("ds=a", "ds=b"), List.of("id"), HIVE))
                .isEqualTo(Map.of(
                        "ds=a", List.of(statistics("id", new LongValues(1L, 9L, 3, 10, null, null))),
                        "ds=b", List.of(statistics("id", new LongValues(null, null, 7, 0, null, null)))));
        assertFails(Reason.NOT_FOUND, "not all of",
                () -> session.statistics().mergePartitions(ORDERS, Map.of("ds=zzz", List.of())));
    }

    @Test
    void forgetsStatisticsOfColumnsThatChangeType() {
        Table orders = session.tables().create(table(ORDERS));
        session.statistics().updateTable(ORDERS, List.of(statistics("id", new LongValues(1L, 2L, 0, 2, null, null))));
        session.tables().alter(ORDERS,
                orders.withStorage(orders.storage().withColumns(List.of(column("id", "string")))), Cascade.TABLE_ONLY,
                Map.of());
        assertThat(session.statistics().ofTable(ORDERS, List.of("id"), HIVE)).isEmpty();
    }

    @Test
    void writesEventsInTheOrderOfCommitsWithoutGaps() throws Exception {
        long before = session.events().newestId();
        Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
        session.partitions().add(ORDERS, List.of(partition(orders, "a")), IfExists.FAIL);
        assertFails(Reason.ALREADY_EXISTS, "orders", () -> session.tables().create(table(ORDERS)));
        session.tables().drop(ORDERS, DataRemoval.DELETE);
        List<NotificationEvent> events = session.events().after(before, -1);
        assertThat(events).extracting(NotificationEvent::type).containsExactly("CREATE_TABLE", "ADD_PARTITION",
                "DROP_TABLE");
        assertThat(events).extracting(NotificationEvent::id).containsExactly(before + 1, before + 2, before + 3);
        assertThat(session.events().after(before, 1)).hasSize(1);
        JsonNode added = new ObjectMapper().readTree(events.get(1).message());
        assertThat(added.at("/db").asText()).isEqualTo("sales");
        assertThat(added.at("/partitions/0/ds").asText()).isEqualTo("a");
        JsonNode partition = new ObjectMapper().readTree(added.at("/partitionListJson/0").asText());
        assertThat(partition.at("/1/lst").toString()).isEqualTo("[\"str\",1,\"a\"]");
        assertThat(partition.at("/6/rec/2/str").asText()).endsWith("/orders/ds=a");
    }

    @Test
    void appendsEventsThatClientsReport() {
        session.tables().create(table(ORDERS));
        long id = session.events()
                .report(new NotificationEvent(0, 0, "INSERT", "hive", "sales", "orders", "{}", "json-0.2"));
        assertThat(session.events().newestId()).isEqualTo(id);
        assertThat(session.events().after(id - 1, 10)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("INSERT");
            assertThat(event.time()).isPositive();
        });
    }

    @Test
    void letsExactlyOneOfManyCreatorsWin() throws Exception {
        Outcomes outcomes = Outcomes.ofConcurrent(8, worker -> session.tables().create(table(ORDERS)));
        assertThat(outcomes.succeeded()).isEqualTo(1);
        assertThat(outcomes.reasons()).hasSize(7).containsOnly(Reason.ALREADY_EXISTS);
        assertThat(files.find(dev.skep.storage.file.Location.of(WAREHOUSE + "/sales.db/orders"))).isPresent();
    }

    @Test
    void losesNoneOfManyConcurrentChanges() throws Exception {
        Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
        long before = session.events().newestId();
        Outcomes outcomes = Outcomes.ofConcurrent(8, worker -> {
            for (int i = 0; i < 10; i++) {
                session.partitions().add(ORDERS, List.of(partition(orders, worker + "-" + i)), IfExists.FAIL);
            }
        });
        assertThat(outcomes.failures()).isEmpty();
        assertThat(session.partitions().names(ORDERS, dev.skep.metastore.partition.PartitionPredicate.all(), -1))
                .hasSize(80);
        List<Long> ids = new ArrayList<>();
        session.events().after(before, -1).forEach(event -> ids.add(event.id()));
        assertThat(ids).hasSize(80).isSorted().first().isEqualTo(before + 1);
        assertThat(ids.getLast()).isEqualTo(before + 80);
    }

    @Test
    void letsOneOfManyCompareAndSetsWin() throws Exception {
        Table orders = session.tables().create(table(ORDERS));
        Outcomes outcomes = Outcomes.ofConcurrent(8, worker -> session.tables().alter(ORDERS,
                orders.withParameters(Map.of("p", "by " + worker)), Cascade.TABLE_ONLY, Map.of("p", "1")));
        assertThat(outcomes.succeeded()).isEqualTo(1);
        assertThat(outcomes.reasons()).hasSize(7).containsOnly(Reason.CONFLICT);
    }

    @Test
    void neverLeavesHalfOfAChangeWhenAlterAndDropMeet() throws Exception {
        for (int round = 0; round < 5; round++) {
            Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
            Outcomes outcomes = Outcomes.ofConcurrent(4, worker -> {
                switch (worker) {
                    case 0 -> session.tables().drop(ORDERS, DataRemoval.DELETE);
                    case 1 -> session.tables().alter(ORDERS, orders.withParameters(Map.of("x", "y")),
                            Cascade.PARTITIONS_TOO, Map.of());
                    case 2 -> session.partitions().add(ORDERS, List.of(partition(orders, "a")), IfExists.FAIL);
                    default -> session.statistics().updateTable(ORDERS,
                            List.of(statistics("id", new LongValues(1L, 1L, 0, 1, null, null))));
                }
            });
            assertThat(outcomes.reasons()).allMatch(Reason.NOT_FOUND::equals);
            assertThat(session.tables().find(ORDERS)).isEmpty();
        }
        session.databases().drop(SALES, DataRemoval.DELETE);
    }
}

package dev.skep.server.hms.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.partition.PartitionPredicate;
import org.junit.jupiter.api.Test;

class TestPartitionNameMapping {
    private static final List<Column> KEYS = List.of(new Column("a", "int", null), new Column("b", "int", null));

    @Test
    void readsEscapedNames() {
        assertThat(PartitionNameMapping.spec("ds=2026-01-01/path=a%2Fb%3D")).containsExactly(
                Map.entry("ds", "2026-01-01"),
                Map.entry("path", "a/b="));
        assertThat(PartitionNameMapping.values("a=1/b=__HIVE_DEFAULT_PARTITION__")).containsExactly("1",
                "__HIVE_DEFAULT_PARTITION__");
        assertThat(PartitionNameMapping.spec("")).isEmpty();
    }

    @Test
    void refusesWhatIsNoName() {
        assertThatThrownBy(() -> PartitionNameMapping.spec("a=1/b")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid partition name: 'a=1/b' (expected key=value/key=value)");
        assertThatThrownBy(() -> PartitionNameMapping.spec(null))
                .hasMessage("Invalid request: it has no partition name");
    }

    @Test
    void takesAnEmptyValueForAny() {
        assertThat(PartitionNameMapping.beginningWith(List.of("", "b")))
                .isEqualTo(new PartitionPredicate.Values(List.of(Optional.empty(), Optional.of("b"))));
        assertThat(PartitionNameMapping.beginningWith(List.of())).isEqualTo(PartitionPredicate.all());
        assertThat(PartitionNameMapping.beginningWith(List.of("", ""))).isEqualTo(PartitionPredicate.all());
    }

    @Test
    void bringsSpecsIntoTheOrderOfTheKeys() {
        assertThat(PartitionNameMapping.matching(KEYS, Map.of("B", "2", "a", "1", "c", "3"))).isEqualTo(
                new PartitionPredicate.Values(List.of(Optional.of("1"), Optional.of("2"))));
        assertThatThrownBy(() -> PartitionNameMapping.matching(KEYS, Map.of("b", "2")))
                .hasMessage("Invalid partition spec: {b=2} (expected values for the first of the keys [a, b])");
        assertThatThrownBy(() -> PartitionNameMapping.matching(KEYS, Map.of("c", "2")))
                .hasMessage("Invalid partition spec: {c=2} (expected values for the first of the keys [a, b])");
    }

    @Test
    void findsValuesByTheNamesOfTheKeys() {
        assertThat(PartitionNameMapping.values(KEYS, "B=2/a=1")).containsExactly("1", "2");
        assertThatThrownBy(() -> PartitionNameMapping.values(KEYS, "a=1"))
                .hasMessage("Invalid partition name: 'a=1' (it has no key 'b')");
        assertThat(PartitionNameMapping.values(KEYS, "a=1/b=2/c=3")).containsExactly("1", "2");
    }

    @Test
    void neverTakesFewerValuesForOnePartition() {
        assertThatThrownBy(() -> PartitionNameMapping.exactly(KEYS, List.of("1")))
                .hasMessage("Invalid partition values: [1] (expected one for each of [a, b])");
        assertThatThrownBy(() -> PartitionNameMapping.exactly(KEYS, null))
                .hasMessageContaining("Invalid partition values");
    }
}

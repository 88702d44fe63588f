package dev.skep.metastore.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

class TestPropertySelection {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Map<String, String> PROPERTIES = Map.of("fill", "0.5", "count", "12", "project", "Oral",
            "done", "true", "code", "007", "policy", "{\"type\": \"stub\", \"interval\": 30, \"on\": [1, 2]}",
            "broken", "{no", "dotted.name", "d");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"fill < 0.75|true", "fill > 0.75|false", "count >= 12|true",
            "count == '12'|true", "project == 'Oral'|true", "project =~ 'O.*l'|true", "project =^ 'Or'|true",
            "done|true", "!done|false", "done && count < 100|true", "code == '007'|true", "code == '7'|false",
            "policy.type == 'stub'|true", "policy.interval + 1 == 31|true", "policy.on[1] == 2|true",
            "nosuch == null|true", "nosuch > 3|false", "empty nosuch|true", "count|false", "broken == '{no'|true",
            "project =~ ['Oral', 'Rural']|true", "true|true"})
    void takesMapsOfWhichThePredicateIsTrue(String predicate, boolean isTaken) {
        assertThat(PropertySelection.of(predicate, List.of()).of(PROPERTIES) != null).isEqualTo(isTaken);
    }

    @Test
    void takesAllWithoutAPredicateButNoEmptyMap() {
        assertThat(PropertySelection.of(null, List.of()).of(PROPERTIES)).isEqualTo(PROPERTIES);
        assertThat(PropertySelection.of(" ", List.of()).of(Map.of())).isNull();
    }

    @Test
    void takesNamesAndWhatExpressionsGive() {
        assertThat(PropertySelection.of(null, List.of("fill", "nosuch", "dotted.name")).of(PROPERTIES))
                .isEqualTo(Map.of("fill", "0.5", "dotted.name", "d"));
        assertThat(PropertySelection.of(null, List.of("{ 'kind' : policy.type, 'on' : policy.on, 'none' : nosuch }"))
                .of(PROPERTIES)).isEqualTo(Map.of("kind", "stub", "on", "[1,2]"));
        assertThat(PropertySelection.of(null, List.of("nosuch", "1 + 1")).of(PROPERTIES)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"project.class", "project.class.classLoader", "''.class.forName('java.lang.Runtime')",
            "new('java.io.File', '/')", "new java.io.File('/')", "project.getClass()", "project.length()",
            "policy.put('a', 'b')", "fill = 3", "policy.type = 'x'", "count += 1", "while (true) {}",
            "for (var x : [1]) x", "() -> 1", "#pragma jexl.import java.io", "@silent true", "java.lang.System.exit(1)",
            "System:exit(1)", "fill <", "policy.keySet().class", "project['class'].name"})
    void reachesNothingButValues(String predicate) {
        try {
            assertThat(PropertySelection.of(predicate, List.of()).of(PROPERTIES)).as(predicate).isNull();
        } catch (CatalogException e) {
            assertThat(e.reason()).isEqualTo(Reason.INVALID_INPUT);
            assertThat(e).hasMessageStartingWith("Invalid expression over properties: ");
        }
        assertThat(PROPERTIES.get("fill")).isEqualTo("0.5");
    }

    @Test
    void boundsLengthDepthAndWork() {
        assertInvalid("(".repeat(21) + "1" + ")".repeat(21), "it is nested more than 20 deep");
        assertInvalid("1" + " + 1".repeat(2_000), "it is longer than 4000 characters");
        Map<String, String> evil = Map.of("text", "a".repeat(60) + "b");
        assertTimeout(LIMIT, () -> assertThatThrownBy(
                () -> PropertySelection.of("text =~ '(.*a){20}'", List.of()).of(evil))
                .isInstanceOf(CatalogException.class).hasMessageContaining("too many steps"));
        assertTimeout(LIMIT, () -> assertThatThrownBy(() -> {
            PropertySelection.of("!".repeat(3_900) + "true", List.of()).of(PROPERTIES);
            throw new CatalogException(Reason.INVALID_INPUT, "it was not too deep");
        }).isInstanceOf(CatalogException.class));
    }

    private static void assertInvalid(String predicate, String why) {
        assertThatThrownBy(() -> PropertySelection.of(predicate, List.of())).isInstanceOf(CatalogException.class)
                .hasMessageContaining(why);
    }
}

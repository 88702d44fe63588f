package dev.skep.server.hms.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TestIcebergCommit {
    @Test
    void readsTheExpectedParameterOfTheEnvironment() {
        assertThat(IcebergCommit.expectedParameters(
                Map.of("expected_parameter_key", "metadata_location", "expected_parameter_value", "s3://b/1.json")))
                .containsExactly(Map.entry("metadata_location", "s3://b/1.json"));
        assertThat(IcebergCommit.expectedParameters(Map.of("CASCADE", "true"))).isEmpty();
    }

    @Test
    void takesAMissingValueForAnAbsentParameter() {
        Map<String, @Nullable String> expected = new HashMap<>();
        expected.put("metadata_location", null);
        assertThat(IcebergCommit.expectedParameters(Map.of("expected_parameter_key", "metadata_location")))
                .isEqualTo(expected);
    }

    @Test
    void answersAConflictWithThePhraseThatIcebergLooksFor() {
        assertThat(IcebergCommit.conflictMessage(Map.of("metadata_location", "s3://b/1.json")))
                .contains("The table has been modified. The parameter value for key 'metadata_location' is");
    }
}

package dev.skep.server.hms.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import dev.skep.metastore.model.TableType;
import org.junit.jupiter.api.Test;

class TestExternalTables {
    @Test
    void letsTheParameterDecideWhereThereIsOne() {
        assertThat(ExternalTables.typeOf("MANAGED_TABLE", Map.of("EXTERNAL", "TRUE")))
                .isEqualTo(TableType.EXTERNAL_TABLE);
        assertThat(ExternalTables.typeOf("EXTERNAL_TABLE", Map.of("EXTERNAL", "FALSE")))
                .isEqualTo(TableType.MANAGED_TABLE);
        assertThat(ExternalTables.typeOf(null, Map.of("EXTERNAL", "true"))).isEqualTo(TableType.EXTERNAL_TABLE);
    }

    @Test
    void keepsAnExternalTableExternalWithoutTheParameter() {
        assertThat(ExternalTables.typeOf("EXTERNAL_TABLE", Map.of())).isEqualTo(TableType.EXTERNAL_TABLE);
        assertThat(ExternalTables.parametersOf(TableType.EXTERNAL_TABLE, Map.of())).containsEntry("EXTERNAL", "TRUE");
    }

    @Test
    void neverMakesAViewATable() {
        assertThat(ExternalTables.typeOf("VIRTUAL_VIEW", Map.of("EXTERNAL", "TRUE"))).isEqualTo(TableType.VIRTUAL_VIEW);
    }

    @Test
    void refusesKindsThatItDoesNotKnow() {
        assertThatThrownBy(() -> ExternalTables.typeOf("INDEX_TABLE", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid table type: 'INDEX_TABLE'");
    }
}

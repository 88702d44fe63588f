package dev.skep.server.hms.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import org.junit.jupiter.api.Test;

class TestTableNameFilter {
    private static final Table TABLE = new Table(1, TableName.of("db", "orders"), TableType.EXTERNAL_TABLE, "ann",
            PrincipalType.USER, 0,
            1000, 0,
            new StorageDescriptor(List.of(), null, null, null, false, -1, SerDe.of("s", Map.of()), List.of(), List.of(),
                    Map.of(),
                    StorageDescriptor.Skew.NONE, false),
            List.of(), Map.of("table_type", "ICEBERG", "retries", "9"), null, null, false, null, -1);

    private static boolean matches(String filter) {
        return TableNameFilter.parse(filter).matches(TABLE);
    }

    @Test
    void comparesOwnersParametersAndTimes() {
        assertThat(matches("hive_filter_field_owner__ = \"ann\"")).isTrue();
        assertThat(matches("hive_filter_field_owner__ like \".*n\" and hive_filter_field_last_access__ = 1000"))
                .isTrue();
        assertThat(matches("hive_filter_field_params__table_type = 'ICEBERG'")).isTrue();
        assertThat(matches("hive_filter_field_params__table_type LIKE \"iceberg\"")).isFalse();
        assertThat(matches("hive_filter_field_params__retries > \"10\"")).isFalse();
        assertThat(matches("hive_filter_field_params__missing <> \"10\"")).isFalse();
        assertThat(matches(
                "hive_filter_field_tableType__ = \"VIRTUAL_VIEW\" or (hive_filter_field_tableName__ = \"orders\")"))
                .isTrue();
    }

    @Test
    void bindsAndBeforeOr() {
        assertThat(matches(
                "hive_filter_field_owner__ = \"ann\" or hive_filter_field_owner__ = \"x\" and hive_filter_field_owner__ = \"y\""))
                .isTrue();
        assertThat(matches(
                "(hive_filter_field_owner__ = \"ann\" or hive_filter_field_owner__ = \"x\") and hive_filter_field_owner__ = \"y\""))
                .isFalse();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> TableNameFilter.parse("owner = \"a\"")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid table filter: 'owner = \"a\"': 'owner' is no field");
        assertThatThrownBy(() -> TableNameFilter.parse("hive_filter_field_owner__ = \"a\" hive"))
                .hasMessageContaining("expected AND or OR");
        assertThatThrownBy(() -> TableNameFilter.parse("(hive_filter_field_owner__ = \"a\""))
                .hasMessageContaining("expected )");
        assertThatThrownBy(() -> TableNameFilter.parse("hive_filter_field_owner__ like \"[\""))
                .hasMessageContaining("'[' is no pattern");
        assertThatThrownBy(() -> TableNameFilter.parse("(".repeat(5000))).hasMessageContaining("terms");
    }
}

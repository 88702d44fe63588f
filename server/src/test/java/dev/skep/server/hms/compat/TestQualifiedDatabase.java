package dev.skep.server.hms.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestQualifiedDatabase {
    @Test
    void readsWhatEachGenerationWrites() {
        assertThat(QualifiedDatabase.parse("sales")).isEqualTo(new QualifiedDatabase(null, "sales"));
        assertThat(QualifiedDatabase.parse("@hive#sales")).isEqualTo(new QualifiedDatabase("hive", "sales"));
        assertThat(QualifiedDatabase.parse("@spark#*")).isEqualTo(new QualifiedDatabase("spark", "*"));
        assertThat(QualifiedDatabase.parse("@hive#")).isEqualTo(new QualifiedDatabase("hive", null));
        assertThat(QualifiedDatabase.parse("@hive#!")).isEqualTo(new QualifiedDatabase("hive", ""));
        assertThat(QualifiedDatabase.parse(null)).isEqualTo(new QualifiedDatabase(null, null));
    }

    @Test
    void refusesACatalogWithoutAnEnd() {
        assertThatThrownBy(() -> QualifiedDatabase.parse("@hive")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid database name: '@hive' (expected @catalog#database)");
    }
}

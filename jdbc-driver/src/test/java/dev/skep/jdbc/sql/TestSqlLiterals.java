package dev.skep.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

import org.junit.jupiter.api.Test;

class TestSqlLiterals {
    @Test
    void writesEachType() {
        assertThat(SqlLiterals.of(null)).isEqualTo("NULL");
        assertThat(SqlLiterals.of("it's\n\\")).isEqualTo("'it''s\n\\'");
        assertThat(SqlLiterals.of(true)).isEqualTo("TRUE");
        assertThat(SqlLiterals.of((byte) -1)).isEqualTo("(-1)");
        assertThat(SqlLiterals.of(7L)).isEqualTo("7");
        assertThat(SqlLiterals.of(Long.MIN_VALUE)).isEqualTo("CAST('-9223372036854775808' AS BIGINT)");
        assertThat(SqlLiterals.of(1.5f)).isEqualTo("CAST('1.5' AS REAL)");
        assertThat(SqlLiterals.of(Double.NaN)).isEqualTo("CAST('NaN' AS DOUBLE)");
        assertThat(SqlLiterals.of(new BigDecimal("-0.50"))).isEqualTo("(-0.50)");
        assertThat(SqlLiterals.of(new BigDecimal("1E+3"))).isEqualTo("CAST('1000' AS DECIMAL(4,0))");
        assertThat(SqlLiterals.of(BigInteger.TEN)).isEqualTo("CAST('10' AS DECIMAL(2,0))");
        assertThat(SqlLiterals.of(new BigDecimal("0.001"))).isEqualTo("0.001");
        assertThat(SqlLiterals.of(LocalDate.of(2026, 1, 31))).isEqualTo("DATE '2026-01-31'");
        assertThat(SqlLiterals.of(LocalDateTime.of(2026, 1, 31, 1, 2, 3, 4_000)))
                .isEqualTo("TIMESTAMP '2026-01-31 01:02:03.000004'");
        assertThat(SqlLiterals.of(Timestamp.valueOf("0001-01-01 00:00:00")))
                .isEqualTo("TIMESTAMP '0001-01-01 00:00:00'");
        assertThat(SqlLiterals.of(new byte[]{0, (byte) 0xAB})).isEqualTo("X'00AB'");
    }

    @Test
    void givesNullsTheirType() {
        assertThat(SqlLiterals.nullOf(Types.INTEGER)).isEqualTo("CAST(NULL AS INTEGER)");
        assertThat(SqlLiterals.nullOf(Types.NVARCHAR)).isEqualTo("CAST(NULL AS VARCHAR)");
        assertThat(SqlLiterals.nullOf(Types.NULL)).isEqualTo("NULL");
    }

    @Test
    void refusesWhatWouldNotComeBackTheSame() {
        assertThatThrownBy(() -> SqlLiterals.of(LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1)))
                .hasMessage("Invalid parameter: timestamp 2026-01-01T00:00:00.000000001 is finer than a microsecond");
        assertThatThrownBy(() -> SqlLiterals.of(LocalDate.of(10_000, 1, 1)))
                .hasMessage("Invalid parameter: +10000-01-01 is not in the years 0001 to 9999");
        assertThatThrownBy(() -> SqlLiterals.of(new BigDecimal("1E-39")))
                .hasMessage("Invalid parameter: decimal 1E-39 has 39 digits (at most 38)");
        assertThatThrownBy(() -> SqlLiterals.of("a\0b")).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> SqlLiterals.of(LocalTime.NOON))
                .hasMessage("Invalid parameter: a value of class java.time.LocalTime has no SQL literal");
    }
}

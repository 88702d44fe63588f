package dev.skep.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class TestJsonValues {
    @Test
    void readsNestedValuesByTheirType() throws SQLDataException {
        assertThat(JsonValues.parse("array<decimal(5,2)>", "[1.50, null]"))
                .isEqualTo(Arrays.asList(new BigDecimal("1.50"), null));
        assertThat(JsonValues.parse("map<int,array<date>>", "{1:[\"2026-01-31\"],2:[]}"))
                .isEqualTo(Map.of(1, List.of(LocalDate.of(2026, 1, 31)), 2, List.of()));
        assertThat(JsonValues.parse("struct<a:decimal(3,1),b:map<string,bigint>>",
                "{\"a\":1.0,\"b\":{\"x\\n\\u00e9\":9}}"))
                .isEqualTo(Map.of("a", new BigDecimal("1.0"), "b", Map.of("x\né", 9L)));
        assertThat(JsonValues.parse("array", "[1,\"x\"]")).isEqualTo(List.of("1", "x"));
        assertThat(JsonValues.parse("array<double>", "[NaN,-Infinity]"))
                .isEqualTo(List.of(Double.NaN, Double.NEGATIVE_INFINITY));
    }

    @Test
    void refusesBrokenText() {
        for (String text : List.of("[1", "[1,]", "{\"a\" 1}", "[1]]", "[\"x", "[\"\\u12", "")) {
            assertThatThrownBy(() -> JsonValues.parse("array<int>", text)).as(text)
                    .isInstanceOf(SQLDataException.class);
        }
    }
}

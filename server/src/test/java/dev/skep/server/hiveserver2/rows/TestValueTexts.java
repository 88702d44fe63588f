package dev.skep.server.hiveserver2.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.HiveTypeParser;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Texts of values, against java.time and BigDecimal. */
class TestValueTexts {
    private static String text(Consumer<TextBuffer> append) {
        TextBuffer buffer = new TextBuffer();
        append.accept(buffer);
        return new String(buffer.bytes(), 0, buffer.size(), UTF_8);
    }

    @Test
    void datesAreThoseOfJavaTime() {
        for (long day = -719_528; day < 2_932_896; day += 13) {
            long epochDay = day;
            assertThat(text(buffer -> ValueTexts.appendDate(buffer, epochDay)))
                    .isEqualTo(LocalDate.ofEpochDay(epochDay).toString());
        }
    }

    @Test
    void timestampsAndDecimalsOfAnyValue() {
        long seed = System.nanoTime();
        System.out.println("TestValueTexts seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long micros = random.nextLong(-60_000_000_000_000_000L, 250_000_000_000_000_000L);
            micros -= i % 3 == 0 ? Math.floorMod(micros, 1_000) : 0;
            LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L),
                    (int) Math.floorMod(micros, 1_000_000L) * 1_000, ZoneOffset.UTC);
            long exact = micros;
            String printed = text(buffer -> ValueTexts.appendTimestamp(buffer, exact));
            assertThat(LocalDateTime.parse(printed.replace(' ', 'T'))).isEqualTo(time);

            long unscaled = random.nextLong() >> random.nextInt(64);
            int scale = random.nextInt(19);
            assertThat(text(buffer -> ValueTexts.appendDecimal(buffer, unscaled, scale)))
                    .isEqualTo(BigDecimal.valueOf(unscaled, scale).toPlainString());
        }
    }

    @Test
    void timestampsHaveNoZerosAtTheirEnd() {
        assertThat(text(buffer -> ValueTexts.appendTimestamp(buffer, 0))).isEqualTo("1970-01-01 00:00:00");
        assertThat(text(buffer -> ValueTexts.appendTimestamp(buffer, -1))).isEqualTo("1969-12-31 23:59:59.999999");
        assertThat(text(buffer -> ValueTexts.appendTimestamp(buffer, 500_000))).isEqualTo("1970-01-01 00:00:00.5");
    }

    @Test
    void intervalsAreHives() {
        assertThat(text(buffer -> ValueTexts.appendYearMonth(buffer, -14))).isEqualTo("-1-2");
        assertThat(text(buffer -> ValueTexts.appendDayTime(buffer, -93_784_000_005L)))
                .isEqualTo("-1 02:03:04.000005000");
        assertThat(text(buffer -> ValueTexts.appendDayTime(buffer, 0))).isEqualTo("0 00:00:00.000000000");
    }

    @Test
    void nestedValuesAreJson() {
        assertThat(nested("array<string>", Arrays.asList("a\"\\\n\u0001é", null)))
                .isEqualTo("[\"a\\\"\\\\\\n\\u0001é\",null]");
        assertThat(nested("map<int,boolean>", Map.of(1, true))).isEqualTo("{1:true}");
        assertThat(nested("struct<d:decimal(3,1),t:timestamp,b:binary,c:char(3),f:float>",
                Arrays.asList(new BigDecimal("1.0"), LocalDateTime.of(2026, 1, 2, 3, 4), new byte[]{1, 2}, "é", 1.5f)))
                .isEqualTo("{\"d\":1.0,\"t\":\"2026-01-02 03:04:00\",\"b\":\"AQI=\",\"c\":\"é  \",\"f\":1.5}");
        assertThat(nested("array<array<int>>", List.of(List.of(1), List.of()))).isEqualTo("[[1],[]]");
    }

    private static String nested(String typeName, @Nullable Object value) {
        DataType type = HiveTypeParser.parse(typeName);
        return text(buffer -> ValueTexts.appendNested(buffer, Values.vector(type, value), type, 0));
    }
}

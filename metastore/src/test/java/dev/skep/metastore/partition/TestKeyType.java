package dev.skep.metastore.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.model.Partition;

class TestKeyType {
    @Test
    void knowsHowTypesCompare() {
        assertThat(KeyType.of("BIGINT")).isEqualTo(KeyType.INTEGER);
        assertThat(KeyType.of("decimal(12, 2)")).isEqualTo(KeyType.NUMBER);
        assertThat(KeyType.of("double")).isEqualTo(KeyType.NUMBER);
        assertThat(KeyType.of("date")).isEqualTo(KeyType.DATE);
        assertThat(KeyType.of("varchar(10)")).isEqualTo(KeyType.TEXT);
        assertThat(KeyType.of("timestamp")).isEqualTo(KeyType.TEXT);
    }

    @Test
    void hasNoFormForNullAndForWhatIsNotOfTheType() {
        for (KeyType type : KeyType.values()) {
            assertThat(type.form(Partition.DEFAULT_VALUE)).isNull();
        }
        for (String text : new String[]{"", " 1", "1 ", "x", "0x10", "1.5", "1e3", "--1", "1".repeat(200)}) {
            assertThat(KeyType.INTEGER.form(text)).as(text).isNull();
        }
        for (String text : new String[]{"NaN", "Infinity", ".", "1e99999", "1,5"}) {
            assertThat(KeyType.NUMBER.form(text)).as(text).isNull();
        }
        for (String text : new String[]{"2026-13-01", "2026-02-30", "26-1-1", "2026-01-01 00:00:00"}) {
            assertThat(KeyType.DATE.form(text)).as(text).isNull();
        }
        assertThat(KeyType.INTEGER.literalForm("1.5")).isNotNull();
    }

    @Test
    void givesEqualValuesOneForm() {
        assertThat(KeyType.INTEGER.form("007")).isEqualTo(KeyType.INTEGER.form("+7"))
                .isEqualTo(KeyType.INTEGER.literalForm("7.0"));
        assertThat(KeyType.NUMBER.form("-0.0")).isEqualTo(KeyType.NUMBER.form("0"));
        assertThat(KeyType.NUMBER.form("1e2")).isEqualTo(KeyType.NUMBER.form("100.00"));
        assertThat(KeyType.DATE.form("2026-1-2")).isEqualTo("2026-01-02");
    }

    @Test
    void ordersFormsAsNumbers() {
        long seed = System.nanoTime();
        System.out.println("seed of TestKeyType: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal a = number(random);
            BigDecimal b = random.nextInt(4) == 0
                    ? a.add(BigDecimal.ONE.movePointLeft(random.nextInt(5)))
                    : number(random);
            assertThat(Integer.signum(form(a).compareTo(form(b)))).as("seed %d: %s and %s", seed, a, b)
                    .isEqualTo(a.compareTo(b));
        }
    }

    private static String form(BigDecimal number) {
        @Nullable
        String form = KeyType.NUMBER.form(number.toString());
        if (form == null) {
            throw new AssertionError("no form of " + number);
        }
        return form;
    }

    private static BigDecimal number(Random random) {
        return new BigDecimal(new BigInteger(random.nextInt(1, 60), random), random.nextInt(-6, 12))
                .multiply(BigDecimal.valueOf(random.nextInt(3) - 1));
    }
}

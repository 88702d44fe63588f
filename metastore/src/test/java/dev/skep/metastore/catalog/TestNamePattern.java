package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

class TestNamePattern {
    private static final int PATTERNS = 20_000;
    private static final String LETTERS = "aabbA_0~\u00e9\u017f";

    @Test
    void takesStarsAndDotsAsHiveDoes() {
        assertThat(NamePattern.of("o*|ret*").matches("orders")).isTrue();
        assertThat(NamePattern.of("o*| ret* ").matches("returns")).isTrue();
        assertThat(NamePattern.of("o.ders").matches("orders")).isTrue();
        assertThat(NamePattern.of("ORD.*s").matches("orders")).isTrue();
        assertThat(NamePattern.of("ord.*s").matches("ords")).isTrue();
        assertThat(NamePattern.of("order").matches("orders")).isFalse();
        assertThat(NamePattern.of("o%").matches("orders")).isFalse();
        assertThat(NamePattern.of("").matches("orders")).isFalse();
        assertThat(NamePattern.of("a.b").matches("a\uD83D\uDE00b")).as("one letter, two chars").isTrue();
        assertThat(NamePattern.of("a.b").matches("ab")).isFalse();
    }

    @Test
    void endsSoonWhereManyStarsDoNotMatch() {
        assertThat(NamePattern.of("*a".repeat(50) + "b").matches("a".repeat(5_000))).isFalse();
    }

    @Test
    void tellsWhatNamesBeginWith() {
        assertThat(NamePattern.of("t0000*").starts()).containsExactly("t0000");
        assertThat(NamePattern.of("Ret.rns|o*").starts()).containsExactly("o", "ret");
        assertThat(NamePattern.of("orders").starts()).containsExactly("orders");
        assertThat(NamePattern.of("o*|*s").starts()).isEmpty();
        assertThat(NamePattern.all().starts()).isEmpty();
        assertThat(NamePattern.of("\u00e9t*").starts()).isEmpty();
        assertThat(NamePattern.of("a\u00e9t*").starts()).containsExactly("a");
    }

    @Test
    void matchesWhatARegularExpressionMatchesAndNothingThatBeginsOtherwise() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int matched = 0;
        for (int i = 0; i < PATTERNS; i++) {
            String text = text(random, 6, LETTERS + "***...|");
            String name = text(random, 8, LETTERS).toLowerCase(Locale.ROOT);
            NamePattern pattern = NamePattern.of(text);
            boolean expected = false;
            for (String alternative : pattern.alternatives()) {
                expected |= regex(alternative).matcher(name).matches();
            }
            assertThat(pattern.matches(name)).as("'%s' on '%s'", text, name).isEqualTo(expected);
            if (expected) {
                matched++;
                assertThat(pattern.starts().isEmpty() || pattern.starts().stream().anyMatch(name::startsWith))
                        .as("%s begin what '%s' matches: '%s'", pattern.starts(), text, name).isTrue();
            }
        }
        assertThat(matched).isGreaterThan(PATTERNS / 50);
    }

    private static String text(Random random, int most, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static Pattern regex(String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : text.replace(".*", "*").split("(?<=[*.])|(?=[*.])")) {
            regex.append(part.equals("*") ? ".*" : part.equals(".") ? "." : Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}

package dev.skep.metastore.partition;

import static dev.skep.metastore.partition.PartitionPredicate.Operator.EQUAL;
import static dev.skep.metastore.partition.PartitionPredicate.Operator.GREATER;
import static dev.skep.metastore.partition.PartitionPredicate.Operator.GREATER_OR_EQUAL;
import static dev.skep.metastore.partition.PartitionPredicate.Operator.LESS_OR_EQUAL;
import static dev.skep.metastore.partition.PartitionPredicate.Operator.NOT_EQUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.partition.PartitionPredicate.And;
import dev.skep.metastore.partition.PartitionPredicate.Comparison;
import dev.skep.metastore.partition.PartitionPredicate.In;
import dev.skep.metastore.partition.PartitionPredicate.IsNull;
import dev.skep.metastore.partition.PartitionPredicate.Like;
import dev.skep.metastore.partition.PartitionPredicate.Not;
import dev.skep.metastore.partition.PartitionPredicate.Operator;
import dev.skep.metastore.partition.PartitionPredicate.Or;

class TestFilterParser {
    private static PartitionPredicate parse(String filter) {
        return FilterParser.parse(filter);
    }

    private static Comparison compare(String key, Operator operator, String value) {
        return new Comparison(key, operator, value);
    }

    @Test
    void readsComparisonsWithEveryKindOfLiteral() {
        assertThat(parse("ds = \"2026-01-01\"")).isEqualTo(compare("ds", EQUAL, "2026-01-01"));
        assertThat(parse("DS == 'it''s'".replace("''", "\\'"))).isEqualTo(compare("ds", EQUAL, "it's"));
        assertThat(parse("hr>=-5")).isEqualTo(compare("hr", GREATER_OR_EQUAL, "-5"));
        assertThat(parse("x != 1.50")).isEqualTo(compare("x", NOT_EQUAL, "1.50"));
        assertThat(parse("x <> 10L")).isEqualTo(compare("x", NOT_EQUAL, "10"));
        assertThat(parse("ds > date '2026-01-01'")).isEqualTo(compare("ds", GREATER, "2026-01-01"));
        assertThat(parse("ds > DATE 2026-01-01")).isEqualTo(compare("ds", GREATER, "2026-01-01"));
        assertThat(parse("ds > 2026-01-01")).isEqualTo(compare("ds", GREATER, "2026-01-01"));
        assertThat(parse("t = timestamp '2026-01-01 00:00:00'")).isEqualTo(compare("t", EQUAL, "2026-01-01 00:00:00"));
        assertThat(parse("b = TRUE")).isEqualTo(compare("b", EQUAL, "true"));
        assertThat(parse("`date` = 'x'")).isEqualTo(compare("date", EQUAL, "x"));
        assertThat(parse("date = 'x'")).isEqualTo(compare("date", EQUAL, "x"));
    }

    @Test
    void readsTheKeyOnEitherSide() {
        assertThat(parse("5 < hr")).isEqualTo(compare("hr", GREATER, "5"));
        assertThat(parse("'a' >= ds")).isEqualTo(compare("ds", LESS_OR_EQUAL, "a"));
        assertThat(parse("date '2026-01-01' = ds")).isEqualTo(compare("ds", EQUAL, "2026-01-01"));
    }

    @Test
    void bindsNotAndOrAsSqlDoes() {
        assertThat(parse("a = 1 or b = 2 and not c = 3")).isEqualTo(new Or(List.of(compare("a", EQUAL, "1"),
                new And(List.of(compare("b", EQUAL, "2"), new Not(compare("c", EQUAL, "3")))))));
        assertThat(parse("(a = 1 OR b = 2) AND c = 3")).isEqualTo(new And(List.of(
                new Or(List.of(compare("a", EQUAL, "1"), compare("b", EQUAL, "2"))), compare("c", EQUAL, "3"))));
    }

    @Test
    void readsInBetweenLikeAndNull() {
        assertThat(parse("hr in (1, 2)")).isEqualTo(new In("hr", List.of("1", "2")));
        assertThat(parse("hr NOT IN ('1')")).isEqualTo(new Not(new In("hr", List.of("1"))));
        assertThat(parse("hr between 1 and 3 and ds = 'a'")).isEqualTo(new And(List.of(
                new And(List.of(compare("hr", GREATER_OR_EQUAL, "1"), compare("hr", LESS_OR_EQUAL, "3"))),
                compare("ds", EQUAL, "a"))));
        assertThat(parse("ds like 'a_%'")).isEqualTo(new Like("ds", "a_%"));
        assertThat(parse("ds is not null")).isEqualTo(new Not(new IsNull("ds")));
        assertThat(parse("(struct(ds, hr)) IN (const struct('a', 1), const struct('b', 2))"))
                .isEqualTo(new Or(List.of(new And(List.of(compare("ds", EQUAL, "a"), compare("hr", EQUAL, "1"))),
                        new And(List.of(compare("ds", EQUAL, "b"), compare("hr", EQUAL, "2"))))));
    }

    @Test
    void takesPatternsOfSparkLiterally() {
        assertThat(parse("ds like \"a_b.*\"")).isEqualTo(new Like("ds", "a\\_b%"));
        assertThat(parse("ds like \".*50%.*\"")).isEqualTo(new Like("ds", "%50\\%%"));
    }

    @Test
    void takesAnEmptyFilterAsAll() {
        assertThat(parse("  ")).isEqualTo(PartitionPredicate.all());
    }

    @Test
    void saysWhereAFilterIsWrongAndWhatWasExpected() {
        assertInvalid("ds = ", "expected a text, number or date at position 6");
        assertInvalid("ds ~ 1", "unexpected '~' at position 4");
        assertInvalid("ds = 'abc", "text without a closing ' at position 6");
        assertInvalid("(ds = 1", "expected ')' at position 8");
        assertInvalid("ds = 1 hr = 2", "expected AND, OR or the end, not 'hr' at position 8");
        assertInvalid("ds between 1 or 2", "expected AND, not 'or'");
        assertInvalid("ds not 5", "expected BETWEEN, IN or LIKE");
        assertInvalid("= 5", "expected a partition key, not '='");
        assertInvalid("(".repeat(5_000) + "a = 1", "nested deeper than 500");
        assertInvalid("not ".repeat(100_000) + "a = 1", "nested deeper than 500");
        assertInvalid("struct(a, b) in (const struct(1))", "expected 2 values in the struct");
    }

    private static void assertInvalid(String filter, String message) {
        assertThatThrownBy(() -> parse(filter)).isInstanceOfSatisfying(CatalogException.class,
                failure -> assertThat(failure.reason()).isEqualTo(CatalogException.Reason.INVALID_INPUT))
                .hasMessageStartingWith("Invalid partition filter: ").hasMessageContaining(message);
    }
}

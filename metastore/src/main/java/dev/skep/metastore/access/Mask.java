package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

/** What is shown in place of a value. */
public sealed interface Mask {

    /** Null. */
    record AsNull() implements Mask {}

    /** The SHA-256 of the value as text, in hexadecimal; for columns of text. */
    record Hash() implements Mask {}

    /** The last four characters, stars before them; for columns of text. Values of four characters and less are stars only. */
    record LastFour() implements Mask {}

    /** The first day of the year; for dates and timestamps. */
    record DateToYear() implements Mask {}

    /** Always the same, given as a literal in SQL. */
    record Constant(String literal) implements Mask {
        public Constant {
            requireNonNull(literal, "literal is null");
        }
    }

    /** An expression in SQL over the table's own columns. */
    record Expression(String sql) implements Mask {
        public Expression {
            requireNonNull(sql, "sql is null");
        }
    }

    /** The expression in SQL that is shown for {@code column}. */
    default String expressionFor(String column) {
        String quoted = '"' + column.replace("\"", "\"\"") + '"';
        return switch (this) {
            case AsNull _ -> "NULL";
            case Hash _ -> "lower(to_hex(sha256(to_utf8(%s))))".formatted(quoted);
            case LastFour _ ->
                "CASE WHEN length(%1$s) <= 4 THEN rpad('', length(%1$s), '*') ELSE concat(rpad('', length(%1$s) - 4, '*'), substr(%1$s, -4)) END"
                        .formatted(quoted);
            case DateToYear _ -> "date_trunc('year', %s)".formatted(quoted);
            case Constant constant -> constant.literal();
            case Expression expression -> expression.sql();
        };
    }
}

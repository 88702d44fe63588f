package dev.skep.metastore.partition;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.Partition;

/**
 * How the values of a partition key compare. Each value has a form, a text, such that two values compare by type exactly as their forms
 * compare character by character: stores keep forms, index them, and need know nothing of types.
 */
public enum KeyType {
    /** Everything without an order of its own: the form is the value. */
    TEXT,
    /** Whole numbers. */
    INTEGER,
    /** Decimals and floating-point numbers. */
    NUMBER,
    /** Dates; the form is {@code yyyy-MM-dd}. */
    DATE;

    private static final Pattern INTEGERS = Pattern.compile("[+-]?[0-9]{1,100}");
    private static final Pattern NUMBERS = Pattern
            .compile("[+-]?([0-9]{1,100}(\\.[0-9]{0,100})?|\\.[0-9]{1,100})([eE][+-]?[0-9]{1,4})?");
    private static final Pattern DATES = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})");

    /** Returns how keys of a type, as Hive's catalogs write it, compare. */
    public static KeyType of(String type) {
        String name = type.toLowerCase(Locale.ROOT).trim();
        int parenthesis = name.indexOf('(');
        return switch (parenthesis < 0 ? name : name.substring(0, parenthesis).trim()) {
            case "tinyint", "smallint", "int", "integer", "bigint" -> INTEGER;
            case "decimal", "numeric", "dec", "float", "real", "double", "double precision" -> NUMBER;
            case "date" -> DATE;
            default -> TEXT;
        };
    }

    /** Returns the form of a partition's value, or null if the value is null or not of this type. */
    public @Nullable String form(String value) {
        if (value.equals(Partition.DEFAULT_VALUE)) {
            return null;
        }
        return switch (this) {
            case TEXT -> value;
            case INTEGER -> INTEGERS.matcher(value).matches() ? numberForm(new BigDecimal(value)) : null;
            case NUMBER -> number(value);
            case DATE -> date(value);
        };
    }

    /** Returns the form of a literal that values are compared with, or null if it is not of this type; whole numbers compare with any number. */
    public @Nullable String literalForm(String literal) {
        return this == INTEGER ? number(literal) : form(literal);
    }

    private static @Nullable String number(String text) {
        return NUMBERS.matcher(text).matches() ? numberForm(new BigDecimal(text)) : null;
    }

    private static @Nullable String date(String text) {
        Matcher date = DATES.matcher(text);
        if (!date.matches()) {
            return null;
        }
        try {
            return LocalDate.of(Integer.parseInt(date.group(1)), Integer.parseInt(date.group(2)),
                    Integer.parseInt(date.group(3))).toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Sign, then the decimal exponent with a bias, then the digits; for negative numbers the latter two complemented, and closed by a character above all digits. */
    private static String numberForm(BigDecimal number) {
        if (number.signum() == 0) {
            return "1";
        }
        String digits = number.abs().stripTrailingZeros().unscaledValue().toString();
        int exponent = number.precision() - number.scale() + 50_000;
        if (number.signum() > 0) {
            return "2" + fiveDigits(exponent) + digits;
        }
        StringBuilder form = new StringBuilder("0").append(fiveDigits(99_999 - exponent));
        for (int i = 0; i < digits.length(); i++) {
            form.append((char) ('0' + '9' - digits.charAt(i)));
        }
        return form.append('~').toString();
    }

    private static String fiveDigits(int number) {
        String text = Integer.toString(number);
        return "0".repeat(5 - text.length()) + text;
    }
}

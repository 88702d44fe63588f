package dev.skep.conformance.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rows of a query as texts and numbers, and their comparison with another engine's. */
final class Rows {
    private Rows() {}

    static List<List<Object>> of(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            return of(result);
        }
    }

    /** The rows that are left. */
    static List<List<Object>> of(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(plain(result.getObject(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case null -> "NULL";
            case BigDecimal decimal -> decimal;
            case Double number when !Double.isFinite(number) -> number.toString();
            case Double number -> new BigDecimal(number);
            case Float number -> new BigDecimal(number);
            case Number number -> new BigDecimal(number.toString());
            default -> value.toString().stripTrailing();
        };
    }

    /**
     * Compares without regard to order. Texts must be equal; a number must equal its counterpart when that is rounded to as many decimals as the number
     * has (engines differ in how many decimals an average has), or to 9 digits.
     */
    static void assertSame(String what, List<List<Object>> actual, List<List<Object>> expected) {
        assertThat(actual).as("rows of " + what).hasSameSizeAs(expected);
        List<List<Object>> left = sorted(actual);
        List<List<Object>> right = sorted(expected);
        for (int row = 0; row < left.size(); row++) {
            assertThat(left.get(row)).as(what + " row " + row).hasSameSizeAs(right.get(row));
            for (int column = 0; column < left.get(row).size(); column++) {
                Object a = left.get(row).get(column);
                Object b = right.get(row).get(column);
                assertThat(isSame(a, b)).as("%s row %d column %d: %s, expected %s (row %s, expected %s)", what, row,
                        column + 1, a, b, left.get(row), right.get(row)).isTrue();
            }
        }
    }

    private static boolean isSame(Object a, Object b) {
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            BigDecimal difference = x.subtract(y).abs();
            BigDecimal lastDigit = BigDecimal.ONE.movePointLeft(Math.max(0, Math.min(x.scale(), 20)));
            BigDecimal relative = y.abs().round(new MathContext(9, RoundingMode.UP)).movePointLeft(9);
            return x.compareTo(y) == 0 || (x.scale() > 0 && difference.compareTo(lastDigit) < 0)
                    || difference.compareTo(relative) <= 0;
        }
        return a.equals(b);
    }

    /** Rows by their texts first, so that small differences of numbers do not change the order. */
    private static List<List<Object>> sorted(List<List<Object>> rows) {
        List<List<Object>> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.<List<Object>, String>comparing(Rows::textKey).thenComparing(Rows::numberKey));
        return sorted;
    }

    private static String textKey(List<Object> row) {
        StringBuilder key = new StringBuilder();
        for (Object value : row) {
            if (!(value instanceof BigDecimal number)) {
                key.append(value).append('\u0001');
            } else if (number.stripTrailingZeros().scale() <= 0) {
                key.append("%040d".formatted(number.toBigInteger())).append('\u0001');
            }
        }
        return key.toString();
    }

    private static String numberKey(List<Object> row) {
        StringBuilder key = new StringBuilder();
        for (Object value : row) {
            if (value instanceof BigDecimal number) {
                key.append("%050d".formatted(number.movePointRight(2).toBigInteger())).append('\u0001');
            }
        }
        return key.toString();
    }
}

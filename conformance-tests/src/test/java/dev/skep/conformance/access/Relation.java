package dev.skep.conformance.access;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * A table with its rows in memory.
 *
 * @param columns all columns, partition keys last
 * @param partitionKeys how many of the columns are partition keys
 * @param stored what follows the columns in CREATE TABLE
 */
record Relation(String database, String name, List<String> columns, List<String> types, int partitionKeys,
        String stored, List<List<@Nullable Object>> rows) {
    Relation {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
        rows = rows.stream().map(row -> Collections.unmodifiableList(new ArrayList<>(row))).toList();
    }

    /** A row as policies see it. */
    record Row(Relation of, List<@Nullable Object> values) {
        @Nullable
        Object get(String column) {
            return values.get(of.columns.indexOf(column));
        }

        String text(String column) {
            return String.valueOf(get(column));
        }

        int number(String column) {
            Object value = get(column);
            return value == null ? Integer.MIN_VALUE : (Integer) value;
        }
    }

    String qualified() {
        return database + "." + name;
    }

    /** The statement that makes it as it is stored. */
    String createStatement() {
        StringJoiner data = new StringJoiner(", ");
        StringJoiner keys = new StringJoiner(", ");
        for (int i = 0; i < columns.size(); i++) {
            (i < columns.size() - partitionKeys ? data : keys).add(columns.get(i) + " " + types.get(i));
        }
        return "CREATE TABLE %s (%s)%s %s".formatted(qualified(), data,
                partitionKeys == 0 ? "" : " PARTITIONED BY (" + keys + ")", stored);
    }

    /** The statement that makes a plain table of its columns, under another name. */
    String createPlainStatement(String qualified) {
        StringJoiner data = new StringJoiner(", ");
        for (int i = 0; i < columns.size(); i++) {
            data.add(columns.get(i) + " " + types.get(i));
        }
        return "CREATE TABLE %s (%s) STORED AS PARQUET".formatted(qualified, data);
    }

    /** The statement that fills it; a table of no rows needs none. */
    String insertStatement(String qualified) {
        StringJoiner all = new StringJoiner(", ");
        for (List<@Nullable Object> row : rows) {
            StringJoiner values = new StringJoiner(", ", "(", ")");
            for (int i = 0; i < row.size(); i++) {
                values.add("CAST(%s AS %s)".formatted(literal(row.get(i)), types.get(i).replace("string", "varchar")));
            }
            all.add(values.toString());
        }
        return "INSERT INTO %s VALUES %s".formatted(qualified, all);
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Integer number -> number.toString();
            case BigDecimal number -> number.toPlainString();
            case Boolean bool -> bool.toString();
            case LocalDate date -> "DATE '" + date + "'";
            default -> "'" + value.toString().replace("'", "''") + "'";
        };
    }
}

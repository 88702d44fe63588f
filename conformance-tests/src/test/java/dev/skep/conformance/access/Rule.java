package dev.skep.conformance.access;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.skep.conformance.access.Relation.Row;
import org.jspecify.annotations.Nullable;

/** A policy: the statement that makes it, and what it means, said again in Java. */
sealed interface Rule {

    String sql();

    /** What a grant or denial is about; {@code column} is empty for the table itself. */
    interface Covers {
        boolean test(String database, String table, String column);
    }

    /** Gives, or denies, reading to any of {@code to}. {@code bySql}: whether its conditions hold for a SQL client; {@code byWire}: for a metastore client. */
    record Select(String sql, boolean allows, Set<String> to, Covers covers, boolean bySql, boolean byWire)
            implements
                Rule {}

    /** Lets a table be seen, not read. */
    record Describe(String sql, Set<String> to, Covers covers) implements Rule {}

    /** Says nothing about reading. */
    record Other(String sql) implements Rule {}

    record Filter(String sql, String table, Set<String> to, Set<String> except, Predicate<Row> condition)
            implements
                Rule {}

    record Mask(String sql, String table, String column, Set<String> to, Set<String> except,
            Function<Row, @Nullable Object> value) implements Rule {}

    static Covers database(String database) {
        return (d, t, c) -> d.equals(database);
    }

    /** A table with all its columns. */
    static Covers table(String qualified) {
        return (d, t, c) -> (d + "." + t).equals(qualified);
    }

    static Covers columns(String qualified, String... columns) {
        return (d, t, c) -> (d + "." + t).equals(qualified) && List.of(columns).contains(c);
    }

    static Select allow(String sql, String to, Covers covers) {
        return new Select(sql, true, Set.of(to), covers, true, true);
    }

    static Select deny(String sql, String to, Covers covers) {
        return new Select(sql, false, Set.of(to), covers, true, true);
    }
}

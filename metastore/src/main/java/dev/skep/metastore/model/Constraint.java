package dev.skep.metastore.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a table declares of its rows. It is kept for engines that plan by it; nobody checks rows against it.
 *
 * @param name told apart from the table's other constraints by it, in lower case
 * @param columns in the order of the key, in lower case; none for a check of whole rows
 * @param expression of a default or a check; null for the others
 * @param reference what a foreign key points at; null for the others
 */
public record Constraint(Kind kind, TableName table, String name, List<String> columns, boolean enabled,
        boolean validated, boolean relied, @Nullable String expression, @Nullable Reference reference) {
    public Constraint {
        requireNonNull(kind, "kind is null");
        requireNonNull(table, "table is null");
        name = Names.lower(name, "constraint");
        columns = columns.stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
        if (columns.isEmpty() && kind != Kind.CHECK) {
            throw new IllegalArgumentException(
                    "Invalid constraint '%s' of %s: it has no columns".formatted(name, table));
        }
        if ((kind == Kind.FOREIGN_KEY) != (reference != null)) {
            throw new IllegalArgumentException(
                    "Invalid constraint '%s' of %s: foreign keys, and only they, refer to a table".formatted(name,
                            table));
        }
    }

    /** The kinds of constraints. */
    public enum Kind {
        PRIMARY_KEY, FOREIGN_KEY, UNIQUE, NOT_NULL, DEFAULT, CHECK
    }

    /**
     * The key that a foreign key points at.
     *
     * @param columns as many as the foreign key has, in its order
     * @param key the name of the primary key or unique constraint; null where the client did not say
     * @param updateRule Hive's number for what becomes of rows whose key changes
     * @param deleteRule the same for keys that go
     */
    public record Reference(TableName table, List<String> columns, @Nullable String key, int updateRule,
            int deleteRule) {
        public Reference {
            requireNonNull(table, "table is null");
            columns = columns.stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
        }
    }
}

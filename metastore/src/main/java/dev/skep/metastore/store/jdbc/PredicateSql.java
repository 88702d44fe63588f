package dev.skep.metastore.store.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.partition.KeyType;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.partition.PartitionPredicate.All;
import dev.skep.metastore.partition.PartitionPredicate.And;
import dev.skep.metastore.partition.PartitionPredicate.Comparison;
import dev.skep.metastore.partition.PartitionPredicate.In;
import dev.skep.metastore.partition.PartitionPredicate.IsNull;
import dev.skep.metastore.partition.PartitionPredicate.Like;
import dev.skep.metastore.partition.PartitionPredicate.None;
import dev.skep.metastore.partition.PartitionPredicate.Not;
import dev.skep.metastore.partition.PartitionPredicate.Or;
import dev.skep.metastore.partition.PartitionPredicate.Values;

/**
 * A partition predicate as a condition on the row {@code P} of PARTITIONS. Unknown is SQL's own: a value that is null or not of the key's
 * type has a null form; a literal that is not of the type becomes a null truth value.
 */
final class PredicateSql {
    /** More values than this cannot be bound to one statement of PostgreSQL. */
    private static final int MAX_ARGUMENTS = 30_000;
    private static final String UNKNOWN = "CAST(NULL AS BOOLEAN)";
    private static final char ESCAPE = '!';

    private final KeyColumns keys;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> arguments = new ArrayList<>();

    private PredicateSql(KeyColumns keys) {
        this.keys = keys;
    }

    /** A condition and its arguments; {@code isAll} where it lets everything through. */
    record Condition(String sql, List<Object> arguments, boolean isAll) {}

    static Condition compile(KeyColumns keys, PartitionPredicate predicate) {
        PredicateSql compiler = new PredicateSql(keys);
        compiler.append(predicate);
        if (compiler.arguments.size() > MAX_ARGUMENTS) {
            throw new CatalogException(Reason.LIMIT_EXCEEDED,
                    "Cannot filter partitions of %s: %d values in one filter (at most %d)"
                            .formatted(keys.table().name(), compiler.arguments.size(), MAX_ARGUMENTS));
        }
        return new Condition(compiler.sql.toString(), List.copyOf(compiler.arguments), predicate instanceof All);
    }

    private void append(PartitionPredicate predicate) {
        switch (predicate) {
            case All all -> sql.append("TRUE");
            case None none -> sql.append("FALSE");
            case And and -> append(and.terms(), " AND ", "TRUE");
            case Or or -> append(or.terms(), " OR ", "FALSE");
            case Not not -> {
                sql.append("NOT (");
                append(not.term());
                sql.append(')');
            }
            case Comparison comparison -> compare(comparison);
            case In in -> in(in);
            case Like like -> like(like);
            case IsNull isNull -> sql.append(keys.text(keys.key(isNull.key()))).append(" IS NULL");
            case Values values -> values(values.values());
        }
    }

    private void append(List<PartitionPredicate> terms, String connective, String ofNone) {
        if (terms.isEmpty()) {
            sql.append(ofNone);
            return;
        }
        sql.append('(');
        for (int i = 0; i < terms.size(); i++) {
            sql.append(i == 0 ? "" : connective);
            append(terms.get(i));
        }
        sql.append(')');
    }

    private void compare(Comparison comparison) {
        int key = keys.key(comparison.key());
        String literal = literal(key, comparison.value());
        if (literal == null) {
            sql.append(UNKNOWN);
            return;
        }
        sql.append(keys.form(key)).append(switch (comparison.operator()) {
            case EQUAL -> " = ?";
            case NOT_EQUAL -> " <> ?";
            case LESS -> " < ?";
            case LESS_OR_EQUAL -> " <= ?";
            case GREATER -> " > ?";
            case GREATER_OR_EQUAL -> " >= ?";
        });
        arguments.add(literal);
    }

    private void in(In in) {
        int key = keys.key(in.key());
        Set<String> literals = new LinkedHashSet<>();
        boolean unknown = false;
        for (String value : in.values()) {
            String literal = literal(key, value);
            if (literal == null) {
                unknown = true;
            } else {
                literals.add(literal);
            }
        }
        if (literals.isEmpty()) {
            sql.append(unknown ? UNKNOWN : "FALSE");
            return;
        }
        sql.append('(').append(keys.form(key)).append(" IN ").append(Statements.marks(literals.size()));
        arguments.addAll(literals);
        sql.append(unknown ? " OR " + UNKNOWN + ")" : ")");
    }

    private @Nullable String literal(int key, String value) {
        return keys.type(key).literalForm(value);
    }

    private void like(Like like) {
        StringBuilder pattern = new StringBuilder();
        String text = like.pattern();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                literally(text.charAt(++i), pattern);
            } else if (c == '%' || c == '_') {
                pattern.append(c);
            } else {
                literally(c, pattern);
            }
        }
        sql.append(keys.text(keys.key(like.key()))).append(" LIKE ? ESCAPE '!'");
        arguments.add(pattern.toString());
    }

    private static void literally(char c, StringBuilder pattern) {
        if (c == '%' || c == '_' || c == ESCAPE) {
            pattern.append(ESCAPE);
        }
        pattern.append(c);
    }

    /** As a condition on the name: values that lead it are a range of the index. Slashes inside values are escaped, so a wildcard cannot reach over a key it should not. */
    private void values(List<Optional<String>> values) {
        List<Column> columns = keys.table().partitionKeys();
        if (values.size() > columns.size()) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid partition values: %d values for the %d partition keys of %s".formatted(values.size(),
                            columns.size(), keys.table().name()));
        }
        int leading = 0;
        StringBuilder prefix = new StringBuilder();
        while (leading < values.size() && values.get(leading).isPresent()) {
            prefix.append(leading == 0 ? "" : "/").append(PartitionNames.part(columns.get(leading),
                    values.get(leading).get()));
            leading++;
        }
        sql.append('(');
        if (leading == columns.size()) {
            sql.append("P.NAME = ?");
            arguments.add(prefix.toString());
        } else if (leading > 0) {
            // '0' follows '/' in the order of characters.
            sql.append("P.NAME >= ? AND P.NAME < ?");
            arguments.add(prefix + "/");
            arguments.add(prefix + "0");
        } else {
            sql.append("TRUE");
        }
        for (int i = leading; i < values.size(); i++) {
            if (values.get(i).isPresent()) {
                text(i, values.get(i).get());
            }
        }
        sql.append(')');
    }

    private void text(int key, String value) {
        if (value.isEmpty() || value.equals(Partition.DEFAULT_VALUE)) {
            sql.append(" AND ").append(keys.text(key)).append(" IS NULL");
            return;
        }
        // Matching a value is never unknown, so that NOT of it holds for null.
        sql.append(" AND ").append(keys.text(key)).append(" IS NOT NULL AND ").append(keys.text(key)).append(" = ?");
        arguments.add(value);
        String form = keys.type(key).form(value);
        if (keys.type(key) != KeyType.TEXT && form != null) {
            sql.append(" AND ").append(keys.form(key)).append(" = ?");
            arguments.add(form);
        }
    }
}

package dev.skep.query.command;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.PartitionValues;
import dev.skep.query.parser.PartitionTerm;
import dev.skep.query.parser.PartitionTerm.Operator;
import org.jspecify.annotations.Nullable;

/** The meaning of {@code PARTITION (...)} for a table. */
final class PartitionSpec {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private PartitionSpec() {}

    /** Returns the condition that the terms write. */
    static PartitionPredicate predicate(Table table, List<PartitionTerm> terms) {
        List<PartitionPredicate> conditions = new ArrayList<>();
        for (PartitionTerm term : checked(table, terms)) {
            Operator operator = term.operator();
            if (operator == null) {
                continue;
            }
            String value = term.value();
            Column key = key(table, term);
            if (value == null || value.isEmpty() || value.equals(Partition.DEFAULT_VALUE)) {
                PartitionPredicate isNull = new PartitionPredicate.IsNull(key.name());
                conditions.add(switch (operator) {
                    case EQUAL -> isNull;
                    case NOT_EQUAL -> new PartitionPredicate.Not(isNull);
                    case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                        throw failure(term, "a null has no order");
                });
                continue;
            }
            PartitionValues.parse(key.name(), key.dataType(), value);
            conditions.add(new PartitionPredicate.Comparison(key.name(), operator(operator), value));
        }
        return conditions.isEmpty() ? PartitionPredicate.all() : new PartitionPredicate.And(conditions);
    }

    private static PartitionPredicate.Operator operator(Operator operator) {
        return switch (operator) {
            case EQUAL -> PartitionPredicate.Operator.EQUAL;
            case NOT_EQUAL -> PartitionPredicate.Operator.NOT_EQUAL;
            case LESS -> PartitionPredicate.Operator.LESS;
            case LESS_OR_EQUAL -> PartitionPredicate.Operator.LESS_OR_EQUAL;
            case GREATER -> PartitionPredicate.Operator.GREATER;
            case GREATER_OR_EQUAL -> PartitionPredicate.Operator.GREATER_OR_EQUAL;
        };
    }

    /** Returns the values that name one partition: each key with {@code =}. */
    static List<String> values(Table table, List<PartitionTerm> terms) {
        checked(table, terms);
        List<String> values = new ArrayList<>();
        for (Column key : table.partitionKeys()) {
            PartitionTerm term = term(terms, key);
            if (term == null || term.operator() != Operator.EQUAL) {
                throw new QueryException(Reason.ANALYSIS,
                        "Invalid partition of %s: key '%s' has no value (the keys are %s)".formatted(table.name(),
                                key.name(), keyNames(table)));
            }
            values.add(text(key, term));
        }
        return values;
    }

    /** Returns a value for each key that the terms fix by {@code =}, none for the others. */
    static List<Optional<String>> fixedValues(Table table, List<PartitionTerm> terms) {
        checked(table, terms);
        List<Optional<String>> values = new ArrayList<>();
        for (Column key : table.partitionKeys()) {
            PartitionTerm term = term(terms, key);
            if (term == null || term.isDynamic()) {
                values.add(Optional.empty());
            } else if (term.operator() == Operator.EQUAL) {
                values.add(Optional.of(text(key, term)));
            } else {
                throw failure(term, "only = can name a partition here");
            }
        }
        return values;
    }

    private static String text(Column key, PartitionTerm term) {
        String value = term.value();
        if (value == null || value.isEmpty() || value.equals(Partition.DEFAULT_VALUE)) {
            return Partition.DEFAULT_VALUE;
        }
        Object typed = PartitionValues.parse(key.name(), key.dataType(), value);
        return text(typed);
    }

    /** Returns a typed partition value as the catalog writes it. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> Partition.DEFAULT_VALUE;
            case LocalDate date -> date.toString();
            case LocalDateTime time -> {
                String seconds = SECONDS.format(time);
                int micros = time.getNano() / 1_000;
                yield micros == 0 ? seconds : seconds + fraction(micros);
            }
            case BigDecimal decimal -> decimal.toPlainString();
            case byte[] bytes -> new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
            default -> value.toString();
        };
    }

    private static String fraction(int micros) {
        String digits = "%06d".formatted(micros);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return "." + digits.substring(0, end);
    }

    /** Returns the values of a partition as objects of the keys' types. */
    static List<@Nullable Object> typed(Table table, List<String> values) {
        List<@Nullable Object> typed = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Column key = table.partitionKeys().get(i);
            typed.add(PartitionValues.parse(key.name(), key.dataType(), values.get(i)));
        }
        return typed;
    }

    static List<String> keyNames(Table table) {
        return table.partitionKeys().stream().map(Column::name).toList();
    }

    private static List<PartitionTerm> checked(Table table, List<PartitionTerm> terms) {
        if (!terms.isEmpty() && !table.isPartitioned()) {
            throw new QueryException(Reason.ANALYSIS, "Table %s is not partitioned".formatted(table.name()));
        }
        Set<String> seen = new HashSet<>();
        for (PartitionTerm term : terms) {
            String name = key(table, term).name();
            if (!seen.add(name) && (term.operator() == null || term.operator() == Operator.EQUAL)) {
                throw failure(term, "the key is given twice");
            }
        }
        return terms;
    }

    private static @Nullable PartitionTerm term(List<PartitionTerm> terms, Column key) {
        for (PartitionTerm term : terms) {
            if (term.key().toLowerCase(Locale.ROOT).equals(key.name())) {
                return term;
            }
        }
        return null;
    }

    private static Column key(Table table, PartitionTerm term) {
        String name = term.key().toLowerCase(Locale.ROOT);
        for (Column key : table.partitionKeys()) {
            if (key.name().equals(name)) {
                return key;
            }
        }
        throw failure(term, "%s has the partition keys %s".formatted(table.name(), keyNames(table)));
    }

    private static QueryException failure(PartitionTerm term, String reason) {
        return new QueryException(Reason.ANALYSIS, "line %d:%d: Invalid partition key '%s': %s".formatted(term.line(),
                term.column(), term.key(), reason), term.line(), term.column(), null);
    }
}

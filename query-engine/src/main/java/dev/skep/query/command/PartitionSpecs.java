package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.PartitionValues;
import dev.skep.query.parser.PartitionTerm;
import org.jspecify.annotations.Nullable;

/** What {@code PARTITION (...)} means for a table. */
public final class PartitionSpecs {
    private PartitionSpecs() {}

    /** Returns the values of one partition, in the order of the keys. Fails unless every key has one value, of its type. */
    public static List<String> values(Table table, List<PartitionTerm> terms) {
        List<String> values = new ArrayList<>();
        for (Column key : keys(table)) {
            PartitionTerm term = find(terms, key.name());
            if (term == null || term.operator() != PartitionTerm.Operator.EQUAL) {
                throw new QueryException(Reason.ANALYSIS,
                        "Invalid partition %s of %s: key '%s' has no value".formatted(text(terms), table.name(), key.name()));
            }
            values.add(value(key, term));
        }
        checkKeys(table, terms);
        return values;
    }

    private static List<Column> keys(Table table) {
        if (!table.isPartitioned()) {
            throw new QueryException(Reason.ANALYSIS, "Table %s is not partitioned".formatted(table.name()));
        }
        return table.partitionKeys();
    }

    /** Returns the text that the catalog keeps for the value of a term. */
    public static String value(Column key, PartitionTerm term) {
        if (term.value() == null) {
            return Partition.DEFAULT_VALUE;
        }
        try {
            PartitionValues.parse(key.name(), key.dataType(), term.value());
        } catch (QueryException e) {
            throw new QueryException(Reason.ANALYSIS, "line %d:%d: Invalid value of partition key '%s': '%s' is no %s"
                    .formatted(term.line(), term.column(), key.name(), term.value(), key.type()), term.line(), term.column(), e);
        }
        return term.value();
    }

    private static @Nullable PartitionTerm find(List<PartitionTerm> terms, String key) {
        for (PartitionTerm term : terms) {
            if (term.key().equals(key)) {
                return term;
            }
        }
        return null;
    }

    /** Fails if a term names no key of the table. */
    public static void checkKeys(Table table, List<PartitionTerm> terms) {
        List<String> names = keys(table).stream().map(Column::name).toList();
        for (PartitionTerm term : terms) {
            if (!names.contains(term.key())) {
                throw new QueryException(Reason.ANALYSIS, "line %d:%d: '%s' is not a partition key of %s".formatted(term.line(),
                        term.column(), term.key(), table.name()), term.line(), term.column(), null);
            }
        }
    }

    /** Returns the condition that the terms make, any of the keys and operators. */
    static PartitionPredicate predicate(Table table, List<PartitionTerm> terms) {
        checkKeys(table, terms);
        List<PartitionPredicate> conditions = new ArrayList<>();
        for (PartitionTerm term : terms) {
            conditions.add(condition(term));
        }
        return conditions.size() == 1 ? conditions.getFirst() : new PartitionPredicate.And(conditions);
    }

    private static PartitionPredicate condition(PartitionTerm term) {
        PartitionTerm.Operator operator = term.operator();
        if (operator == null) {
            throw new QueryException(Reason.ANALYSIS, "line %d:%d: Partition key '%s' has no value".formatted(term.line(),
                    term.column(), term.key()), term.line(), term.column(), null);
        }
        if (term.value() == null || term.value().equals(Partition.DEFAULT_VALUE)) {
            PartitionPredicate isNull = new PartitionPredicate.IsNull(term.key());
            return operator == PartitionTerm.Operator.NOT_EQUAL ? new PartitionPredicate.Not(isNull) : isNull;
        }
        return new PartitionPredicate.Comparison(term.key(), switch (operator) {
            case EQUAL -> PartitionPredicate.Operator.EQUAL;
            case NOT_EQUAL -> PartitionPredicate.Operator.NOT_EQUAL;
            case LESS -> PartitionPredicate.Operator.LESS;
            case LESS_OR_EQUAL -> PartitionPredicate.Operator.LESS_OR_EQUAL;
            case GREATER -> PartitionPredicate.Operator.GREATER;
            case GREATER_OR_EQUAL -> PartitionPredicate.Operator.GREATER_OR_EQUAL;
        }, term.value());
    }

    static String text(List<PartitionTerm> terms) {
        return terms.stream().map(term -> term.key() + "=" + term.value()).collect(Collectors.joining(", ", "(", ")"));
    }
}

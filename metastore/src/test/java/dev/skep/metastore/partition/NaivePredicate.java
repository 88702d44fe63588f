package dev.skep.metastore.partition;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.partition.PartitionPredicate.All;
import dev.skep.metastore.partition.PartitionPredicate.And;
import dev.skep.metastore.partition.PartitionPredicate.Comparison;
import dev.skep.metastore.partition.PartitionPredicate.In;
import dev.skep.metastore.partition.PartitionPredicate.IsNull;
import dev.skep.metastore.partition.PartitionPredicate.Like;
import dev.skep.metastore.partition.PartitionPredicate.None;
import dev.skep.metastore.partition.PartitionPredicate.Not;
import dev.skep.metastore.partition.PartitionPredicate.Operator;
import dev.skep.metastore.partition.PartitionPredicate.Or;
import dev.skep.metastore.partition.PartitionPredicate.Values;

/** Evaluates predicates one value at a time, with Java's own numbers and dates. */
public final class NaivePredicate {
    private final List<Column> keys;
    private final List<String> values;

    private NaivePredicate(List<Column> keys, List<String> values) {
        this.keys = keys;
        this.values = values;
    }

    public static boolean accepts(PartitionPredicate predicate, List<Column> keys, List<String> values) {
        return Boolean.TRUE.equals(new NaivePredicate(keys, values).test(predicate));
    }

    private @Nullable Boolean test(PartitionPredicate predicate) {
        return switch (predicate) {
            case All all -> true;
            case None none -> false;
            case And and -> connect(and.terms(), false);
            case Or or -> connect(or.terms(), true);
            case Not not -> negate(test(not.term()));
            case Comparison comparison -> compare(comparison.key(), comparison.operator(), comparison.value());
            case In in -> connect(in.values().stream()
                    .map(value -> (PartitionPredicate) new Comparison(in.key(), Operator.EQUAL, value)).toList(), true);
            case Like like -> like(like);
            case IsNull isNull -> value(isNull.key()) == null;
            case Values given -> matches(given.values());
        };
    }

    private @Nullable Boolean connect(List<PartitionPredicate> terms, boolean decisive) {
        boolean unknown = false;
        for (PartitionPredicate term : terms) {
            Boolean result = test(term);
            if (result == null) {
                unknown = true;
            } else if (result == decisive) {
                return decisive;
            }
        }
        return unknown ? null : Boolean.valueOf(!decisive);
    }

    private static @Nullable Boolean negate(@Nullable Boolean value) {
        return value == null ? null : Boolean.valueOf(!value);
    }

    private int key(String name) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private @Nullable String value(String key) {
        String value = values.get(key(key));
        return value.equals(Partition.DEFAULT_VALUE) ? null : value;
    }

    private @Nullable Boolean compare(String key, Operator operator, String literal) {
        String value = value(key);
        if (value == null) {
            return null;
        }
        Integer order = order(keys.get(key(key)).type(), value, literal);
        if (order == null) {
            return null;
        }
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    private static @Nullable Integer order(String type, String value, String literal) {
        if (type.equals("string")) {
            return value.compareTo(literal);
        }
        try {
            if (type.equals("date")) {
                return date(value).compareTo(date(literal));
            }
            if (!type.startsWith("decimal") && !value.matches("[+-]?[0-9]+")) {
                return null;
            }
            return new BigDecimal(value).compareTo(new BigDecimal(literal));
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static LocalDate date(String text) {
        String[] parts = text.split("-");
        if (parts.length != 3) {
            throw new DateTimeException(text);
        }
        return LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private @Nullable Boolean like(Like like) {
        String value = value(like.key());
        return value == null ? null : Boolean.valueOf(like(value, like.pattern()));
    }

    private static boolean like(String value, String pattern) {
        if (pattern.isEmpty()) {
            return value.isEmpty();
        }
        char c = pattern.charAt(0);
        if (c == '%') {
            for (int i = 0; i <= value.length(); i++) {
                if (like(value.substring(i), pattern.substring(1))) {
                    return true;
                }
            }
            return false;
        }
        if (c == '\\') {
            return !value.isEmpty() && value.charAt(0) == pattern.charAt(1)
                    && like(value.substring(1), pattern.substring(2));
        }
        return !value.isEmpty() && (c == '_' || value.charAt(0) == c) && like(value.substring(1), pattern.substring(1));
    }

    private boolean matches(List<Optional<String>> given) {
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).isPresent() && !given.get(i).get().equals(values.get(i))) {
                return false;
            }
        }
        return true;
    }
}

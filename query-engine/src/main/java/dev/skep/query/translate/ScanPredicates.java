package dev.skep.query.translate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.In;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.IsNull;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.expression.Expression.Not;
import dev.skep.query.expression.Expression.Or;
import dev.skep.query.plan.ScanNode;
import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** What readers may skip by, told from a filter over a scan's columns. What cannot be told is left to the filter. */
final class ScanPredicates {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private ScanPredicates() {}

    static ScanPredicate of(Expression filter, List<ScanNode.Column> columns) {
        ScanPredicate predicate = ScanPredicate.all();
        for (Expression term : filter instanceof And and ? and.terms() : List.of(filter)) {
            Restriction restriction = restriction(term, columns);
            if (restriction != null) {
                predicate = predicate.intersect(
                        new ScanPredicate(Map.of(columns.get(restriction.column()).name(), restriction.domain())));
            }
        }
        return predicate;
    }

    private record Restriction(int column, Domain domain) {}

    private static @Nullable Restriction restriction(Expression term, List<ScanNode.Column> columns) {
        return switch (term) {
            case Comparison comparison -> comparison(comparison, columns);
            case In in -> in(in, columns);
            case IsNull isNull -> isNull.value() instanceof InputRef ref && isUsable(ref, columns)
                    ? new Restriction(ref.index(), Domain.onlyNull())
                    : null;
            case Not not -> not.term() instanceof IsNull isNull && isNull.value() instanceof InputRef ref
                    && isUsable(ref, columns) ? new Restriction(ref.index(), Domain.notNull()) : null;
            case Or or -> or(or, columns);
            case And and -> and(and, columns);
            default -> null;
        };
    }

    private static boolean isUsable(InputRef ref, List<ScanNode.Column> columns) {
        DataType type = ref.type();
        boolean simple = type instanceof PrimitiveType || type instanceof dev.skep.storage.type.DecimalType
                || type instanceof dev.skep.storage.type.VarcharType;
        // Files may hold char values with or without their trailing blanks.
        return simple && !(type instanceof CharType)
                && columns.get(ref.index()).source() instanceof ScanNode.FileColumn;
    }

    private static @Nullable Restriction comparison(Comparison comparison, List<ScanNode.Column> columns) {
        if (comparison.left() instanceof InputRef ref && comparison.right() instanceof Literal literal) {
            return comparison(ref, comparison.operator(), literal, columns);
        }
        if (comparison.right() instanceof InputRef ref && comparison.left() instanceof Literal literal) {
            return comparison(ref, mirrored(comparison.operator()), literal, columns);
        }
        return null;
    }

    private static ComparisonOperator mirrored(ComparisonOperator operator) {
        return switch (operator) {
            case LESS -> ComparisonOperator.GREATER;
            case LESS_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
            case GREATER -> ComparisonOperator.LESS;
            case GREATER_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
            case EQUAL, NOT_EQUAL, DISTINCT, NOT_DISTINCT -> operator;
        };
    }

    private static @Nullable Restriction comparison(InputRef ref, ComparisonOperator operator, Literal literal,
            List<ScanNode.Column> columns) {
        if (!isUsable(ref, columns)) {
            return null;
        }
        if (literal.value() == null) {
            return operator == ComparisonOperator.DISTINCT || operator == ComparisonOperator.NOT_DISTINCT
                    ? null
                    : new Restriction(ref.index(), Domain.none());
        }
        Comparable<?> value = value(literal);
        if (value == null) {
            return null;
        }
        Domain.Range range = switch (operator) {
            case EQUAL, NOT_DISTINCT -> Domain.Range.of(value);
            case LESS -> new Domain.Range(null, false, value, false);
            case LESS_OR_EQUAL -> new Domain.Range(null, false, value, true);
            case GREATER -> new Domain.Range(value, false, null, false);
            case GREATER_OR_EQUAL -> new Domain.Range(value, true, null, false);
            case NOT_EQUAL, DISTINCT -> null;
        };
        return range == null ? null : new Restriction(ref.index(), Domain.range(range));
    }

    private static @Nullable Restriction in(In in, List<ScanNode.Column> columns) {
        if (!(in.value() instanceof InputRef ref) || !isUsable(ref, columns)) {
            return null;
        }
        List<Comparable<?>> values = new ArrayList<>();
        for (Literal candidate : in.candidates()) {
            if (candidate.value() == null) {
                continue;
            }
            Comparable<?> value = value(candidate);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return new Restriction(ref.index(), Domain.of(values));
    }

    private static @Nullable Restriction or(Or or, List<ScanNode.Column> columns) {
        Restriction any = null;
        for (Expression term : or.terms()) {
            Restriction restriction = restriction(term, columns);
            if (restriction == null || any != null && any.column() != restriction.column()) {
                return null;
            }
            any = any == null
                    ? restriction
                    : new Restriction(any.column(), any.domain().union(restriction.domain()));
        }
        return any;
    }

    private static @Nullable Restriction and(And and, List<ScanNode.Column> columns) {
        Restriction all = null;
        for (Expression term : and.terms()) {
            Restriction restriction = restriction(term, columns);
            if (restriction == null) {
                continue;
            }
            if (all == null) {
                all = restriction;
            } else if (all.column() == restriction.column()) {
                all = new Restriction(all.column(), all.domain().intersect(restriction.domain()));
            }
        }
        return all;
    }

    /** The literal as domains hold it; null for what no domain can hold. */
    static @Nullable Comparable<?> value(Literal literal) {
        return switch (literal.value()) {
            case null -> null;
            case Boolean v -> v;
            case Byte v -> v.longValue();
            case Short v -> v.longValue();
            case Integer v -> v.longValue();
            case Long v -> v;
            case LocalDate v -> v.toEpochDay();
            case LocalDateTime v -> v.toEpochSecond(ZoneOffset.UTC) * MICROS_PER_SECOND + v.getNano() / NANOS_PER_MICRO;
            case Float v -> v.isNaN() ? null : (Comparable<?>) v.doubleValue();
            case Double v -> v.isNaN() ? null : v;
            case BigDecimal v -> v;
            case String v -> ByteString.of(v);
            case byte[] v -> new ByteString(v);
            default -> null;
        };
    }
}

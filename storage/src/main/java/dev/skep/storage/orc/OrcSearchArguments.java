package dev.skep.storage.orc;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import org.apache.orc.OrcFile.WriterVersion;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.io.sarg.PredicateLeaf;
import org.apache.orc.storage.ql.io.sarg.SearchArgument;
import org.apache.orc.storage.ql.io.sarg.SearchArgumentFactory;
import org.apache.orc.storage.serde2.io.HiveDecimalWritable;
import org.jspecify.annotations.Nullable;

/**
 * Predicates as orc-core takes them, to leave out row groups by index and bloom filter. A bound that orc-core would compare in another order than
 * the files' is left open: text beyond the surrogates, dates of the Julian calendar, zeros with a sign.
 */
final class OrcSearchArguments {
    /** Domains of more ranges are reduced to the span of them all. */
    private static final int MAX_RANGES = 64;
    private static final LocalDate FIRST_GREGORIAN = LocalDate.of(1583, 1, 1);
    private static final LocalDate LAST_OF_FOUR_DIGITS = LocalDate.of(9999, 12, 31);

    private OrcSearchArguments() {}

    /** Returns null if nothing can be pushed down. */
    static @Nullable SearchArgument of(OrcPredicates predicates, WriterVersion writer) {
        SearchArgument.Builder builder = SearchArgumentFactory.newBuilder().startAnd();
        boolean any = false;
        for (OrcPredicates.Column column : predicates.columns()) {
            PredicateLeaf.Type type = type(column.fileType().getCategory(), writer);
            if (type != null) {
                any |= add(builder, Integer.toString(column.readerId()), type, column.domain());
            }
        }
        return any ? builder.end().build() : null;
    }

    private static PredicateLeaf.@Nullable Type type(TypeDescription.Category category, WriterVersion writer) {
        return switch (category) {
            case BOOLEAN -> PredicateLeaf.Type.BOOLEAN;
            case BYTE, SHORT, INT, LONG -> PredicateLeaf.Type.LONG;
            case FLOAT, DOUBLE -> PredicateLeaf.Type.FLOAT;
            case STRING, VARCHAR -> PredicateLeaf.Type.STRING;
            case DATE -> PredicateLeaf.Type.DATE;
            case DECIMAL -> PredicateLeaf.Type.DECIMAL;
            // Before ORC-135 statistics depended on the writer's time zone.
            case TIMESTAMP, TIMESTAMP_INSTANT ->
                writer.includes(WriterVersion.ORC_135) ? PredicateLeaf.Type.TIMESTAMP : null;
            case CHAR, BINARY, LIST, MAP, STRUCT, UNION, Geometry, Geography -> null;
        };
    }

    private static boolean add(SearchArgument.Builder builder, String column, PredicateLeaf.Type type, Domain domain) {
        List<Domain.Range> ranges = domain.ranges().size() <= MAX_RANGES || allSingle(type, domain) != null
                ? domain.ranges()
                : List.of(new Domain.Range(domain.ranges().getFirst().low(), domain.ranges().getFirst().lowInclusive(),
                        domain.ranges().getLast().high(), domain.ranges().getLast().highInclusive()));
        List<@Nullable Object[]> bounds = new ArrayList<>();
        for (Domain.Range range : ranges) {
            Object low = literal(type, range.low(), false);
            Object high = literal(type, range.high(), true);
            if (low == null && high == null) {
                if (domain.nullAllowed()) {
                    return false;
                }
                builder.startNot().isNull(column, type).end();
                return true;
            }
            bounds.add(new Object[]{low, high, range.lowInclusive(), range.highInclusive()});
        }
        builder.startOr();
        if (domain.nullAllowed()) {
            builder.isNull(column, type);
        }
        Object[] values = allSingle(type, domain);
        if (values != null) {
            builder.in(column, type, values);
        } else {
            for (Object[] bound : bounds) {
                addRange(builder, column, type, bound);
            }
        }
        builder.end();
        return true;
    }

    private static void addRange(SearchArgument.Builder builder, String column, PredicateLeaf.Type type,
            @Nullable Object[] bound) {
        Object low = bound[0];
        Object high = bound[1];
        boolean lowInclusive = Boolean.TRUE.equals(bound[2]);
        boolean highInclusive = Boolean.TRUE.equals(bound[3]);
        builder.startAnd();
        if (low != null) {
            builder.startNot();
            if (lowInclusive) {
                builder.lessThan(column, type, low);
            } else {
                builder.lessThanEquals(column, type, low);
            }
            builder.end();
        }
        if (high != null) {
            if (highInclusive) {
                builder.lessThanEquals(column, type, high);
            } else {
                builder.lessThan(column, type, high);
            }
        }
        builder.end();
    }

    /** The values of a domain that is a list of values, which bloom filters can answer; else null. */
    private static Object @Nullable [] allSingle(PredicateLeaf.Type type, Domain domain) {
        if (domain.ranges().isEmpty()) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (Domain.Range range : domain.ranges()) {
            Object low = literal(type, range.low(), false);
            Object high = literal(type, range.high(), true);
            if (!range.isSingleValue() || low == null || !low.equals(high)) {
                return null;
            }
            values.add(low);
        }
        return values.toArray();
    }

    /** The bound as orc-core takes it, or null where it is open or must be. */
    private static @Nullable Object literal(PredicateLeaf.Type type, @Nullable Comparable<?> value, boolean upper) {
        return switch (value) {
            case null -> null;
            case Boolean b -> b;
            case Double d -> d == 0 ? Double.valueOf(upper ? 0.0 : -0.0) : d;
            case BigDecimal decimal -> decimal(decimal);
            case ByteString bytes -> text(bytes);
            case Long number -> switch (type) {
                case DATE -> date(number);
                case TIMESTAMP -> timestamp(number, upper);
                default -> number;
            };
            default -> null;
        };
    }

    private static @Nullable Object decimal(BigDecimal value) {
        HiveDecimal decimal = HiveDecimal.create(value, false);
        return decimal == null ? null : new HiveDecimalWritable(decimal);
    }

    private static @Nullable Object date(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        return date.isBefore(FIRST_GREGORIAN) || date.isAfter(LAST_OF_FOUR_DIGITS) ? null : Date.valueOf(date);
    }

    /** A millisecond beyond the bound, since indexes may hold milliseconds only; so no value is looked up in a bloom filter. */
    private static Object timestamp(long micros, boolean upper) {
        return new Timestamp(Math.floorDiv(micros, 1000L) + (upper ? 1 : -1));
    }

    private static @Nullable Object text(ByteString bytes) {
        String text = bytes.toString();
        if (!ByteString.of(text).equals(bytes)) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= Character.MIN_SURROGATE) {
                return null;
            }
        }
        return text;
    }
}

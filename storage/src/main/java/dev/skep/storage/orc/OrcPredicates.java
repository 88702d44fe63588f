package dev.skep.storage.orc;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.PrimitiveType;
import org.apache.orc.BooleanColumnStatistics;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.DateColumnStatistics;
import org.apache.orc.DecimalColumnStatistics;
import org.apache.orc.DoubleColumnStatistics;
import org.apache.orc.IntegerColumnStatistics;
import org.apache.orc.StringColumnStatistics;
import org.apache.orc.TimestampColumnStatistics;
import org.apache.orc.TypeDescription;
import org.jspecify.annotations.Nullable;

/** The part of a request's predicate that a file's statistics can answer, and the answer for a stripe. */
record OrcPredicates(List<Column> columns) {

    /**
     * A column that rows are chosen by.
     *
     * @param fileType its type in the file, whose id statistics go by
     * @param readerId its id in the schema asked for, which search arguments go by
     */
    record Column(TypeDescription fileType, int readerId, Domain domain) {}

    OrcPredicates {
        columns = List.copyOf(columns);
    }

    /** Returns null if no row of the file can be wanted. */
    static @Nullable OrcPredicates of(TypeDescription actual, OrcProjection projection, ScanRequest request) {
        return of(actual, projection, request.predicate(), request);
    }

    /** The same of another predicate over the columns of {@code request}. */
    static @Nullable OrcPredicates of(TypeDescription actual, OrcProjection projection, ScanPredicate predicate,
            ScanRequest request) {
        if (predicate.isNone()) {
            return null;
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < request.columns().size(); i++) {
            ScanColumn column = request.columns().get(i);
            Domain domain = predicate.domains().get(column.name());
            if (domain == null || domain.isAll()) {
                continue;
            }
            if (!projection.isInFile(i)) {
                if (!domain.nullAllowed()) {
                    return null;
                }
                continue;
            }
            TypeDescription fileType = actual.getChildren().get(projection.positions()[i]);
            if (isComparable(fileType, column)) {
                columns.add(new Column(fileType, projection.type(i).getId(), domain));
            }
        }
        return new OrcPredicates(columns);
    }

    /** True if the domain's values and the file's are of one kind, so that both order them alike. */
    private static boolean isComparable(TypeDescription fileType, ScanColumn column) {
        return switch (fileType.getCategory()) {
            case BYTE, SHORT, INT, LONG -> column.type() == PrimitiveType.TINYINT
                    || column.type() == PrimitiveType.SMALLINT || column.type() == PrimitiveType.INT
                    || column.type() == PrimitiveType.BIGINT;
            case BOOLEAN, FLOAT, DOUBLE, STRING, DATE, TIMESTAMP, TIMESTAMP_INSTANT, DECIMAL, VARCHAR ->
                OrcTypes.isSame(fileType, column.type());
            // Statistics of char columns are of padded values.
            case CHAR, BINARY, LIST, MAP, STRUCT, UNION, Geometry, Geography -> false;
        };
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /** True if a stripe or file with these statistics, by type id, may have a wanted row. */
    boolean mayMatch(@Nullable ColumnStatistics[] statistics) {
        for (Column column : columns) {
            ColumnStatistics known = column.fileType.getId() < statistics.length
                    ? statistics[column.fileType.getId()]
                    : null;
            if (known != null && !mayMatch(column, known)) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayMatch(Column column, ColumnStatistics statistics) {
        Domain domain = column.domain;
        if (domain.nullAllowed() && statistics.hasNull()) {
            return true;
        }
        if (statistics.getNumberOfValues() == 0) {
            // Neither values nor nulls: the writer was told not to count.
            return domain.nullAllowed() || !statistics.hasNull();
        }
        return switch (statistics) {
            case IntegerColumnStatistics s -> domain.mayContain(s.getMinimum(), s.getMaximum());
            case DateColumnStatistics s -> domain.mayContain(s.getMinimumDayOfEpoch(), s.getMaximumDayOfEpoch());
            case DoubleColumnStatistics s -> mayContain(domain, s);
            case StringColumnStatistics s -> domain.mayContain(bytes(s.getLowerBound()), bytes(s.getUpperBound()));
            case DecimalColumnStatistics s -> s.getMinimum() == null || s.getMaximum() == null
                    || domain.mayContain(s.getMinimum().bigDecimalValue(), s.getMaximum().bigDecimalValue());
            case BooleanColumnStatistics s ->
                domain.mayContain(s.getFalseCount() == 0, s.getTrueCount() > 0);
            case TimestampColumnStatistics s -> mayContain(domain, s);
            default -> true;
        };
    }

    private static @Nullable ByteString bytes(@Nullable String text) {
        return text == null ? null : ByteString.of(text);
    }

    private static boolean mayContain(Domain domain, DoubleColumnStatistics statistics) {
        double min = statistics.getMinimum();
        double max = statistics.getMaximum();
        if (Double.isNaN(statistics.getSum()) || Double.isNaN(min) || Double.isNaN(max)) {
            return true;
        }
        // Both zeros are one value to SQL, two to Double's order.
        return domain.mayContain(min == 0 ? Double.valueOf(-0.0) : min, max == 0 ? Double.valueOf(0.0) : max);
    }

    /** Statistics hold milliseconds; a millisecond on both sides covers what they cut. */
    private static boolean mayContain(Domain domain, TimestampColumnStatistics statistics) {
        if (statistics.getMinimumUTC() == null || statistics.getMaximumUTC() == null) {
            return true;
        }
        long min = Math.multiplyExact(statistics.getMinimumUTC().getTime() - 1, 1000L);
        long max = Math.multiplyExact(statistics.getMaximumUTC().getTime() + 1, 1000L);
        return domain.mayContain(min, max);
    }
}

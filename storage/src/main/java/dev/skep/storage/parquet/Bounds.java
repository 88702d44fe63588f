package dev.skep.storage.parquet;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Least and greatest values of one column as files state them, turned into values of the table's type, and trusted only where the format says
 * they can be: the order must be the one that the annotation defines, the old fields count for signed numbers only, and a NaN spoils both.
 */
final class Bounds {
    private final LeafColumn leaf;
    private final DataType type;
    private final @Nullable Conversion conversion;
    private final boolean isOrdered;
    private final boolean isTextOrder;

    Bounds(Footer footer, LeafColumn leaf, DataType type) {
        this.leaf = leaf;
        this.type = type;
        Conversion found;
        try {
            found = Conversion.of(leaf, type);
        } catch (DecodeException e) {
            found = null;
        }
        this.conversion = found;
        List<ColumnOrder> orders = footer.metaData().getColumn_orders();
        this.isOrdered = orders != null && leaf.index() < orders.size() && orders.get(leaf.index()).isSetTYPE_ORDER();
        this.isTextOrder = leaf.type() instanceof LeafType.Text || leaf.type() instanceof LeafType.Bytes;
    }

    /** The table's type. */
    DataType type() {
        return type;
    }

    /** True if the file's values can become the table's. */
    boolean isReadable() {
        return conversion != null;
    }

    /** True if the chunk has statistics at all. Files are known whose pages have bounds, wrong ones, where the chunk has none. */
    static boolean areStated(ColumnMetaData chunk) {
        Statistics statistics = chunk.getStatistics();
        return statistics != null && (statistics.isSetMin_value() && statistics.isSetMax_value()
                || statistics.isSetNull_count() && statistics.getNull_count() == chunk.getNum_values());
    }

    /** True if a row of the chunk can have a value that {@code domain} wants. */
    boolean mayContain(Domain domain, ColumnMetaData chunk) {
        Statistics statistics = chunk.getStatistics();
        if (domain.nullAllowed() && !(statistics.isSetNull_count() && statistics.getNull_count() == 0)) {
            return true;
        }
        if (statistics.isSetNull_count() && statistics.getNull_count() == chunk.getNum_values()) {
            return false;
        }
        byte[] min = isOrdered && statistics.isSetMin_value()
                ? statistics.getMin_value()
                : statistics.isSetMin() && isSigned() ? statistics.getMin() : null;
        byte[] max = isOrdered && statistics.isSetMax_value()
                ? statistics.getMax_value()
                : statistics.isSetMax() && isSigned() ? statistics.getMax() : null;
        return mayContain(domain, min, max);
    }

    /** True if a row of {@code page} can have a value that {@code domain} wants. */
    boolean mayContain(Domain domain, ColumnIndex index, int page) {
        boolean hasCounts = index.isSetNull_counts() && index.getNull_countsSize() > page;
        if (domain.nullAllowed() && !(hasCounts && index.getNull_counts().get(page) == 0)) {
            return true;
        }
        if (index.getNull_pages().get(page)) {
            return false;
        }
        return !isOrdered || mayContain(domain, bytes(index.getMin_values().get(page)),
                bytes(index.getMax_values().get(page)));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** True where the old fields of statistics, which compared bytes and numbers with a sign, have the right order. */
    private boolean isSigned() {
        return switch (leaf.type()) {
            case LeafType.Whole whole -> whole.signed();
            case LeafType.Decimal ignored -> leaf.physical() == Type.INT32 || leaf.physical() == Type.INT64;
            case LeafType.Date ignored -> true;
            case LeafType.Timestamp ignored -> true;
            case LeafType.Time ignored -> true;
            case LeafType.Real real -> real.bits() > 16;
            case null -> false;
            default -> false;
        };
    }

    private boolean mayContain(Domain domain, byte @Nullable [] minBytes, byte @Nullable [] maxBytes) {
        if (conversion == null || leaf.physical() == Type.INT96) {
            return true;
        }
        try {
            Comparable<?> min = minBytes == null ? null : isTextOrder ? least(minBytes) : value(minBytes);
            Comparable<?> max = maxBytes == null ? null : isTextOrder ? greatest(maxBytes) : value(maxBytes);
            if (type == PrimitiveType.FLOAT || type == PrimitiveType.DOUBLE) {
                return mayContainReal(domain, (Double) min, (Double) max);
            }
            if (!isTextOrder && !isMonotone()) {
                return true;
            }
            if (min != null && max != null && Domain.compare(min, max) > 0) {
                return true;
            }
            return domain.mayContain(min, max);
        } catch (DecodeException e) {
            return true;
        }
    }

    /** Numbers become text in another order. */
    private boolean isMonotone() {
        return !type.isText() && type != PrimitiveType.BINARY && type != PrimitiveType.BOOLEAN
                || leaf.type() instanceof LeafType.Bool;
    }

    /** Zeros have a sign that statistics may have dropped, and a NaN, which may sort above all numbers, is in no bound. */
    private static boolean mayContainReal(Domain domain, @Nullable Double min, @Nullable Double max) {
        if (min == null || max == null || min.isNaN() || max.isNaN() || min > max) {
            return true;
        }
        for (Domain.Range range : domain.ranges()) {
            if (range.high() == null) {
                return true;
            }
        }
        return domain.mayContain(min == 0 ? Double.valueOf(-0.0) : min, max == 0 ? Double.valueOf(0.0) : max);
    }

    /** A lower bound of text after it has become the table's type. */
    private @Nullable Comparable<?> least(byte[] bytes) {
        if (!(type instanceof CharType)) {
            return type.isText() || type == PrimitiveType.BINARY ? value(bytes) : null;
        }
        // Cutting trailing blanks keeps the order unless a character below the blank is about.
        for (byte b : bytes) {
            if (b >= 0 && b < ' ') {
                return null;
            }
        }
        return value(bytes);
    }

    private @Nullable Comparable<?> greatest(byte[] bytes) {
        // What is cut from a value makes it smaller, so the bound holds as it is.
        return new ByteString(bytes);
    }

    /** The least and the greatest value of the chunk, as vectors of one row, if it is certain that rows have them; else null. */
    @Nullable
    Extremes extremes(ColumnMetaData chunk) {
        Statistics statistics = chunk.getStatistics();
        if (statistics == null || conversion == null || leaf.type() instanceof LeafType.Real || type instanceof CharType
                || leaf.physical() == Type.INT96 || !isTextOrder && !isMonotone()) {
            return null;
        }
        boolean isWhole = leaf.physical() == Type.BOOLEAN || leaf.physical() == Type.INT32
                || leaf.physical() == Type.INT64;
        // Bytes may have been cut short without a word; of numbers that cannot be.
        boolean isMinExact = statistics.isSetIs_min_value_exact() ? statistics.isIs_min_value_exact() : isWhole;
        boolean isMaxExact = statistics.isSetIs_max_value_exact() ? statistics.isIs_max_value_exact() : isWhole;
        if (!isOrdered || !statistics.isSetMin_value() || !statistics.isSetMax_value() || !isMinExact || !isMaxExact) {
            return null;
        }
        try {
            FlatVector least = vector(statistics.getMin_value());
            FlatVector greatest = vector(statistics.getMax_value());
            Extremes extremes = new Extremes(least, value(least, type, 0), greatest, value(greatest, type, 0));
            return Domain.compare(extremes.min, extremes.max) > 0 ? null : extremes;
        } catch (DecodeException e) {
            return null;
        }
    }

    /** Values that some rows have, in both forms. */
    record Extremes(FlatVector least, Comparable<?> min, FlatVector greatest, Comparable<?> max) {
        Extremes union(Extremes other) {
            boolean isLess = Domain.compare(other.min, min) < 0;
            boolean isGreater = Domain.compare(other.max, max) > 0;
            return new Extremes(isLess ? other.least : least, isLess ? other.min : min,
                    isGreater ? other.greatest : greatest, isGreater ? other.max : max);
        }
    }

    /** A plain value as the table's type has it. Fails if it is malformed or does not fit. */
    private Comparable<?> value(byte[] bytes) {
        return value(vector(bytes), type, 0);
    }

    private FlatVector vector(byte[] bytes) {
        if (leaf.type() instanceof LeafType.Bool) {
            if (bytes.length != 1) {
                throw DecodeException.corrupt("a bound of %d bytes", bytes.length);
            }
            return new BooleanVector(1, new boolean[]{bytes[0] != 0}, null);
        }
        int fixed = switch (leaf.physical()) {
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case BOOLEAN, INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> -1;
        };
        if (fixed >= 0 && bytes.length != fixed) {
            throw DecodeException.corrupt("a bound of %d bytes", bytes.length);
        }
        ValueBuffer source = ValueBuffer.of(leaf.physical());
        if (source instanceof BytesBuffer buffer) {
            buffer.append(bytes, 0, bytes.length);
        } else {
            PlainDecoder decoder = new PlainDecoder(leaf.physical(), leaf.typeLength());
            decoder.reset(bytes, 0, bytes.length, 1);
            source.append(decoder, 1);
        }
        if (conversion == null) {
            throw new IllegalStateException("No conversion");
        }
        ValueBuffer target = source;
        if (conversion != Conversion.NONE) {
            target = ValueBuffer.of(type.physical());
            conversion.convert(source, target);
        }
        return target.vector(1, null);
    }

    /** The value of a vector as predicates have it. */
    static Comparable<?> value(FlatVector vector, DataType type, int row) {
        return switch (vector) {
            case BooleanVector v -> v.values()[row];
            case IntVector v -> (long) v.values()[row];
            case LongVector v -> type instanceof DecimalType decimal
                    ? (Comparable<?>) BigDecimal.valueOf(v.values()[row], decimal.scale())
                    : (Comparable<?>) v.values()[row];
            case Int128Vector v -> new BigDecimal(v.bigInteger(row), ((DecimalType) type).scale());
            case FloatVector v -> (double) v.values()[row];
            case DoubleVector v -> v.values()[row];
            case BytesVector v ->
                new ByteString(Arrays.copyOfRange(v.data(), v.offsets()[row], v.offsets()[row + 1]));
        };
    }
}

package dev.skep.query.function;

import java.util.List;

import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.VarcharType;
import org.jspecify.annotations.Nullable;

/** Which types turn into which without being asked, and what types they have in common. */
public final class Coercions {
    private static final List<PrimitiveType> WHOLE = List.of(PrimitiveType.TINYINT, PrimitiveType.SMALLINT,
            PrimitiveType.INT, PrimitiveType.BIGINT);

    private Coercions() {}

    public static boolean isWhole(DataType type) {
        return type instanceof PrimitiveType primitive && WHOLE.contains(primitive);
    }

    /** The decimal that holds every value of a whole-number type or decimal. */
    public static DecimalType asDecimal(DataType type) {
        return switch (type) {
            case DecimalType decimal -> decimal;
            case PrimitiveType.TINYINT -> new DecimalType(3, 0);
            case PrimitiveType.SMALLINT -> new DecimalType(5, 0);
            case PrimitiveType.INT -> new DecimalType(10, 0);
            case PrimitiveType.BIGINT -> new DecimalType(19, 0);
            default -> throw new IllegalArgumentException("Invalid decimal: " + type);
        };
    }

    /** True if a value of {@code from} may stand where {@code to} is asked for. */
    public static boolean isImplicit(DataType from, DataType to) {
        if (from.equals(to) || from == PrimitiveType.UNKNOWN) {
            return true;
        }
        DataType common = common(from, to);
        return common != null && common.equals(to);
    }

    /** The type to which values of both turn without being asked; null if there is none. */
    public static @Nullable DataType common(DataType a, DataType b) {
        if (a.equals(b) || b == PrimitiveType.UNKNOWN) {
            return a;
        }
        if (a == PrimitiveType.UNKNOWN) {
            return b;
        }
        if (a.isNumeric() && b.isNumeric()) {
            return commonNumber(a, b);
        }
        if (a.isText() && b.isText()) {
            return commonText(a, b);
        }
        if ((a == PrimitiveType.DATE && b == PrimitiveType.TIMESTAMP)
                || (a == PrimitiveType.TIMESTAMP && b == PrimitiveType.DATE)) {
            return PrimitiveType.TIMESTAMP;
        }
        if (a instanceof ArrayType x && b instanceof ArrayType y) {
            DataType element = common(x.element(), y.element());
            return element == null ? null : new ArrayType(element);
        }
        if (a instanceof MapType x && b instanceof MapType y) {
            DataType key = common(x.key(), y.key());
            DataType value = common(x.value(), y.value());
            return key == null || value == null ? null : new MapType(key, value);
        }
        return null;
    }

    private static DataType commonNumber(DataType a, DataType b) {
        if (a == PrimitiveType.DOUBLE || b == PrimitiveType.DOUBLE) {
            return PrimitiveType.DOUBLE;
        }
        if (a == PrimitiveType.FLOAT || b == PrimitiveType.FLOAT) {
            return PrimitiveType.FLOAT;
        }
        if (a instanceof DecimalType || b instanceof DecimalType) {
            DecimalType x = asDecimal(a);
            DecimalType y = asDecimal(b);
            int scale = Math.max(x.scale(), y.scale());
            int whole = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
            return new DecimalType(Math.min(DecimalType.MAX_PRECISION, whole + scale), scale);
        }
        return WHOLE.get(Math.max(WHOLE.indexOf(a), WHOLE.indexOf(b)));
    }

    private static DataType commonText(DataType a, DataType b) {
        if (a instanceof CharType x && b instanceof CharType y) {
            return new CharType(Math.max(x.length(), y.length()));
        }
        int length = Math.max(length(a), length(b));
        return length > VarcharType.MAX_LENGTH ? PrimitiveType.STRING : new VarcharType(length);
    }

    private static int length(DataType type) {
        return switch (type) {
            case VarcharType varchar -> varchar.length();
            case CharType character -> character.length();
            default -> Integer.MAX_VALUE;
        };
    }

    /** A signature if each argument may stand for its parameter, else null. */
    static @Nullable Signature fixed(String name, List<DataType> arguments, List<DataType> parameters,
            DataType result) {
        if (arguments.size() != parameters.size()) {
            return null;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (!isImplicit(arguments.get(i), parameters.get(i))) {
                return null;
            }
        }
        return new Signature(name, parameters, result);
    }
}

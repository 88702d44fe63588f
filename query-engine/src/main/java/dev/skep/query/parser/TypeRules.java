package dev.skep.query.parser;

import java.math.RoundingMode;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Precisions, and the types of sums, averages and decimal arithmetic, as Trino has them. */
final class TypeRules extends RelDataTypeSystemImpl {
    static final TypeRules INSTANCE = new TypeRules();
    private static final int MAX_DECIMAL = 38;
    /** Of timestamps: microseconds. */
    private static final int FRACTION_DIGITS = 6;

    private TypeRules() {}

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case DECIMAL -> MAX_DECIMAL;
            case TIMESTAMP, TIME -> FRACTION_DIGITS;
            case CHAR, VARCHAR, BINARY, VARBINARY -> Integer.MAX_VALUE;
            default -> super.getMaxPrecision(typeName);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
        return typeName == SqlTypeName.DECIMAL ? MAX_DECIMAL : super.getMaxScale(typeName);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case DECIMAL -> MAX_DECIMAL;
            case TIMESTAMP, TIME -> FRACTION_DIGITS;
            default -> super.getDefaultPrecision(typeName);
        };
    }

    @Override
    public RoundingMode roundingMode() {
        return RoundingMode.HALF_UP;
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        return switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> of(factory, SqlTypeName.BIGINT, argument);
            case DECIMAL -> decimal(factory, MAX_DECIMAL, argument.getScale(), argument.isNullable());
            default -> argument;
        };
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        return switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> of(factory, SqlTypeName.DOUBLE, argument);
            default -> argument;
        };
    }

    private static RelDataType of(RelDataTypeFactory factory, SqlTypeName name, RelDataType argument) {
        return factory.createTypeWithNullability(factory.createSqlType(name), argument.isNullable());
    }

    @Override
    public @Nullable RelDataType deriveDecimalPlusType(RelDataTypeFactory factory, RelDataType left,
            RelDataType right) {
        if (!areDecimals(left, right)) {
            return null;
        }
        RelDataType a = exact(factory, left);
        RelDataType b = exact(factory, right);
        int scale = Math.max(a.getScale(), b.getScale());
        int whole = Math.max(a.getPrecision() - a.getScale(), b.getPrecision() - b.getScale());
        return decimal(factory, whole + scale + 1, scale, isNullable(left, right));
    }

    @Override
    public @Nullable RelDataType deriveDecimalMultiplyType(RelDataTypeFactory factory, RelDataType left,
            RelDataType right) {
        if (!areDecimals(left, right)) {
            return null;
        }
        RelDataType a = exact(factory, left);
        RelDataType b = exact(factory, right);
        return decimal(factory, a.getPrecision() + b.getPrecision(), a.getScale() + b.getScale(),
                isNullable(left, right));
    }

    @Override
    public @Nullable RelDataType deriveDecimalDivideType(RelDataTypeFactory factory, RelDataType left,
            RelDataType right) {
        if (!areDecimals(left, right)) {
            return null;
        }
        RelDataType a = exact(factory, left);
        RelDataType b = exact(factory, right);
        int precision = a.getPrecision() + b.getScale() + Math.max(b.getScale() - a.getScale(), 0);
        return decimal(factory, precision, Math.max(a.getScale(), b.getScale()), isNullable(left, right));
    }

    @Override
    public @Nullable RelDataType deriveDecimalModType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!areDecimals(left, right)) {
            return null;
        }
        RelDataType a = exact(factory, left);
        RelDataType b = exact(factory, right);
        int scale = Math.max(a.getScale(), b.getScale());
        int whole = Math.min(a.getPrecision() - a.getScale(), b.getPrecision() - b.getScale());
        return decimal(factory, whole + scale, scale, isNullable(left, right));
    }

    private static boolean areDecimals(RelDataType left, RelDataType right) {
        return SqlTypeUtil.isExactNumeric(left) && SqlTypeUtil.isExactNumeric(right)
                && (SqlTypeUtil.isDecimal(left) || SqlTypeUtil.isDecimal(right));
    }

    private static RelDataType exact(RelDataTypeFactory factory, RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT -> decimal(factory, 3, 0, false);
            case SMALLINT -> decimal(factory, 5, 0, false);
            case INTEGER -> decimal(factory, 10, 0, false);
            case BIGINT -> decimal(factory, 19, 0, false);
            default -> type;
        };
    }

    private static RelDataType decimal(RelDataTypeFactory factory, int precision, int scale, boolean nullable) {
        int kept = Math.min(scale, MAX_DECIMAL);
        int digits = Math.max(1, Math.min(Math.max(precision, kept), MAX_DECIMAL));
        return factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.DECIMAL, digits, kept), nullable);
    }

    private static boolean isNullable(RelDataType left, RelDataType right) {
        return left.isNullable() || right.isNullable();
    }
}

package dev.skep.query.analyzer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.DataTypeSpec;
import dev.skep.query.parser.VarcharLiteral;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Puts values in place of the {@code ?} of a statement. */
public final class Parameters extends SqlShuttle {
    private static final int MICROSECONDS = 6;

    private final List<@Nullable Object> values;

    private Parameters(List<@Nullable Object> values) {
        this.values = values;
    }

    public static SqlNode bind(SqlNode query, List<@Nullable Object> values) {
        SqlNode bound = values.isEmpty() ? query : query.accept(new Parameters(values));
        return bound == null ? query : bound;
    }

    @Override
    public @Nullable SqlNode visit(SqlDynamicParam parameter) {
        if (parameter.getIndex() >= values.size()) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot run the statement: parameter %d has no value".formatted(parameter.getIndex() + 1));
        }
        return literal(values.get(parameter.getIndex()), parameter.getParserPosition());
    }

    private static SqlNode literal(@Nullable Object value, SqlParserPos pos) {
        return switch (value) {
            case null -> SqlLiteral.createNull(pos);
            case Boolean v -> SqlLiteral.createBoolean(v, pos);
            case Byte v -> cast(number(v.toString(), pos), PrimitiveType.TINYINT, pos);
            case Short v -> cast(number(v.toString(), pos), PrimitiveType.SMALLINT, pos);
            case Integer v -> number(v.toString(), pos);
            case Long v -> cast(number(v.toString(), pos), PrimitiveType.BIGINT, pos);
            case BigDecimal v -> number(v.toPlainString(), pos);
            case Float v -> cast(approximate(v.doubleValue(), pos), PrimitiveType.FLOAT, pos);
            case Double v -> approximate(v, pos);
            case String v -> VarcharLiteral.create(v, null, pos);
            case LocalDate v -> SqlLiteral.createDate(new DateString(v.toString()), pos);
            case LocalDateTime v -> SqlLiteral.createTimestamp(timestamp(v), MICROSECONDS, pos);
            case byte[] v -> SqlLiteral.createBinaryString(new ByteString(v).toString(), pos);
            default -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot use a parameter of class %s".formatted(value.getClass().getSimpleName()));
        };
    }

    private static TimestampString timestamp(LocalDateTime value) {
        return new TimestampString(value.getYear(), value.getMonthValue(), value.getDayOfMonth(), value.getHour(),
                value.getMinute(), value.getSecond()).withNanos(value.getNano());
    }

    private static SqlNode number(String text, SqlParserPos pos) {
        if (text.startsWith("-")) {
            return SqlStdOperatorTable.UNARY_MINUS.createCall(pos,
                    SqlLiteral.createExactNumeric(text.substring(1), pos));
        }
        return SqlLiteral.createExactNumeric(text, pos);
    }

    private static SqlNode approximate(double value, SqlParserPos pos) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return cast(VarcharLiteral.create(Double.toString(value), null, pos), PrimitiveType.DOUBLE, pos);
        }
        String text = String.valueOf(Math.abs(value));
        SqlNode literal = SqlLiteral.createApproxNumeric(text.contains("E") ? text : text + "E0", pos);
        return value < 0 ? SqlStdOperatorTable.UNARY_MINUS.createCall(pos, literal) : literal;
    }

    private static SqlNode cast(SqlNode value, DataType type, SqlParserPos pos) {
        return SqlStdOperatorTable.CAST.createCall(pos, value, new SqlDataTypeSpec(new DataTypeSpec(type, pos), pos));
    }
}

package dev.skep.jdbc;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;

import dev.skep.jdbc.wire.SqlErrors;

/** How many parameters a statement has. Their types are those of the values that are set. */
final class SkepParameterMetaData implements ParameterMetaData {
    private final int count;

    SkepParameterMetaData(int count) {
        this.count = count;
    }

    private void check(int index) throws SQLException {
        if (index < 1 || index > count) {
            throw new SQLException("Invalid parameter: " + index + " (the statement has " + count + ")", "07009");
        }
    }

    @Override
    public int getParameterCount() {
        return count;
    }

    @Override
    public int isNullable(int index) throws SQLException {
        check(index);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        check(index);
        return true;
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        check(index);
        return 0;
    }

    @Override
    public int getScale(int index) throws SQLException {
        check(index);
        return 0;
    }

    /** Text is right where no type is known: JDBC tools then offer any value. */
    @Override
    public int getParameterType(int index) throws SQLException {
        check(index);
        return Types.VARCHAR;
    }

    @Override
    public String getParameterTypeName(int index) throws SQLException {
        check(index);
        return "varchar";
    }

    @Override
    public String getParameterClassName(int index) throws SQLException {
        check(index);
        return String.class.getName();
    }

    @Override
    public int getParameterMode(int index) throws SQLException {
        check(index);
        return parameterModeIn;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.invalidArgument("Cannot unwrap metadata: it is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}

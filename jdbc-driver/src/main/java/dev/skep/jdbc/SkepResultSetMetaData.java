package dev.skep.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

import dev.skep.jdbc.wire.ColumnInfo;
import dev.skep.jdbc.wire.ColumnType;
import dev.skep.jdbc.wire.SqlErrors;

/** Names and types of a result's columns. */
final class SkepResultSetMetaData implements ResultSetMetaData {
    private final List<ColumnInfo> columns;

    SkepResultSetMetaData(List<ColumnInfo> columns) {
        this.columns = columns;
    }

    private ColumnInfo column(int index) throws SQLException {
        if (index < 1 || index > columns.size()) {
            throw new SQLException("Invalid column: " + index + " (the result has " + columns.size() + ")", "42S22");
        }
        return columns.get(index - 1);
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public String getColumnName(int index) throws SQLException {
        return column(index).name();
    }

    @Override
    public String getColumnLabel(int index) throws SQLException {
        return column(index).name();
    }

    @Override
    public int getColumnType(int index) throws SQLException {
        return column(index).type().jdbcType();
    }

    @Override
    public String getColumnTypeName(int index) throws SQLException {
        return column(index).typeName();
    }

    @Override
    public String getColumnClassName(int index) throws SQLException {
        return column(index).type().javaClass().getName();
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        ColumnInfo column = column(index);
        return column.declaredPrecision() > 0 ? column.declaredPrecision() : column.type().precision();
    }

    @Override
    public int getScale(int index) throws SQLException {
        ColumnInfo column = column(index);
        return column.type() == ColumnType.TIMESTAMP ? 6 : column.scale();
    }

    @Override
    public int getColumnDisplaySize(int index) throws SQLException {
        ColumnInfo column = column(index);
        if (column.type() == ColumnType.DECIMAL) {
            return column.declaredPrecision() + 2;
        }
        return column.declaredPrecision() > 0 ? column.declaredPrecision() : column.type().displaySize();
    }

    @Override
    public int isNullable(int index) throws SQLException {
        column(index);
        return columnNullable;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        return column(index).type().isSigned();
    }

    @Override
    public boolean isCaseSensitive(int index) throws SQLException {
        return column(index).type().isText();
    }

    @Override
    public boolean isSearchable(int index) throws SQLException {
        column(index);
        return true;
    }

    @Override
    public boolean isAutoIncrement(int index) throws SQLException {
        column(index);
        return false;
    }

    @Override
    public boolean isCurrency(int index) throws SQLException {
        column(index);
        return false;
    }

    @Override
    public boolean isReadOnly(int index) throws SQLException {
        column(index);
        return true;
    }

    @Override
    public boolean isWritable(int index) throws SQLException {
        column(index);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int index) throws SQLException {
        column(index);
        return false;
    }

    /** Empty: a result does not tell which table a column comes from. */
    @Override
    public String getTableName(int index) throws SQLException {
        column(index);
        return "";
    }

    @Override
    public String getSchemaName(int index) throws SQLException {
        column(index);
        return "";
    }

    @Override
    public String getCatalogName(int index) throws SQLException {
        column(index);
        return "";
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

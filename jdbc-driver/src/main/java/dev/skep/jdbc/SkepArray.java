package dev.skep.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.skep.jdbc.wire.SqlErrors;
import org.jspecify.annotations.Nullable;

/** An array of a row, apart from its connection. Elements that are arrays are Lists, maps and structs are Maps. */
final class SkepArray implements Array {
    private final NestedType element;
    private final String text;
    private final @Nullable Object[] elements;

    SkepArray(String typeName, String text) throws SQLException {
        this.element = NestedType.parse(typeName).argument(0);
        this.text = text;
        Object list = JsonValues.parse(typeName, text);
        if (!(list instanceof List)) {
            throw SqlErrors.invalidValue("Invalid array: '" + text + "'");
        }
        this.elements = ((List<?>) list).toArray();
    }

    @Override
    public String getBaseTypeName() {
        return element.name();
    }

    @Override
    public int getBaseType() {
        switch (element.name()) {
            case "boolean" :
                return Types.BOOLEAN;
            case "tinyint" :
                return Types.TINYINT;
            case "smallint" :
                return Types.SMALLINT;
            case "int" :
                return Types.INTEGER;
            case "bigint" :
                return Types.BIGINT;
            case "float" :
                return Types.REAL;
            case "double" :
                return Types.DOUBLE;
            case "decimal" :
                return Types.DECIMAL;
            case "date" :
                return Types.DATE;
            case "timestamp" :
                return Types.TIMESTAMP;
            case "binary" :
                return Types.VARBINARY;
            case "array" :
                return Types.ARRAY;
            case "char" :
                return Types.CHAR;
            case "string" :
            case "varchar" :
                return Types.VARCHAR;
            default :
                return Types.OTHER;
        }
    }

    @Override
    public Object getArray() {
        return elements.clone();
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        if (index < 1 || count < 0 || index - 1 + count > elements.length) {
            throw SqlErrors.invalidArgument("Invalid part of an array: " + count + " elements from " + index
                    + " of " + elements.length);
        }
        return Arrays.copyOfRange(elements, (int) index - 1, (int) index - 1 + count);
    }

    private static void checkNoMap(@Nullable Map<String, Class<?>> map) throws SQLException {
        if (map != null && !map.isEmpty()) {
            throw SqlErrors.notSupported("map user-defined types");
        }
    }

    @Override
    public Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
        checkNoMap(map);
        return getArray();
    }

    @Override
    public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        checkNoMap(map);
        return getArray(index, count);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        throw SqlErrors.notSupported("read an array as a result set");
    }

    @Override
    public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        return getResultSet();
    }

    /** Nothing is held. */
    @Override
    public void free() {}

    @Override
    public String toString() {
        return text;
    }
}

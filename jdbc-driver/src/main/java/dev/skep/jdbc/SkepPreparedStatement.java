package dev.skep.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Calendar;

import dev.skep.jdbc.sql.SqlLiterals;
import dev.skep.jdbc.sql.SqlTemplate;
import dev.skep.jdbc.wire.SqlErrors;
import org.jspecify.annotations.Nullable;

/** A statement whose parameters are written into its text as literals when it runs; the rules are those of {@link SqlLiterals}. */
final class SkepPreparedStatement extends SkepStatement implements PreparedStatement {
    private final SqlTemplate template;
    private final @Nullable String[] literals;

    SkepPreparedStatement(SkepConnection connection, int fetchSize, String sql) {
        super(connection, fetchSize);
        this.template = SqlTemplate.parse(sql);
        this.literals = new String[template.parameterCount()];
    }

    private String filled() throws SQLException {
        try {
            return template.fill(Arrays.asList(literals));
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), "07001");
        }
    }

    private void set(int index, @Nullable Object value) throws SQLException {
        try {
            setLiteral(index, SqlLiterals.of(value));
        } catch (IllegalArgumentException e) {
            throw SqlErrors.invalidValue(String.valueOf(e.getMessage()));
        }
    }

    private void setLiteral(int index, String literal) throws SQLException {
        checkOpen();
        if (index < 1 || index > literals.length) {
            throw new SQLException("Invalid parameter: " + index + " (the statement has " + literals.length + ")",
                    "07009");
        }
        literals[index - 1] = literal;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return executeQuery(filled());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return executeLargeUpdate(filled());
    }

    @Override
    public int executeUpdate() throws SQLException {
        return executeUpdate(filled());
    }

    @Override
    public boolean execute() throws SQLException {
        return run(filled());
    }

    @Override
    public void addBatch() throws SQLException {
        addBatch(filled());
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(literals, null);
    }

    @Override
    public void setNull(int index, int jdbcType) throws SQLException {
        setLiteral(index, SqlLiterals.nullOf(jdbcType));
    }

    @Override
    public void setNull(int index, int jdbcType, @Nullable String typeName) throws SQLException {
        setNull(index, jdbcType);
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setNString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setBytes(int index, byte @Nullable [] value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setDate(int index, @Nullable Date value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        set(index, value == null ? null : Calendars.local(value, calendar).toLocalDate());
    }

    @Override
    public void setTime(int index, @Nullable Time value) throws SQLException {
        if (value != null) {
            throw SqlErrors.notSupported("set a parameter of type TIME");
        }
        set(index, null);
    }

    @Override
    public void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        setTime(index, value);
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        set(index, value == null ? null : Calendars.local(value, calendar));
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value, int jdbcType) throws SQLException {
        setObject(index, value, jdbcType, -1);
    }

    /** Text is read as the type that is asked for; other values keep theirs. A scale of at least 0 rounds decimals half up. */
    @Override
    public void setObject(int index, @Nullable Object value, int jdbcType, int scale) throws SQLException {
        if (value == null) {
            setNull(index, jdbcType);
            return;
        }
        try {
            set(index, TypedParameters.convert(value, jdbcType, scale));
        } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
            throw SqlErrors.invalidValue("Invalid parameter " + index + ": '" + value + "' (" + e.getMessage() + ")");
        }
    }

    private static String text(Reader reader, long length) throws SQLException {
        try {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[4096];
            long left = length < 0 ? Long.MAX_VALUE : length;
            while (left > 0) {
                int count = reader.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    break;
                }
                text.append(buffer, 0, count);
                left -= count;
            }
            return text.toString();
        } catch (IOException e) {
            throw new SQLException("Cannot read parameter: " + e.getMessage(), "HY000", e);
        }
    }

    private static byte[] bytes(InputStream stream, long length) throws SQLException {
        try {
            return length < 0 || length > Integer.MAX_VALUE ? stream.readAllBytes() : stream.readNBytes((int) length);
        } catch (IOException e) {
            throw new SQLException("Cannot read parameter: " + e.getMessage(), "HY000", e);
        }
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        set(index, value == null ? null : text(value, length));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader value, int length) throws SQLException {
        setCharacterStream(index, value, (long) length);
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader value) throws SQLException {
        setCharacterStream(index, value, -1L);
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        setCharacterStream(index, value, length);
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader value) throws SQLException {
        setCharacterStream(index, value, -1L);
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream value, long length) throws SQLException {
        set(index, value == null ? null : new String(bytes(value, length), StandardCharsets.US_ASCII));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream value, int length) throws SQLException {
        setAsciiStream(index, value, (long) length);
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream value) throws SQLException {
        setAsciiStream(index, value, -1L);
    }

    @Deprecated
    @Override
    public void setUnicodeStream(int index, @Nullable InputStream value, int length) throws SQLException {
        set(index, value == null ? null : new String(bytes(value, length), StandardCharsets.UTF_8));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream value, long length) throws SQLException {
        set(index, value == null ? null : bytes(value, length));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream value, int length) throws SQLException {
        setBinaryStream(index, value, (long) length);
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream value) throws SQLException {
        setBinaryStream(index, value, -1L);
    }

    @Override
    public void setURL(int index, @Nullable URL value) throws SQLException {
        set(index, value == null ? null : value.toString());
    }

    @Override
    public void setRef(int index, @Nullable Ref value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type REF");
    }

    @Override
    public void setBlob(int index, @Nullable Blob value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type BLOB; use setBytes");
    }

    @Override
    public void setBlob(int index, @Nullable InputStream value, long length) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type BLOB; use setBinaryStream");
    }

    @Override
    public void setBlob(int index, @Nullable InputStream value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type BLOB; use setBinaryStream");
    }

    @Override
    public void setClob(int index, @Nullable Clob value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type CLOB; use setString");
    }

    @Override
    public void setClob(int index, @Nullable Reader value, long length) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type CLOB; use setCharacterStream");
    }

    @Override
    public void setClob(int index, @Nullable Reader value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type CLOB; use setCharacterStream");
    }

    @Override
    public void setNClob(int index, @Nullable NClob value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type NCLOB; use setString");
    }

    @Override
    public void setNClob(int index, @Nullable Reader value, long length) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type NCLOB; use setCharacterStream");
    }

    @Override
    public void setNClob(int index, @Nullable Reader value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type NCLOB; use setCharacterStream");
    }

    @Override
    public void setArray(int index, @Nullable Array value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type ARRAY");
    }

    @Override
    public void setRowId(int index, @Nullable RowId value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type ROWID");
    }

    @Override
    public void setSQLXML(int index, @Nullable SQLXML value) throws SQLException {
        throw SqlErrors.notSupported("set a parameter of type XML");
    }

    /** Null before the statement has run: the server knows the columns only then. */
    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        ResultSet open = getResultSet();
        return open == null ? null : open.getMetaData();
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new SkepParameterMetaData(template.parameterCount());
    }
}

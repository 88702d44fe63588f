package dev.skep.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.skep.jdbc.wire.ColumnBlock;
import dev.skep.jdbc.wire.ColumnData;
import dev.skep.jdbc.wire.ColumnInfo;
import dev.skep.jdbc.wire.SqlErrors;
import org.jspecify.annotations.Nullable;

/** Rows from first to last. Blocks are fetched as they are needed; a value becomes an object when it is asked for. */
final class SkepResultSet extends ReadOnlyResultSet {
    private final @Nullable SkepStatement statement;
    private final List<ColumnInfo> columns;
    private final int columnCount;
    private final Map<String, Integer> positions = new HashMap<>();
    private final BlockSource blocks;
    private final CellReader reader;
    private @Nullable ColumnBlock block;
    private @Nullable ColumnBlock nextBlock;
    private int row = -1;
    private long rowNumber;
    private boolean afterLast;
    private boolean exhausted;
    private boolean wasNull;
    private boolean closed;

    SkepResultSet(@Nullable SkepStatement statement, List<ColumnInfo> columns, BlockSource blocks) {
        this.statement = statement;
        this.columns = List.copyOf(columns);
        this.columnCount = columns.size();
        this.blocks = blocks;
        this.reader = new CellReader(this.columns);
        for (int i = columns.size() - 1; i >= 0; i--) {
            positions.put(columns.get(i).name().toLowerCase(Locale.ROOT), i + 1);
        }
    }

    List<ColumnInfo> columns() {
        return columns;
    }

    @Override
    public boolean next() throws SQLException {
        checkOpen();
        if (afterLast) {
            return false;
        }
        row++;
        while (block == null || row >= block.rowCount()) {
            ColumnBlock next = nextBlock == null ? load() : nextBlock;
            nextBlock = null;
            if (next == null) {
                afterLast = true;
                block = null;
                return false;
            }
            block = next;
            row = 0;
            reader.refresh();
        }
        rowNumber++;
        return true;
    }

    private @Nullable ColumnBlock load() throws SQLException {
        if (exhausted) {
            return null;
        }
        ColumnBlock next = blocks.next();
        if (next == null) {
            exhausted = true;
            if (statement != null) {
                statement.rowsExhausted();
            }
        }
        return next;
    }

    private void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLException("Cannot use result: it is closed", SqlErrors.CLOSED);
        }
    }

    /** Gives up on rows without telling the statement. */
    void closeRows() throws SQLException {
        closed = true;
        block = null;
        blocks.close();
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closeRows();
            if (statement != null) {
                statement.resultClosed(this);
            }
        }
    }

    @Override
    public boolean isClosed() {
        return closed || (statement != null && statement.isClosed());
    }

    /** Goes to a cell and notes whether it is null. */
    private ColumnData at(int column) throws SQLException {
        ColumnBlock current = block;
        if (current == null || column < 1 || column > columnCount) {
            throw noCell(column);
        }
        ColumnData data = current.column(column - 1);
        wasNull = data.isNull(row);
        return data;
    }

    private SQLException noCell(int column) throws SQLException {
        checkOpen();
        return block == null
                ? new SQLException("Cannot read column " + column + ": the result is not on a row", "24000")
                : new SQLException("Invalid column: " + column + " (the result has " + columnCount + ")", "42S22");
    }

    @Override
    public int findColumn(String label) throws SQLException {
        checkOpen();
        Integer position = positions.get(label.toLowerCase(Locale.ROOT));
        if (position == null) {
            throw new SQLException("Invalid column: '" + label + "' is not in the result", "42S22");
        }
        return position;
    }

    @Override
    public boolean wasNull() throws SQLException {
        checkOpen();
        return wasNull;
    }

    @Override
    public @Nullable String getString(int column) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : reader.text(cell, column - 1, row);
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        ColumnData cell = at(column);
        return !wasNull && reader.bool(cell, column - 1, row);
    }

    @Override
    public byte getByte(int column) throws SQLException {
        return (byte) whole(column, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    @Override
    public short getShort(int column) throws SQLException {
        return (short) whole(column, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    @Override
    public int getInt(int column) throws SQLException {
        return (int) whole(column, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public long getLong(int column) throws SQLException {
        return whole(column, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long whole(int column, long least, long most) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? 0 : reader.whole(cell, column - 1, row, least, most);
    }

    @Override
    public float getFloat(int column) throws SQLException {
        return (float) getDouble(column);
    }

    @Override
    public double getDouble(int column) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? 0 : reader.floating(cell, column - 1, row);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : reader.decimal(cell, column - 1, row);
    }

    @Deprecated
    @Override
    public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(column);
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public byte @Nullable [] getBytes(int column) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : reader.bytes(cell, column - 1, row);
    }

    @Override
    public @Nullable Date getDate(int column) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : reader.date(cell, column - 1, row);
    }

    @Override
    public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
        ColumnData cell = at(column);
        return wasNull
                ? null
                : new Date(Calendars.millis(
                        reader.dateTime(cell, column - 1, row).toLocalDate().atStartOfDay(), calendar));
    }

    @Override
    public @Nullable Time getTime(int column) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : Time.valueOf(reader.dateTime(cell, column - 1, row).toLocalTime());
    }

    @Override
    public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
        ColumnData cell = at(column);
        return wasNull
                ? null
                : new Time(Calendars.millis(reader.dateTime(cell, column - 1, row)
                        .with(java.time.LocalDate.ofEpochDay(0)), calendar));
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : reader.timestamp(cell, column - 1, row);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : Calendars.timestamp(reader.dateTime(cell, column - 1, row), calendar);
    }

    @Override
    public @Nullable Object getObject(int column) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : reader.object(cell, column - 1, row);
    }

    @Override
    public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : type.cast(reader.object(cell, column - 1, row, type));
    }

    @Override
    public @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> map) throws SQLException {
        if (map != null && !map.isEmpty()) {
            throw SqlErrors.notSupported("map user-defined types");
        }
        return getObject(column);
    }

    @Override
    public @Nullable Array getArray(int column) throws SQLException {
        ColumnData cell = at(column);
        return wasNull ? null : reader.array(cell, column - 1, row);
    }

    @Override
    public @Nullable InputStream getAsciiStream(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(US_ASCII));
    }

    @Deprecated
    @Override
    public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Override
    public @Nullable InputStream getBinaryStream(int column) throws SQLException {
        byte[] bytes = getBytes(column);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public @Nullable Reader getCharacterStream(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new StringReader(text);
    }

    @Override
    public @Nullable Reader getNCharacterStream(int column) throws SQLException {
        return getCharacterStream(column);
    }

    @Override
    public @Nullable String getNString(int column) throws SQLException {
        return getString(column);
    }

    @Override
    public @Nullable URL getURL(int column) throws SQLException {
        String text = getString(column);
        try {
            return text == null ? null : new URL(text);
        } catch (MalformedURLException e) {
            throw SqlErrors.invalidValue("Invalid URL: '" + text + "'");
        }
    }

    @Override
    public Ref getRef(int column) throws SQLException {
        throw SqlErrors.notSupported("getRef");
    }

    @Override
    public Blob getBlob(int column) throws SQLException {
        throw SqlErrors.notSupported("getBlob; read binary by getBytes");
    }

    @Override
    public Clob getClob(int column) throws SQLException {
        throw SqlErrors.notSupported("getClob; read text by getString");
    }

    @Override
    public NClob getNClob(int column) throws SQLException {
        throw SqlErrors.notSupported("getNClob; read text by getString");
    }

    @Override
    public RowId getRowId(int column) throws SQLException {
        throw SqlErrors.notSupported("getRowId");
    }

    @Override
    public SQLXML getSQLXML(int column) throws SQLException {
        throw SqlErrors.notSupported("getSQLXML");
    }

    @Override
    public @Nullable String getString(String label) throws SQLException {
        return getString(findColumn(label));
    }

    @Override
    public boolean getBoolean(String label) throws SQLException {
        return getBoolean(findColumn(label));
    }

    @Override
    public byte getByte(String label) throws SQLException {
        return getByte(findColumn(label));
    }

    @Override
    public short getShort(String label) throws SQLException {
        return getShort(findColumn(label));
    }

    @Override
    public int getInt(String label) throws SQLException {
        return getInt(findColumn(label));
    }

    @Override
    public long getLong(String label) throws SQLException {
        return getLong(findColumn(label));
    }

    @Override
    public float getFloat(String label) throws SQLException {
        return getFloat(findColumn(label));
    }

    @Override
    public double getDouble(String label) throws SQLException {
        return getDouble(findColumn(label));
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(String label) throws SQLException {
        return getBigDecimal(findColumn(label));
    }

    @Override
    public byte @Nullable [] getBytes(String label) throws SQLException {
        return getBytes(findColumn(label));
    }

    @Override
    public @Nullable Date getDate(String label) throws SQLException {
        return getDate(findColumn(label));
    }

    @Override
    public @Nullable Time getTime(String label) throws SQLException {
        return getTime(findColumn(label));
    }

    @Override
    public @Nullable Timestamp getTimestamp(String label) throws SQLException {
        return getTimestamp(findColumn(label));
    }

    @Override
    public @Nullable Object getObject(String label) throws SQLException {
        return getObject(findColumn(label));
    }

    @Override
    public @Nullable Array getArray(String label) throws SQLException {
        return getArray(findColumn(label));
    }

    @Override
    public @Nullable InputStream getAsciiStream(String label) throws SQLException {
        return getAsciiStream(findColumn(label));
    }

    @Override
    public @Nullable InputStream getBinaryStream(String label) throws SQLException {
        return getBinaryStream(findColumn(label));
    }

    @Override
    public @Nullable Reader getCharacterStream(String label) throws SQLException {
        return getCharacterStream(findColumn(label));
    }

    @Override
    public @Nullable Reader getNCharacterStream(String label) throws SQLException {
        return getNCharacterStream(findColumn(label));
    }

    @Override
    public @Nullable String getNString(String label) throws SQLException {
        return getNString(findColumn(label));
    }

    @Override
    public @Nullable URL getURL(String label) throws SQLException {
        return getURL(findColumn(label));
    }

    @Override
    public Ref getRef(String label) throws SQLException {
        return getRef(findColumn(label));
    }

    @Override
    public Blob getBlob(String label) throws SQLException {
        return getBlob(findColumn(label));
    }

    @Override
    public Clob getClob(String label) throws SQLException {
        return getClob(findColumn(label));
    }

    @Override
    public NClob getNClob(String label) throws SQLException {
        return getNClob(findColumn(label));
    }

    @Override
    public RowId getRowId(String label) throws SQLException {
        return getRowId(findColumn(label));
    }

    @Override
    public SQLXML getSQLXML(String label) throws SQLException {
        return getSQLXML(findColumn(label));
    }

    @Deprecated
    @Override
    public @Nullable BigDecimal getBigDecimal(String label, int scale) throws SQLException {
        return getBigDecimal(findColumn(label), scale);
    }

    @Deprecated
    @Override
    public @Nullable InputStream getUnicodeStream(String label) throws SQLException {
        return getUnicodeStream(findColumn(label));
    }

    @Override
    public @Nullable Date getDate(String label, @Nullable Calendar calendar) throws SQLException {
        return getDate(findColumn(label), calendar);
    }

    @Override
    public @Nullable Time getTime(String label, @Nullable Calendar calendar) throws SQLException {
        return getTime(findColumn(label), calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String label, @Nullable Calendar calendar) throws SQLException {
        return getTimestamp(findColumn(label), calendar);
    }

    @Override
    public <T> @Nullable T getObject(String label, Class<T> type) throws SQLException {
        return getObject(findColumn(label), type);
    }

    @Override
    public @Nullable Object getObject(String label, @Nullable Map<String, Class<?>> map) throws SQLException {
        return getObject(findColumn(label), map);
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return new SkepResultSetMetaData(columns);
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        checkOpen();
        return statement;
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }

    @Override
    public String getCursorName() throws SQLException {
        throw SqlErrors.notSupported("getCursorName");
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        checkOpen();
        return rowNumber == 0 && !afterLast && peek();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        checkOpen();
        return afterLast && rowNumber > 0;
    }

    @Override
    public boolean isFirst() throws SQLException {
        checkOpen();
        return rowNumber == 1 && !afterLast;
    }

    @Override
    public boolean isLast() throws SQLException {
        checkOpen();
        return block != null && rowNumber > 0 && row == block.rowCount() - 1 && !peek();
    }

    /** True if there is another block. */
    private boolean peek() throws SQLException {
        if (nextBlock == null) {
            nextBlock = load();
        }
        return nextBlock != null;
    }

    @Override
    public int getRow() throws SQLException {
        checkOpen();
        return afterLast ? 0 : (int) Math.min(Integer.MAX_VALUE, rowNumber);
    }

    @Override
    public void beforeFirst() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public void afterLast() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean first() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean last() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean absolute(int target) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean relative(int rows) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean previous() throws SQLException {
        throw forwardOnly();
    }

    private static SQLException forwardOnly() {
        return SqlErrors.notSupported("move in a forward-only result other than by next");
    }

    @Override
    public int getFetchDirection() {
        return FETCH_FORWARD;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        if (direction != FETCH_FORWARD) {
            throw SqlErrors.notSupported("fetch in another direction than forward");
        }
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return statement == null ? 0 : statement.getFetchSize();
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        // A hint; the size that the statement had when it ran stays.
    }

    @Override
    public int getType() {
        return TYPE_FORWARD_ONLY;
    }

    @Override
    public int getConcurrency() {
        return CONCUR_READ_ONLY;
    }

    @Override
    public int getHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.invalidArgument("Cannot unwrap result: it is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}

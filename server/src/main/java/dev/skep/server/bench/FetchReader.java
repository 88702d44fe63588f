package dev.skep.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Properties;

/**
 * The program of a client's process: for each line of its input, a query, it reads all rows and answers with a line: how many there were, how
 * much heap was used at most, and a sum over the cells. It knows nothing but JDBC and java.base.
 */
public final class FetchReader {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private FetchReader() {}

    /** The first argument is the URL. */
    public static void main(String[] arguments) throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("user", "bench");
        try (Connection connection = DriverManager.getConnection(arguments[0], properties);
                BufferedReader queries = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String query = queries.readLine(); query != null; query = queries.readLine()) {
                System.out.println(read(connection, query));
            }
        }
    }

    private static String read(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            ResultSetMetaData columns = rows.getMetaData();
            int[] types = new int[columns.getColumnCount()];
            for (int i = 0; i < types.length; i++) {
                types[i] = columns.getColumnType(i + 1);
            }
            long count = 0;
            long sum = 0;
            while (rows.next()) {
                long mixed = 0;
                for (int i = 0; i < types.length; i++) {
                    mixed = 31 * mixed + cell(rows, i + 1, types[i]);
                }
                // The rows come in any order.
                sum += mixed * MIX;
                count++;
            }
            long heap = 0;
            for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                heap += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
            }
            return "rows " + count + " " + heap + " " + sum;
        }
    }

    /** Reads a cell by its type's getter, and makes a number of it so that nothing is left out as unused. */
    private static long cell(ResultSet rows, int column, int type) throws SQLException {
        switch (type) {
            case Types.BIGINT :
                return rows.getLong(column);
            case Types.INTEGER :
            case Types.SMALLINT :
            case Types.TINYINT :
                return rows.getInt(column);
            case Types.DOUBLE :
            case Types.FLOAT :
            case Types.REAL :
                return Double.doubleToRawLongBits(rows.getDouble(column));
            case Types.BOOLEAN :
                return rows.getBoolean(column) ? 1 : 0;
            case Types.DECIMAL : {
                BigDecimal value = rows.getBigDecimal(column);
                return value == null ? 0 : value.scale() + value.signum();
            }
            case Types.DATE : {
                Date value = rows.getDate(column);
                return value == null ? 0 : value.getTime();
            }
            case Types.TIMESTAMP : {
                Timestamp value = rows.getTimestamp(column);
                return value == null ? 0 : value.getTime();
            }
            default : {
                String value = rows.getString(column);
                return value == null ? 0 : value.length();
            }
        }
    }
}

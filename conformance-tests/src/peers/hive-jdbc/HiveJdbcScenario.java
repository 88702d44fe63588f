import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;

/** What people do with Hive's JDBC driver, and what they see. Argument: host:port of a HiveServer2. */
public final class HiveJdbcScenario {
    private HiveJdbcScenario() {}

    public static void main(String[] arguments) throws Exception {
        Class.forName("org.apache.hive.jdbc.HiveDriver");
        String url = "jdbc:hive2://" + arguments[0] + "/default";
        try (Connection connection = DriverManager.getConnection(url, "ann", "secret");
                Statement statement = connection.createStatement()) {
            define(statement);
            read(statement);
            prepare(connection);
            browse(connection.getMetaData());
            fail(statement);
            statement.execute("DROP DATABASE peers CASCADE");
        }
        try (Connection connection = DriverManager.getConnection(url + ";auth=noSasl?hive.exec.parallel=true", "ann", "")) {
            System.out.println("without sign-in: " + connection.isValid(10));
        }
        System.out.println("END");
    }

    private static void define(Statement statement) throws SQLException {
        System.out.println("create database: " + statement.execute("CREATE DATABASE peers"));
        System.out.println("use: " + statement.execute("USE peers"));
        System.out.println("create table: " + statement.execute("CREATE TABLE things (id BIGINT, name STRING, price DECIMAL(9,2), "
                + "day DATE, moment TIMESTAMP, ratio DOUBLE, good BOOLEAN, code CHAR(4), tags ARRAY<STRING>) STORED AS PARQUET"));
        System.out.println("insert: " + statement.execute("INSERT INTO things VALUES "
                + "(1, 'one', 1.50, DATE '2026-01-31', TIMESTAMP '2026-01-31 12:00:00.25', 0.5, true, 'ab', ARRAY['x', 'y']), "
                + "(2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"));
        System.out.println("set: " + statement.execute("set hive.exec.dynamic.partition.mode=nonstrict"));
    }

    private static void read(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM things ORDER BY id")) {
            ResultSetMetaData meta = rows.getMetaData();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                System.out.println(meta.getColumnName(i) + " " + meta.getColumnTypeName(i) + " " + meta.getPrecision(i) + " "
                        + meta.getScale(i));
            }
            print(rows);
        }
        statement.setFetchSize(7);
        try (ResultSet rows = statement.executeQuery(
                "SELECT count(*), sum(a.n * 10 + b.n) FROM (VALUES 0,1,2,3,4,5,6,7,8,9) a (n) CROSS JOIN (VALUES 0,1,2,3,4,5,6,7,8,9) b (n)")) {
            print(rows);
        }
        try (ResultSet rows = statement.executeQuery(
                "SELECT a.n * 10 + b.n AS n FROM (VALUES 0,1,2,3,4,5,6,7,8,9) a (n) CROSS JOIN (VALUES 0,1,2,3,4,5,6,7,8,9) b (n)")) {
            int count = 0;
            long sum = 0;
            while (rows.next()) {
                count++;
                sum += rows.getLong("n");
            }
            System.out.println(count + " rows with the sum " + sum);
        }
        try (ResultSet rows = statement.executeQuery("SELECT * FROM things WHERE id > 5")) {
            print(rows);
        }
    }

    private static void print(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        int count = 0;
        while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                line.append(i == 1 ? "" : "|").append(rows.getObject(i));
            }
            System.out.println(line);
            count++;
        }
        System.out.println(count + " rows");
    }

    private static void prepare(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM things WHERE id = ? AND name = ?")) {
            statement.setLong(1, 1);
            statement.setString(2, "one");
            print(statement.executeQuery());
        }
    }

    private static void browse(DatabaseMetaData meta) throws SQLException {
        try (ResultSet rows = meta.getTables(null, "peers", "%", new String[]{"TABLE"})) {
            while (rows.next()) {
                System.out.println("table " + rows.getString("TABLE_SCHEM") + "." + rows.getString("TABLE_NAME"));
            }
        }
        try (ResultSet rows = meta.getColumns(null, "peers", "things", "%")) {
            while (rows.next()) {
                System.out.println("column " + rows.getString("COLUMN_NAME") + " " + rows.getString("TYPE_NAME") + " "
                        + rows.getInt("DATA_TYPE") + " " + rows.getInt("ORDINAL_POSITION"));
            }
        }
        try (ResultSet rows = meta.getSchemas()) {
            while (rows.next()) {
                System.out.println("schema " + rows.getString("TABLE_SCHEM"));
            }
        }
    }

    private static void fail(Statement statement) {
        for (String sql : new String[]{"SELEKT 1", "SELECT nothing FROM things", "SELECT * FROM missing"}) {
            try {
                statement.execute(sql);
                System.out.println("no failure: " + sql);
            } catch (SQLException e) {
                System.out.println(sql + ": " + e.getSQLState());
            }
        }
    }
}

package dev.skep.server.demo;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import dev.skep.jdbc.SkepStatement;
import org.jspecify.annotations.Nullable;

/** A few queries over the sample data, each with its rows and what its scans read and left out. */
final class Tour {
    private static final String PEOPLE = """
            SELECT c_name, c_phone, c_nationkey, c_acctbal FROM shop.customer_csv WHERE c_custkey <= 400
            ORDER BY c_acctbal DESC NULLS LAST, c_name LIMIT 4""";

    /** One thing to see; {@code user} is who asks, null for whoever takes the tour. */
    private record Stop(String title, @Nullable String user, String sql) {
        Stop(String title, String sql) {
            this(title, null, sql);
        }
    }

    private static final List<Stop> STOPS = List.of(new Stop("The tables, in three formats", "SHOW TABLES IN shop"),
            new Stop("One month of orders: the catalog prunes the other partitions", """
                    SELECT o_orderpriority, count(*) AS orders, sum(o_totalprice) AS total
                    FROM shop.orders WHERE month = '1995-03'
                    GROUP BY o_orderpriority ORDER BY o_orderpriority"""),
            new Stop("Parquet joined with CSV and ORC", """
                    SELECT n.n_name, sum(l.l_extendedprice * (1 - l.l_discount)) AS revenue
                    FROM shop.orders o
                    JOIN shop.lineitem l ON l.l_orderkey = o.o_orderkey
                    JOIN shop.customer_csv c ON c.c_custkey = o.o_custkey
                    JOIN shop.nation_csv n ON n.n_nationkey = c.c_nationkey
                    WHERE o.month BETWEEN '1996-01' AND '1996-06' AND l.shipmode IN ('AIR', 'RAIL')
                    GROUP BY n.n_name ORDER BY revenue DESC LIMIT 5"""),
            new Stop("A window over groups", """
                    SELECT month, orders, orders - lag(orders) OVER (ORDER BY month) AS change
                    FROM (SELECT month, count(*) AS orders FROM shop.orders WHERE month LIKE '1997%' GROUP BY month) t
                    ORDER BY month LIMIT 6"""),
            new Stop("What happens inside", """
                    EXPLAIN SELECT count(*) FROM shop.lineitem
                    WHERE shipmode = 'MAIL' AND l_shipdate >= DATE '1998-01-01'"""),
            new Stop("A policy: ben sees the customers of one nation, and of a phone number only its end", """
                    CREATE ROW FILTER bens_nation ON TABLE shop.customer_csv AS (c_nationkey = 7) TO USER ben"""),
            new Stop("And nobody but ana sees an account's balance", """
                    CREATE COLUMN MASK balances ON COLUMN shop.customer_csv.c_acctbal USING NULL EXCEPT USER ana"""),
            new Stop("The phone number", """
                    CREATE COLUMN MASK phones ON COLUMN shop.customer_csv.c_phone USING LAST FOUR TO USER ben"""),
            new Stop("The same query as ana", "ana", PEOPLE), new Stop("and as ben", "ben", PEOPLE),
            new Stop("Why", "EXPLAIN ACCESS FOR USER ben ON TABLE shop.customer_csv"));

    private final String url;
    private final PrintStream out;

    Tour(String url, PrintStream out) {
        this.url = url;
        this.out = out;
    }

    void run() throws SQLException {
        for (Stop stop : STOPS) {
            out.printf("%n== %s%n%s;%n%n", stop.title(), stop.sql().stripIndent());
            Properties who = new Properties();
            if (stop.user() != null) {
                who.setProperty("user", stop.user());
            }
            try (Connection connection = DriverManager.getConnection(url, who);
                    Statement statement = connection.createStatement()) {
                show(statement, stop);
            }
        }
    }

    private void show(Statement statement, Stop stop) throws SQLException {
        long start = System.nanoTime();
        if (!statement.execute(stop.sql())) {
            out.printf(Locale.ROOT, "done in %.2f s%n", (System.nanoTime() - start) / 1e9);
            return;
        }
        try (ResultSet result = statement.getResultSet()) {
            int rows = print(result);
            String scanned = statement.unwrap(SkepStatement.class).progress().toString();
            out.printf(Locale.ROOT, "%d rows in %.2f s%s%n", rows, (System.nanoTime() - start) / 1e9,
                    scanned.isEmpty() ? "" : "; " + scanned);
        }
    }

    private int print(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<String[]> rows = new ArrayList<>();
        String[] header = new String[columns];
        int[] widths = new int[columns];
        for (int i = 0; i < columns; i++) {
            header[i] = result.getMetaData().getColumnLabel(i + 1);
            widths[i] = header[i].length();
        }
        while (result.next()) {
            String[] row = new String[columns];
            for (int i = 0; i < columns; i++) {
                String value = result.getString(i + 1);
                row[i] = value == null ? "NULL" : value;
                widths[i] = Math.max(widths[i], row[i].length());
            }
            rows.add(row);
        }
        line(header, widths);
        for (String[] row : rows) {
            line(row, widths);
        }
        return rows.size();
    }

    private void line(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < cells.length; i++) {
            line.append(' ').append(cells[i]).repeat(' ', widths[i] - cells[i].length()).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}

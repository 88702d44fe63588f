package dev.skep.server.demo;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.skep.jdbc.SkepStatement;

/** A few queries over the sample data, each with its rows and what its scans read and left out. */
final class Tour {
    private record Stop(String title, String sql) {}

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
                    WHERE shipmode = 'MAIL' AND l_shipdate >= DATE '1998-01-01'"""));

    private final Connection connection;
    private final PrintStream out;

    Tour(Connection connection, PrintStream out) {
        this.connection = connection;
        this.out = out;
    }

    void run() throws SQLException {
        for (Stop stop : STOPS) {
            out.printf("%n== %s%n%s;%n%n", stop.title(), stop.sql().stripIndent());
            try (Statement statement = connection.createStatement()) {
                long start = System.nanoTime();
                int rows;
                try (ResultSet result = statement.executeQuery(stop.sql())) {
                    rows = print(result);
                    String scanned = statement.unwrap(SkepStatement.class).progress().toString();
                    out.printf(Locale.ROOT, "%d rows in %.2f s%s%n", rows, (System.nanoTime() - start) / 1e9,
                            scanned.isEmpty() ? "" : "; " + scanned);
                }
            }
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

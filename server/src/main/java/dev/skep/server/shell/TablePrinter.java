package dev.skep.server.shell;

import java.io.IOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

import org.jline.utils.WCWidth;

/** Columns of even width for people. The first rows decide the widths; a wider value later on only shifts its own line. */
record TablePrinter(Writer out) implements RowPrinter {
    private static final int ROWS_TO_MEASURE = 500;

    @Override
    public long print(ResultSet result) throws SQLException, IOException {
        ResultSetMetaData meta = result.getMetaData();
        int count = meta.getColumnCount();
        int[] widths = new int[count];
        boolean[] right = new boolean[count];
        String[] header = new String[count];
        for (int i = 0; i < count; i++) {
            header[i] = oneLine(meta.getColumnLabel(i + 1));
            widths[i] = width(header[i]);
            right[i] = isNumber(meta.getColumnType(i + 1));
        }
        List<String[]> first = new ArrayList<>();
        SQLException failure = null;
        try {
            while (first.size() < ROWS_TO_MEASURE && result.next()) {
                String[] row = row(result, count);
                for (int i = 0; i < count; i++) {
                    widths[i] = Math.max(widths[i], width(row[i]));
                }
                first.add(row);
            }
        } catch (SQLException e) {
            failure = e;
        }
        line(header, widths, new boolean[count]);
        rule(widths);
        for (String[] row : first) {
            line(row, widths, right);
        }
        if (failure != null) {
            out.flush();
            throw failure;
        }
        return first.size() < ROWS_TO_MEASURE ? first.size() : first.size() + rest(result, widths, right);
    }

    private long rest(ResultSet result, int[] widths, boolean[] right) throws SQLException, IOException {
        long rows = 0;
        while (result.next()) {
            line(row(result, widths.length), widths, right);
            rows++;
        }
        return rows;
    }

    private static String[] row(ResultSet result, int count) throws SQLException {
        String[] row = new String[count];
        for (int i = 0; i < count; i++) {
            String value = result.getString(i + 1);
            row[i] = value == null ? "NULL" : oneLine(value);
        }
        return row;
    }

    /** Control characters would break the table, or the terminal. */
    private static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return escape(text);
            }
        }
        return text;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        escaped.append("\\u%04x".formatted((int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** Columns on a terminal: wide characters take two, combining ones none. */
    private static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += Math.max(0, WCWidth.wcwidth(text.codePointAt(i)));
        }
        return width;
    }

    private static boolean isNumber(int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.FLOAT, Types.DOUBLE,
                    Types.DECIMAL, Types.NUMERIC ->
                true;
            default -> false;
        };
    }

    private void line(String[] cells, int[] widths, boolean[] right) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            int blanks = Math.max(0, widths[i] - width(cells[i]));
            line.append(i == 0 ? " " : " | ");
            if (right[i]) {
                line.repeat(' ', blanks).append(cells[i]);
            } else {
                line.append(cells[i]);
                if (i < cells.length - 1) {
                    line.repeat(' ', blanks);
                }
            }
        }
        out.write(line.append('\n').toString());
    }

    private void rule(int[] widths) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "+").repeat('-', widths[i] + 2);
        }
        out.write(line.append('\n').toString());
    }
}

package dev.skep.server.shell;

import java.io.IOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/** Values between tabs: tab, line ends and backslash are escaped by a backslash, NULL is {@code \N}. */
record TsvPrinter(Writer out) implements RowPrinter {

    @Override
    public long print(ResultSet result) throws SQLException, IOException {
        ResultSetMetaData meta = result.getMetaData();
        int count = meta.getColumnCount();
        for (int i = 1; i <= count; i++) {
            field(i, meta.getColumnLabel(i), count);
        }
        long rows = 0;
        while (result.next()) {
            for (int i = 1; i <= count; i++) {
                field(i, result.getString(i), count);
            }
            rows++;
        }
        return rows;
    }

    private void field(int index, @Nullable String value, int count) throws IOException {
        if (value == null) {
            out.write("\\N");
        } else {
            escaped(value);
        }
        out.write(index == count ? '\n' : '\t');
    }

    private void escaped(String value) throws IOException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\t' -> out.write("\\t");
                case '\n' -> out.write("\\n");
                case '\r' -> out.write("\\r");
                case '\\' -> out.write("\\\\");
                default -> out.write(c);
            }
        }
    }
}

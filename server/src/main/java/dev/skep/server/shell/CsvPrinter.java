package dev.skep.server.shell;

import java.io.IOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/** Comma-separated values by RFC 4180. NULL is nothing between the commas, an empty text two quotes. */
record CsvPrinter(Writer out) implements RowPrinter {

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
        if (value != null) {
            if (value.isEmpty() || needsQuotes(value)) {
                out.write('"');
                out.write(value.replace("\"", "\"\""));
                out.write('"');
            } else {
                out.write(value);
            }
        }
        out.write(index == count ? "\r\n" : ",");
    }

    private static boolean needsQuotes(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '"' || c == '\r' || c == '\n') {
                return true;
            }
        }
        return false;
    }
}

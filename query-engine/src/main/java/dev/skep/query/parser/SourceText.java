package dev.skep.query.parser;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.VarcharType;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What the grammar's actions need of the text itself. */
public final class SourceText {
    private SourceText() {}

    /** Returns the text from a line and column (both from 1) on, without blanks and semicolons at its end. */
    public static String tail(String text, int line, int column) {
        int end = text.length();
        while (end > 0 && (Character.isWhitespace(text.charAt(end - 1)) || text.charAt(end - 1) == ';')) {
            end--;
        }
        return text.substring(Math.min(offset(text, line, column), end), end);
    }

    /** Returns the index of the character at a line and column (both from 1). */
    public static int offset(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            int next = start;
            while (next < text.length() && text.charAt(next) != '\n' && text.charAt(next) != '\r') {
                next++;
            }
            start = next + (text.startsWith("\r\n", next) ? 2 : 1);
        }
        return Math.min(start + column - 1, text.length());
    }

    /** Resolves the backslash escapes that Hive's texts may hold. */
    public static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char next = text.charAt(++i);
            if (next >= '0' && next <= '3' && i + 2 < text.length() && isOctal(text.charAt(i + 1))
                    && isOctal(text.charAt(i + 2))) {
                plain.append((char) Integer.parseInt(text.substring(i, i + 3), 8));
                i += 2;
            } else if (next == 'u' && i + 4 < text.length() && isHex(text, i + 1)) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                switch (next) {
                    case 't' -> plain.append('\t');
                    case 'n' -> plain.append('\n');
                    case 'r' -> plain.append('\r');
                    case 'b' -> plain.append('\b');
                    case '0' -> plain.append('\0');
                    case '%', '_' -> plain.append('\\').append(next);
                    default -> plain.append(next);
                }
            }
        }
        return plain.toString();
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    private static boolean isHex(String text, int start) {
        for (int i = start; i < start + 4; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the decimal type, or fails at the place of its text. */
    public static DecimalType checked(SqlParserPos pos, int precision, int scale) {
        return at(pos, () -> new DecimalType(precision, scale));
    }

    public static VarcharType varchar(SqlParserPos pos, int length) {
        return at(pos, () -> new VarcharType(length));
    }

    public static CharType character(SqlParserPos pos, int length) {
        return at(pos, () -> new CharType(length));
    }

    private static <T> T at(SqlParserPos pos, java.util.function.Supplier<T> type) {
        try {
            return type.get();
        } catch (IllegalArgumentException e) {
            throw new QueryException(Reason.ANALYSIS,
                    "line %d:%d: %s".formatted(pos.getLineNum(), pos.getColumnNum(), e.getMessage()),
                    pos.getLineNum(), pos.getColumnNum(), e);
        }
    }
}

package dev.skep.jdbc.sql;

import java.util.ArrayList;
import java.util.List;

import dev.skep.jdbc.sql.SqlToken.Kind;

/**
 * Cuts SQL text into tokens, so that a semicolon or question mark inside a string, a quoted name or a comment is not taken for the end of a
 * statement or a parameter. Never fails: what has no end is one {@link Kind#UNFINISHED} token.
 */
public final class SqlLexer {
    private final String sql;
    private int position;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    /** Returns the tokens of {@code sql} in order, covering it without gaps. */
    public static List<SqlToken> tokens(String sql) {
        SqlLexer lexer = new SqlLexer(sql);
        List<SqlToken> tokens = new ArrayList<>();
        while (lexer.position < sql.length()) {
            int start = lexer.position;
            tokens.add(new SqlToken(lexer.next(), start, lexer.position));
        }
        return tokens;
    }

    private Kind next() {
        char c = sql.charAt(position);
        if (Character.isWhitespace(c)) {
            skipBlanks();
            return Kind.BLANK;
        }
        if (sql.startsWith("--", position)) {
            skipLine();
            return Kind.COMMENT;
        }
        if (sql.startsWith("/*", position)) {
            return skipTo("*/", position + 2) ? Kind.COMMENT : Kind.UNFINISHED;
        }
        if (c == '\'') {
            return skipQuoted('\'') ? Kind.STRING : Kind.UNFINISHED;
        }
        if (c == '"' || c == '`') {
            return skipQuoted(c) ? Kind.QUOTED_NAME : Kind.UNFINISHED;
        }
        if (isDigit(c) || c == '.' && position + 1 < sql.length() && isDigit(sql.charAt(position + 1))) {
            skipNumber();
            return Kind.NUMBER;
        }
        if (isWordPart(c)) {
            skipWord();
            return Kind.WORD;
        }
        position++;
        if (c == '?') {
            return Kind.PARAMETER;
        }
        return c == ';' ? Kind.SEMICOLON : Kind.SYMBOL;
    }

    private void skipBlanks() {
        while (position < sql.length() && Character.isWhitespace(sql.charAt(position))) {
            position++;
        }
    }

    private void skipLine() {
        while (position < sql.length() && sql.charAt(position) != '\n') {
            position++;
        }
    }

    private boolean skipTo(String end, int from) {
        int found = sql.indexOf(end, from);
        position = found < 0 ? sql.length() : found + end.length();
        return found >= 0;
    }

    private boolean skipQuoted(char quote) {
        position++;
        while (position < sql.length()) {
            if (sql.charAt(position++) == quote) {
                if (position >= sql.length() || sql.charAt(position) != quote) {
                    return true;
                }
                position++;
            }
        }
        return false;
    }

    private void skipNumber() {
        while (position < sql.length()) {
            char c = sql.charAt(position);
            boolean exponentSign = (c == '+' || c == '-') && (sql.charAt(position - 1) | 32) == 'e';
            if (!isWordPart(c) && c != '.' && !exponentSign) {
                return;
            }
            position++;
        }
    }

    private void skipWord() {
        while (position < sql.length() && isWordPart(sql.charAt(position))) {
            position++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@' || Character.isSurrogate(c);
    }
}

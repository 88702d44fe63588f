package dev.skep.jdbc.sql;

import java.util.ArrayList;
import java.util.List;

import dev.skep.jdbc.sql.SqlToken.Kind;
import org.jspecify.annotations.Nullable;

/** A text with statements that end with semicolons. Blanks and comments around a statement do not belong to it. */
public final class SqlScript {

    /** One statement of a script. */
    public static final class Part {
        private final String sql;
        private final int line;
        private final int column;

        private Part(String sql, int line, int column) {
            this.sql = sql;
            this.line = line;
            this.column = column;
        }

        private static Part of(String text, int start, int end) {
            int line = 1;
            int lineStart = 0;
            for (int i = 0; i < start; i++) {
                if (text.charAt(i) == '\n') {
                    line++;
                    lineStart = i + 1;
                }
            }
            return new Part(text.substring(start, end), line, start - lineStart + 1);
        }

        /** The statement without its semicolon. */
        public String sql() {
            return sql;
        }

        /** The line of the script in which the statement begins, from 1. */
        public int line() {
            return line;
        }

        /** The column of that line in which the statement begins, from 1. */
        public int column() {
            return column;
        }
    }

    private final List<Part> finished;
    private final @Nullable Part rest;
    private final boolean insideToken;

    private SqlScript(List<Part> finished, @Nullable Part rest, boolean insideToken) {
        this.finished = List.copyOf(finished);
        this.rest = rest;
        this.insideToken = insideToken;
    }

    /** Reads a script; never fails. */
    public static SqlScript parse(String text) {
        List<Part> finished = new ArrayList<>();
        int start = -1;
        int end = -1;
        boolean insideToken = false;
        for (SqlToken token : SqlLexer.tokens(text)) {
            insideToken = token.kind() == Kind.UNFINISHED;
            if (token.kind() == Kind.SEMICOLON) {
                if (start >= 0) {
                    finished.add(Part.of(text, start, end));
                }
                start = -1;
            } else if (token.isMeaningful()) {
                start = start < 0 ? token.start() : start;
                end = token.end();
            }
        }
        return new SqlScript(finished, start < 0 ? null : Part.of(text, start, end), insideToken);
    }

    /** The statements that a semicolon ends. */
    public List<Part> finished() {
        return finished;
    }

    /** What follows the last semicolon, null if that is only blanks and comments. */
    public @Nullable Part rest() {
        return rest;
    }

    /** All statements; the last one needs no semicolon. */
    public List<Part> statements() {
        if (rest == null) {
            return finished;
        }
        List<Part> all = new ArrayList<>(finished);
        all.add(rest);
        return all;
    }

    /** True if the text ends within a string, quoted name or comment. */
    public boolean endsInsideToken() {
        return insideToken;
    }
}

package dev.skep.jdbc.sql;

import static java.util.Objects.requireNonNull;

/** A piece of SQL text, from {@code start} to before {@code end}. The tokens of a text cover it without gaps. */
public final class SqlToken {

    /** What a piece of text is. */
    public enum Kind {
        /** Blanks and line ends. */
        BLANK,
        /** {@code --} to the end of the line, or a comment between {@code /*} and its end. */
        COMMENT,
        /** Text in single quotes, a quote in it doubled. */
        STRING,
        /** A name in double quotes or back ticks, the quote in it doubled. */
        QUOTED_NAME,
        /** Letters, digits, {@code _}, {@code $} and {@code @}, not beginning with a digit. */
        WORD,
        /** A number without sign. */
        NUMBER,
        /** A question mark: the place of a parameter. */
        PARAMETER,
        /** The end of a statement. */
        SEMICOLON,
        /** Any other character. */
        SYMBOL,
        /** A string, quoted name or comment whose end is missing; always the last token. */
        UNFINISHED
    }

    private final Kind kind;
    private final int start;
    private final int end;

    SqlToken(Kind kind, int start, int end) {
        this.kind = requireNonNull(kind, "kind is null");
        this.start = start;
        this.end = end;
    }

    public Kind kind() {
        return kind;
    }

    /** The offset of the first character. */
    public int start() {
        return start;
    }

    /** The offset after the last character. */
    public int end() {
        return end;
    }

    /** The token's part of {@code sql}, the text that it was found in. */
    public String text(String sql) {
        return sql.substring(start, end);
    }

    /** True for what a grammar sees: neither blank nor comment. */
    public boolean isMeaningful() {
        return kind != Kind.BLANK && kind != Kind.COMMENT;
    }

    @Override
    public String toString() {
        return kind + "[" + start + ", " + end + ")";
    }
}

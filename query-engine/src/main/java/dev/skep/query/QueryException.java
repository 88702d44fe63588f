package dev.skep.query;

import org.jspecify.annotations.Nullable;

/** A statement that failed. The message is for its user; a position is given where the text itself is at fault. */
public class QueryException extends RuntimeException {

    /** What kind of failure it is. */
    public enum Reason {
        /** The text is not SQL that Skep knows; line and column are set. */
        SYNTAX,
        /** A name, type or use that does not fit; line and column are set where known. */
        ANALYSIS,
        /** The caller may not do this. */
        ACCESS_DENIED,
        /** The object does not exist. */
        NOT_FOUND,
        /** The object exists. */
        ALREADY_EXISTS,
        /** Understood, but Skep does not do it. */
        UNSUPPORTED,
        /** A value cannot be computed: division by zero, a bad cast, a number out of range. */
        DATA,
        /** A file could not be read or written. */
        STORAGE,
        /** The catalog failed. */
        CATALOG,
        /** Memory or another limit of the settings was reached. */
        LIMIT_EXCEEDED,
        /** Cancelled by the user or a time limit. */
        CANCELLED,
        /** A defect of Skep. */
        INTERNAL
    }

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final int line;
    private final int column;

    public QueryException(Reason reason, String message) {
        this(reason, message, null);
    }

    public QueryException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, 0, 0, cause);
    }

    public QueryException(Reason reason, String message, int line, int column, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.line = line;
        this.column = column;
    }

    public Reason reason() {
        return reason;
    }

    /** The line of the text at fault, from 1; 0 where unknown. */
    public int line() {
        return line;
    }

    /** The column of the text at fault, from 1; 0 where unknown. */
    public int column() {
        return column;
    }
}

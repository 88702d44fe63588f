package dev.skep.server.hms.expression;

/** The bytes are no expression of Hive's, or one that Skep does not evaluate. The message says what was found; it has no stack trace, as clients can send many. */
public final class UnreadableExpressionException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableExpressionException(String message) {
        super(message, null, false, false);
    }
}

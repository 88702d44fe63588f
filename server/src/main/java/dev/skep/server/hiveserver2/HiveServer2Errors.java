package dev.skep.server.hiveserver2;

import dev.skep.metastore.CatalogException;
import dev.skep.query.QueryException;
import dev.skep.thrift.hs2.TStatus;
import dev.skep.thrift.hs2.TStatusCode;

/** What clients are told of failures: SQLState, a number per reason, and the message. */
final class HiveServer2Errors {
    static final String TIMED_OUT = "HYT00";
    static final String NOT_SUPPORTED = "0A000";

    private HiveServer2Errors() {}

    /** A failure in the client's terms. */
    record Failure(String sqlState, int code, String message) {
        TStatus toStatus() {
            TStatus status = new TStatus(TStatusCode.ERROR_STATUS);
            status.setSqlState(sqlState);
            status.setErrorCode(code);
            status.setErrorMessage(message);
            return status;
        }
    }

    static TStatus success() {
        return new TStatus(TStatusCode.SUCCESS_STATUS);
    }

    static TStatus invalidHandle(String message) {
        TStatus status = new TStatus(TStatusCode.INVALID_HANDLE_STATUS);
        status.setSqlState("HY000");
        status.setErrorMessage(message);
        return status;
    }

    static Failure failure(RuntimeException e) {
        return switch (e) {
            case QueryException query -> new Failure(sqlState(query.reason()), code(query.reason()), message(query));
            case CatalogException catalog ->
                new Failure(sqlState(catalog.reason()), code(QueryException.Reason.CATALOG), text(catalog));
            case RefusedException refused -> new Failure(refused.sqlState(), 0, text(refused));
            // A defect: its text may carry what is not the client's business, so the log has it and the client only the class.
            default -> new Failure("XX000", code(QueryException.Reason.INTERNAL),
                    "Cannot do the request: internal error " + e.getClass().getSimpleName());
        };
    }

    /** True for failures that are not the user's doing. */
    static boolean isDefect(RuntimeException e) {
        return switch (e) {
            case QueryException query -> query.reason() == QueryException.Reason.INTERNAL;
            case CatalogException ignored -> false;
            case RefusedException ignored -> false;
            default -> true;
        };
    }

    private static String text(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** A known position begins the message as {@code line 3:14: }, which our shell turns into a mark under the text. */
    private static String message(QueryException e) {
        String message = text(e);
        return e.line() > 0 && !message.startsWith("line ")
                ? "line %d:%d: %s".formatted(e.line(), e.column(), message)
                : message;
    }

    private static String sqlState(QueryException.Reason reason) {
        return switch (reason) {
            case SYNTAX -> "42601";
            case ANALYSIS -> "42000";
            case ACCESS_DENIED -> "42501";
            case NOT_FOUND -> "42S02";
            case ALREADY_EXISTS -> "42S01";
            case UNSUPPORTED -> NOT_SUPPORTED;
            case DATA -> "22000";
            case STORAGE -> "58030";
            case CATALOG -> "58000";
            case LIMIT_EXCEEDED -> "53400";
            case CANCELLED -> "57014";
            case INTERNAL -> "XX000";
        };
    }

    /** Numbers stay what they are when reasons are added. */
    private static int code(QueryException.Reason reason) {
        return switch (reason) {
            case SYNTAX -> 1;
            case ANALYSIS -> 2;
            case ACCESS_DENIED -> 3;
            case NOT_FOUND -> 4;
            case ALREADY_EXISTS -> 5;
            case UNSUPPORTED -> 6;
            case DATA -> 7;
            case STORAGE -> 8;
            case CATALOG -> 9;
            case LIMIT_EXCEEDED -> 10;
            case CANCELLED -> 11;
            case INTERNAL -> 12;
        };
    }

    private static String sqlState(CatalogException.Reason reason) {
        return switch (reason) {
            case NOT_FOUND, DATABASE_NOT_FOUND -> "42S02";
            case ALREADY_EXISTS -> "42S01";
            case NOT_EMPTY, INVALID_OBJECT, INVALID_OPERATION, INVALID_INPUT -> "42000";
            case ACCESS_DENIED -> "42501";
            case CONFLICT -> "40001";
            case LIMIT_EXCEEDED -> "53400";
            case UNSUPPORTED -> NOT_SUPPORTED;
            case STORAGE -> "58030";
            case STORE -> "58000";
        };
    }
}

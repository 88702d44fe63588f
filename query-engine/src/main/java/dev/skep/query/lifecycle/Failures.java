package dev.skep.query.lifecycle;

import dev.skep.metastore.CatalogException;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.AnalysisErrors;
import dev.skep.storage.StorageException;

/** Makes the failure that a statement's user is told of whatever went wrong. */
final class Failures {
    private Failures() {}

    static QueryException of(Throwable cause, String queryId) {
        return switch (cause) {
            case QueryException failure -> failure;
            case CatalogException failure -> AnalysisErrors.of(failure);
            case StorageException failure -> new QueryException(Reason.STORAGE, String.valueOf(failure.getMessage()),
                    failure);
            case OutOfMemoryError failure -> new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot run query %s: the server has no memory left".formatted(queryId), failure);
            case StackOverflowError failure -> new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot run query %s: the statement is nested too deeply".formatted(queryId), failure);
            default -> new QueryException(Reason.INTERNAL,
                    "Cannot run query %s: internal error %s".formatted(queryId, cause.getClass().getSimpleName()),
                    cause);
        };
    }
}

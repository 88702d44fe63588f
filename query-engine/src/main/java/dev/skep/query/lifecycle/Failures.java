package dev.skep.query.lifecycle;

import dev.skep.metastore.CatalogException;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.AnalysisErrors;
import dev.skep.storage.StorageException;

/** Any failure as the query's. */
final class Failures {
    private Failures() {}

    static QueryException of(Throwable failure) {
        return switch (failure) {
            case QueryException e -> e;
            case CatalogException e -> AnalysisErrors.of(e);
            case StorageException e -> new QueryException(Reason.STORAGE, String.valueOf(e.getMessage()), e);
            case InterruptedException e -> new QueryException(Reason.CANCELLED, "The query was cancelled", e);
            case OutOfMemoryError e -> new QueryException(Reason.LIMIT_EXCEEDED, "Cannot run the query: out of memory", e);
            default -> new QueryException(Reason.INTERNAL, "Cannot run the query: %s".formatted(failure), failure);
        };
    }
}

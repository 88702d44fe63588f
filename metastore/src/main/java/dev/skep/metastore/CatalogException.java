package dev.skep.metastore;

import org.jspecify.annotations.Nullable;

/** A catalog operation that could not be done. The reason decides what a door answers; the message is for its user. */
public class CatalogException extends RuntimeException {

    /** Why an operation failed. */
    public enum Reason {
        /** The object does not exist, or the caller may not know that it does. */
        NOT_FOUND,
        /** The database that the object is or would be in does not exist, or the caller may not know that it does. */
        DATABASE_NOT_FOUND,
        /** An object of that name exists. */
        ALREADY_EXISTS,
        /** The object holds others. */
        NOT_EMPTY,
        /** The definition itself is wrong. */
        INVALID_OBJECT,
        /** The change is not possible on this object. */
        INVALID_OPERATION,
        /** A value or pattern of the request is wrong. */
        INVALID_INPUT,
        /** The caller may not do this. */
        ACCESS_DENIED,
        /** Another change came first, or an expected state was not met. */
        CONFLICT,
        /** More was asked for than the settings allow. */
        LIMIT_EXCEEDED,
        /** The request is understood but Skep does not do it. */
        UNSUPPORTED,
        /** The warehouse's file system failed. */
        STORAGE,
        /** The catalog's store failed or could not be reached. */
        STORE
    }

    private static final long serialVersionUID = 1;

    private final Reason reason;

    public CatalogException(Reason reason, String message) {
        this(reason, message, null);
    }

    public CatalogException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

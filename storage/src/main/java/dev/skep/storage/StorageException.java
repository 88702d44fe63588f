package dev.skep.storage;

import org.jspecify.annotations.Nullable;

/** A failure to read or write stored data. The message names the file, and inside it the row group or stripe and the column where known. */
public class StorageException extends RuntimeException {

    /** Why an operation failed, for the layer above to choose an answer by. */
    public enum Reason {
        /** The file or folder does not exist. */
        NOT_FOUND,
        /** The file exists and was not to be overwritten. */
        ALREADY_EXISTS,
        /** The store refused the caller. */
        ACCESS_DENIED,
        /** The bytes are not what the format says. */
        CORRUPT,
        /** The file is sound but uses something that Skep does not read or write. */
        UNSUPPORTED,
        /** The store failed or could not be reached. */
        IO
    }

    private static final long serialVersionUID = 1;

    private final Reason reason;

    public StorageException(Reason reason, String message) {
        this(reason, message, null);
    }

    public StorageException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

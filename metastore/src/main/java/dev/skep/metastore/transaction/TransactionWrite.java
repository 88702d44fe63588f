package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

/** Something that a transaction writes, by its own word. */
public record TransactionWrite(long transaction, LockObject object, DataOperation operation) {
    public TransactionWrite {
        requireNonNull(object, "object is null");
        requireNonNull(operation, "operation is null");
        if (object.table() == null) {
            throw new IllegalArgumentException("Invalid write: %s is not a table".formatted(object));
        }
    }

    /** True if only one of the two transactions can be committed: both change rows of the same place. */
    public boolean meets(TransactionWrite other) {
        return operation.changesRows() && other.operation.changesRows() && object.overlaps(other.object);
    }
}

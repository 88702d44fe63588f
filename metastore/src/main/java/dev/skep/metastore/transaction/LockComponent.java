package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

/**
 * One of the things that a lock holds together.
 *
 * @param isTransactional whether what the operation writes is a transactional table
 * @param isDynamic true if the partitions to be written are told later
 */
public record LockComponent(LockObject object, LockType type, DataOperation operation, boolean isTransactional,
        boolean isDynamic) {
    public LockComponent {
        requireNonNull(object, "object is null");
        requireNonNull(type, "type is null");
        requireNonNull(operation, "operation is null");
    }

    public static LockComponent of(LockObject object, LockType type) {
        return new LockComponent(object, type, DataOperation.UNSET, false, false);
    }

    /**
     * True if both may be held at a time by different transactions. That a table is read does not keep a whole partition of it from being replaced, nor the
     * reading of a database (making a table in it) that of a table, and the other way round, as in Hive. Two writers share only where both say what they write:
     * then the later commit is refused if they meet.
     */
    boolean isCompatibleWith(LockComponent other) {
        if (!object.overlaps(other.object)) {
            return true;
        }
        if (type == LockType.SHARED_WRITE && other.type == LockType.SHARED_WRITE) {
            return operation.isWrite() && other.operation.isWrite();
        }
        return type.isCompatibleWith(other.type) || readsAround(other) || other.readsAround(this);
    }

    private boolean readsAround(LockComponent other) {
        return type == LockType.SHARED_READ && object.depth() < other.object.depth();
    }
}

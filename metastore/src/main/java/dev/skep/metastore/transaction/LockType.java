package dev.skep.metastore.transaction;

/** What a lock keeps others from. Names and meaning are those of Hive 4. */
public enum LockType {
    /** Others may read and write, but not replace what is locked. */
    SHARED_READ,
    /** Others may read, and write where both can be told apart at the commit. */
    SHARED_WRITE,
    /** Others may only read. */
    EXCL_WRITE,
    /** Nobody else may do anything. */
    EXCLUSIVE;

    /** True if two locks of these types may be held on the same object at a time. */
    public boolean isCompatibleWith(LockType other) {
        return switch (this) {
            case SHARED_READ -> other != EXCLUSIVE;
            case SHARED_WRITE -> other == SHARED_READ || other == SHARED_WRITE;
            case EXCL_WRITE -> other == SHARED_READ;
            case EXCLUSIVE -> false;
        };
    }
}

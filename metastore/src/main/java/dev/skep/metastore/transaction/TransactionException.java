package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import dev.skep.metastore.CatalogException;

/** A failure about transactions and locks that clients tell apart. */
public final class TransactionException extends CatalogException {

    /** Why it failed. */
    public enum Kind {
        /** No such transaction, or it is another's, or it has ended long ago. */
        NO_TRANSACTION,
        /** The transaction was aborted: by a client, because its lease ran out, or because another one was committed first. */
        ABORTED,
        /** The transaction is still open, and what was asked for is done at its end. */
        OPEN,
        /** No such lock, or it is another's, or its lease ran out. */
        NO_LOCK
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;

    public TransactionException(Kind kind, String message) {
        super(switch (kind) {
            case NO_TRANSACTION, NO_LOCK -> Reason.NOT_FOUND;
            case ABORTED -> Reason.CONFLICT;
            case OPEN -> Reason.INVALID_OPERATION;
        }, message);
        this.kind = requireNonNull(kind, "kind is null");
    }

    public Kind kind() {
        return kind;
    }

    public static TransactionException noTransaction(long id) {
        return new TransactionException(Kind.NO_TRANSACTION, "Cannot find transaction %d: there is none".formatted(id));
    }

    public static TransactionException aborted(long id) {
        return new TransactionException(Kind.ABORTED, "Cannot use transaction %d: it was aborted".formatted(id));
    }

    public static TransactionException noLock(long id) {
        return new TransactionException(Kind.NO_LOCK,
                "Cannot find lock %d: it was released, or its lease has run out".formatted(id));
    }
}

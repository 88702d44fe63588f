package dev.skep.metastore.store;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is kept of the catalog. Any thread may call. Failures are {@link dev.skep.metastore.CatalogException}s: STORE if the store failed
 * or cannot be reached (the next call tries a new connection), otherwise the reason that fits the object.
 */
public interface MetastoreStore extends AutoCloseable {

    /**
     * Runs {@code work} in one transaction and commits it: all of it is stored, durably, when this returns, or nothing if it throws. Work that lost
     * against another transaction is run again, so it must not have other effects than through its argument.
     */
    <T> T inTransaction(Function<StoreTransaction, T> work);

    /** As {@link #inTransaction}, for work without a result. */
    default void change(Consumer<StoreTransaction> work) {
        inTransaction(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    /** Runs {@code work}, which only reads; each of its calls sees what is committed at that moment. Cheaper than a transaction. */
    <T> T read(Function<StoreTransaction, T> work);

    @Override
    void close();
}

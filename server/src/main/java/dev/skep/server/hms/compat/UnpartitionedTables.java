package dev.skep.server.hms.compat;

import java.util.function.LongSupplier;
import java.util.List;
import java.util.function.Supplier;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/**
 * Hive's server lists no partitions for a table without partition keys instead of refusing (ObjectStore.listPartitionNames of 2.3.10 looks for stored partitions only), and clients that list partitions of
 * every table rely on it.
 */
public final class UnpartitionedTables {
    private UnpartitionedTables() {}

    /** The count, 0 if the table has no partition keys. */
    public static long noneFor(LongSupplier count) {
        try {
            return count.getAsLong();
        } catch (CatalogException e) {
            if (e.reason() == Reason.INVALID_OPERATION) {
                return 0;
            }
            throw e;
        }
    }

    /** The list, empty if the table has no partition keys. */
    public static <T> List<T> emptyFor(Supplier<List<T>> listing) {
        try {
            return listing.get();
        } catch (CatalogException e) {
            if (e.reason() == Reason.INVALID_OPERATION) {
                return List.of();
            }
            throw e;
        }
    }
}

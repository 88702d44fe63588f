package dev.skep.server.hms;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.server.hms.compat.UnpartitionedTables;

/**
 * The most partitions that one call may ask for whole, Hive's {@code metastore.limit.partition.request}: they are counted before any is read.
 *
 * @param most below zero for no limit
 */
public record PartitionLimit(int most) {
    public static final PartitionLimit NONE = new PartitionLimit(-1);

    /** Fails with LIMIT_EXCEEDED if the call may bring more. {@code asked} is the most that the client wants, below zero for all. */
    void check(CatalogSession session, TableName table, PartitionPredicate predicate, int asked) {
        if (most < 0) {
            return;
        }
        long wanted = asked >= 0
                ? asked
                : UnpartitionedTables.noneFor(() -> session.partitions().count(table, predicate));
        if (wanted > most) {
            throw new CatalogException(Reason.LIMIT_EXCEEDED,
                    "Cannot list partitions of %s: %d are asked for, and one call may bring %d (setting metastore.limit.partition.request)"
                            .formatted(table, wanted, most));
        }
    }
}

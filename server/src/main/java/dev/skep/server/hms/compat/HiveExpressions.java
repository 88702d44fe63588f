package dev.skep.server.hms.compat;

import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.partition.PartitionExpressions;
import dev.skep.metastore.partition.PartitionPredicate;
import org.apache.thrift.TApplicationException;

/**
 * Partition expressions in binary form. Hive's compiler sends a tree of its own classes as Kryo writes it (1.2 to 4.2), which nobody without these
 * classes reads; other clients, and Hive 4's own MSCK, send the text of a filter. An expression that is no text is refused as if the method were unknown:
 * then, and only then, Hive's compiler lists the partitions by name and prunes them itself (seen in HiveMetaStoreClient.listPartitionsByExpr of 2.3.10,
 * 3.1.3 and 4.0.1 and PartitionPruner of 2.3.9).
 */
public final class HiveExpressions {
    private HiveExpressions() {}

    /**
     * The predicate that an expression writes, or empty if it is an object of Hive's. Fails with INVALID_INPUT for a text that is no filter.
     */
    public static Optional<PartitionPredicate> predicate(byte[] expression) {
        try {
            return Optional.of(PartitionExpressions.parse(expression));
        } catch (CatalogException e) {
            if (e.reason() == Reason.UNSUPPORTED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The answer that makes Hive's compiler prune by itself. */
    public static TApplicationException notUnderstood(String method) {
        return new TApplicationException(TApplicationException.UNKNOWN_METHOD,
                "Cannot run %s: Hive's serialized expressions are not supported by Skep; send a filter"
                        .formatted(method));
    }
}

package dev.skep.server.hms.compat;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.partition.PartitionExpressions;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.server.hms.expression.HiveExpression;
import dev.skep.server.hms.expression.UnreadableExpressionException;
import org.apache.thrift.TApplicationException;

/**
 * Partition expressions in binary form. Hive's compiler sends a tree of its own classes as Kryo writes it (2.3 to 4.2); other clients, and Hive 4's own MSCK, send the text of
 * a filter. A tree that Skep does not read is refused as if the method were unknown: then, and only then, Hive's compiler lists the partitions by name and prunes them itself
 * (seen in HiveMetaStoreClient.listPartitionsByExpr of 2.3.10, 3.1.3 and 4.0.1 and PartitionPruner of 2.3.9).
 */
public final class HiveExpressions {
    private HiveExpressions() {}

    /** The predicate that an expression writes. Fails with INVALID_INPUT for a text that is no filter, and as an unknown method for what Skep does not read. */
    public static PartitionPredicate predicate(String method, byte[] expression) throws TApplicationException {
        try {
            return read(expression);
        } catch (CatalogException e) {
            if (e.reason() != Reason.UNSUPPORTED) {
                throw e;
            }
            throw (TApplicationException) new TApplicationException(TApplicationException.UNKNOWN_METHOD,
                    "Cannot run %s: %s".formatted(method, e.getMessage())).initCause(e);
        }
    }

    /** As the other, for calls whose client has no other way. Fails with UNSUPPORTED for what Skep does not read. */
    public static PartitionPredicate read(byte[] expression) {
        if (!HiveExpression.isObject(expression)) {
            return PartitionExpressions.parse(expression);
        }
        try {
            return HiveExpression.predicate(expression);
        } catch (UnreadableExpressionException e) {
            throw new CatalogException(Reason.UNSUPPORTED,
                    "Cannot evaluate the partition expression of %d bytes: %s".formatted(expression.length,
                            e.getMessage()),
                    e);
        }
    }
}

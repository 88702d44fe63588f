package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.model.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Which write ids of a table a reader takes as committed: those up to the newest without the invalid ones.
 *
 * @param invalid those of open and aborted transactions, in order
 * @param aborted those of them that never will be committed
 * @param oldestOpen the first of an open transaction; null if there is none
 */
public record ValidWriteIds(TableName table, long newest, List<Long> invalid, Set<Long> aborted,
        @Nullable Long oldestOpen) {
    public ValidWriteIds {
        requireNonNull(table, "table is null");
        invalid = List.copyOf(invalid);
        aborted = Set.copyOf(aborted);
    }

    /** What a reader with this snapshot sees. @param writeIds all known ones up to {@code newest}, in order; those that lack were committed long ago */
    public static ValidWriteIds of(TableName table, long newest, List<WriteId> writeIds,
            TransactionSnapshot snapshot) {
        List<Long> invalid = new ArrayList<>();
        Set<Long> aborted = new HashSet<>();
        Long oldestOpen = null;
        for (WriteId id : writeIds) {
            if (snapshot.isCommitted(id.transaction())) {
                continue;
            }
            invalid.add(id.number());
            if (snapshot.aborted().contains(id.transaction())) {
                aborted.add(id.number());
            } else if (oldestOpen == null) {
                oldestOpen = id.number();
            }
        }
        return new ValidWriteIds(table, newest, invalid, aborted, oldestOpen);
    }
}

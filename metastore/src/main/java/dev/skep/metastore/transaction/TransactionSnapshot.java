package dev.skep.metastore.transaction;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which transactions a reader counts as committed: those up to the newest that are neither open nor aborted.
 *
 * @param newest the newest transaction there was
 */
public record TransactionSnapshot(long newest, Set<Long> open, Set<Long> aborted) {
    public TransactionSnapshot {
        open = Set.copyOf(open);
        aborted = Set.copyOf(aborted);
    }

    public boolean isCommitted(long id) {
        return id <= newest && !open.contains(id) && !aborted.contains(id);
    }

    /** The numbers of what is not committed, in order. */
    public List<Long> exceptions() {
        Set<Long> all = new TreeSet<>(open);
        all.addAll(aborted);
        return List.copyOf(all);
    }

    /** Reads what Hive writes of a ValidReadTxnList: {@code newest:oldestOpen:open,...:aborted,...}; before Hive 3 and for short lists parts may lack. */
    public static TransactionSnapshot parse(String text) {
        String[] parts = text.split(":", -1);
        try {
            Set<Long> open = parts.length > 2 ? numbers(parts[2]) : Set.of();
            Set<Long> aborted = parts.length > 3 ? numbers(parts[3]) : Set.of();
            return new TransactionSnapshot(Long.parseLong(parts[0]), open, aborted);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Invalid list of transactions: '%s' (expected newest:oldestOpen:open,...:aborted,...)"
                            .formatted(text),
                    e);
        }
    }

    private static Set<Long> numbers(String text) {
        Set<Long> numbers = new HashSet<>();
        for (String number : text.split(",")) {
            if (!number.isEmpty()) {
                numbers.add(Long.parseLong(number));
            }
        }
        return numbers;
    }
}

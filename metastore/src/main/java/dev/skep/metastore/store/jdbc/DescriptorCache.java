package dev.skep.metastore.store.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.StorageDescriptor;

/**
 * The descriptors used last, by number. They never change under a number, so nothing here can be out of date; only what a
 * transaction has read as committed or written itself gets here, and numbers of those that were never committed are not used again.
 */
final class DescriptorCache {
    private static final int NUMBERS = 10_000;

    private final Map<Long, StorageDescriptor> descriptors;
    private final LinkedHashMap<String, Long> numbers = new LinkedHashMap<>(16, 0.75f, true);
    private final int columnsAtMost;
    private int columns;

    /** @param columnsAtMost how many columns all the descriptors kept may have together */
    DescriptorCache(int columnsAtMost) {
        this.descriptors = new LinkedHashMap<>(16, 0.75f, true);
        this.columnsAtMost = columnsAtMost;
    }

    synchronized @Nullable StorageDescriptor find(long id) {
        return descriptors.get(id);
    }

    synchronized void keep(long id, StorageDescriptor storage) {
        if (descriptors.put(id, storage) == null) {
            columns += weight(storage);
        }
        var eldest = descriptors.values().iterator();
        while (columns > columnsAtMost && eldest.hasNext()) {
            columns -= weight(eldest.next());
            eldest.remove();
        }
    }

    /** Returns the number of the descriptor whose text has the digest; null if it is not known. */
    synchronized @Nullable Long number(String digest) {
        return numbers.get(digest);
    }

    /** Takes a number that was read as committed: descriptors are never deleted. */
    synchronized void keepNumber(String digest, long number) {
        numbers.put(digest, number);
        if (numbers.size() > NUMBERS) {
            numbers.pollFirstEntry();
        }
    }

    private static int weight(StorageDescriptor storage) {
        return storage.columns().size() + 10;
    }
}

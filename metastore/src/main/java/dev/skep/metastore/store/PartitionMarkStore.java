package dev.skep.metastore.store;

/** What has been said to have happened to partitions of a table, which need not be there. Goes with its table. */
public interface PartitionMarkStore {

    /** Marks a partition, by its name, with an event; again if it was. {@code atMillis} since 1970. */
    void mark(long tableId, String partition, int event, long atMillis);

    boolean isMarked(long tableId, String partition, int event);
}

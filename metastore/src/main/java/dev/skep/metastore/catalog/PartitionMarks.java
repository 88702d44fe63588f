package dev.skep.metastore.catalog;

import java.util.Map;

import dev.skep.metastore.model.TableName;

/** That something has happened to a partition, such as that it is loaded: said by who writes it, asked by who waits for it. The partition need not be there. */
public interface PartitionMarks {

    /**
     * Marks a partition with an event, a number of the client's. Needs INSERT on the table. Fails with NOT_FOUND, with INVALID_INPUT unless there is one value for
     * each partition key, and with ACCESS_DENIED.
     */
    void mark(TableName table, Map<String, String> values, int event);

    /** True if the partition was marked with the event. Fails as {@link #mark} does; needs what looking at partitions needs. */
    boolean isMarked(TableName table, Map<String, String> values, int event);
}

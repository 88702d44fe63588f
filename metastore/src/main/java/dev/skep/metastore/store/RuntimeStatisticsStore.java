package dev.skep.metastore.store;

import java.util.List;

import dev.skep.metastore.model.RuntimeStatistics;

/** Statistics of queries' runs. */
public interface RuntimeStatisticsStore {

    void insert(RuntimeStatistics statistics);

    /**
     * Returns statistics made between two times in seconds, both left out, the newest first, until their weights reach {@code weight}. @param weight at least one is
     * returned where there is any
     */
    List<RuntimeStatistics> newest(long after, long before, long weight);

    /** Forgets those that were made at {@code time} (seconds since 1970) or before. */
    void deleteBefore(long time);
}

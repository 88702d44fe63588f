package dev.skep.metastore.catalog;

import java.util.List;

import dev.skep.metastore.model.RuntimeStatistics;

/**
 * What queries met when they ran, kept as long as the server's settings say. It names tables and values in a form that only Hive reads, so that both calls need MANAGE on the catalog
 * {@code hive}, else they fail with ACCESS_DENIED.
 */
public interface RuntimeHistory {

    /** Adds statistics, made now. */
    void add(int weight, byte[] payload);

    /**
     * Returns the newest first, until their weights reach {@code weight}.
     *
     * @param weight below 0 for all
     * @param before seconds since 1970 before which they were made; 0 for any time
     */
    List<RuntimeStatistics> newest(int weight, int before);
}

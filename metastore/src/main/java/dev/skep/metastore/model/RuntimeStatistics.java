package dev.skep.metastore.model;

/**
 * Row counts that a query met when it ran, in a form that only Hive reads.
 *
 * @param createTime seconds since 1970
 * @param weight how many operators it tells of
 * @param payload not copied; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record RuntimeStatistics(int createTime, int weight, byte[] payload) {}

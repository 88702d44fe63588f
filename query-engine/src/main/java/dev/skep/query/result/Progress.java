package dev.skep.query.result;

import java.time.Duration;

/**
 * How far a query is.
 *
 * @param splitsDone parts of files that were read, of {@code splitsTotal} that were planned so far
 * @param rowsRead rows that scans read
 * @param bytesRead bytes fetched from stores
 * @param rowGroupsSkipped row groups and stripes that statistics allowed to leave out, of {@code rowGroupsTotal}
 * @param peakMemory the most bytes that operators held at once
 * @param spilledBytes bytes that were written to disk for want of memory
 * @param cpu processor time of all the query's threads
 */
public record Progress(int splitsDone, int splitsTotal, long rowsRead, long bytesRead, long rowGroupsSkipped,
        long rowGroupsTotal, int partitionsRead,
        long peakMemory, long spilledBytes, Duration cpu, Duration elapsed) {}

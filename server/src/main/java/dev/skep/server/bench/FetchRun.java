package dev.skep.server.bench;

import java.util.Comparator;
import java.util.List;

/**
 * What reading a result cost.
 *
 * @param sum over all cells, the same for the same rows in any order
 * @param wall seconds from the call to the last cell
 * @param clientCpu processor seconds of the client's process, compilers and collectors included
 * @param serverCpu the same of the server's
 * @param wireBytes bytes that the client's process has read
 * @param heapPeak the most bytes that the client's heap held so far, garbage included
 * @param processPeak the most resident bytes of the client's process so far
 */
record FetchRun(long rows, long sum, double wall, double clientCpu, double serverCpu, long wireBytes, long heapPeak,
        long processPeak) {

    /** The run with the median of processor time. */
    static FetchRun median(List<FetchRun> runs) {
        List<FetchRun> sorted = runs.stream()
                .sorted(Comparator.comparingDouble(run -> run.clientCpu() + run.serverCpu())).toList();
        return sorted.get(sorted.size() / 2);
    }
}

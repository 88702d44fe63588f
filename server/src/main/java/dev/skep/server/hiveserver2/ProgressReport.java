package dev.skep.server.hiveserver2;

import java.util.List;

import dev.skep.query.lifecycle.QueryState;
import dev.skep.query.result.Progress;
import dev.skep.thrift.hs2.TJobExecutionStatus;
import dev.skep.thrift.hs2.TProgressUpdateResp;

/** A query's progress for clients that ask for it: rows of name and number, which our driver reads. */
final class ProgressReport {
    private ProgressReport() {}

    static TProgressUpdateResp of(Progress progress, QueryState state, long startedMillis) {
        List<List<String>> rows = List.of(
                row("splitsDone", progress.splitsDone()),
                row("splitsTotal", progress.splitsTotal()),
                row("rowsRead", progress.rowsRead()),
                row("bytesRead", progress.bytesRead()),
                row("rowGroupsSkipped", progress.rowGroupsSkipped()),
                row("rowGroupsTotal", progress.rowGroupsTotal()),
                row("partitionsRead", progress.partitionsRead()),
                row("peakMemory", progress.peakMemory()),
                row("spilledBytes", progress.spilledBytes()),
                row("cpuMillis", progress.cpu().toMillis()),
                row("elapsedMillis", progress.elapsed().toMillis()));
        double done = state == QueryState.FINISHED
                ? 1
                : progress.splitsTotal() == 0 ? 0 : (double) progress.splitsDone() / progress.splitsTotal();
        // NOT_AVAILABLE keeps Hive's Beeline from printing the rows, which it expects in the nine columns of a Tez job.
        return new TProgressUpdateResp(List.of("NAME", "VALUE"), rows, done, TJobExecutionStatus.NOT_AVAILABLE, "",
                startedMillis);
    }

    private static List<String> row(String name, long value) {
        return List.of(name, Long.toString(value));
    }
}

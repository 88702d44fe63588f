package dev.skep.server.hiveserver2;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.lifecycle.Query;
import dev.skep.query.lifecycle.QueryState;
import dev.skep.query.result.Progress;
import org.jspecify.annotations.Nullable;

/** What a client sees as the log of its statement: one line per state and per step of progress that was noticed. */
final class OperationLog {
    private static final int MAX_LINES = 10_000;

    private final Query query;
    private final List<String> lines = new ArrayList<>();
    private @Nullable QueryState lastState;
    private int lastSplits = -1;
    private boolean ended;

    OperationLog(Query query) {
        this.query = query;
        lines.add("Query " + query.id() + " submitted");
    }

    synchronized void update(QueryState state, HiveServer2Errors.@Nullable Failure failure) {
        if (ended || lines.size() >= MAX_LINES) {
            return;
        }
        if (failure != null) {
            ended = true;
            lines.add("Query " + query.id() + " failed: " + failure.message());
            return;
        }
        Progress progress = query.progress();
        if (state == QueryState.FINISHED) {
            ended = true;
            lines.add("Query %s finished: %d rows and %d bytes read, %d of %d row groups skipped, %d ms, %d ms of CPU"
                    .formatted(query.id(), progress.rowsRead(), progress.bytesRead(), progress.rowGroupsSkipped(),
                            progress.rowGroupsTotal(), progress.elapsed().toMillis(), progress.cpu().toMillis()));
        } else if (state != lastState || progress.splitsDone() != lastSplits) {
            lastState = state;
            lastSplits = progress.splitsDone();
            lines.add("Query %s %s: %d of %d splits, %d rows read".formatted(query.id(), word(state),
                    progress.splitsDone(), progress.splitsTotal(), progress.rowsRead()));
        }
    }

    private static String word(QueryState state) {
        return switch (state) {
            case QUEUED -> "waits";
            case PLANNING -> "is planned";
            case RUNNING -> "runs";
            case FINISHED -> "finished";
            case FAILED -> "failed";
            case CANCELLED -> "was cancelled";
        };
    }

    synchronized List<String> lines(int from) {
        return from >= lines.size() ? List.of() : List.copyOf(lines.subList(from, lines.size()));
    }
}

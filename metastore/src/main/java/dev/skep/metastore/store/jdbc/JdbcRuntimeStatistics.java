package dev.skep.metastore.store.jdbc;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.RuntimeStatistics;
import dev.skep.metastore.store.RuntimeStatisticsStore;

final class JdbcRuntimeStatistics implements RuntimeStatisticsStore {
    private final Statements statements;
    private final Ids ids;

    JdbcRuntimeStatistics(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public void insert(RuntimeStatistics one) {
        statements.update("INSERT INTO RUNTIME_STATISTICS (ID, CREATE_TIME, WEIGHT, PAYLOAD) VALUES (?, ?, ?, ?)",
                ids.next(), (long) one.createTime(), one.weight(), one.payload());
    }

    /** The weights are read first, so that no more payloads are than asked for. */
    @Override
    public List<RuntimeStatistics> newest(long after, long before, long weight) {
        record Entry(long id, int weight) {}
        List<Long> chosen = new ArrayList<>();
        long total = 0;
        for (Entry entry : statements.list(
                "SELECT ID, WEIGHT FROM RUNTIME_STATISTICS WHERE CREATE_TIME > ? AND CREATE_TIME < ? ORDER BY CREATE_TIME DESC, ID DESC",
                row -> new Entry(row.getLong(1), row.getInt(2)), after, before)) {
            chosen.add(entry.id());
            total += entry.weight();
            if (total >= weight) {
                break;
            }
        }
        List<RuntimeStatistics> newest = new ArrayList<>(chosen.size());
        for (long id : chosen) {
            statements.first("SELECT CREATE_TIME, WEIGHT, PAYLOAD FROM RUNTIME_STATISTICS WHERE ID = ?",
                    row -> new RuntimeStatistics(row.getInt(1), row.getInt(2), row.getBytes(3)), id)
                    .ifPresent(newest::add);
        }
        return newest;
    }

    @Override
    public void deleteBefore(long time) {
        statements.update("DELETE FROM RUNTIME_STATISTICS WHERE CREATE_TIME <= ?", time);
    }
}

package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.schedule.ExecutionState;
import dev.skep.metastore.schedule.ScheduleName;
import dev.skep.metastore.schedule.ScheduledExecution;
import dev.skep.metastore.schedule.ScheduledQuery;
import dev.skep.metastore.store.ScheduleStore;
import dev.skep.metastore.store.Stored;
import org.jspecify.annotations.Nullable;

final class JdbcSchedules implements ScheduleStore {
    private static final String SELECT = "SELECT ID, NAMESPACE, NAME, IS_ENABLED, CRON, OWNER_NAME, QUERY_TEXT, NEXT_AT, RUNNING FROM SCHEDULED_QUERIES";
    private static final String EXECUTIONS = "SELECT ID, QUERY_ID, STATE, STARTED_AT, UPDATED_AT, ENDED_AT, EXECUTOR, ERROR_TEXT FROM SCHEDULED_EXECUTIONS";

    private final Statements statements;
    private final Ids ids;

    JdbcSchedules(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public void serialize() {
        statements.update("UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE WHERE NAME = 'SCHEDULED_EXECUTION'");
    }

    private static Stored<ScheduledQuery> read(ResultSet row) throws SQLException {
        Instant next = instant(row, 8);
        long running = row.getLong(9);
        return new Stored<>(row.getLong(1),
                new ScheduledQuery(new ScheduleName(row.getString(2), row.getString(3)), row.getBoolean(4),
                        row.getString(5), row.getString(6), row.getString(7), next,
                        running == 0 ? null : Long.valueOf(running)));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : Long.valueOf(time.toEpochMilli());
    }

    @Override
    public Optional<Stored<ScheduledQuery>> find(ScheduleName name) {
        return statements.first(SELECT + " WHERE NAMESPACE = ? AND NAME = ?", JdbcSchedules::read, name.namespace(),
                name.name());
    }

    @Override
    public Optional<Stored<ScheduledQuery>> find(long id) {
        return statements.first(SELECT + " WHERE ID = ?", JdbcSchedules::read, id);
    }

    @Override
    public List<Stored<ScheduledQuery>> due(String namespace, Instant time) {
        return statements.list(
                SELECT + " WHERE NAMESPACE = ? AND NEXT_AT <= ? AND IS_ENABLED = TRUE AND RUNNING IS NULL ORDER BY NEXT_AT, ID",
                JdbcSchedules::read, namespace, time.toEpochMilli());
    }

    @Override
    public void insert(ScheduledQuery query) {
        statements.update(
                "INSERT INTO SCHEDULED_QUERIES (NAMESPACE, NAME, IS_ENABLED, CRON, OWNER_NAME, QUERY_TEXT, NEXT_AT, RUNNING, ID) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values(query, ids.next()));
    }

    private static @Nullable Object[] values(ScheduledQuery query, long id) {
        return new @Nullable Object[]{query.name().namespace(), query.name().name(), query.enabled(),
                query.schedule(), query.user(), query.text(), millis(query.next()), query.running(), id};
    }

    @Override
    public void update(long id, ScheduledQuery changed) {
        statements.update(
                "UPDATE SCHEDULED_QUERIES SET NAMESPACE = ?, NAME = ?, IS_ENABLED = ?, CRON = ?, OWNER_NAME = ?, QUERY_TEXT = ?, NEXT_AT = ?, RUNNING = ? WHERE ID = ?",
                values(changed, id));
    }

    @Override
    public void delete(long id) {
        statements.update("DELETE FROM SCHEDULED_EXECUTIONS WHERE QUERY_ID = ?", id);
        statements.update("DELETE FROM SCHEDULED_QUERIES WHERE ID = ?", id);
    }

    @Override
    public long nextExecution() {
        statements.update("UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE + 1 WHERE NAME = 'SCHEDULED_EXECUTION'");
        return statements.first("SELECT LAST_VALUE FROM COUNTERS WHERE NAME = 'SCHEDULED_EXECUTION'",
                row -> row.getLong(1)).orElseThrow();
    }

    @Override
    public void insert(ScheduledExecution execution) {
        statements.update(
                "INSERT INTO SCHEDULED_EXECUTIONS (QUERY_ID, STATE, STARTED_AT, UPDATED_AT, ENDED_AT, EXECUTOR, ERROR_TEXT, ID) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values(execution));
    }

    private static @Nullable Object[] values(ScheduledExecution execution) {
        return new @Nullable Object[]{execution.query(), execution.state().name(),
                execution.started().toEpochMilli(), millis(execution.updated()), millis(execution.ended()),
                execution.executor(), execution.error(), execution.id()};
    }

    @Override
    public void update(ScheduledExecution changed) {
        statements.update(
                "UPDATE SCHEDULED_EXECUTIONS SET QUERY_ID = ?, STATE = ?, STARTED_AT = ?, UPDATED_AT = ?, ENDED_AT = ?, EXECUTOR = ?, ERROR_TEXT = ? WHERE ID = ?",
                values(changed));
    }

    private static ScheduledExecution readExecution(ResultSet row) throws SQLException {
        return new ScheduledExecution(row.getLong(1), row.getLong(2), ExecutionState.valueOf(row.getString(3)),
                Instant.ofEpochMilli(row.getLong(4)), instant(row, 5), instant(row, 6), row.getString(7),
                row.getString(8));
    }

    @Override
    public Optional<ScheduledExecution> execution(long id) {
        return statements.first(EXECUTIONS + " WHERE ID = ?", JdbcSchedules::readExecution, id);
    }

    @Override
    public List<ScheduledExecution> newest(long query, int limit) {
        return statements.list(EXECUTIONS + " WHERE QUERY_ID = ? ORDER BY ID DESC LIMIT " + limit,
                JdbcSchedules::readExecution, query);
    }

    @Override
    public List<ScheduledExecution> silentSince(Instant time) {
        return statements.list(
                EXECUTIONS + " WHERE STATE IN ('INITED', 'EXECUTING') AND UPDATED_AT <= ? ORDER BY ID",
                JdbcSchedules::readExecution, time.toEpochMilli());
    }

    @Override
    public void deleteExecutionsBefore(Instant time) {
        statements.update(
                "DELETE FROM SCHEDULED_EXECUTIONS WHERE STARTED_AT <= ? AND STATE NOT IN ('INITED', 'EXECUTING')",
                time.toEpochMilli());
    }
}

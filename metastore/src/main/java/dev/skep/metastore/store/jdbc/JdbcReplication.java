package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.replication.ReplicationMetric;
import dev.skep.metastore.replication.WriteEvent;
import dev.skep.metastore.store.ReplicationStore;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.Transaction;
import org.jspecify.annotations.Nullable;

final class JdbcReplication implements ReplicationStore {
    private static final String METRICS = "SELECT EXECUTION_ID, POLICY, DUMP_ID, METADATA, PROGRESS, MESSAGE_FORMAT, STARTED_AT FROM REPLICATION_METRICS";
    private static final String WRITES = "SELECT ID, TRANSACTION_ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, PARTITION_NAME, WRITE_ID, BODY, WRITTEN_AT FROM WRITE_EVENTS";

    private final Statements statements;
    private final Ids ids;

    JdbcReplication(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    private static ReplicationMetric read(ResultSet row) throws SQLException {
        return new ReplicationMetric(row.getLong(1), row.getString(2), row.getLong(3), row.getString(4),
                row.getString(5), row.getString(6), Instant.ofEpochMilli(row.getLong(7)));
    }

    @Override
    public Optional<ReplicationMetric> metric(long execution) {
        return statements.first(METRICS + " WHERE EXECUTION_ID = ?", JdbcReplication::read, execution);
    }

    @Override
    public List<ReplicationMetric> metrics(String policy) {
        return statements.list(METRICS + " WHERE POLICY = ? ORDER BY EXECUTION_ID DESC", JdbcReplication::read,
                policy);
    }

    private static @Nullable Object[] values(ReplicationMetric metric) {
        return new @Nullable Object[]{metric.policy(), metric.dump(), metric.metadata(), metric.progress(),
                metric.format(), metric.started().toEpochMilli(), metric.execution()};
    }

    @Override
    public void insert(ReplicationMetric metric) {
        statements.update(
                "INSERT INTO REPLICATION_METRICS (POLICY, DUMP_ID, METADATA, PROGRESS, MESSAGE_FORMAT, STARTED_AT, EXECUTION_ID) VALUES (?, ?, ?, ?, ?, ?, ?)",
                values(metric));
    }

    @Override
    public void update(ReplicationMetric changed) {
        statements.update(
                "UPDATE REPLICATION_METRICS SET POLICY = ?, DUMP_ID = ?, METADATA = ?, PROGRESS = ?, MESSAGE_FORMAT = ?, STARTED_AT = ? WHERE EXECUTION_ID = ?",
                values(changed));
    }

    @Override
    public void deleteMetricsBefore(Instant time) {
        statements.update("DELETE FROM REPLICATION_METRICS WHERE STARTED_AT <= ?", time.toEpochMilli());
    }

    @Override
    public void insert(WriteEvent event) {
        TableName table = event.table();
        statements.update(
                "INSERT INTO WRITE_EVENTS (ID, TRANSACTION_ID, PARTITION_NAME, WRITE_ID, BODY, WRITTEN_AT, CATALOG_NAME, DATABASE_NAME, TABLE_NAME) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                TableKeys.of(table, ids.next(), event.transaction(), event.partition(), event.writeId(), body(event),
                        event.time().toEpochMilli()));
    }

    private static String body(WriteEvent event) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeFieldName("files");
            Json.writeStrings(json, event.files());
            json.writeStringField("table", event.tableText());
            Json.writeOptional(json, "partition", event.partitionText());
            json.writeEndObject();
        });
    }

    @Override
    public void update(WriteEvent changed) {
        statements.update("UPDATE WRITE_EVENTS SET BODY = ?, WRITTEN_AT = ? WHERE ID = ?", body(changed),
                changed.time().toEpochMilli(), changed.id());
    }

    private static WriteEvent readWrite(ResultSet row) throws SQLException {
        LockObject object = TableKeys.read(row, 3);
        JsonNode body = PolicyJson.tree(row.getString(8));
        List<String> files = new ArrayList<>();
        body.path("files").forEach(file -> files.add(file.asText()));
        JsonNode partition = body.path("partition");
        return new WriteEvent(row.getLong(1), row.getLong(2), row.getLong(7),
                Objects.requireNonNull(object.tableName(), "a write is to a table"),
                TableKeys.partitionColumn(object), files, body.path("table").asText(),
                partition.isTextual() ? partition.asText() : null, Instant.ofEpochMilli(row.getLong(9)));
    }

    @Override
    public List<WriteEvent> writesOf(long transaction) {
        return statements.list(WRITES + " WHERE TRANSACTION_ID = ? ORDER BY ID", JdbcReplication::readWrite,
                transaction);
    }

    @Override
    public void deleteWritesBefore(Instant time) {
        statements.update("DELETE FROM WRITE_EVENTS WHERE WRITTEN_AT <= ?", time.toEpochMilli());
    }

    @Override
    public List<Transaction> repeating(String policy) {
        return JdbcTransactions.repeating(statements, policy);
    }

    @Override
    public void tableDropped(TableName name) {
        statements.later("DELETE FROM WRITE_EVENTS WHERE " + TableKeys.IS_TABLE, TableKeys.of(name));
    }

    @Override
    public void tableRenamed(TableName from, TableName to) {
        TableKeys.rename(statements, "WRITE_EVENTS", from, to);
    }

    @Override
    public void databaseDropped(DatabaseName name) {
        statements.later("DELETE FROM WRITE_EVENTS WHERE " + TableKeys.IS_DATABASE, TableKeys.of(name));
    }
}

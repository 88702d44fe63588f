package dev.skep.metastore.store.jdbc;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.store.EventStore;

final class JdbcEvents implements EventStore {
    private static final String SELECT = "SELECT ID, EVENT_TIME, TYPE, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, MESSAGE, MESSAGE_FORMAT FROM EVENTS WHERE ID > ? ORDER BY ID";

    private final Statements statements;

    JdbcEvents(Statements statements) {
        this.statements = statements;
    }

    /** The counter's row is locked until the commit, so numbers follow the order of commits; a rollback takes the number back, so there are no gaps. */
    @Override
    public long append(List<NotificationEvent> events) {
        long last = statements.raise("EVENT", events.size());
        long id = last - events.size();
        List<@Nullable Object[]> rows = new ArrayList<>(events.size());
        for (NotificationEvent event : events) {
            id++;
            rows.add(new @Nullable Object[]{id, event.time(), event.type(), event.catalog(), event.database(),
                    event.table(), event.message(), event.messageFormat()});
        }
        statements.add(
                "INSERT INTO EVENTS (ID, EVENT_TIME, TYPE, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, MESSAGE, MESSAGE_FORMAT) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
        return last;
    }

    @Override
    public List<NotificationEvent> after(long lastId, int limit) {
        if (limit == 0) {
            // HSQLDB takes it for no limit.
            return List.of();
        }
        return statements.list(limit < 0 ? SELECT : SELECT + " LIMIT " + limit,
                row -> new NotificationEvent(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4),
                        row.getString(5), row.getString(6), row.getString(7), row.getString(8)),
                lastId);
    }

    @Override
    public long newestId() {
        return statements.first("SELECT LAST_VALUE FROM COUNTERS WHERE NAME = 'EVENT'", row -> row.getLong(1))
                .orElseThrow();
    }

    @Override
    public int deleteBefore(long time) {
        return statements.update("DELETE FROM EVENTS WHERE EVENT_TIME < ?", time);
    }
}

package dev.skep.metastore.event;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the notification log.
 *
 * @param id ascending without gaps in the order of commits
 * @param time seconds since 1970
 * @param type Hive's event type: {@code CREATE_TABLE}, {@code ADD_PARTITION}, ...
 * @param message the event's content in Hive 4's JSON form
 */
public record NotificationEvent(long id, long time, String type, @Nullable String catalog, @Nullable String database,
        @Nullable String table, String message, String messageFormat) {}

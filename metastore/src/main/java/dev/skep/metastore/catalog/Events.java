package dev.skep.metastore.catalog;

import java.util.List;

import dev.skep.metastore.event.NotificationEvent;

/** The notification log. */
public interface Events {

    /** Returns the events after {@code lastId}, oldest first, at most {@code limit} (-1: all). Events on what the caller may not see, or not all of, are left out; an empty answer means that there are no more. */
    List<NotificationEvent> after(long lastId, int limit);

    /** Returns the id of the newest event, 0 if there was none. */
    long newestId();

    /** Appends an event that a client reports (Hive's fire_listener_event) on a table, or a database, that it may INSERT into. Returns its id. */
    long report(NotificationEvent event);
}

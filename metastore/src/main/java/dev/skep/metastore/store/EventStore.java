package dev.skep.metastore.store;

import java.util.List;

import dev.skep.metastore.event.NotificationEvent;

/** The notification log. */
public interface EventStore {

    /** Appends events, whose own numbers are ignored. Holds back other transactions' events until this one ends, so append last. Returns the number of the last one. */
    long append(List<NotificationEvent> events);

    /** Returns events after {@code lastId}, oldest first; -1 means all. */
    List<NotificationEvent> after(long lastId, int limit);

    /** Returns the number of the newest event, 0 if there was none. */
    long newestId();

    /** Removes the events before {@code time} (seconds since 1970). */
    int deleteBefore(long time);
}

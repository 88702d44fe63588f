package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.Events;
import dev.skep.metastore.event.EventMessages;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.server.hms.mapping.EventMapping;
import dev.skep.server.hms.mapping.InsertEvents;
import dev.skep.server.hms.mapping.InsertEvents.Insert;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.thrift.hms.CurrentNotificationEventId;
import dev.skep.thrift.hms.FireEventRequest;
import dev.skep.thrift.hms.FireEventResponse;
import dev.skep.thrift.hms.NotificationEventRequest;
import dev.skep.thrift.hms.NotificationEventResponse;
import dev.skep.thrift.hms.NotificationEventsCountRequest;
import dev.skep.thrift.hms.NotificationEventsCountResponse;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** The notification log, which caches and replication follow. */
interface NotificationEndpoints extends Endpoints {
    /** How many events are read at a time where a condition may leave some out. */
    int CHUNK = 1000;

    @Override
    default NotificationEventResponse get_next_notification(NotificationEventRequest request) throws TException {
        return call("get_next_notification", session -> {
            int limit = request.isSetMaxEvents() && request.getMaxEvents() > 0
                    ? request.getMaxEvents()
                    : Integer.MAX_VALUE;
            List<dev.skep.thrift.hms.NotificationEvent> answer = new ArrayList<>();
            for (NotificationEvent event : matching(session.events(), request.getLastEvent(), Long.MAX_VALUE, limit,
                    condition(request))) {
                answer.add(EventMapping.toThrift(event, context().eventForm()));
            }
            return new NotificationEventResponse(answer);
        });
    }

    @Override
    default CurrentNotificationEventId get_current_notificationEventId() throws TException {
        return call("get_current_notificationEventId",
                session -> new CurrentNotificationEventId(session.events().newestId()));
    }

    @Override
    default NotificationEventsCountResponse get_notification_events_count(NotificationEventsCountRequest request)
            throws TException {
        return call("get_notification_events_count", session -> {
            long last = request.isSetToEventId() ? request.getToEventId() : Long.MAX_VALUE;
            int limit = request.isSetLimit() && request.getLimit() > 0
                    ? (int) Math.min(request.getLimit(), Integer.MAX_VALUE)
                    : Integer.MAX_VALUE;
            Predicate<NotificationEvent> wanted = about(request.getCatName(), request.getDbName(),
                    request.getTableNames());
            return new NotificationEventsCountResponse(
                    matching(session.events(), request.getFromEventId(), last, limit, wanted).size());
        });
    }

    /** The events after one id up to another that meet a condition, oldest first. */
    private static List<NotificationEvent> matching(Events events, long after, long last, int limit,
            Predicate<NotificationEvent> wanted) {
        List<NotificationEvent> found = new ArrayList<>();
        long from = after;
        while (found.size() < limit) {
            List<NotificationEvent> chunk = events.after(from, Math.min(limit, CHUNK));
            if (chunk.isEmpty()) {
                break;
            }
            for (NotificationEvent event : chunk) {
                if (event.id() > last || found.size() == limit) {
                    return found;
                }
                if (wanted.test(event)) {
                    found.add(event);
                }
            }
            from = chunk.getLast().id();
        }
        return found;
    }

    private static Predicate<NotificationEvent> condition(NotificationEventRequest request) {
        Set<String> skipped = Set.copyOf(listOf(request.getEventTypeSkipList()));
        Set<String> chosen = Set.copyOf(listOf(request.getEventTypeList()));
        return about(request.getCatName(), request.getDbName(), request.getTableNames())
                .and(event -> !skipped.contains(event.type()) && (chosen.isEmpty() || chosen.contains(event.type())));
    }

    private static Predicate<NotificationEvent> about(@Nullable String catalog, @Nullable String database,
            @Nullable List<String> tables) {
        Set<String> names = listOf(tables).stream().map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return event -> (catalog == null || catalog.equalsIgnoreCase(event.catalog()))
                && (database == null || database.equalsIgnoreCase(event.database()))
                && (names.isEmpty()
                        || (event.table() != null && names.contains(event.table().toLowerCase(Locale.ROOT))));
    }

    @Override
    default FireEventResponse fire_listener_event(FireEventRequest request) throws TException {
        return call("fire_listener_event", session -> {
            Table table = session.tables()
                    .table(NameMapping.table(request.getCatName(), request.getDbName(), request.getTableName()))
                    .visible();
            List<Long> ids = new ArrayList<>();
            if (request.isSuccessful()) {
                EventMessages messages = new EventMessages(Clock.systemUTC());
                for (Insert insert : InsertEvents.fromThrift(request)) {
                    ids.add(session.events().report(messages.inserted(table,
                            insert.partition().isEmpty() ? null : partition(session, table, insert.partition()),
                            insert.replace(), insert.files())));
                }
            }
            FireEventResponse answer = new FireEventResponse();
            answer.setEventIds(ids);
            return answer;
        });
    }

    private static Partition partition(CatalogSession session, Table table, List<String> values) {
        return session.partitions().find(table.name(), values).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                "Cannot find partition %s of %s".formatted(values, table.name())));
    }
}

package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.seconds;

import dev.skep.metastore.event.NotificationEvent;

/** Entries of the notification log. */
public final class EventMapping {
    private EventMapping() {}

    public static dev.skep.thrift.hms.NotificationEvent toThrift(NotificationEvent event) {
        dev.skep.thrift.hms.NotificationEvent answer = new dev.skep.thrift.hms.NotificationEvent(event.id(),
                seconds(event.time()),
                event.type(), event.message());
        answer.setCatName(event.catalog());
        answer.setDbName(event.database());
        answer.setTableName(event.table());
        answer.setMessageFormat(event.messageFormat());
        return answer;
    }
}

package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.seconds;

import dev.skep.metastore.event.NotificationEvent;
import dev.skep.server.hms.compat.EventForm;

/** Entries of the notification log. */
public final class EventMapping {
    private EventMapping() {}

    public static dev.skep.thrift.hms.NotificationEvent toThrift(NotificationEvent event, EventForm form) {
        dev.skep.thrift.hms.NotificationEvent answer = new dev.skep.thrift.hms.NotificationEvent(event.id(),
                seconds(event.time()),
                event.type(), form.encoded(event.message()));
        answer.setCatName(event.catalog());
        answer.setDbName(event.database());
        answer.setTableName(event.table());
        answer.setMessageFormat(form.format());
        return answer;
    }
}

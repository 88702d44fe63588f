package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.metastore.event.EventMessages;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;
import dev.skep.server.hms.compat.InsertedFiles;
import dev.skep.thrift.hms.FireEventRequest;
import dev.skep.thrift.hms.FireEventRequestData;
import dev.skep.thrift.hms.InsertEventRequestData;
import org.jspecify.annotations.Nullable;

/** Inserts that a client reports, as events of type INSERT with the message that Hive's InsertMessage has in its JSON form. */
public final class InsertEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private InsertEvents() {}

    /** The events of a report, one for each partition written. Fails with an IllegalArgumentException for another kind of report. */
    public static List<NotificationEvent> fromThrift(FireEventRequest request, Table table, long now) {
        FireEventRequestData data = Requests.required(request.getData(), "event");
        FireEventRequestData._Fields kind = Requests.required(data.getSetField(), "kind of event that Skep knows");
        return switch (kind) {
            case INSERT_DATA -> List.of(event(table, data.getInsertData(), request.getPartitionVals(), now));
            case INSERT_DATAS -> {
                List<NotificationEvent> events = new ArrayList<>();
                for (InsertEventRequestData insert : listOf(data.getInsertDatas())) {
                    events.add(event(table, insert, insert.getPartitionVal(), now));
                }
                yield events;
            }
            case REFRESH_EVENT ->
                throw new IllegalArgumentException("Cannot report event: refresh events are not supported by Skep");
        };
    }

    private static NotificationEvent event(Table table, InsertEventRequestData insert,
            @Nullable List<String> partitionValues, long now) {
        ObjectNode message = JSON.createObjectNode();
        message.put("eventType", "INSERT");
        message.put("server", "");
        message.put("servicePrincipal", "");
        message.put("db", table.name().database().name());
        message.put("table", table.name().name());
        message.put("tableType", table.type().name());
        message.put("timestamp", now);
        message.put("replace", String.valueOf(InsertedFiles.replace(insert)));
        ArrayNode files = message.putArray("files");
        InsertedFiles.of(insert).forEach(files::add);
        List<String> values = listOf(partitionValues);
        if (!values.isEmpty()) {
            ObjectNode keys = message.putObject("partKeyVals");
            List<Column> columns = table.partitionKeys();
            if (columns.size() != values.size()) {
                throw new IllegalArgumentException(
                        "Invalid partition values of table %s: %s".formatted(table.name(), values));
            }
            for (int i = 0; i < values.size(); i++) {
                keys.put(columns.get(i).name(), values.get(i));
            }
        }
        return new NotificationEvent(0, now, "INSERT", table.name().database().catalog().name(),
                table.name().database().name(),
                table.name().name(), text(message), EventMessages.FORMAT);
    }

    private static String text(ObjectNode message) {
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new AssertionError("A tree of texts is always JSON", e);
        }
    }
}

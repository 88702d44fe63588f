package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.HashSet;
import java.util.Set;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.thrift.hms.NotificationEvent;
import dev.skep.thrift.hms.NotificationEventRequest;
import org.apache.thrift.TException;

/** Reads on in the notification log, which must have no gaps. */
final class EventLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 1_000;

    private static final Set<String> OF_TRANSACTIONS = Set.of("OPEN_TXN", "ALLOC_WRITE_ID", "COMMIT_TXN", "ABORT_TXN");

    private final String counter;
    private final Set<Long> open = new HashSet<>();
    private long last;

    /** @param counter the table that is counted up */
    EventLog(String counter) {
        this.counter = counter;
    }

    /**
     * The events of a while.
     *
     * @param changes how often each event is there, by the text that {@link Subject} names it by
     * @param counts the counts of the counter with the call that counted, in order
     * @param endings how transactions ended, by their numbers: COMMIT_TXN or ABORT_TXN
     */
    record Part(Map<String, Integer> changes, List<Map.Entry<Long, String>> counts, Map<Long, String> endings) {}

    void skip(FailoverClient client) throws TException {
        last = client.repeat(server -> server.get_current_notificationEventId()).getEventId();
    }

    Part read(FailoverClient client) throws TException {
        Part part = new Part(new TreeMap<>(), new ArrayList<>(), new TreeMap<>());
        while (true) {
            NotificationEventRequest request = new NotificationEventRequest(last);
            request.setMaxEvents(AT_ONCE);
            List<NotificationEvent> events = client.repeat(server -> server.get_next_notification(request))
                    .getEvents();
            for (NotificationEvent event : events) {
                assertThat(event.getEventId()).as("number of the next event").isEqualTo(++last);
                add(event, part);
            }
            if (events.size() < AT_ONCE) {
                return part;
            }
        }
    }

    private void add(NotificationEvent event, Part part) {
        try {
            JsonNode message = JSON.readTree(event.getMessage());
            if (event.getEventType().equals("ALTER_TABLE") && counter.equals(event.getTableName())) {
                JsonNode after = JSON.readTree(message.get("tableObjAfterJson").asText());
                String mark = parameter(after, Structs.MARK);
                part.counts().add(Map.entry(Long.parseLong(parameter(after, "count")), mark));
                part.changes().merge("COUNTED " + mark, 1, Integer::sum);
            } else if (OF_TRANSACTIONS.contains(event.getEventType())) {
                addTransaction(event.getEventType(), message, part);
            } else {
                part.changes().merge(text(event, message), 1, Integer::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A transaction is opened once, then has write ids, and ends at most once. */
    private void addTransaction(String type, JsonNode message, Part part) {
        switch (type) {
            case "OPEN_TXN" -> message.get("txnIds").forEach(
                    id -> assertThat(open.add(id.asLong())).as("OPEN_TXN of " + id + " comes once").isTrue());
            case "ALLOC_WRITE_ID" -> message.get("txnIdList").forEach(
                    id -> assertThat(open).as("open transactions at a write id").contains(id.asLong()));
            default -> {
                long id = message.get("txnid").asLong();
                assertThat(open.remove(id)).as("%s of %d ends an open transaction".formatted(type, id)).isTrue();
                part.endings().put(id, type);
            }
        }
    }

    private static String text(NotificationEvent event, JsonNode message) throws IOException {
        String type = event.getEventType();
        return switch (type) {
            case "ALTER_TABLE" -> type + " " + mark(message, "tableObjAfterJson");
            case "ALTER_DATABASE" -> type + " " + mark(message, "dbObjAfterJson");
            case "ADD_PARTITION", "DROP_PARTITION" -> {
                List<String> values = new ArrayList<>();
                message.get("partitions").forEach(one -> values.add(one.get("p").asText()));
                values.sort(null);
                yield type + " " + event.getTableName() + " " + values;
            }
            case "ALTER_PARTITION" -> type + " " + event.getTableName() + " "
                    + message.get("keyValues").get("p").asText() + " " + mark(message, "partitionObjAfterJson");
            case "CREATE_FUNCTION" -> {
                JsonNode function = JSON.readTree(message.get("functionObjJson").asText());
                yield type + " " + function.get("1").get("str").asText();
            }
            case "DROP_FUNCTION" -> type + " " + message.get("functionName").asText();
            case "CREATE_DATABASE", "DROP_DATABASE" -> type + " " + event.getDbName();
            default -> type + " " + event.getTableName();
        };
    }

    private static String mark(JsonNode message, String field) throws IOException {
        return parameter(JSON.readTree(message.get(field).asText()), Structs.MARK);
    }

    /** Thrift's JSON: a struct's fields by number, a map with its types and size before its entries. */
    private static String parameter(JsonNode struct, String key) {
        JsonNode found = struct.findValue(key);
        return found == null ? "" : found.asText();
    }
}

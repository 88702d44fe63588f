package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;

import dev.skep.metastore.access.AddressRange;
import dev.skep.metastore.access.Condition;
import dev.skep.metastore.access.Origin;
import dev.skep.metastore.store.jdbc.ScopeJson.NotUnderstood;

/** Conditions of grants as JSON. One that is not understood is kept as its text. */
final class ConditionJson {
    private ConditionJson() {}

    static void write(JsonGenerator json, Condition condition) throws IOException {
        if (condition instanceof Condition.Unknown unknown) {
            json.writeTree(PolicyJson.tree(unknown.text()));
            return;
        }
        json.writeStartObject();
        switch (condition) {
            case Condition.SourceAddress address -> {
                json.writeStringField("kind", "source-address");
                json.writeFieldName("ranges");
                Json.writeStrings(json, address.ranges().stream().map(AddressRange::toString).toList());
            }
            case Condition.TimeOfDay time -> {
                json.writeStringField("kind", "time-of-day");
                json.writeStringField("from", time.from().toString());
                json.writeStringField("until", time.until().toString());
                json.writeStringField("zone", time.zone().getId());
            }
            case Condition.Period period -> {
                json.writeStringField("kind", "period");
                Json.writeOptional(json, "from", asText(period.from()));
                Json.writeOptional(json, "until", asText(period.until()));
            }
            case Condition.Client client -> {
                json.writeStringField("kind", "client");
                json.writeFieldName("kinds");
                ScopeJson.writeNames(json, client.kinds());
            }
            case Condition.Unknown _ -> throw new IllegalStateException("written above");
        }
        json.writeEndObject();
    }

    private static @Nullable String asText(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }

    static List<Condition> readAll(JsonNode list) {
        if (!list.isArray()) {
            return List.of(new Condition.Unknown(list.toString()));
        }
        List<Condition> conditions = new ArrayList<>();
        for (JsonNode one : list) {
            try {
                conditions.add(read(one));
            } catch (NotUnderstood | IllegalArgumentException | DateTimeException e) {
                conditions.add(new Condition.Unknown(one.toString()));
            }
        }
        return conditions;
    }

    private static Condition read(JsonNode condition) throws NotUnderstood {
        String kind = ScopeJson.text(condition, "kind");
        switch (kind) {
            case "source-address" -> {
                ScopeJson.checkFields(condition, "kind", "ranges");
                List<AddressRange> ranges = new ArrayList<>();
                for (JsonNode range : ScopeJson.array(condition.path("ranges"))) {
                    ranges.add(AddressRange.parse(range.asText()));
                }
                return new Condition.SourceAddress(ranges);
            }
            case "time-of-day" -> {
                ScopeJson.checkFields(condition, "kind", "from", "until", "zone");
                return new Condition.TimeOfDay(LocalTime.parse(ScopeJson.text(condition, "from")),
                        LocalTime.parse(ScopeJson.text(condition, "until")),
                        ZoneId.of(ScopeJson.text(condition, "zone")));
            }
            case "period" -> {
                ScopeJson.checkFields(condition, "kind", "from", "until");
                return new Condition.Period(moment(condition, "from"), moment(condition, "until"));
            }
            case "client" -> {
                ScopeJson.checkFields(condition, "kind", "kinds");
                Set<Origin.ClientKind> kinds = new HashSet<>();
                for (JsonNode name : ScopeJson.array(condition.path("kinds"))) {
                    kinds.add(ScopeJson.constant(Origin.ClientKind.class, name.asText()));
                }
                return new Condition.Client(kinds);
            }
            default -> throw new NotUnderstood("condition " + kind);
        }
    }

    private static @Nullable Instant moment(JsonNode condition, String field) throws NotUnderstood {
        return condition.has(field) ? Instant.parse(ScopeJson.text(condition, field)) : null;
    }
}

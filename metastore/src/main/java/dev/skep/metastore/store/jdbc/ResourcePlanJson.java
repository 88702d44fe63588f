package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.metastore.workload.Mapping;
import dev.skep.metastore.workload.Mapping.Entity;
import dev.skep.metastore.workload.PlanName;
import dev.skep.metastore.workload.PlanStatus;
import dev.skep.metastore.workload.Pool;
import dev.skep.metastore.workload.ResourcePlan;
import dev.skep.metastore.workload.Trigger;
import org.jspecify.annotations.Nullable;

/** What a resource plan holds besides its name and status, as JSON; fields without a value are left out. */
final class ResourcePlanJson {
    private ResourcePlanJson() {}

    static String write(ResourcePlan plan) {
        return Json.write(json -> {
            json.writeStartObject();
            writeOptional(json, "parallelism", plan.parallelism());
            Json.writeOptional(json, "defaultPool", plan.defaultPool());
            json.writeArrayFieldStart("pools");
            for (Pool pool : plan.pools()) {
                json.writeStartObject();
                json.writeStringField("path", pool.path());
                json.writeNumberField("fraction", pool.fraction());
                json.writeNumberField("parallelism", pool.parallelism());
                Json.writeOptional(json, "policy", pool.policy());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("mappings");
            for (Mapping mapping : plan.mappings()) {
                json.writeStartObject();
                json.writeStringField("entity", mapping.entity().name());
                json.writeStringField("name", mapping.name());
                Json.writeOptional(json, "pool", mapping.pool());
                writeOptional(json, "ordering", mapping.ordering());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("triggers");
            for (Trigger trigger : plan.triggers()) {
                write(json, trigger);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Trigger trigger) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", trigger.name());
        Json.writeOptional(json, "expression", trigger.expression());
        Json.writeOptional(json, "action", trigger.action());
        json.writeBooleanField("unmanaged", trigger.watchesUnmanaged());
        json.writeFieldName("pools");
        Json.writeStrings(json, trigger.pools().stream().sorted().toList());
        json.writeEndObject();
    }

    private static void writeOptional(JsonGenerator json, String name, @Nullable Integer value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    static ResourcePlan read(PlanName name, PlanStatus status, String body) {
        JsonNode json = PolicyJson.tree(body);
        List<Pool> pools = new ArrayList<>();
        json.path("pools").forEach(pool -> pools.add(new Pool(pool.path("path").asText(),
                pool.path("fraction").asDouble(), pool.path("parallelism").asInt(), text(pool, "policy"))));
        List<Mapping> mappings = new ArrayList<>();
        json.path("mappings").forEach(mapping -> mappings.add(new Mapping(
                Entity.valueOf(mapping.path("entity").asText()), mapping.path("name").asText(),
                text(mapping, "pool"), number(mapping, "ordering"))));
        List<Trigger> triggers = new ArrayList<>();
        for (JsonNode trigger : json.path("triggers")) {
            Set<String> watched = new HashSet<>();
            trigger.path("pools").forEach(pool -> watched.add(pool.asText()));
            triggers.add(new Trigger(trigger.path("name").asText(), text(trigger, "expression"),
                    text(trigger, "action"), trigger.path("unmanaged").asBoolean(), watched));
        }
        return new ResourcePlan(name, status, number(json, "parallelism"), text(json, "defaultPool"), pools, mappings,
                triggers);
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual() ? value.asText() : null;
    }

    private static @Nullable Integer number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isNumber() ? Integer.valueOf(value.asInt()) : null;
    }
}

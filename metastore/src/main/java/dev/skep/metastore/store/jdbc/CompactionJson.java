package dev.skep.metastore.store.jdbc;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.Compaction.Request;
import dev.skep.metastore.transaction.Compaction.Work;
import dev.skep.metastore.transaction.CompactionType;

/** What a compaction was asked for with and what has come of it, as JSON; fields without a value are left out. */
final class CompactionJson {
    private CompactionJson() {}

    static String write(Compaction compaction) {
        Request request = compaction.request();
        Work work = compaction.work();
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("type", request.type().name());
            Json.writeOptional(json, "requestRunAs", request.runAs());
            json.writeFieldName("properties");
            Json.writeMap(json, request.properties());
            Json.writeOptional(json, "initiatorId", request.initiatorId());
            Json.writeOptional(json, "initiatorVersion", request.initiatorVersion());
            json.writeNumberField("buckets", request.buckets());
            Json.writeOptional(json, "orderBy", request.orderBy());
            json.writeNumberField("enqueued", request.enqueued());
            Json.writeOptional(json, "worker", work.worker());
            Json.writeOptional(json, "workerVersion", work.workerVersion());
            json.writeNumberField("started", work.started());
            json.writeNumberField("ended", work.ended());
            Json.writeOptional(json, "runAs", work.runAs());
            json.writeNumberField("highestWriteId", work.highestWriteId());
            json.writeNumberField("transaction", work.transaction());
            Json.writeOptional(json, "jobId", work.jobId());
            Json.writeOptional(json, "error", work.error());
            json.writeEndObject();
        });
    }

    static Request readRequest(String body) {
        JsonNode json = PolicyJson.tree(body);
        Map<String, String> properties = new HashMap<>();
        json.path("properties").properties()
                .forEach(entry -> properties.put(entry.getKey(), entry.getValue().asText()));
        return new Request(CompactionType.valueOf(json.path("type").asText()), text(json, "requestRunAs"), properties,
                text(json, "initiatorId"), text(json, "initiatorVersion"), json.path("buckets").asInt(),
                text(json, "orderBy"), json.path("enqueued").asLong());
    }

    static Work readWork(String body) {
        JsonNode json = PolicyJson.tree(body);
        return new Work(text(json, "worker"), text(json, "workerVersion"), json.path("started").asLong(),
                json.path("ended").asLong(), text(json, "runAs"), json.path("highestWriteId").asLong(),
                json.path("transaction").asLong(), text(json, "jobId"), text(json, "error"));
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}

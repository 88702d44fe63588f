package dev.skep.server.hms.mapping;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.TransactionSnapshot;
import org.jspecify.annotations.Nullable;

/** What a materialized view was built from, as Hive writes it. */
public final class MaterializationMapping {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MaterializationMapping() {}

    /**
     * Reads the write ids of each source, as a ValidTxnWriteIdList writes them: the transaction, then for each table {@code $db.table:newest:oldestOpen:open,...:aborted,...}; Hive 4
     * puts that into JSON. Empty where there is nothing, or where the sources are tables without write ids.
     */
    public static Map<TableName, TransactionSnapshot> writeIds(@Nullable String text) {
        String list = text != null && text.stripLeading().startsWith("{") ? ofJson(text) : text;
        Map<TableName, TransactionSnapshot> writeIds = new HashMap<>();
        if (list == null || list.isEmpty()) {
            return writeIds;
        }
        String[] parts = list.split("\\$");
        for (int i = 1; i < parts.length; i++) {
            int colon = parts[i].indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("Invalid list of write ids: '%s'".formatted(list));
            }
            writeIds.put(TransactionMapping.table(parts[i].substring(0, colon)),
                    TransactionSnapshot.parse(parts[i].substring(colon + 1)));
        }
        return writeIds;
    }

    private static @Nullable String ofJson(String text) {
        try {
            JsonNode list = JSON.readTree(text).path("validTxnList");
            return list.isTextual() ? list.asText() : null;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Invalid snapshot of a materialized view: '%s'".formatted(text), e);
        }
    }
}

package dev.skep.storage.scan;

import java.util.List;
import java.util.Map;

import dev.skep.storage.type.Field;

/**
 * What a file to be written shall hold.
 *
 * @param columns names and types, in the order of the batches' columns
 * @param properties the table's and SerDe's properties that bear on the format (compression, separators)
 */
public record WriteRequest(List<Field> columns, Map<String, String> properties) {
    public WriteRequest {
        columns = List.copyOf(columns);
        properties = Map.copyOf(properties);
    }
}

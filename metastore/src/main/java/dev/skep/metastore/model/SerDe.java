package dev.skep.metastore.model;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** How rows are written as bytes: the class that does it in Hive, and its parameters. Parameter values may be null, as in Hive. */
public record SerDe(@Nullable String name, @Nullable String library, Map<String, String> parameters,
        @Nullable String description,
        @Nullable String serializerClass, @Nullable String deserializerClass, @Nullable Integer serdeType) {
    public SerDe {
        parameters = java.util.Collections.unmodifiableMap(new HashMap<>(parameters));
    }

    public static SerDe of(String library, Map<String, String> parameters) {
        return new SerDe(null, library, parameters, null, null, null, null);
    }
}

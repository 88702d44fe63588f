package dev.skep.metastore.model;

import static java.util.Objects.requireNonNull;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.HiveTypeParser;
import org.jspecify.annotations.Nullable;

/** A column or partition key. The type is kept as its creator wrote it: other engines store types that only they know. */
public record Column(String name, String type, @Nullable String comment) {
    public Column {
        name = Names.lower(name, "column");
        requireNonNull(type, "type is null");
    }

    /** The type as Skep reads it. Fails with an IllegalArgumentException for a type that Skep does not know. */
    public DataType dataType() {
        return HiveTypeParser.parse(type);
    }
}

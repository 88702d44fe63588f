package dev.skep.storage.type;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/** A row of named fields. */
public record StructType(List<Field> fields) implements DataType {
    public StructType {
        fields = List.copyOf(fields);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("Invalid type: struct without fields");
        }
    }

    /** One field; names keep their case and are compared without regard to it. */
    public record Field(String name, DataType type) {
        public Field {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
        }
    }

    @Override
    public PhysicalType physical() {
        return PhysicalType.STRUCT;
    }

    @Override
    public String hiveName() {
        return fields.stream().map(field -> field.name() + ":" + field.type().hiveName())
                .collect(Collectors.joining(",", "struct<", ">"));
    }

    @Override
    public String sqlName() {
        return fields.stream().map(field -> field.name() + " " + field.type().sqlName())
                .collect(Collectors.joining(", ", "row(", ")"));
    }

    @Override
    public String toString() {
        return hiveName();
    }
}

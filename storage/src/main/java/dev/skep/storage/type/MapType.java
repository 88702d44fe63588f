package dev.skep.storage.type;

import static java.util.Objects.requireNonNull;

/** A list of entries, each with a key that is not null. */
public record MapType(DataType key, DataType value) implements DataType {
    public MapType {
        requireNonNull(key, "key is null");
        requireNonNull(value, "value is null");
    }

    @Override
    public PhysicalType physical() {
        return PhysicalType.MAP;
    }

    @Override
    public String hiveName() {
        return "map<" + key.hiveName() + "," + value.hiveName() + ">";
    }

    @Override
    public String sqlName() {
        return "map(" + key.sqlName() + ", " + value.sqlName() + ")";
    }

    @Override
    public String toString() {
        return hiveName();
    }
}

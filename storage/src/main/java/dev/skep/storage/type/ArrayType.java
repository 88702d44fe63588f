package dev.skep.storage.type;

import static java.util.Objects.requireNonNull;

/** A list of elements of one type. */
public record ArrayType(DataType element) implements DataType {
    public ArrayType {
        requireNonNull(element, "element is null");
    }

    @Override
    public PhysicalType physical() {
        return PhysicalType.LIST;
    }

    @Override
    public String hiveName() {
        return "array<" + element.hiveName() + ">";
    }

    @Override
    public String sqlName() {
        return "array(" + element.sqlName() + ")";
    }

    @Override
    public String toString() {
        return hiveName();
    }
}

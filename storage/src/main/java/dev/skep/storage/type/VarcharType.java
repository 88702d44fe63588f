package dev.skep.storage.type;

/** Text of at most {@code length} characters (1 to 65535). */
public record VarcharType(int length) implements DataType {
    public static final int MAX_LENGTH = 65535;

    public VarcharType {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "Invalid type: varchar(%d) (length 1 to %d)".formatted(length, MAX_LENGTH));
        }
    }

    @Override
    public PhysicalType physical() {
        return PhysicalType.BYTES;
    }

    @Override
    public String hiveName() {
        return "varchar(" + length + ")";
    }

    @Override
    public String sqlName() {
        return hiveName();
    }

    @Override
    public String toString() {
        return hiveName();
    }
}

package dev.skep.storage.type;

/** Text of exactly {@code length} characters (1 to 255); vectors and files hold it without trailing blanks. */
public record CharType(int length) implements DataType {
    public static final int MAX_LENGTH = 255;

    public CharType {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("Invalid type: char(%d) (length 1 to %d)".formatted(length, MAX_LENGTH));
        }
    }

    @Override
    public PhysicalType physical() {
        return PhysicalType.BYTES;
    }

    @Override
    public String hiveName() {
        return "char(" + length + ")";
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

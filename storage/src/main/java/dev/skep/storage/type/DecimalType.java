package dev.skep.storage.type;

/** An exact number of {@code precision} digits (1 to 38), {@code scale} of them (0 to precision) after the point. */
public record DecimalType(int precision, int scale) implements DataType {
    public static final int MAX_PRECISION = 38;
    /** The longest decimals that one {@code long} holds. */
    public static final int MAX_SHORT_PRECISION = 18;

    public DecimalType {
        if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
            throw new IllegalArgumentException("Invalid type: decimal(%d,%d)".formatted(precision, scale));
        }
    }

    public boolean isShort() {
        return precision <= MAX_SHORT_PRECISION;
    }

    @Override
    public PhysicalType physical() {
        return isShort() ? PhysicalType.LONG : PhysicalType.INT128;
    }

    @Override
    public String hiveName() {
        return "decimal(" + precision + "," + scale + ")";
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

package dev.skep.storage.parquet;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** What the values of a primitive column of a file mean: the physical type together with its annotation, new or old. */
sealed interface LeafType {
    record Bool() implements LeafType {}

    record Whole(int bits, boolean signed) implements LeafType {}

    record Date() implements LeafType {}

    /** Time of day, kept as the number that the file has. */
    record Time(int bits) implements LeafType {}

    /** Since 1970-01-01; {@code unitsPerSecond} is 1,000, 1,000,000 or 1,000,000,000. */
    record Timestamp(long unitsPerSecond) implements LeafType {}

    /** Julian day and nanoseconds of the day in 12 bytes. */
    record Int96() implements LeafType {}

    record Decimal(int precision, int scale) implements LeafType {}

    record Real(int bits) implements LeafType {}

    record Text() implements LeafType {}

    record Bytes() implements LeafType {}

    record Uuid() implements LeafType {}

    /** Every value is null. */
    record Nothing() implements LeafType {}

    /** The type that a table made from the file would have. */
    default DataType tableType() {
        return switch (this) {
            case Bool ignored -> PrimitiveType.BOOLEAN;
            case Whole whole -> wholeType(whole);
            case Date ignored -> PrimitiveType.DATE;
            case Time time -> time.bits == 32 ? PrimitiveType.INT : PrimitiveType.BIGINT;
            case Timestamp ignored -> PrimitiveType.TIMESTAMP;
            case Int96 ignored -> PrimitiveType.TIMESTAMP;
            case Decimal decimal -> new DecimalType(decimal.precision, decimal.scale);
            case Real real -> real.bits == 64 ? PrimitiveType.DOUBLE : PrimitiveType.FLOAT;
            case Text ignored -> PrimitiveType.STRING;
            case Bytes ignored -> PrimitiveType.BINARY;
            case Uuid ignored -> PrimitiveType.STRING;
            case Nothing ignored -> PrimitiveType.UNKNOWN;
        };
    }

    private static DataType wholeType(Whole whole) {
        int bits = whole.signed ? whole.bits : whole.bits * 2;
        return switch (bits) {
            case 8 -> PrimitiveType.TINYINT;
            case 16 -> PrimitiveType.SMALLINT;
            case 32 -> PrimitiveType.INT;
            case 64 -> PrimitiveType.BIGINT;
            default -> new DecimalType(20, 0);
        };
    }

    static LeafType of(SchemaElement element) {
        Type type = element.getType();
        LeafType annotated = element.isSetLogicalType() ? ofLogical(element, element.getLogicalType()) : null;
        if (annotated == null && element.isSetConverted_type()) {
            annotated = ofConverted(element, element.getConverted_type());
        }
        if (annotated != null) {
            return annotated;
        }
        return switch (type) {
            case BOOLEAN -> new Bool();
            case INT32 -> new Whole(32, true);
            case INT64 -> new Whole(64, true);
            case INT96 -> new Int96();
            case FLOAT -> new Real(32);
            case DOUBLE -> new Real(64);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> new Bytes();
        };
    }

    private static @Nullable LeafType ofLogical(SchemaElement element, LogicalType logical) {
        Type type = element.getType();
        boolean isBytes = type == Type.BYTE_ARRAY || type == Type.FIXED_LEN_BYTE_ARRAY;
        if (logical.isSetUNKNOWN()) {
            return new Nothing();
        }
        if (logical.isSetDECIMAL()) {
            return decimal(element, logical.getDECIMAL().getPrecision(), logical.getDECIMAL().getScale());
        }
        if (isBytes && (logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON())) {
            return new Text();
        }
        if (logical.isSetUUID() && type == Type.FIXED_LEN_BYTE_ARRAY && element.getType_length() == 16) {
            return new Uuid();
        }
        if (logical.isSetFLOAT16() && type == Type.FIXED_LEN_BYTE_ARRAY && element.getType_length() == 2) {
            return new Real(16);
        }
        if (logical.isSetDATE() && type == Type.INT32) {
            return new Date();
        }
        if (logical.isSetTIME() && (type == Type.INT32 || type == Type.INT64)) {
            return new Time(type == Type.INT32 ? 32 : 64);
        }
        if (logical.isSetTIMESTAMP() && type == Type.INT64) {
            TimeUnit unit = logical.getTIMESTAMP().getUnit();
            return new Timestamp(unit.isSetMILLIS() ? 1_000 : unit.isSetMICROS() ? 1_000_000 : 1_000_000_000);
        }
        if (logical.isSetINTEGER() && (type == Type.INT32 || type == Type.INT64)) {
            IntType integer = logical.getINTEGER();
            return whole(type, integer.getBitWidth(), integer.isIsSigned());
        }
        return null;
    }

    private static @Nullable LeafType ofConverted(SchemaElement element,
            ConvertedType converted) {
        Type type = element.getType();
        boolean isBytes = type == Type.BYTE_ARRAY || type == Type.FIXED_LEN_BYTE_ARRAY;
        return switch (converted) {
            case UTF8, ENUM, JSON -> isBytes ? new Text() : null;
            case DECIMAL -> decimal(element, element.getPrecision(), element.getScale());
            case DATE -> type == Type.INT32 ? new Date() : null;
            case TIME_MILLIS -> type == Type.INT32 ? new Time(32) : null;
            case TIME_MICROS -> type == Type.INT64 ? new Time(64) : null;
            case TIMESTAMP_MILLIS -> type == Type.INT64 ? new Timestamp(1_000) : null;
            case TIMESTAMP_MICROS -> type == Type.INT64 ? new Timestamp(1_000_000) : null;
            case UINT_8 -> whole(type, 8, false);
            case UINT_16 -> whole(type, 16, false);
            case UINT_32 -> whole(type, 32, false);
            case UINT_64 -> whole(type, 64, false);
            case INT_8 -> whole(type, 8, true);
            case INT_16 -> whole(type, 16, true);
            case INT_32 -> whole(type, 32, true);
            case INT_64 -> whole(type, 64, true);
            case BSON, INTERVAL, LIST, MAP, MAP_KEY_VALUE -> null;
        };
    }

    private static @Nullable LeafType whole(Type type, int bits, boolean signed) {
        boolean fits = type == Type.INT32 ? bits == 8 || bits == 16 || bits == 32 : type == Type.INT64 && bits == 64;
        return fits ? new Whole(bits, signed) : null;
    }

    private static LeafType decimal(SchemaElement element, int precision, int scale) {
        int most = switch (element.getType()) {
            case INT32 -> 9;
            case INT64 -> 18;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> DecimalType.MAX_PRECISION;
            case BOOLEAN, INT96, FLOAT, DOUBLE -> 0;
        };
        if (precision < 1 || precision > most || scale < 0 || scale > precision) {
            throw DecodeException.unsupported("decimal(%d,%d) on %s", precision, scale, element.getType());
        }
        return new Decimal(precision, scale);
    }
}

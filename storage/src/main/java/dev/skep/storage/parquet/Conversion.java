package dev.skep.storage.parquet;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Turns values as the file has them into values of the table's type. Has no state. */
interface Conversion {
    /** The values are taken as they are; nothing is called. */
    Conversion NONE = (source, target) -> {
        throw new IllegalStateException("Nothing to convert");
    };

    /** Appends all values of {@code source} to {@code target}. */
    void convert(ValueBuffer source, ValueBuffer target);

    /** Chooses the conversion of {@code leaf}'s values to {@code type}. Fails with UNSUPPORTED if there is no safe one. */
    static Conversion of(LeafColumn leaf, DataType type) {
        LeafType from = leaf.type();
        if (from == null) {
            throw DecodeException.unsupported("its annotation on %s cannot be read", leaf.physical());
        }
        Conversion found = switch (from) {
            case LeafType.Bool ignored -> type == PrimitiveType.BOOLEAN ? NONE : null;
            case LeafType.Whole whole -> NumberConversions.whole(leaf.physical(), whole, type);
            case LeafType.Date ignored -> NumberConversions.date(type);
            case LeafType.Time time ->
                NumberConversions.whole(leaf.physical(), new LeafType.Whole(time.bits(), true), type);
            case LeafType.Timestamp timestamp -> NumberConversions.timestamp(timestamp.unitsPerSecond(), type);
            case LeafType.Int96 ignored -> type == PrimitiveType.TIMESTAMP ? NumberConversions::int96 : null;
            case LeafType.Decimal decimal -> DecimalConversions.decimal(leaf.physical(), decimal, type);
            case LeafType.Real real -> NumberConversions.real(real.bits(), type);
            case LeafType.Text ignored -> bytes(type);
            case LeafType.Bytes ignored -> bytes(type);
            case LeafType.Uuid ignored ->
                type == PrimitiveType.BINARY
                        ? NONE
                        : type == PrimitiveType.STRING ? TextConversions::uuid : null;
            case LeafType.Nothing ignored -> null;
        };
        if (found == null) {
            throw DecodeException.unsupported("the file has %s, which cannot be read as %s", describe(leaf, from),
                    type);
        }
        return found;
    }

    private static @Nullable Conversion bytes(DataType type) {
        return switch (type) {
            case PrimitiveType primitive ->
                primitive == PrimitiveType.STRING || primitive == PrimitiveType.BINARY ? NONE : null;
            case VarcharType varchar ->
                (source, target) -> TextConversions.truncate(source, target, varchar.length(), false);
            case CharType character ->
                (source, target) -> TextConversions.truncate(source, target, character.length(), true);
            case DecimalType ignored -> null;
            case ArrayType ignored -> null;
            case MapType ignored -> null;
            case StructType ignored -> null;
        };
    }

    private static String describe(LeafColumn leaf, LeafType from) {
        String type = from.tableType().hiveName();
        return leaf.physical() == Type.INT96 ? type + " (INT96)" : type;
    }
}

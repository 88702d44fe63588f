package dev.skep.storage.parquet;

import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/** Reads the dictionary of a column chunk, already as values of the table's type. */
final class DictionaryPage {
    private static final int SLACK = 16;
    private static final int MAX_BYTES = 1 << 29;

    private DictionaryPage() {}

    static FlatVector read(PageCursor cursor, LeafColumn leaf, PhysicalType targetType, Conversion conversion,
            PageDecompressor decompressor) {
        DictionaryPageHeader header = cursor.header().getDictionary_page_header();
        Encoding encoding = header.getEncoding();
        if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
            throw DecodeException.unsupported("a dictionary in encoding %s", encoding);
        }
        cursor.verify();
        int length = cursor.header().getUncompressed_page_size();
        int packed = cursor.bodyLength();
        decompressor.checkClaim(packed, length);
        if (length > MAX_BYTES) {
            throw DecodeException.corrupt("a dictionary claims to unpack to %d bytes", length);
        }
        byte[] bytes = LargeArrays.bytes(length + SLACK);
        decompressor.unpack(cursor.bytes(), cursor.bodyStart(), packed, bytes, 0, length);
        int count = header.getNum_values();
        if (count < 0 || (long) count * leastBytes(leaf) > length) {
            throw DecodeException.corrupt("a dictionary of %d bytes claims %d entries", length, count);
        }
        PlainDecoder decoder = new PlainDecoder(leaf.physical(), leaf.typeLength());
        decoder.reset(bytes, 0, length, count);
        ValueBuffer values = ValueBuffer.of(leaf.physical());
        values.append(decoder, count);
        if (conversion == Conversion.NONE) {
            return values.vector(count, null);
        }
        ValueBuffer target = ValueBuffer.of(targetType);
        conversion.convert(values, target);
        return target.vector(count, null);
    }

    /** What the values take in memory, about. */
    static long bytes(FlatVector values) {
        long count = values.length();
        return switch (values) {
            case BooleanVector ignored -> count;
            case IntVector ignored -> count * Integer.BYTES;
            case FloatVector ignored -> count * Float.BYTES;
            case LongVector ignored -> count * Long.BYTES;
            case DoubleVector ignored -> count * Double.BYTES;
            case Int128Vector ignored -> count * 2 * Long.BYTES;
            case BytesVector v -> v.data().length + count * Integer.BYTES;
        };
    }

    private static int leastBytes(LeafColumn leaf) {
        Type type = leaf.physical();
        return switch (type) {
            case BOOLEAN -> throw DecodeException.corrupt("a dictionary of booleans");
            case INT32, FLOAT, BYTE_ARRAY -> 4;
            case INT64, DOUBLE -> 8;
            case INT96 -> 12;
            case FIXED_LEN_BYTE_ARRAY -> leaf.typeLength();
        };
    }
}

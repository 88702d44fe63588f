package dev.skep.storage.parquet;

import dev.skep.storage.scan.HeldBytes;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Takes data pages of one column apart: unpacks them and sets the decoders of their levels and values to the right bytes. Buffers are used again. */
final class PageUnpacker implements AutoCloseable {
    /** Pages that unpack to more are refused. */
    private static final int MAX_PAGE_BYTES = 1 << 30;
    /** How many bytes behind a page may be read by decoders that take eight or sixteen bytes at once. */
    private static final int SLACK = 16;

    private final LeafColumn leaf;
    private final boolean levelsOnly;
    private final HeldBytes held;
    private final RleDecoder definitions = new RleDecoder();
    private final RleDecoder repetitions = new RleDecoder();
    private final RleDecoder ids = new RleDecoder();
    private final ValueDecoder[] decoders = new ValueDecoder[Encoding.values().length];
    private final int definitionBits;
    private final int repetitionBits;
    private @Nullable PageDecompressor decompressor;
    private CompressionCodec codec = CompressionCodec.UNCOMPRESSED;
    private byte[] unpacked = new byte[0];
    private int valueCount;
    private boolean usesIds;
    private @Nullable ValueDecoder values;

    /**
     * @param levelsOnly true if nobody wants the values
     * @param held counts the room for unpacked pages
     */
    PageUnpacker(LeafColumn leaf, boolean levelsOnly, HeldBytes held) {
        this.leaf = leaf;
        this.held = held;
        this.levelsOnly = levelsOnly;
        this.definitionBits = 32 - Integer.numberOfLeadingZeros(leaf.maxDefinition());
        this.repetitionBits = 32 - Integer.numberOfLeadingZeros(leaf.maxRepetition());
    }

    /** Goes on with a chunk that is packed by {@code codec}. */
    void open(CompressionCodec codec) {
        if (decompressor == null || this.codec != codec) {
            close();
            decompressor = PageDecompressor.of(codec);
            this.codec = codec;
        }
    }

    PageDecompressor decompressor() {
        if (decompressor == null) {
            throw new IllegalStateException("No row group is open");
        }
        return decompressor;
    }

    /** Unpacks the page at which {@code cursor} stands. */
    void unpack(PageCursor cursor) {
        cursor.verify();
        valueCount = cursor.valueCount();
        if (cursor.isV2()) {
            unpackV2(cursor);
        } else {
            unpackV1(cursor);
        }
    }

    RleDecoder definitions() {
        return definitions;
    }

    RleDecoder repetitions() {
        return repetitions;
    }

    /** True if the values of the page are in its dictionary, and the page has {@link #ids}. */
    boolean usesIds() {
        return usesIds;
    }

    RleDecoder ids() {
        return ids;
    }

    ValueDecoder values() {
        if (values == null) {
            throw DecodeException.corrupt("a page has no values");
        }
        return values;
    }

    /** Leaves out {@code count} values. */
    void skipValues(int count) {
        if (levelsOnly || count == 0) {
            return;
        }
        if (usesIds) {
            ids.skip(count);
        } else {
            values().skip(count);
        }
    }

    private void unpackV1(PageCursor cursor) {
        DataPageHeader header = cursor.v1();
        byte[] bytes = cursor.bytes();
        int start = cursor.bodyStart();
        int end = start + cursor.bodyLength();
        if (codec != CompressionCodec.UNCOMPRESSED) {
            int length = cursor.header().getUncompressed_page_size();
            unpack(bytes, start, cursor.bodyLength(), length);
            bytes = unpacked;
            start = 0;
            end = length;
        }
        if (leaf.maxRepetition() > 0) {
            start = levelsV1(repetitions, bytes, start, end, repetitionBits, header.getRepetition_level_encoding());
        }
        if (leaf.maxDefinition() > 0) {
            start = levelsV1(definitions, bytes, start, end, definitionBits, header.getDefinition_level_encoding());
        }
        startValues(bytes, start, end, header.getEncoding());
    }

    private int levelsV1(RleDecoder levels, byte[] bytes, int start, int end, int bits, Encoding encoding) {
        if (encoding == Encoding.BIT_PACKED) {
            long length = ((long) valueCount * bits + 7) / 8;
            if (length > end - start) {
                throw DecodeException.corrupt("levels of %d bytes where %d are left", length, end - start);
            }
            levels.resetLegacy(bytes, start, start + (int) length, bits, valueCount);
            return start + (int) length;
        }
        if (encoding != Encoding.RLE) {
            throw DecodeException.corrupt("levels in encoding %s", encoding);
        }
        if (end - start < 4) {
            throw ValueDecoder.endsEarly();
        }
        int length = LittleEndian.getInt(bytes, start);
        if (length < 0 || length > end - start - 4) {
            throw DecodeException.corrupt("levels of %d bytes where %d are left", length, end - start - 4);
        }
        levels.reset(bytes, start + 4, start + 4 + length, bits);
        return start + 4 + length;
    }

    private void unpackV2(PageCursor cursor) {
        DataPageHeaderV2 header = cursor.v2();
        int repetitionLength = header.getRepetition_levels_byte_length();
        int definitionLength = header.getDefinition_levels_byte_length();
        byte[] bytes = cursor.bytes();
        int start = cursor.bodyStart();
        int end = start + cursor.bodyLength();
        if (repetitionLength < 0 || definitionLength < 0
                || (long) repetitionLength + definitionLength > cursor.bodyLength()) {
            throw DecodeException.corrupt("levels of %d and %d bytes in a page of %d", repetitionLength,
                    definitionLength, cursor.bodyLength());
        }
        if (leaf.maxRepetition() > 0) {
            repetitions.reset(bytes, start, start + repetitionLength, repetitionBits);
        }
        start += repetitionLength;
        if (leaf.maxDefinition() > 0) {
            definitions.reset(bytes, start, start + definitionLength, definitionBits);
        }
        start += definitionLength;
        boolean isPacked = !header.isSetIs_compressed() || header.isIs_compressed();
        if (codec != CompressionCodec.UNCOMPRESSED && isPacked && start < end) {
            int length = cursor.header().getUncompressed_page_size() - repetitionLength - definitionLength;
            unpack(bytes, start, end - start, length);
            bytes = unpacked;
            start = 0;
            end = length;
        }
        startValues(bytes, start, end, header.getEncoding());
    }

    private void unpack(byte[] bytes, int start, int length, int unpackedLength) {
        if (unpackedLength < 0 || unpackedLength > MAX_PAGE_BYTES) {
            throw DecodeException.corrupt("a page claims to unpack to %d bytes", unpackedLength);
        }
        decompressor().checkClaim(length, unpackedLength);
        if (unpacked.length < unpackedLength + SLACK) {
            held.add((long) unpackedLength + SLACK - unpacked.length);
            unpacked = new byte[0];
            unpacked = LargeArrays.bytes(unpackedLength + SLACK);
        }
        decompressor().unpack(bytes, start, length, unpacked, 0, unpackedLength);
    }

    private void startValues(byte[] bytes, int start, int end, @Nullable Encoding encoding) {
        values = null;
        usesIds = false;
        if (levelsOnly) {
            return;
        }
        if (encoding == null) {
            throw DecodeException.unsupported("an encoding that is not known");
        }
        if (encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY) {
            usesIds = true;
            // A page of nulls alone may have no byte at all.
            int bits = start < end ? bytes[start] : 0;
            ids.reset(bytes, Math.min(start + 1, end), end, bits);
            return;
        }
        ValueDecoder decoder = decoders[encoding.ordinal()];
        if (decoder == null) {
            decoder = newDecoder(leaf, encoding);
            decoders[encoding.ordinal()] = decoder;
        }
        if (start < end || encoding == Encoding.PLAIN) {
            decoder.reset(bytes, start, end, valueCount);
            values = decoder;
        }
    }

    private static ValueDecoder newDecoder(LeafColumn leaf, Encoding encoding) {
        Type type = leaf.physical();
        return switch (encoding) {
            case PLAIN -> new PlainDecoder(type, leaf.typeLength());
            case RLE -> new RleBooleanDecoder();
            case DELTA_BINARY_PACKED -> new DeltaDecoder();
            case DELTA_LENGTH_BYTE_ARRAY -> new DeltaBytesDecoder(false, 0);
            case DELTA_BYTE_ARRAY ->
                new DeltaBytesDecoder(true, type == Type.FIXED_LEN_BYTE_ARRAY ? leaf.typeLength() : 0);
            case BYTE_STREAM_SPLIT -> new StreamSplitDecoder(type, leaf.typeLength());
            case BIT_PACKED -> throw DecodeException.corrupt("values in encoding BIT_PACKED");
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> throw new IllegalStateException("Ids are decoded elsewhere");
        };
    }

    @Override
    public void close() {
        if (decompressor != null) {
            decompressor.close();
            decompressor = null;
        }
    }
}

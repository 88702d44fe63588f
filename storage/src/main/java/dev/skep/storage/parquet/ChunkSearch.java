package dev.skep.storage.parquet;

import java.nio.ByteBuffer;
import java.util.List;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ReadMemory;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Looks for single wanted values in what a chunk tells beyond its statistics: its bloom filter, and its dictionary if all of its pages use it.
 * Each costs a small read, so it is done only for predicates that name values.
 */
final class ChunkSearch {
    /** Reading a larger dictionary twice would cost more than it can save. */
    private static final long MAX_DICTIONARY = 1 << 17;
    private static final int MAX_VALUES = 1_000;
    private static final int MAX_FILTER = 8 << 20;
    private static final int HEADER_GUESS = 64;

    private final InputFile file;
    private final ScanMetrics metrics;
    private final boolean verifiesChecksums;

    ChunkSearch(InputFile file, ScanMetrics metrics, boolean verifiesChecksums) {
        this.file = file;
        this.metrics = metrics;
        this.verifiesChecksums = verifiesChecksums;
    }

    /** True if no row of the chunk can have a wanted value. */
    boolean excludes(GroupFilter.Tested column, ColumnMetaData chunk) {
        Domain domain = column.domain();
        if (domain.nullAllowed() && mayBeNull(column.leaf(), chunk) || domain.ranges().isEmpty()
                || domain.ranges().size() > MAX_VALUES) {
            return false;
        }
        for (Domain.Range range : domain.ranges()) {
            if (!range.isSingleValue()) {
                return false;
            }
        }
        try {
            return filterExcludes(column, chunk) || dictionaryExcludes(column, chunk);
        } catch (DecodeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Whatever is wrong with it, reading the column will tell.
            return false;
        }
    }

    static boolean mayBeNull(LeafColumn leaf, ColumnMetaData chunk) {
        return !(chunk.isSetStatistics() && chunk.getStatistics().isSetNull_count()
                && chunk.getStatistics().getNull_count() == 0) && leaf.maxDefinition() > 0;
    }

    private byte[] read(long offset, long length) {
        if (offset < 0 || length < 0 || length > file.length() || offset > file.length() - length) {
            throw DecodeException.corrupt("%d bytes at %d do not lie in the file", length, offset);
        }
        byte[] bytes = new byte[(int) length];
        file.read(offset, bytes, 0, bytes.length);
        metrics.addBytesRead(length);
        return bytes;
    }

    private boolean filterExcludes(GroupFilter.Tested column, ColumnMetaData chunk) {
        if (!chunk.isSetBloom_filter_offset() || !isHashed(column)) {
            return false;
        }
        long offset = chunk.getBloom_filter_offset();
        boolean knowsLength = chunk.isSetBloom_filter_length() && chunk.getBloom_filter_length() > 0;
        byte[] bytes = read(offset,
                knowsLength ? chunk.getBloom_filter_length() : Math.min(HEADER_GUESS, file.length() - offset));
        BloomFilterHeader header = new BloomFilterHeader();
        int start = ThriftBuffer.read(header, bytes, 0, bytes.length);
        int size = header.getNumBytes();
        if (size < 32 || size > MAX_FILTER || size % 32 != 0 || !header.getAlgorithm().isSetBLOCK()
                || !header.getHash().isSetXXHASH() || !header.getCompression().isSetUNCOMPRESSED()) {
            return false;
        }
        byte[] bits = new byte[size];
        if (bytes.length - start >= size) {
            System.arraycopy(bytes, start, bits, 0, size);
        } else {
            bits = read(offset + start, size);
        }
        BlockSplitBloomFilter filter = new BlockSplitBloomFilter(bits);
        for (Domain.Range range : column.domain().ranges()) {
            if (filter.findHash(hash(filter, column.leaf().physical(), range.low()))) {
                return false;
            }
        }
        return true;
    }

    /** True where a value of the predicate has just one form in the file. */
    private static boolean isHashed(GroupFilter.Tested column) {
        DataType type = column.bounds().type();
        LeafType from = column.leaf().type();
        if (from instanceof LeafType.Whole whole) {
            return whole.signed() && (type == PrimitiveType.TINYINT || type == PrimitiveType.SMALLINT
                    || type == PrimitiveType.INT || type == PrimitiveType.BIGINT);
        }
        if (from instanceof LeafType.Date) {
            return type == PrimitiveType.DATE;
        }
        return (from instanceof LeafType.Text || from instanceof LeafType.Bytes)
                && (type == PrimitiveType.STRING || type == PrimitiveType.BINARY);
    }

    private static long hash(BlockSplitBloomFilter filter, Type physical, @Nullable Object value) {
        if (value instanceof ByteString bytes) {
            return filter.hash(Binary.fromConstantByteArray(bytes.bytes()));
        }
        if (!(value instanceof Long number)) {
            throw new IllegalArgumentException("Cannot hash " + value);
        }
        return physical == Type.INT32 ? filter.hash(number.intValue()) : filter.hash(number.longValue());
    }

    private boolean dictionaryExcludes(GroupFilter.Tested column, ColumnMetaData chunk) {
        if (!chunk.isSetDictionary_page_offset() || !usesDictionaryOnly(chunk)) {
            return false;
        }
        long start = Footer.chunkStart(chunk);
        long length = chunk.getData_page_offset() - start;
        if (length < 1 || length > MAX_DICTIONARY) {
            return false;
        }
        PageCursor cursor = new PageCursor(List.of(new PageCursor.Part(ByteBuffer.wrap(read(start, length)), -1)), null,
                verifiesChecksums, new HeldBytes(ReadMemory.UNLIMITED));
        if (!cursor.advance() || !cursor.isDictionary()) {
            return false;
        }
        DataType type = column.bounds().type();
        try (PageDecompressor decompressor = PageDecompressor.of(chunk.getCodec())) {
            FlatVector values = DictionaryPage.read(cursor, column.leaf(), type.physical(),
                    Conversion.of(column.leaf(), type), decompressor);
            for (int i = 0; i < values.length(); i++) {
                if (isWanted(column.domain(), values, type, i)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isWanted(Domain domain, FlatVector values, DataType type, int row) {
        if (values instanceof FloatVector || values instanceof DoubleVector) {
            double value = (Double) Bounds.value(values, type, row);
            // NaN is in no range, and the two zeros are one value.
            return Double.isNaN(value) || domain.mayContain(value == 0 ? Double.valueOf(-0.0) : value,
                    value == 0 ? Double.valueOf(0.0) : value);
        }
        Comparable<?> value = Bounds.value(values, type, row);
        return domain.mayContain(value, value);
    }

    /** True if every data page of the chunk uses its dictionary. */
    static boolean usesDictionaryOnly(ColumnMetaData chunk) {
        if (chunk.isSetEncoding_stats()) {
            boolean any = false;
            for (PageEncodingStats stats : chunk.getEncoding_stats()) {
                boolean isData = stats.getPage_type() == PageType.DATA_PAGE
                        || stats.getPage_type() == PageType.DATA_PAGE_V2;
                if (isData && stats.getCount() > 0) {
                    if (!isDictionary(stats.getEncoding())) {
                        return false;
                    }
                    any = true;
                }
            }
            return any;
        }
        // Before there were counts, PLAIN_DICTIONARY stood for the dictionary page too, so that PLAIN means pages of values.
        List<Encoding> encodings = chunk.getEncodings();
        return encodings.contains(Encoding.PLAIN_DICTIONARY) && encodings.stream().allMatch(
                encoding -> encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE
                        || encoding == Encoding.BIT_PACKED);
    }

    private static boolean isDictionary(Encoding encoding) {
        return encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
    }
}

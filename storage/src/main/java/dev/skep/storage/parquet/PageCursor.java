package dev.skep.storage.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.zip.CRC32;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ScanMetrics;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/**
 * Steps over the pages of a column chunk by their headers alone; what a page holds is looked at only when it is needed. With an offset index
 * the chunk may have been fetched in parts, and the first row of each page is known.
 */
final class PageCursor {
    /** A header has some numbers and two bounds; one that is longer is none. */
    private static final int MAX_HEADER = 16 << 20;
    private static final int SLACK = 64;
    /** Less is not fetched at a time, but at the end. */
    private static final int MIN_STEP = 64 << 10;

    /**
     * Bytes of a chunk that follow each other.
     *
     * @param firstPage counts data pages as the offset index does; -1 without one
     * @param rest what follows them in the file, fetched as it is needed; null if they are all there is
     */
    record Part(ByteBuffer bytes, int firstPage, @Nullable Rest rest) {
        // Spelled out: the compact form loses @Nullable in the class file.
        Part(ByteBuffer bytes, int firstPage, @Nullable Rest rest) {
            this.bytes = bytes;
            this.firstPage = firstPage;
            this.rest = rest;
        }

        Part(ByteBuffer bytes, int firstPage) {
            this(bytes, firstPage, null);
        }
    }

    /** The part of a chunk that was not fetched yet; it is fetched {@code step} bytes at a time, or more where a page is longer. */
    static final class Rest {
        private final InputFile file;
        private final ScanMetrics metrics;
        private final HeldBytes held;
        private final long end;
        private final int step;
        private long offset;

        Rest(InputFile file, long offset, long end, int step, ScanMetrics metrics, HeldBytes held) {
            this.file = file;
            this.offset = offset;
            this.end = end;
            this.step = step;
            this.metrics = metrics;
            this.held = held;
        }

        private long left() {
            return end - offset;
        }

        /** Returns the bytes {@code from .. to} with more behind them. */
        private byte[] after(byte[] bytes, int from, int to, int needed) {
            int kept = to - from;
            int least = Math.min((int) Math.min(left(), Integer.MAX_VALUE), Math.max(MIN_STEP, needed - kept));
            int more = (int) Math.min(left(), Math.max(step, needed - kept));
            if (kept > Integer.MAX_VALUE - SLACK - more) {
                throw DecodeException.corrupt("a page of more than %d bytes", kept);
            }
            // Both arrays are there while the one is copied into the other.
            while (!held.tryAdd((long) kept + more)) {
                if (more <= least) {
                    held.add((long) kept + more);
                    break;
                }
                more = Math.max(least, more / 4);
            }
            byte[] joined = LargeArrays.bytes(kept + more);
            System.arraycopy(bytes, from, joined, 0, kept);
            file.read(offset, joined, kept, more);
            metrics.addBytesRead(more);
            offset += more;
            return joined;
        }
    }

    private final ArrayDeque<Part> parts;
    private final @Nullable OffsetIndex index;
    private final boolean verifiesChecksums;
    private final HeldBytes held;
    /** What is counted of the present bytes. */
    private long heldHere;
    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private int nextPage = -1;
    private @Nullable Rest rest;

    private PageHeader header = new PageHeader();
    private int bodyStart;
    private int page = -1;

    /** @param held counts the bytes of the parts, which are given back as they are left behind */
    PageCursor(List<Part> parts, @Nullable OffsetIndex index, boolean verifiesChecksums, HeldBytes held) {
        this.parts = new ArrayDeque<>(parts);
        this.index = index;
        this.verifiesChecksums = verifiesChecksums;
        this.held = held;
    }

    /** Gives back what is still held. */
    void close() {
        long rest = heldHere;
        heldHere = 0;
        for (Part part : parts) {
            rest += part.bytes().remaining();
        }
        parts.clear();
        bytes = new byte[0];
        position = 0;
        end = 0;
        this.rest = null;
        held.add(-rest);
    }

    /** Steps to the next dictionary or data page; false at the end of the chunk. */
    boolean advance() {
        while (true) {
            while (position >= end && !fetchMore(1)) {
                Part part = parts.poll();
                if (part == null) {
                    return false;
                }
                held.add(-heldHere);
                heldHere = part.bytes().remaining();
                bytes = part.bytes().array();
                position = part.bytes().arrayOffset() + part.bytes().position();
                end = position + part.bytes().remaining();
                nextPage = part.firstPage();
                rest = part.rest();
            }
            readHeader();
            int length = header.getCompressed_page_size();
            int headerLength = bodyStart - position;
            if (length > end - bodyStart && length <= Integer.MAX_VALUE - headerLength - SLACK
                    && fetchMore(headerLength + length)) {
                bodyStart = position + headerLength;
            }
            if (length < 0 || header.getUncompressed_page_size() < 0 || length > end - bodyStart) {
                throw DecodeException.corrupt("a page claims %d bytes, unpacked %d, where %d are left", length,
                        header.getUncompressed_page_size(), end - bodyStart);
            }
            position = bodyStart + length;
            if (header.getType() == PageType.INDEX_PAGE) {
                continue;
            }
            checkHeader();
            if (!isDictionary() && nextPage >= 0) {
                page = nextPage++;
            }
            return true;
        }
    }

    private void readHeader() {
        while (true) {
            header = new PageHeader();
            try {
                bodyStart = ThriftBuffer.read(header, bytes, position, end);
                return;
            } catch (DecodeException e) {
                // A header may lie across what was fetched and what was not.
                int available = end - position;
                if (available >= MAX_HEADER || !fetchMore(available + 1)) {
                    throw e;
                }
            }
        }
    }

    /** Fetches what follows, so that from the position on there are {@code needed} bytes if the chunk has them; false if it has no more. */
    private boolean fetchMore(int needed) {
        Rest more = rest;
        if (more == null || more.left() <= 0) {
            return false;
        }
        bytes = more.after(bytes, Math.min(position, end), end, needed);
        held.add(-heldHere);
        heldHere = bytes.length;
        position = 0;
        end = bytes.length;
        return true;
    }

    private void checkHeader() {
        boolean complete = switch (header.getType()) {
            case DATA_PAGE -> header.isSetData_page_header();
            case DATA_PAGE_V2 -> header.isSetData_page_header_v2();
            case DICTIONARY_PAGE -> header.isSetDictionary_page_header();
            case INDEX_PAGE -> true;
        };
        if (!complete) {
            throw DecodeException.corrupt("the header of a page of type %s lacks its part", header.getType());
        }
        if (!isDictionary() && valueCount() < 0) {
            throw DecodeException.corrupt("a page claims %d values", valueCount());
        }
    }

    boolean isDictionary() {
        return header.getType() == PageType.DICTIONARY_PAGE;
    }

    boolean isV2() {
        return header.getType() == PageType.DATA_PAGE_V2;
    }

    PageHeader header() {
        return header;
    }

    DataPageHeader v1() {
        return header.getData_page_header();
    }

    DataPageHeaderV2 v2() {
        return header.getData_page_header_v2();
    }

    /** Values of the data page, nulls and empty lists included. */
    int valueCount() {
        return isV2() ? v2().getNum_values() : v1().getNum_values();
    }

    Encoding encoding() {
        return isV2() ? v2().getEncoding() : v1().getEncoding();
    }

    /** The first row of the data page in the row group, or -1 if that is not known. */
    long firstRow() {
        return index == null || page < 0 || page >= index.getPage_locationsSize()
                ? -1
                : index.getPage_locations().get(page).getFirst_row_index();
    }

    /** How many rows begin in the data page, or -1 if the header does not say. */
    int rowCount() {
        return isV2() ? v2().getNum_rows() : -1;
    }

    byte[] bytes() {
        return bytes;
    }

    int bodyStart() {
        return bodyStart;
    }

    int bodyLength() {
        return header.getCompressed_page_size();
    }

    /** Fails if the page has a checksum that is not that of its bytes. */
    void verify() {
        if (verifiesChecksums && header.isSetCrc()) {
            CRC32 crc = new CRC32();
            crc.update(bytes, bodyStart, bodyLength());
            if ((int) crc.getValue() != header.getCrc()) {
                throw DecodeException.corrupt("the checksum of a page differs");
            }
        }
    }
}

package dev.skep.storage.parquet;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

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
    /** Bytes of a chunk that follow each other. {@code firstPage} counts data pages as the offset index does; it is -1 without one. */
    record Part(ByteBuffer bytes, int firstPage) {}

    private final List<Part> parts;
    private final @Nullable OffsetIndex index;
    private final boolean verifiesChecksums;
    private int nextPart;
    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private int nextPage = -1;

    private PageHeader header = new PageHeader();
    private int bodyStart;
    private int page = -1;

    PageCursor(List<Part> parts, @Nullable OffsetIndex index, boolean verifiesChecksums) {
        this.parts = parts;
        this.index = index;
        this.verifiesChecksums = verifiesChecksums;
    }

    /** Steps to the next dictionary or data page; false at the end of the chunk. */
    boolean advance() {
        while (true) {
            while (position >= end) {
                if (nextPart == parts.size()) {
                    return false;
                }
                Part part = parts.get(nextPart++);
                bytes = part.bytes().array();
                position = part.bytes().arrayOffset() + part.bytes().position();
                end = position + part.bytes().remaining();
                nextPage = part.firstPage();
            }
            header = new PageHeader();
            bodyStart = ThriftBuffer.read(header, bytes, position, end);
            int length = header.getCompressed_page_size();
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

package dev.skep.storage.parquet;

import java.util.List;

import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * What the end of a file says of the rest.
 *
 * @param rows of all row groups; writers are known that leave the file's own number at 0
 * @param fetchedBytes bytes that were read from the store for it
 */
record Footer(FileMetaData metaData, SchemaNode schema, RootFields fields, long rows, long fetchedBytes) {
    List<RowGroup> rowGroups() {
        return metaData.getRow_groups();
    }

    /** First byte of a chunk. Writers are known that set the dictionary's offset to 0 or leave one behind where there is none. */
    static long chunkStart(ColumnMetaData chunk) {
        long data = chunk.getData_page_offset();
        long dictionary = chunk.getDictionary_page_offset();
        return chunk.isSetDictionary_page_offset() && dictionary > 0 && dictionary < data ? dictionary : data;
    }

    /** The byte that decides to which part of the file {@code group} belongs; within the file whatever the footer claims. */
    static long middle(RowGroup group, long fileLength) {
        long start = Long.MAX_VALUE;
        long bytes = 0;
        for (ColumnChunk column : group.getColumns()) {
            if (column.isSetMeta_data()) {
                start = Math.min(start, chunkStart(column.getMeta_data()));
                bytes += Math.max(0, column.getMeta_data().getTotal_compressed_size());
            }
        }
        if (start == Long.MAX_VALUE) {
            return 0;
        }
        long middle = start + bytes / 2;
        return Math.max(0, Math.min(middle, fileLength - 1));
    }
}

package dev.skep.storage.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/**
 * Decides by statistics, dictionaries, bloom filters and page indexes which row groups, and which rows of them, no wanted row can be in. Only
 * columns at the top level count. What is malformed in an index is no reason to fail: it is not used.
 */
final class GroupFilter {
    private final InputFile file;
    private final ScanMetrics metrics;
    private final List<Tested> tested = new ArrayList<>();
    private final boolean isNone;
    private final ChunkSearch search;
    private @Nullable RowGroup indexed;
    private final Map<Integer, @Nullable OffsetIndex> offsetIndexes = new HashMap<>();

    /** A column that the predicate restricts. */
    record Tested(LeafColumn leaf, Domain domain, Bounds bounds) {}

    GroupFilter(InputFile file, Footer footer, ScanRequest request, List<@Nullable SchemaNode> nodes,
            ScanMetrics metrics, boolean verifiesChecksums) {
        this.file = file;
        this.metrics = metrics;
        boolean none = request.predicate().isNone();
        for (int i = 0; i < nodes.size(); i++) {
            ScanColumn column = request.columns().get(i);
            Domain domain = request.predicate().domains().get(column.name());
            if (domain == null || domain.isAll()) {
                continue;
            }
            SchemaNode node = nodes.get(i);
            LeafColumn leaf = node == null ? null : node.leaf();
            if (node == null || leaf != null && leaf.isTopLevel() && leaf.type() instanceof LeafType.Nothing) {
                none |= !domain.nullAllowed();
            } else if (leaf != null && leaf.isTopLevel()) {
                tested.add(new Tested(leaf, domain, new Bounds(footer, leaf, column.type())));
            }
        }
        this.isNone = none;
        this.search = new ChunkSearch(file, metrics, verifiesChecksums);
    }

    /** True if no row of {@code group} can be wanted. */
    boolean skips(RowGroup group) {
        if (isNone) {
            return true;
        }
        for (Tested column : tested) {
            ColumnMetaData chunk = ParquetBatchReader.chunk(group, column.leaf);
            if (chunk.isSetStatistics() && !column.bounds.mayContain(column.domain, chunk)) {
                return true;
            }
        }
        for (Tested column : tested) {
            if (search.excludes(column, ParquetBatchReader.chunk(group, column.leaf))) {
                return true;
            }
        }
        return false;
    }

    /** The rows of {@code group} that page indexes cannot rule out. */
    RowRanges rowRanges(RowGroup group) {
        offsetIndexes.clear();
        indexed = group;
        RowRanges ranges = RowRanges.all(group.getNum_rows());
        for (Tested column : tested) {
            ColumnChunk chunk = group.getColumns().get(column.leaf.index());
            if (!chunk.isSetColumn_index_offset() || !chunk.isSetOffset_index_offset()) {
                continue;
            }
            OffsetIndex offsets = offsetIndex(group, column.leaf);
            ColumnIndex index = columnIndex(chunk);
            if (offsets != null && index != null) {
                ranges = ranges.intersect(matchingRows(column, index, offsets, group.getNum_rows()));
            }
        }
        return ranges;
    }

    private static RowRanges matchingRows(Tested column, ColumnIndex index, OffsetIndex offsets, long rows) {
        List<PageLocation> pages = offsets.getPage_locations();
        int count = pages.size();
        if (index.getNull_pagesSize() != count || index.getMin_valuesSize() != count
                || index.getMax_valuesSize() != count) {
            return RowRanges.all(rows);
        }
        RowRanges.Builder matching = new RowRanges.Builder();
        for (int page = 0; page < count; page++) {
            if (column.bounds.mayContain(column.domain, index, page)) {
                matching.add(pages.get(page).getFirst_row_index(), endRow(pages, page, rows));
            }
        }
        return matching.build();
    }

    /** The row behind the last one of {@code page}. */
    static long endRow(List<PageLocation> pages, int page, long rows) {
        return page + 1 < pages.size() ? pages.get(page + 1).getFirst_row_index() : rows;
    }

    /** The offset index of a column of the row group that {@link #rowRanges} was asked about, or null if there is none to trust. */
    @Nullable
    OffsetIndex offsetIndex(RowGroup group, LeafColumn leaf) {
        if (group != indexed) {
            throw new IllegalStateException("Another row group is open");
        }
        if (!offsetIndexes.containsKey(leaf.index())) {
            offsetIndexes.put(leaf.index(), readOffsetIndex(group, leaf));
        }
        return offsetIndexes.get(leaf.index());
    }

    private @Nullable OffsetIndex readOffsetIndex(RowGroup group, LeafColumn leaf) {
        ColumnChunk chunk = group.getColumns().get(leaf.index());
        byte[] bytes = chunk.isSetOffset_index_offset()
                ? read(chunk.getOffset_index_offset(), chunk.getOffset_index_length())
                : null;
        if (bytes == null) {
            return null;
        }
        OffsetIndex index = new OffsetIndex();
        try {
            ThriftBuffer.read(index, bytes, 0, bytes.length);
        } catch (DecodeException e) {
            return null;
        }
        return isSound(index, group, ParquetBatchReader.chunk(group, leaf)) ? index : null;
    }

    private static boolean isSound(OffsetIndex index, RowGroup group, ColumnMetaData chunk) {
        List<PageLocation> pages = index.getPage_locations();
        if (pages == null || pages.isEmpty() || pages.getFirst().getFirst_row_index() != 0) {
            return false;
        }
        long start = Footer.chunkStart(chunk);
        long end = start + chunk.getTotal_compressed_size();
        long offset = start;
        long row = -1;
        for (PageLocation page : pages) {
            if (page.getOffset() < offset || page.getCompressed_page_size() < 1
                    || page.getOffset() > end - page.getCompressed_page_size() || page.getFirst_row_index() <= row
                    || page.getFirst_row_index() >= group.getNum_rows()) {
                return false;
            }
            offset = page.getOffset() + page.getCompressed_page_size();
            row = page.getFirst_row_index();
        }
        return true;
    }

    private @Nullable ColumnIndex columnIndex(ColumnChunk chunk) {
        byte[] bytes = read(chunk.getColumn_index_offset(), chunk.getColumn_index_length());
        if (bytes == null) {
            return null;
        }
        ColumnIndex index = new ColumnIndex();
        try {
            ThriftBuffer.read(index, bytes, 0, bytes.length);
        } catch (DecodeException e) {
            return null;
        }
        return index;
    }

    private byte @Nullable [] read(long offset, int length) {
        if (offset < 0 || length < 1 || length > file.length() || offset > file.length() - length) {
            return null;
        }
        byte[] bytes = new byte[length];
        file.read(offset, bytes, 0, length);
        metrics.addBytesRead(length);
        return bytes;
    }
}

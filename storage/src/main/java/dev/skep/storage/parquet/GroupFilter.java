package dev.skep.storage.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchFilter;
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
import shaded.parquet.org.apache.thrift.TBase;

/**
 * Decides by statistics, dictionaries, bloom filters and page indexes which row groups, and which rows of them, no wanted row can be in. Only
 * columns at the top level count. What is malformed in an index is no reason to fail: it is not used.
 */
final class GroupFilter {
    private final InputFile file;
    private final Footer footer;
    private final ScanRequest request;
    private final List<@Nullable SchemaNode> nodes;
    private final ScanMetrics metrics;
    private final List<Tested> tested = new ArrayList<>();
    private boolean isNone;
    private ScanPredicate told = ScanPredicate.all();
    private final ChunkSearch search;
    private @Nullable RowGroup indexed;
    private final Map<Integer, OffsetIndex> offsetIndexes = new HashMap<>();

    /** A column that the predicate restricts. */
    record Tested(LeafColumn leaf, Domain domain, Bounds bounds) {}

    GroupFilter(InputFile file, Footer footer, ScanRequest request, List<@Nullable SchemaNode> nodes,
            ScanMetrics metrics, boolean verifiesChecksums) {
        this.file = file;
        this.footer = footer;
        this.request = request;
        this.nodes = new ArrayList<>(nodes);
        this.metrics = metrics;
        this.search = new ChunkSearch(file, metrics, verifiesChecksums);
        restrict(request.predicate());
    }

    /** Takes up what the request's filter has learned since. */
    void update() {
        BatchFilter filter = request.filter();
        ScanPredicate now = filter == null ? ScanPredicate.all() : filter.predicate();
        if (!now.isAll() && !now.equals(told)) {
            told = now;
            restrict(request.predicate().intersect(now));
        }
    }

    private void restrict(ScanPredicate predicate) {
        tested.clear();
        boolean none = predicate.isNone();
        for (int i = 0; i < nodes.size() && !predicate.isAll(); i++) {
            ScanColumn column = request.columns().get(i);
            Domain domain = predicate.domains().get(column.name());
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
        isNone = none;
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

    /** The rows of {@code group} that page indexes cannot rule out; all indexes that are needed for that are read at once. */
    RowRanges rowRanges(RowGroup group) {
        offsetIndexes.clear();
        indexed = group;
        ChunkFetcher fetcher = new ChunkFetcher(file, metrics);
        Map<Integer, ChunkFetcher.Wish> columnWishes = new HashMap<>();
        Map<Integer, ChunkFetcher.Wish> offsetWishes = new HashMap<>();
        for (Tested column : tested) {
            ColumnChunk chunk = group.getColumns().get(column.leaf.index());
            if (chunk.isSetColumn_index_offset() && chunk.isSetOffset_index_offset()
                    && Bounds.areStated(ParquetBatchReader.chunk(group, column.leaf))) {
                want(fetcher, columnWishes, column.leaf, chunk.getColumn_index_offset(),
                        chunk.getColumn_index_length());
                want(fetcher, offsetWishes, column.leaf, chunk.getOffset_index_offset(),
                        chunk.getOffset_index_length());
            }
        }
        fetcher.fetch();
        RowRanges ranges = RowRanges.all(group.getNum_rows());
        for (Tested column : tested) {
            OffsetIndex offsets = parsedOffsets(group, column.leaf, offsetWishes.get(column.leaf.index()));
            ColumnIndex index = parsed(new ColumnIndex(), columnWishes.get(column.leaf.index()));
            if (offsets != null && index != null) {
                offsetIndexes.put(column.leaf.index(), offsets);
                ranges = ranges.intersect(matchingRows(column, index, offsets, group.getNum_rows()));
            }
        }
        return ranges;
    }

    /** Reads the offset indexes of {@code leaves} that {@link #rowRanges} has not read for the same row group. */
    void readOffsetIndexes(RowGroup group, List<LeafColumn> leaves) {
        ChunkFetcher fetcher = new ChunkFetcher(file, metrics);
        Map<Integer, ChunkFetcher.Wish> wishes = new HashMap<>();
        for (LeafColumn leaf : leaves) {
            ColumnChunk chunk = group.getColumns().get(leaf.index());
            if (!offsetIndexes.containsKey(leaf.index()) && chunk.isSetOffset_index_offset()) {
                want(fetcher, wishes, leaf, chunk.getOffset_index_offset(), chunk.getOffset_index_length());
            }
        }
        fetcher.fetch();
        for (LeafColumn leaf : leaves) {
            OffsetIndex offsets = parsedOffsets(group, leaf, wishes.get(leaf.index()));
            if (offsets != null) {
                offsetIndexes.put(leaf.index(), offsets);
            }
        }
    }

    /** An index that does not lie in the file is as good as none. */
    private void want(ChunkFetcher fetcher, Map<Integer, ChunkFetcher.Wish> wishes, LeafColumn leaf, long offset,
            int length) {
        if (offset >= 0 && length > 0 && length <= file.length() && offset <= file.length() - length) {
            wishes.put(leaf.index(), fetcher.want(offset, length));
        }
    }

    private static <T extends TBase<?, ?>> @Nullable T parsed(T index, ChunkFetcher.@Nullable Wish wish) {
        if (wish == null) {
            return null;
        }
        ByteBuffer bytes = wish.bytes();
        int start = bytes.arrayOffset() + bytes.position();
        try {
            ThriftBuffer.read(index, bytes.array(), start, start + bytes.remaining());
            return index;
        } catch (DecodeException e) {
            return null;
        }
    }

    private static @Nullable OffsetIndex parsedOffsets(RowGroup group, LeafColumn leaf,
            ChunkFetcher.@Nullable Wish wish) {
        OffsetIndex index = parsed(new OffsetIndex(), wish);
        return index != null && isSound(index, group, ParquetBatchReader.chunk(group, leaf)) ? index : null;
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
        return offsetIndexes.get(leaf.index());
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
}

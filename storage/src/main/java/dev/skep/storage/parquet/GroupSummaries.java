package dev.skep.storage.parquet;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.PartSummary;
import dev.skep.storage.scan.PartSummary.ColumnSummary;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanRequest;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/** Adds up what the footer says of the row groups of a part of a file. */
final class GroupSummaries {
    private static final ColumnSummary UNKNOWN = new ColumnSummary(-1, null, null);

    private GroupSummaries() {}

    static PartSummary of(InputFile file, Footer footer, ScanRequest request, boolean byPosition) {
        List<RowGroup> groups = new ArrayList<>();
        long rows = 0;
        for (RowGroup group : footer.rowGroups()) {
            long middle = Footer.middle(group, file.length());
            if (middle >= request.splitOffset() && middle - request.splitOffset() < request.splitLength()
                    && group.getNum_rows() > 0) {
                groups.add(group);
                rows += group.getNum_rows();
            }
        }
        List<ColumnSummary> columns = new ArrayList<>();
        for (ScanColumn column : request.columns()) {
            columns.add(column(footer, groups, rows, column, footer.fields().find(column, byPosition)));
        }
        return new PartSummary(rows, columns);
    }

    private static ColumnSummary column(Footer footer, List<RowGroup> groups, long rows, ScanColumn column,
            @Nullable SchemaNode node) {
        if (node == null) {
            return new ColumnSummary(rows, null, null);
        }
        LeafColumn leaf = node.leaf();
        if (leaf == null || !leaf.isTopLevel()) {
            return UNKNOWN;
        }
        if (leaf.type() instanceof LeafType.Nothing) {
            return new ColumnSummary(rows, null, null);
        }
        Bounds bounds = new Bounds(footer, leaf, column.type());
        if (!bounds.isReadable()) {
            // Reading the values says what is wrong with them.
            return UNKNOWN;
        }
        long nulls = 0;
        Bounds.Extremes all = null;
        boolean isBounded = true;
        for (RowGroup group : groups) {
            ColumnMetaData chunk;
            try {
                chunk = ParquetBatchReader.chunk(group, leaf);
            } catch (DecodeException e) {
                return UNKNOWN;
            }
            long here = nulls(leaf, chunk, group.getNum_rows());
            nulls = nulls < 0 || here < 0 ? -1 : nulls + here;
            if (here < group.getNum_rows()) {
                Bounds.Extremes extremes = isBounded ? bounds.extremes(chunk) : null;
                isBounded = extremes != null;
                all = extremes == null ? null : all == null ? extremes : all.union(extremes);
            }
        }
        return isBounded && all != null
                ? new ColumnSummary(nulls, all.least(), all.greatest())
                : new ColumnSummary(nulls, null, null);
    }

    /** The nulls of a chunk, -1 if the footer does not say, or says what cannot be. */
    private static long nulls(LeafColumn leaf, ColumnMetaData chunk, long rows) {
        if (chunk.getNum_values() != rows) {
            return -1;
        }
        if (leaf.maxDefinition() == 0) {
            return 0;
        }
        Statistics statistics = chunk.getStatistics();
        if (statistics == null || !statistics.isSetNull_count()) {
            return -1;
        }
        long nulls = statistics.getNull_count();
        return nulls < 0 || nulls > rows ? -1 : nulls;
    }
}

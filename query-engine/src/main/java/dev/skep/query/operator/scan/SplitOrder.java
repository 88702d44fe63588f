package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.TopBound;
import dev.skep.query.operator.scan.Split.FilePart;
import dev.skep.storage.scan.PartSummary;
import dev.skep.storage.scan.PartSummary.ColumnSummary;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a scan of which only the first rows in some order are wanted into that order, by what their metadata says: then the bound is close
 * after the first parts, and the others are skipped. Metadata is read for that which reading the parts would read anyway.
 */
final class SplitOrder {
    /** Reading the metadata of more parts, some of which may not be needed, is put off. */
    static final int MAX_PARTS = 2_000;

    private final ScanSource source;
    private final TopBound bound;
    private final int column;

    /** @param column the scan's output that the order is by */
    SplitOrder(ScanSource source, TopBound bound, int column) {
        this.source = source;
        this.bound = bound;
        this.column = column;
    }

    /**
     * A part and what it begins with.
     *
     * @param first the value that comes first, null if that is not known
     */
    private record Placed(Split split, boolean hasNulls, @Nullable ColumnVector first) {
        // Spelled out: the compact form loses @Nullable in the class file.
        Placed(Split split, boolean hasNulls, @Nullable ColumnVector first) {
            this.split = split;
            this.hasNulls = hasNulls;
            this.first = first;
        }
    }

    List<Split> order(List<Split> splits, TaskContext context) {
        boolean isOfFile = source.fileColumn(column) >= 0;
        if (splits.size() < 2 || isOfFile && splits.size() > MAX_PARTS) {
            return splits;
        }
        List<Placed> placed = new ArrayList<>(isOfFile
                ? Lookups.all(splits, this::ofSummary, context)
                : splits.stream().map(this::ofConstant).toList());
        placed.sort(this::compare);
        return placed.stream().map(Placed::split).toList();
    }

    private Placed ofConstant(Split split) {
        FilePart first = source.part(split, split.from());
        // Of several files each has a path of its own.
        ColumnVector value = split.isOneFile() || !source.isPath(column) ? source.constant(first, column) : null;
        return new Placed(split, false, value);
    }

    private Placed ofSummary(Split split) {
        if (!split.isOneFile()) {
            return new Placed(split, false, null);
        }
        PartSummary summary = source.summary(source.part(split, split.from()), column);
        if (summary == null || summary.columns().size() != 1) {
            return new Placed(split, false, null);
        }
        ColumnSummary known = summary.columns().getFirst();
        return new Placed(split, known.nulls() > 0, bound.isDescending() ? known.greatest() : known.least());
    }

    /** Parts that begin with nulls, where these come first; then those of which the first value is known, the others last. */
    private int compare(Placed a, Placed b) {
        if (bound.hasNullsFirst() && a.hasNulls != b.hasNulls) {
            return a.hasNulls ? -1 : 1;
        }
        if (a.first == null || b.first == null) {
            return a.first == null ? b.first == null ? 0 : 1 : -1;
        }
        return bound.compare(a.first, b.first);
    }
}
